/** One way after another, past those whose guesses or texts are used up. */
import { isBrandedSessionSecurityError, type SessionSecurityError } from '../../contract/errors';

/** `ways` must not be empty. Where none is left, the refusal that ends first is thrown. */
export async function firstThatIsLeft<Way, Result>(
  ways: readonly Way[],
  attempt: (way: Way) => Promise<Result>,
): Promise<Result> {
  const refusals: SessionSecurityError[] = [];
  for (const way of ways) {
    try {
      return await attempt(way);
    } catch (error) {
      if (!isUsedUp(error)) throw error;
      refusals.push(error);
    }
  }
  throw refusals.reduce((first, next) => (waitOf(next) < waitOf(first) ? next : first));
}

function isUsedUp(error: unknown): error is SessionSecurityError {
  return (
    isBrandedSessionSecurityError(error) &&
    (error.errorCode === 'TOO_MANY_ATTEMPTS' || error.errorCode === 'RATE_LIMITED')
  );
}

/** What is disabled doesn't come back by waiting. */
function waitOf({ retryAfter = Number.POSITIVE_INFINITY }: SessionSecurityError): number {
  return retryAfter;
}
