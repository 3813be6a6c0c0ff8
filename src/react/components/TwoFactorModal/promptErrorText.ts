/** What the user reads about the last thing that went wrong: what happened, and what to do (R107). Never a code. */
import { errorTable } from '../../../contract/errors';
import type { PromptState } from '../../../engine/proof/promptMachine';
import type { Messages } from '../../messages/Messages';

export function promptErrorText(
  { error, attemptsRemaining, status }: PromptState,
  messages: Messages,
  isOnline: boolean,
): string | undefined {
  if (error === undefined) return undefined;
  const { failures, errors, twoFactor } = messages;
  const { code } = error;
  if (code === 'NO_ANSWER') return isOnline ? failures.unreachable : failures.offline;
  if (code === 'UNREADABLE_ANSWER') return failures.unknown;
  if (code === 'NOT_GIVEN') return twoFactor.passkeyNotGiven;
  if (code === 'INVALID_2FA_CODE' && attemptsRemaining !== undefined) {
    return `${errors[code]} ${twoFactor.attemptsLeft(attemptsRemaining)}`;
  }
  const mustWait = errorTable[code].reaction === 'wait' && status !== 'locked';
  return mustWait ? `${errors[code]} ${failures.retryLater}` : errors[code];
}
