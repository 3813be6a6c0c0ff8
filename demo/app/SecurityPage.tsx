/** The whole of what an app needs for an active-sessions page. */
import { SessionsList } from 'react-session-security';
import { navigate } from './navigation';

interface SecurityPageProps {
  /** What the sign-in brought about (SPEC S9). */
  readonly notice: string | undefined;
  readonly onSignedOut: () => void;
}

export function SecurityPage({ notice, onSignedOut }: SecurityPageProps) {
  return (
    <>
      {notice !== undefined && (
        <p className="notice" role="status">
          {notice}
        </p>
      )}
      <SessionsList headingLevel={1} onSignedOut={onSignedOut} onVerificationRequired={() => navigate('/sign-in')} />
    </>
  );
}
