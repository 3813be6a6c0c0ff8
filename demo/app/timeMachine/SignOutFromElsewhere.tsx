/** The other browser, at the press of a button. */
import { useState } from 'react';
import { getSessionSecurityError, useSessionSecurity, useSessionStatus } from 'react-session-security';
import { describeFailure } from '../describeFailure';
import { useCatalogue } from '../words/CatalogueContext';

type Status = 'idle' | 'pending' | 'done' | { readonly error: unknown };

export function SignOutFromElsewhere() {
  const { words, messages } = useCatalogue();
  const { client } = useSessionSecurity();
  const canMutate = useSessionStatus((session) => session.canMutate);
  const [status, setStatus] = useState<Status>('idle');
  const isPossible = canMutate && status !== 'pending';

  const signOut = async (): Promise<void> => {
    setStatus('pending');
    try {
      const answer = await client.fetch('/api/demo/sign-out-from-elsewhere', { method: 'POST' });
      setStatus(answer.ok ? 'done' : { error: await getSessionSecurityError(answer) });
    } catch (error) {
      setStatus({ error });
    }
  };
  return (
    <div className="elsewhere">
      <button type="button" className="quiet" aria-disabled={!isPossible} onClick={() => isPossible && void signOut()}>
        {status === 'pending' ? words.timeMachine.revoking : words.timeMachine.revoke}
      </button>
      <p role="status" className="muted">
        {status === 'done' && words.timeMachine.revoked}
      </p>
      <p role="alert" className="error">
        {typeof status === 'object' && failureText(status.error)}
      </p>
    </div>
  );

  function failureText(error: unknown): string {
    const isSecondFactor = getSessionSecurityError(error)?.errorCode === '2FA_REQUIRED';
    return isSecondFactor ? words.timeMachine.noSecondFactor : describeFailure(error, messages);
  }
}
