/** What a failed call was answered with, whoever made it: our code, if it has one, and the status behind it. */
import type { SessionSecurityErrorCause } from '../contract/errors';
import { toEpochMs } from '../contract/instant';
import { getSessionSecurityError } from './getSessionSecurityError';

export interface AnswerFacts {
  readonly cause: SessionSecurityErrorCause | undefined;
  readonly status: number | undefined;
}

export function answerFacts(error: unknown): AnswerFacts {
  const status =
    property(property(error, 'data'), 'httpStatus') ?? property(responseOf(error), 'status') ?? causedStatus(error);
  return { cause: getSessionSecurityError(error), status: typeof status === 'number' ? status : undefined };
}

/** What tRPC keeps of it. */
export function responseOf(error: unknown): unknown {
  return property(property(error, 'meta'), 'response');
}

/** `UnreadableAnswerError` and the errors of REST clients carry it themselves. */
function causedStatus(error: unknown): unknown {
  return property(error, 'status') ?? property(property(error, 'cause'), 'status');
}

export function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** An instant of an answer, or nothing that could be taken for one. */
export function instantIn(value: unknown): number | undefined {
  return typeof value === 'string' || typeof value === 'number' || value instanceof Date ? toEpochMs(value) : undefined;
}
