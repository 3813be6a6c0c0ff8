/** A refused or failed call in the kit's own words (SPEC E5). */
import { getSessionSecurityError, isNoAnswer, isOutcomeError, type Messages } from 'react-session-security';

export function describeFailure(error: unknown, { errors, failures }: Messages): string {
  if (isStillRefused(error) || (error instanceof Error && isStillRefused(error.cause))) return failures.stillRefused;
  const cause = getSessionSecurityError(error);
  if (cause === undefined) return isNoAnswer(error) ? failures.unreachable : failures.unknown;
  const { errorCode, retryAfter } = cause;
  return retryAfter === undefined ? errors[errorCode] : `${errors[errorCode]} ${failures.retryAfter(retryAfter)}`;
}

function isStillRefused(error: unknown): boolean {
  return isOutcomeError(error, 'STILL_REFUSED');
}
