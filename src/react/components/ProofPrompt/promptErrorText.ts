/** What the user reads about the last thing that went wrong: what happened, and what to do (R107). Never a code. */
import { answerFacts } from '../../../client/answerFacts';
import { errorTable } from '../../../contract/errors';
import type { PromptState } from '../../../engine/proof/promptMachine';
import type { Messages } from '../../messages/Messages';

export function promptErrorText(
  { error, attemptsRemaining, method, methods, status }: PromptState,
  messages: Messages,
  isOnline: boolean,
): string | undefined {
  if (error === undefined) return undefined;
  const { failures, errors, twoFactor, stepUp } = messages;
  const { code } = error;
  if (code === 'NO_ANSWER') return isOnline ? failures.unreachable : failures.offline;
  if (code === 'UNREADABLE_ANSWER') return failures.unknown;
  if (code === 'NOT_GIVEN') return twoFactor.passkeyNotGiven;
  if (code === 'METHOD_NOT_ALLOWED' && methods.length === 0) return stepUp.noMethod;
  const isWrongPassword = code === 'INVALID_CREDENTIALS' && method === 'password';
  const text = isWrongPassword ? stepUp.passwordWrong : errors[code];
  const left = attemptsLeft();
  if (left !== undefined) return `${text} ${twoFactor.attemptsLeft(left)}`;
  const mustWait = errorTable[code].reaction === 'wait' && status !== 'locked' && status !== 'expired';
  return mustWait ? `${text} ${failures.retryLater}` : text;

  function attemptsLeft(): number | undefined {
    if (code === 'INVALID_2FA_CODE') return attemptsRemaining;
    // Those of the prompt may be of codes that were tried before.
    return code === 'INVALID_CREDENTIALS' ? answerFacts(error?.cause).cause?.attemptsRemaining : undefined;
  }
}
