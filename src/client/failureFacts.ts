/** What a failed call tells, whoever made it: our code, the status behind it, and how long to wait. */
import { toEpochMs } from '../contract/instant';
import { parseRetryAfter } from '../engine/classify';
import type { FailureFacts } from '../engine/classify';
import { getSessionSecurityError } from './getSessionSecurityError';

/** @param now by the server's clock, epoch milliseconds, for a `Retry-After` that is a date */
export function failureFacts(error: unknown, now: number): FailureFacts {
  const cause = getSessionSecurityError(error);
  const response = property(property(error, 'meta'), 'response');
  const status = property(property(error, 'data'), 'httpStatus') ?? property(response, 'status') ?? causedStatus(error);
  const headers = property(response, 'headers');
  const header = headers instanceof Headers ? headers.get('retry-after') : undefined;
  return {
    cause: error,
    status: typeof status === 'number' ? status : undefined,
    ...(cause !== undefined && { code: cause.errorCode, reason: cause.reason }),
    retryAfterMs: cause?.retryAfter === undefined ? parseRetryAfter(header, now) : cause.retryAfter * 1000,
  };
}

/** `UnreadableAnswerError` and the errors of REST clients carry it themselves. */
function causedStatus(error: unknown): unknown {
  return property(error, 'status') ?? property(property(error, 'cause'), 'status');
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** An instant of an answer, or nothing that could be taken for one. */
export function instantIn(value: unknown): number | undefined {
  return typeof value === 'string' || typeof value === 'number' || value instanceof Date ? toEpochMs(value) : undefined;
}
