/** What a failed call tells about when to try again, beside its {@link answerFacts}: for judging it. */
import { parseRetryAfter } from '../engine/classify';
import type { FailureFacts } from '../engine/classify';
import { answerFacts, property, responseOf } from './answerFacts';

/** @param now by the server's clock, epoch milliseconds, for a `Retry-After` that is a date */
export function failureFacts(error: unknown, now: number): FailureFacts {
  const { cause, status } = answerFacts(error);
  const headers = property(responseOf(error), 'headers');
  const header = headers instanceof Headers ? headers.get('retry-after') : undefined;
  return {
    cause: error,
    status,
    ...(cause !== undefined && {
      code: cause.errorCode,
      reason: cause.reason,
      attemptsRemaining: cause.attemptsRemaining,
    }),
    retryAfterMs: cause?.retryAfter === undefined ? parseRetryAfter(header, now) : cause.retryAfter * 1000,
  };
}
