/** The whole of what an app needs for an active-sessions page. */
import { SessionsList } from 'react-session-security';
import type { PageProps } from '../PageProps';

export function DevicesPage({ onSignedOut, onProofWanted }: PageProps) {
  return <SessionsList headingLevel={1} onSignedOut={onSignedOut} onVerificationRequired={onProofWanted} />;
}
