/** Why something did not work, in the few kinds that a user interface treats differently. */
import { onlineManager } from '@tanstack/react-query';
import { getSessionSecurityError } from '../client/getSessionSecurityError';
import type { SessionSecurityErrorCause } from '../contract/errors';

export type SessionFailure =
  /** The server refused, and said why. */
  | { readonly kind: 'refused'; readonly cause: SessionSecurityErrorCause }
  /** This device has no connection. */
  | { readonly kind: 'offline'; readonly cause?: undefined }
  /** No answer came. */
  | { readonly kind: 'unreachable'; readonly cause?: undefined }
  /** Something answered, but not with an error that is known. */
  | { readonly kind: 'unknown'; readonly cause?: undefined }
  /** The server said that the session was ended, yet it still lists it. */
  | { readonly kind: 'remained'; readonly cause?: undefined };

export function readFailure(error: unknown): SessionFailure {
  const cause = getSessionSecurityError(error);
  if (cause !== undefined) return { kind: 'refused', cause };
  if (!onlineManager.isOnline()) return { kind: 'offline' };
  return { kind: gotNoAnswer(error) ? 'unreachable' : 'unknown' };
}

/** `fetch` rejects with a `TypeError` when it got no answer, and with these two when it stopped waiting. */
function gotNoAnswer(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (
    cause instanceof TypeError ||
    (cause instanceof Error && (cause.name === 'AbortError' || cause.name === 'TimeoutError'))
  );
}
