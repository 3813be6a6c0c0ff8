/** What was begun before the step-up page: the question whether to go on, and how it ended. */
import type { UseResumeSensitiveActionsResult } from 'react-session-security';
import { describeFailure } from '../describeFailure';
import { useCatalogue } from '../words/CatalogueContext';
import type { RoleChange } from './RoleChange';

export interface ResumedChangeProps {
  readonly resumed: UseResumeSensitiveActionsResult;
  readonly nameOf: (userId: string) => string;
  /** The button that has the focus is about to go. */
  readonly onAnswered: () => void;
}

/** The region is always there, so that its words are read out when they come. */
export function ResumedChange({ resumed, nameOf, onAnswered }: ResumedChangeProps) {
  const { status, parameters, error, confirm, discard } = resumed;
  const { words, messages } = useCatalogue();
  const { question, goOn, discard: no, done, roles } = words.admin;
  const change = parameters as RoleChange | undefined;
  const facts = change === undefined ? undefined : ([nameOf(change.userId), roles[change.newRole]] as const);
  const answer = (act: () => unknown): void => {
    onAnswered();
    act();
  };
  return (
    <section className={status === 'none' ? undefined : 'card'}>
      <p role="status" className={status === 'done' ? 'done' : undefined}>
        {status === 'confirm' && facts && question(...facts)}
        {status === 'running' && words.account.pending}
        {status === 'done' && facts && done(...facts)}
      </p>
      {status === 'failed' && (
        <p role="alert" className="error">
          {describeFailure(error, messages)}
        </p>
      )}
      {status !== 'none' && status !== 'running' && (
        <div className="answers">
          <button type="button" className="quiet" onClick={() => answer(discard)}>
            {status === 'confirm' ? no : words.frame.dismiss}
          </button>
          {status === 'confirm' && (
            <button type="button" className="primary" onClick={() => answer(confirm)}>
              {goOn}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
