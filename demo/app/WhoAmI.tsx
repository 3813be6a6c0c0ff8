/** Who is signed in here, and the way out. */
import { useState } from 'react';
import { useSessionSecurity, type SessionStatus } from 'react-session-security';
import { describeFailure } from './describeFailure';
import { useCatalogue } from './words/CatalogueContext';

export interface WhoAmIProps {
  readonly who: SessionStatus;
  readonly onSignedOut: () => void;
}

export function WhoAmI({ who: { user, session }, onSignedOut }: WhoAmIProps) {
  const catalogue = useCatalogue();
  const words = catalogue.words.frame;
  const { signOut } = useSessionSecurity();
  const [status, setStatus] = useState<'idle' | 'pending' | { readonly error: unknown }>('idle');
  const name = user.displayName ?? user.contactHint ?? words.you;
  const leave = (): void => {
    if (status === 'pending') return;
    setStatus('pending');
    void signOut().then(onSignedOut, (error: unknown) => setStatus({ error }));
  };
  return (
    <section aria-label={words.whoYouAre} className="whoami">
      <span aria-hidden="true" className="avatar">
        {initials(name)}
      </span>
      <p>
        {words.signedInAs}{' '}
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
      <button type="button" className="quiet" aria-disabled={status === 'pending'} onClick={leave}>
        {words.signOut}
      </button>
      {typeof status === 'object' && (
        <p className="error" role="alert">
          {words.stillSignedIn} {describeFailure(status.error, catalogue.messages)}
        </p>
      )}
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
