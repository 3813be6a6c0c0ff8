/** The whole of what an app needs for an active-sessions page. */
import { SessionsList } from 'react-session-security';
import { navigate } from './navigation';

export function SecurityPage({ onSignedOut }: { onSignedOut: () => void }) {
  return <SessionsList headingLevel={1} onSignedOut={onSignedOut} onVerificationRequired={() => navigate('/sign-in')} />;
}
