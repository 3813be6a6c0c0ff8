/** A refused or failed call in the kit's own words (SPEC E5). */
import {
  getSessionSecurityError,
  isNoAnswer,
  isOutcomeError,
  type Messages,
  type OutcomeErrorCode,
} from 'react-session-security';

export function describeFailure(error: unknown, { errors, failures }: Messages): string {
  if (isOutcome(error, 'STILL_REFUSED')) return failures.stillRefused;
  // What stands behind it is what the call was refused for before, and that is of no use any more.
  if (isOutcome(error, 'SESSION_ENDED')) return errors.SESSION_EXPIRED;
  const cause = getSessionSecurityError(error);
  if (cause === undefined) return isNoAnswer(error) ? failures.unreachable : failures.unknown;
  const { errorCode, retryAfter } = cause;
  return retryAfter === undefined ? errors[errorCode] : `${errors[errorCode]} ${failures.retryAfter(retryAfter)}`;
}

function isOutcome(error: unknown, code: OutcomeErrorCode): boolean {
  return isOutcomeError(error, code) || (error instanceof Error && isOutcomeError(error.cause, code));
}
