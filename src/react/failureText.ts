/** What the user reads about a failure: what happened, and when to try again. Never the error's own message (E5). */
import { errorTable } from '../contract/errors';
import type { Messages } from './messages/Messages';
import type { SessionFailure } from './sessionFailure';

export function failureText(failure: SessionFailure, messages: Messages): string {
  if (failure.kind !== 'refused') return messages.failures[failure.kind];
  const { errorCode, retryAfter } = failure.cause;
  const text = messages.errors[errorCode];
  if (retryAfter !== undefined) return `${text} ${messages.failures.retryAfter(retryAfter)}`;
  return errorTable[errorCode].reaction === 'wait' ? `${text} ${messages.failures.retryLater}` : text;
}
