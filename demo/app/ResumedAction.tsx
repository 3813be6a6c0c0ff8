/** What was begun before a reload or the step-up page: the question whether to go on, and how it ended. */
import { isOutcomeError, type UseResumeSensitiveActionsResult } from 'react-session-security';
import { describeFailure } from './describeFailure';
import { useCatalogue } from './words/CatalogueContext';

export interface ResumedActionProps {
  readonly resumed: UseResumeSensitiveActionsResult;
  readonly question: string | undefined;
  readonly done: string | undefined;
  /** The button that has the focus is about to go. */
  readonly onAnswered: () => void;
}

/** The region is always there, so that its words are read out when they come. */
export function ResumedAction({ resumed, question, done, onAnswered }: ResumedActionProps) {
  const { status, error, confirm, discard } = resumed;
  const { words, messages } = useCatalogue();
  const answer = (act: () => unknown): void => {
    onAnswered();
    act();
  };
  return (
    <section className={status === 'none' ? undefined : 'card'}>
      <p role="status" className={status === 'done' ? 'done' : undefined}>
        {status === 'confirm' && question}
        {status === 'running' && words.account.pending}
        {status === 'done' && done}
      </p>
      {status === 'failed' && (
        <p role="alert" className="error">
          {isOutcomeError(error, 'CHALLENGE_TIMEOUT') ? words.account.lapsed : describeFailure(error, messages)}
        </p>
      )}
      {status !== 'none' && status !== 'running' && (
        <div className="answers">
          <button type="button" className="quiet" onClick={() => answer(discard)}>
            {status === 'confirm' ? words.account.discard : words.frame.dismiss}
          </button>
          {status === 'confirm' && (
            <button type="button" className="primary" onClick={() => answer(confirm)}>
              {words.account.goOn}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
