/**
 * One prompt for proof, from opening to passing (SPEC F5–F7, F9). Pure: what is asked of the back end is the driver's.
 * Attempts and locks are the server's word alone, so opening the same prompt anew forgets none (F6).
 */
import type { SessionSecurityErrorCode } from '../../contract/errors';
import type { VerificationMethod } from '../../contract/verification';
import type { OpenChallenge, ProofAnswer } from './ProofTransport';

/** Where a prompt for proof stands. */
export type PromptStatus =
  /** The back end is asked how proof can be given. */
  | 'opening'
  | 'ready'
  /** What the user gave is being checked. */
  | 'submitting'
  /** A code is being sent. */
  | 'sending'
  /** It took too long, or the server has forgotten it: begin again. */
  | 'expired'
  /** Nothing is accepted before `lockedUntil`. */
  | 'locked'
  /** It could not be opened: begin again, or give up. */
  | 'failed'
  | 'passed';

/** What went wrong last, by which a user interface chooses its words. */
export interface PromptError {
  /** `NOT_GIVEN`: the authenticator gave nothing, or the user thought better of it. */
  readonly code: SessionSecurityErrorCode | 'NO_ANSWER' | 'UNREADABLE_ANSWER' | 'NOT_GIVEN';
  readonly cause: unknown;
}

/** What a user interface draws. Instants by the server's clock, epoch milliseconds. Holds nothing secret. */
export interface PromptState {
  readonly status: PromptStatus;
  /** The chosen one. */
  readonly method: VerificationMethod | undefined;
  /** Those that the server accepts now. */
  readonly methods: readonly VerificationMethod[];
  readonly challengeId: string | undefined;
  /** As the server counts them; absent where it hasn't said. */
  readonly attemptsRemaining: number | undefined;
  readonly expiresAt: number | undefined;
  readonly lockedUntil: number | undefined;
  readonly resendAvailableAt: number | undefined;
  /** Where a code was sent, masked by the server. */
  readonly deliveryHint: string | undefined;
  readonly error: PromptError | undefined;
}

export type PromptEvent =
  | { readonly type: 'opening'; readonly method?: VerificationMethod }
  | { readonly type: 'methodsKnown'; readonly methods: readonly VerificationMethod[] }
  | { readonly type: 'challengeOpened'; readonly challenge: OpenChallenge }
  | { readonly type: 'methodChosen'; readonly method: VerificationMethod }
  | { readonly type: 'submitting' }
  /** Only where there is something to come back to, should it fail. */
  | { readonly type: 'sending' }
  | { readonly type: 'notGiven'; readonly cause: unknown }
  | { readonly type: 'passed' }
  | {
      readonly type: 'failed';
      readonly failure: ProofFailure;
      readonly now: number;
      /** What failed was an answer to the challenge, which counts the guesses made at it, by whichever method. */
      readonly isGuess?: boolean;
    }
  | { readonly type: 'timePassed'; readonly now: number };

export type ProofFailure = Exclude<ProofAnswer<never>, { kind: 'ok' }>;

export const initialPrompt: PromptState = {
  status: 'opening',
  method: undefined,
  methods: [],
  challengeId: undefined,
  attemptsRemaining: undefined,
  expiresAt: undefined,
  lockedUntil: undefined,
  resendAvailableAt: undefined,
  deliveryHint: undefined,
  error: undefined,
};

export function promptTransition(state: PromptState, event: PromptEvent): PromptState {
  switch (event.type) {
    case 'opening':
      return { ...initialPrompt, method: event.method ?? state.method, methods: state.methods };
    case 'methodsKnown': {
      const { methods } = event;
      const [first] = methods;
      if (first === undefined) return { ...state, status: 'failed', methods, error: noMethod };
      const isStillOffered = state.method !== undefined && methods.includes(state.method);
      return { ...state, methods, method: isStillOffered ? state.method : first };
    }
    case 'challengeOpened':
      return challengeOpened(state, event.challenge);
    case 'methodChosen':
      return methodChosen(state, event.method);
    case 'submitting':
      return { ...state, status: 'submitting', error: undefined };
    case 'sending':
      return { ...state, status: 'sending', error: undefined };
    case 'notGiven':
      return { ...state, status: 'ready', error: { code: 'NOT_GIVEN', cause: event.cause } };
    case 'passed':
      return { ...state, status: 'passed', error: undefined };
    case 'failed':
      return failed(state, event);
    case 'timePassed':
      return timePassed(state, event.now);
    default:
      return event satisfies never;
  }
}

/** What is worth waking for. */
export function nextPromptChangeAt({ status, expiresAt, lockedUntil }: PromptState): number {
  const never = Number.POSITIVE_INFINITY;
  if (status === 'locked') return lockedUntil ?? never;
  return status === 'ready' ? (expiresAt ?? never) : never;
}

/** Of methods that nobody here knows, none is made up, and a known one beside them will do (SPEC F12). */
function challengeOpened(state: PromptState, challenge: OpenChallenge): PromptState {
  const { method = challenge.methods[0] } = challenge;
  if (method === undefined) return { ...state, status: 'failed', methods: [], error: noMethod };
  return { ...state, ...challenge, method, status: 'ready', error: undefined, lockedUntil: undefined };
}

/** The server locks each method by itself, and says so again of one that is chosen while it is locked. */
function methodChosen(state: PromptState, method: VerificationMethod): PromptState {
  return {
    ...state,
    method,
    status: 'ready',
    attemptsRemaining: state.status === 'locked' ? undefined : state.attemptsRemaining,
    expiresAt: state.challengeId === undefined ? undefined : state.expiresAt,
    lockedUntil: undefined,
    error: undefined,
  };
}

function failed(state: PromptState, { failure, now, isGuess }: Extract<PromptEvent, { type: 'failed' }>): PromptState {
  if (failure.kind !== 'refused') {
    const code = failure.kind === 'unanswered' ? 'NO_ANSWER' : 'UNREADABLE_ANSWER';
    return { ...asBefore(state, now), error: { code, cause: failure.cause } };
  }
  const { code, cause, retryAfterMs = defaultLockMs, attemptsRemaining = state.attemptsRemaining } = failure;
  const error = { code, cause };
  const retryAt = now + retryAfterMs;
  if (code === 'CHALLENGE_EXPIRED' || code === 'CHALLENGE_NOT_FOUND') {
    return { ...state, attemptsRemaining, error, status: 'expired', challengeId: undefined };
  }
  // No code was sent: that says nothing of the method which is chosen, unless it is the same.
  if (state.status === 'sending' && code === 'RATE_LIMITED') {
    return { ...asBefore(state, now), error, resendAvailableAt: retryAt };
  }
  if (state.status === 'sending' && state.method !== '2fa_sms') return { ...asBefore(state, now), error };
  if (code === 'TOO_MANY_ATTEMPTS' || code === 'RATE_LIMITED') {
    const locked: PromptState = { ...state, attemptsRemaining, error, status: 'locked', lockedUntil: retryAt };
    const isSpent = isGuess === true && code === 'TOO_MANY_ATTEMPTS';
    // What was never opened, or takes no guess any more, has to be opened after the lock.
    return state.status === 'opening' || isSpent ? { ...locked, challengeId: undefined, expiresAt: retryAt } : locked;
  }
  return { ...asBefore(state, now), attemptsRemaining, error };
}

/** Where the prompt stood when it asked. */
function asBefore(state: PromptState, now: number): PromptState {
  if (state.status === 'opening') return { ...state, status: 'failed' };
  if (state.lockedUntil !== undefined && now < state.lockedUntil) return { ...state, status: 'locked' };
  return { ...state, status: 'ready', lockedUntil: undefined };
}

/** Nothing that the user has is accepted: said, and never made easier (SPEC F12). */
const noMethod: PromptError = { code: 'METHOD_NOT_ALLOWED', cause: undefined };

/** Where a server locks without saying for how long. */
const defaultLockMs = 60_000;

function timePassed(state: PromptState, now: number): PromptState {
  if (now < nextPromptChangeAt(state)) return state;
  const isOver = state.expiresAt !== undefined && now >= state.expiresAt;
  const wasOpened = state.methods.length > 0;
  if (state.status === 'locked' && wasOpened && !isOver) {
    return { ...state, status: 'ready', lockedUntil: undefined, error: undefined };
  }
  // What went wrong before it ran out is no news any more.
  const error = state.status === 'locked' ? state.error : undefined;
  return { ...state, status: 'expired', challengeId: undefined, lockedUntil: undefined, error };
}
