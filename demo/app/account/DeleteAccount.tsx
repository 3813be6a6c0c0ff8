/** The end of the account, asked for twice: here, and by the kit for proof. */
import { useEffect, useId, useRef, useState } from 'react';
import { useSessionSecurity, useSessionStatus } from 'react-session-security';
import { describeFailure } from '../describeFailure';
import { useCatalogue } from '../words/CatalogueContext';
import { useAccountChange } from './useAccountChange';

export interface DeleteAccountProps {
  readonly onDeleted: () => void;
}

export function DeleteAccount({ onDeleted }: DeleteAccountProps) {
  const { words, messages } = useCatalogue();
  const { title, body, begin, question, keep, confirm } = words.account.deletion;
  const { client } = useSessionSecurity();
  const canMutate = useSessionStatus((session) => session.canMutate);
  const { change, run, forget } = useAccountChange<unknown>();
  const [isAsking, setAsking] = useState(false);
  const keepRef = useRef<HTMLButtonElement>(null);
  const beginRef = useRef<HTMLButtonElement>(null);
  const id = useId();
  const isPending = change.status === 'pending';

  useEffect(() => {
    if (isAsking) keepRef.current?.focus();
  }, [isAsking]);

  const leave = (): void => {
    forget();
    setAsking(false);
    requestAnimationFrame(() => beginRef.current?.focus());
  };
  const remove = (): void => {
    if (canMutate) void run(() => client.call('auth.deleteAccount', {}), onDeleted);
  };
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className="muted">{body}</p>
      {isAsking && (
        <div role="group" className="change" aria-labelledby={`${id}-question`}>
          <p id={`${id}-question`} className="ask">
            {question}
          </p>
          <div className="answers">
            <p role="status" className="muted">
              {change.status === 'cancelled' && words.account.cancelled}
            </p>
            <button ref={keepRef} type="button" className="quiet" onClick={leave}>
              {keep}
            </button>
            <button type="button" className="danger" aria-disabled={!canMutate || isPending} onClick={remove}>
              {isPending ? words.account.pending : confirm}
            </button>
          </div>
          <p role="alert" className="error">
            {change.status === 'failed' && describeFailure(change.error, messages)}
          </p>
        </div>
      )}
      {!isAsking && (
        <div className="answers">
          <button ref={beginRef} type="button" className="quiet" onClick={() => setAsking(true)}>
            {begin}
          </button>
        </div>
      )}
    </section>
  );
}
