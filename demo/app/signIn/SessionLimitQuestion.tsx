/** Policy `ask` at the session limit (SPEC V5): nothing happens before the user has said what to do. */
import { definePolicy } from 'react-session-security';
import { demoPolicy } from '../../policy';
import { describeFailure } from '../describeFailure';
import { useCatalogue } from '../words/CatalogueContext';
import type { SignIn } from './useSignIn';

const { maxSessions } = definePolicy(demoPolicy).session;

export interface SessionLimitQuestionProps {
  readonly signIn: SignIn;
  readonly headingLevel: 1 | 2;
}

export function SessionLimitQuestion({ signIn, headingLevel }: SessionLimitQuestionProps) {
  const { words, messages } = useCatalogue();
  const { failure, status } = signIn;
  const Heading = `h${headingLevel}` as const;
  const isPending = status === 'pending';
  return (
    <section className="card question" aria-labelledby="limit-title">
      <Heading id="limit-title">{words.signIn.limitTitle(maxSessions)}</Heading>
      <p id="limit-body">{words.signIn.limitBody}</p>
      <div className="answers">
        <button
          type="button"
          className="quiet"
          aria-disabled={isPending}
          autoFocus
          aria-describedby="limit-title limit-body"
          onClick={() => void signIn.answer('cancel')}
        >
          {words.signIn.limitCancel}
        </button>
        <button type="button" className="primary" aria-disabled={isPending} onClick={() => void signIn.answer('goOn')}>
          {isPending ? words.signIn.pending : words.signIn.limitGoOn}
        </button>
      </div>
      <p className="error" role="alert">
        {failure !== undefined && describeFailure(failure.error, messages)}
      </p>
    </section>
  );
}
