/** Who is signed in here, and the way out. */
import { SessionStatusBadge, useSessionSecurity, type SessionStatus } from 'react-session-security';
import { useWords } from './words/CatalogueContext';

export interface WhoAmIProps {
  readonly who: SessionStatus;
  readonly onSignedOut: () => void;
}

export function WhoAmI({ who: { user, session }, onSignedOut }: WhoAmIProps) {
  const words = useWords().frame;
  const { signOut } = useSessionSecurity();
  const name = user.displayName ?? user.contactHint ?? words.you;
  /** Here it is over at once; the server is told when it can be reached (SPEC A14). */
  const leave = (): void => {
    void signOut();
    onSignedOut();
  };
  return (
    <section aria-label={words.whoYouAre} className="whoami">
      <span aria-hidden="true" className="avatar">
        {initials(name)}
      </span>
      <p>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span className="muted">
          {user.contactHint !== null && (
            <>
              <bdi>{user.contactHint}</bdi> ·{' '}
            </>
          )}
          <bdi>{session.deviceName}</bdi>
        </span>
      </p>
      <SessionStatusBadge />
      <button type="button" className="quiet" onClick={leave}>
        {words.signOut}
      </button>
    </section>
  );
}

function initials(name: string): string {
  return name
    .split(/\s+/u)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase();
}
