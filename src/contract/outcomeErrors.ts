/**
 * How an action can end on the client without the server's having refused it (SPEC E6). Each is an `Error` with a
 * stable `code`; {@link isOutcomeError} narrows without `instanceof`, which fails across duplicate bundles.
 */
import type { ProofNeed } from './proofNeed';

/** The `code` of each of these errors (SPEC E6). */
export const outcomeErrorCodes = [
  'CHALLENGE_CANCELLED',
  'CHALLENGE_UNAVAILABLE',
  'CHALLENGE_TIMEOUT',
  'STILL_REFUSED',
  'SESSION_ENDED',
  'REQUEST_TIMEOUT',
  'NOT_REPLAYABLE',
  'QUEUE_OVERFLOW',
  'STEP_UP_REDIRECT',
] as const;

/** One of {@link outcomeErrorCodes}. */
export type OutcomeErrorCode = (typeof outcomeErrorCodes)[number];

abstract class OutcomeError extends Error {
  abstract readonly code: OutcomeErrorCode;
}

/** The user closed the prompt. Nothing was executed. */
export class ChallengeCancelledError extends OutcomeError {
  override readonly name = 'ChallengeCancelledError';
  readonly code = 'CHALLENGE_CANCELLED';
  constructor(options?: ErrorOptions) {
    super('The confirmation was cancelled; the action was not carried out.', options);
  }
}

/** Proof was asked for, but no user interface is mounted that could collect it. */
export class ChallengeUnavailableError extends OutcomeError {
  override readonly name = 'ChallengeUnavailableError';
  readonly code = 'CHALLENGE_UNAVAILABLE';
  /** What was asked for: by it another page can ask (SPEC F10). */
  readonly need: ProofNeed | undefined;
  constructor({ need, ...options }: ErrorOptions & { readonly need?: ProofNeed | undefined } = {}) {
    super(
      'react-session-security: the server asked for proof, but nothing can collect it. ' +
        'Mount components that ask for a second factor and for a step-up confirmation, or handle 2FA_REQUIRED and STEP_UP_REQUIRED yourself.',
      options,
    );
    this.need = need;
  }
}

/** The prompt stayed open too long. */
export class ChallengeTimeoutError extends OutcomeError {
  override readonly name = 'ChallengeTimeoutError';
  readonly code = 'CHALLENGE_TIMEOUT';
  constructor(options?: ErrorOptions) {
    super('The confirmation timed out; the action was not carried out.', options);
  }
}

/** The server refused again after the proof it asked for was given (RFC 9470 §5: no loops). */
export class StillRefusedError extends OutcomeError {
  override readonly name = 'StillRefusedError';
  readonly code = 'STILL_REFUSED';
  constructor(options?: ErrorOptions) {
    super('The server refused the action again after it was confirmed.', options);
  }
}

/** The session ended before the call could be answered. */
export class SessionEndedError extends OutcomeError {
  override readonly name = 'SessionEndedError';
  readonly code = 'SESSION_ENDED';
  constructor(options?: ErrorOptions) {
    super('The session has ended.', options);
  }
}

/** No answer came in time (15 s by default, SPEC A8). Whether the action was carried out is not known. */
export class RequestTimeoutError extends OutcomeError {
  override readonly name = 'RequestTimeoutError';
  readonly code = 'REQUEST_TIMEOUT';
  constructor(options?: ErrorOptions) {
    super('The server did not answer in time.', options);
  }
}

/**
 * The call can't be sent a second time: its body is a stream that was already read, or its input has no place for a step-up
 * token (a query, or something else than a plain object).
 */
export class NotReplayableError extends OutcomeError {
  override readonly name = 'NotReplayableError';
  readonly code = 'NOT_REPLAYABLE';
  constructor(options?: ErrorOptions) {
    super(
      'react-session-security: the request cannot be sent again. Pass a string, Blob, FormData or ArrayBuffer as its body; ' +
        'let a procedure that asks for a step-up be a mutation with an object as its input.',
      options,
    );
  }
}

/** Too many calls are waiting for the session to recover. */
export class QueueOverflowError extends OutcomeError {
  override readonly name = 'QueueOverflowError';
  readonly code = 'QUEUE_OVERFLOW';
  constructor(options?: ErrorOptions) {
    super('Too many requests are waiting for the session to recover.', options);
  }
}

/** The user was taken to the step-up page, and the action put aside until it is confirmed there (SPEC F10). */
export class StepUpRedirectError extends OutcomeError {
  override readonly name = 'StepUpRedirectError';
  readonly code = 'STEP_UP_REDIRECT';
  constructor(options?: ErrorOptions) {
    super('The action was not carried out yet: it goes on after the confirmation on another page.', options);
  }
}

/** The union of all errors that end an action without the server's having refused it. */
export type AnyOutcomeError =
  | ChallengeCancelledError
  | ChallengeUnavailableError
  | ChallengeTimeoutError
  | StillRefusedError
  | SessionEndedError
  | RequestTimeoutError
  | NotReplayableError
  | QueueOverflowError
  | StepUpRedirectError;

/** Whether `error` is one of {@link AnyOutcomeError}, or the one with `code`. Narrows across duplicate bundles. */
export function isOutcomeError<Code extends OutcomeErrorCode>(
  error: unknown,
  code?: Code,
): error is Extract<AnyOutcomeError, { readonly code: Code }> {
  if (!(error instanceof Error) || !('code' in error)) return false;
  const found = error.code as OutcomeErrorCode;
  return code === undefined ? outcomeErrorCodes.includes(found) : found === code;
}
