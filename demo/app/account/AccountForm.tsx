/** A card with one thing to change: its words, its fields, and what became of it in one line. */
import { type ReactNode, type SubmitEvent, useEffect, useId, useRef } from 'react';
import { useSessionStatus } from 'react-session-security';
import { describeFailure } from '../describeFailure';
import { useCatalogue } from '../words/CatalogueContext';
import type { AccountChange } from './useAccountChange';

/** What went wrong, where it belongs to one field. */
export interface FieldProblem {
  readonly field: string;
  readonly text: string;
}

export interface AccountFormProps {
  readonly title: string;
  readonly body?: string;
  readonly submit: string;
  readonly change: AccountChange<unknown>;
  readonly done: string;
  /** Said beside its field, which gets the focus; else it is said under the button. */
  readonly problem: FieldProblem | undefined;
  readonly isReady?: boolean;
  readonly onSubmit: (form: HTMLFormElement) => void;
  readonly onInput: () => void;
  readonly children: ReactNode;
}

export function AccountForm(props: AccountFormProps) {
  const { title, body, submit, change, done, problem, isReady = true, onSubmit, onInput, children } = props;
  const { words, messages } = useCatalogue();
  const canMutate = useSessionStatus((session) => session.canMutate);
  const formRef = useRef<HTMLFormElement>(null);
  const id = useId();
  const isPending = change.status === 'pending';
  const isPossible = canMutate && isReady && !isPending;
  const wrongField = problem?.field;

  useEffect(() => {
    if (change.status !== 'failed' || wrongField === undefined) return;
    formRef.current?.querySelector<HTMLInputElement>(`[name="${wrongField}"]`)?.focus();
  }, [change, wrongField]);

  const send = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (isPossible) onSubmit(event.currentTarget);
  };
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {body !== undefined && <p className="muted">{body}</p>}
      <form ref={formRef} className="change" onSubmit={send} onInput={onInput}>
        {children}
        <div className="answers">
          <p role="status" className={change.status === 'done' ? 'done' : 'muted'}>
            {change.status === 'done' && done}
            {change.status === 'cancelled' && words.account.cancelled}
          </p>
          <button type="submit" className="primary" aria-disabled={!isPossible}>
            {isPending ? words.account.pending : submit}
          </button>
        </div>
        <p className="error" role="alert">
          {change.status === 'failed' && problem === undefined && describeFailure(change.error, messages)}
        </p>
      </form>
    </section>
  );
}
