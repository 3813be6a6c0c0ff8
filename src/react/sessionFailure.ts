/** Why something did not work, in the few kinds that a user interface treats differently. */
import { onlineManager } from '@tanstack/react-query';
import { getSessionSecurityError } from '../client/getSessionSecurityError';
import { isNoAnswer } from '../client/NoAnswerError';
import { outcomeOf } from '../client/outcomeOf';
import type { SessionSecurityErrorCause } from '../contract/errors';

/** Why something did not work; `cause` only where the server refused. `messages` has words for each kind (SPEC E5). */
export type SessionFailure =
  /** The server refused, and said why. */
  | { readonly kind: 'refused'; readonly cause: SessionSecurityErrorCause }
  /** This device has no connection. */
  | { readonly kind: 'offline'; readonly cause?: undefined }
  /** No answer came. */
  | { readonly kind: 'unreachable'; readonly cause?: undefined }
  /** The prompt for proof was closed, or nobody answered it: nothing was done. */
  | { readonly kind: 'unconfirmed'; readonly cause?: undefined }
  /** The server refused it again after the proof that it had asked for. */
  | { readonly kind: 'stillRefused'; readonly cause?: undefined }
  /** Something answered, but neither with an error that is known nor with what the contract says. */
  | { readonly kind: 'unknown'; readonly cause?: undefined }
  /** The server said that the session was ended, yet it still lists it. */
  | { readonly kind: 'remained'; readonly cause?: undefined };

export function readFailure(error: unknown): SessionFailure {
  const outcome = outcomeOf(error)?.code;
  if (outcome === 'CHALLENGE_CANCELLED' || outcome === 'CHALLENGE_TIMEOUT') return { kind: 'unconfirmed' };
  if (outcome === 'STILL_REFUSED') return { kind: 'stillRefused' };
  const cause = getSessionSecurityError(error);
  if (cause !== undefined) return { kind: 'refused', cause };
  if (!onlineManager.isOnline()) return { kind: 'offline' };
  return { kind: isNoAnswer(error) ? 'unreachable' : 'unknown' };
}
