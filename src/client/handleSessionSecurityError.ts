/**
 * One place to decide what each refusal does in an application (SPEC E4). Routing, signing out and telling the user
 * are the caller's functions: nothing here knows a router or a toast library.
 */
import { errorTable } from '../contract/errors';
import type { SessionSecurityErrorCause, SessionSecurityErrorCode } from '../contract/errors';
import { getSessionSecurityError, isResponse } from './getSessionSecurityError';

type Handle = (cause: SessionSecurityErrorCause) => void;

/**
 * What an application does about refusals, by what the user is to do next (the `reaction` of `errorTable`). Two are
 * needed, the others fall back on `notify`; `codes` comes before all of them. Each gets the cause: code, English
 * message, `reason`, `retryAfter` in seconds, `attemptsRemaining`.
 */
export interface SessionSecurityErrorHandlers {
  /** The session is over: go to the sign-in page, or sign in in place. */
  readonly signIn: Handle;
  /** Tell the user. `cause.message` is English; take your own words by `cause.errorCode`. */
  readonly notify: Handle;
  /** Ask for the second factor, then try again. @default notify */
  readonly verify2fa?: Handle;
  /** Ask for re-authentication, then try again. @default notify */
  readonly stepUp?: Handle;
  /** The list on screen is out of date. @default notify */
  readonly refetchSessions?: Handle;
  /** Anything that is not one of ours: network failures, bugs. @default ignored */
  readonly unknown?: (error: unknown) => void;
  /** Overrides for single codes. */
  readonly codes?: { readonly [Code in SessionSecurityErrorCode]?: Handle };
}

/**
 * Reads the `Response`, then runs the one handler that fits. Resolves with the cause it found, if any; rejects only with
 * what a handler throws.
 */
export function handleSessionSecurityError(
  response: Response,
  handlers: SessionSecurityErrorHandlers,
): Promise<SessionSecurityErrorCause | undefined>;
/**
 * Runs the one handler that fits `error`, and returns the cause it found, if any (SPEC E4). Every code of the table has
 * one; what carries no code goes to `unknown`. Throws only what a handler throws.
 *
 * @example
 * catch (error) {
 *   handleSessionSecurityError(error, { signIn: () => router.push('/sign-in'), notify: ({ message }) => toast(message) });
 * }
 */
export function handleSessionSecurityError(
  error: unknown,
  handlers: SessionSecurityErrorHandlers,
): SessionSecurityErrorCause | undefined;
export function handleSessionSecurityError(
  error: unknown,
  handlers: SessionSecurityErrorHandlers,
): SessionSecurityErrorCause | undefined | Promise<SessionSecurityErrorCause | undefined> {
  return isResponse(error)
    ? getSessionSecurityError(error).then((cause) => dispatch(cause, error, handlers))
    : dispatch(getSessionSecurityError(error), error, handlers);
}

function dispatch(
  cause: SessionSecurityErrorCause | undefined,
  error: unknown,
  handlers: SessionSecurityErrorHandlers,
): SessionSecurityErrorCause | undefined {
  if (cause === undefined) handlers.unknown?.(error);
  else (handlers.codes?.[cause.errorCode] ?? byReaction(cause.errorCode, handlers))(cause);
  return cause;
}

function byReaction(code: SessionSecurityErrorCode, handlers: SessionSecurityErrorHandlers): Handle {
  const { reaction } = errorTable[code];
  switch (reaction) {
    case 'signIn':
      return handlers.signIn;
    case 'verify2fa':
    case 'restartChallenge':
      return handlers.verify2fa ?? handlers.notify;
    case 'stepUp':
    case 'restartStepUp':
      return handlers.stepUp ?? handlers.notify;
    case 'refetchSessions':
      return handlers.refetchSessions ?? handlers.notify;
    case 'retryInput':
    case 'wait':
    case 'inform':
      return handlers.notify;
    default:
      return reaction satisfies never;
  }
}
