/**
 * Every refusal and failure that has a name (SPEC E1): one table from code to HTTP status, default user message and what
 * a user interface does. Reaches browsers, so no zod here.
 */
import type { SensitiveActionType } from './sensitiveAction';

/** What a user interface does about an error. */
export type ErrorReaction =
  | 'verify2fa'
  | 'stepUp'
  | 'retryInput'
  | 'restartChallenge'
  | 'restartStepUp'
  | 'signIn'
  | 'refetchSessions'
  | 'wait'
  | 'inform';

/** HTTP status → tRPC's word for it. */
export const trpcCodes = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  429: 'TOO_MANY_REQUESTS',
} as const;

interface ErrorRow {
  readonly status: keyof typeof trpcCodes;
  /** English default; a user interface takes its own words from `messages` (SPEC E5). */
  readonly message: string;
  readonly reaction: ErrorReaction;
}

/** Code → HTTP status, English default message, and what a user interface does (SPEC E1). */
export const errorTable = {
  '2FA_REQUIRED': {
    status: 403,
    message: 'Confirm it’s you with your second factor to continue.',
    reaction: 'verify2fa',
  },
  INVALID_2FA_CODE: {
    status: 400,
    message: 'That code isn’t right. Check it and try again.',
    reaction: 'retryInput',
  },
  CHALLENGE_EXPIRED: {
    status: 400,
    message: 'This took too long and the code is no longer valid. Start again.',
    reaction: 'restartChallenge',
  },
  CHALLENGE_NOT_FOUND: {
    status: 404,
    message: 'This confirmation is no longer valid. Start again.',
    reaction: 'restartChallenge',
  },
  STEP_UP_REQUIRED: {
    status: 403,
    message: 'For your security, confirm it’s you to continue.',
    reaction: 'stepUp',
  },
  STEP_UP_TOKEN_INVALID: {
    status: 400,
    message: 'Your confirmation wasn’t accepted. Confirm it’s you again.',
    reaction: 'restartStepUp',
  },
  STEP_UP_TOKEN_EXPIRED: {
    status: 400,
    message: 'Your confirmation has expired. Confirm it’s you again.',
    reaction: 'restartStepUp',
  },
  STEP_UP_TOKEN_ALREADY_USED: {
    status: 400,
    message: 'Your confirmation was already used. Confirm it’s you again.',
    reaction: 'restartStepUp',
  },
  STEP_UP_TOKEN_ACTION_MISMATCH: {
    status: 400,
    message: 'Your confirmation was for something else. Confirm it’s you again.',
    reaction: 'restartStepUp',
  },
  SESSION_LIMIT_REACHED: {
    status: 429,
    message: 'You’re signed in on as many devices as your account allows. Sign out of one to continue.',
    reaction: 'inform',
  },
  SESSION_NOT_FOUND: {
    status: 404,
    message: 'That device is no longer signed in.',
    reaction: 'refetchSessions',
  },
  SESSION_REVOKED: {
    status: 401,
    message: 'This device was signed out. Sign in again to continue.',
    reaction: 'signIn',
  },
  SESSION_EXPIRED: {
    status: 401,
    message: 'Your session has ended. Sign in again to continue.',
    reaction: 'signIn',
  },
  UNAUTHENTICATED: {
    status: 401,
    message: 'Sign in to continue.',
    reaction: 'signIn',
  },
  INVALID_CREDENTIALS: {
    status: 401,
    message: 'Those details don’t match. Check them and try again.',
    reaction: 'retryInput',
  },
  TOO_MANY_ATTEMPTS: {
    status: 429,
    message: 'Too many wrong attempts. Wait before you try again.',
    reaction: 'wait',
  },
  RATE_LIMITED: {
    status: 429,
    message: 'Too many requests. Wait a moment before you try again.',
    reaction: 'wait',
  },
  TWO_FA_NOT_ENABLED: {
    status: 400,
    message: 'Set up a second factor first.',
    reaction: 'inform',
  },
  METHOD_NOT_ALLOWED: {
    status: 403,
    message: 'That way to confirm it’s you can’t be used here.',
    reaction: 'inform',
  },
  REFRESH_TOKEN_REUSED: {
    status: 401,
    message: 'You were signed out to protect your account. Sign in again.',
    reaction: 'signIn',
  },
  CSRF_REJECTED: {
    status: 403,
    message: 'This request was refused because it didn’t seem to come from this app. Reload the page and try again.',
    reaction: 'inform',
  },
  FORBIDDEN: {
    status: 403,
    message: 'You don’t have permission to do this.',
    reaction: 'inform',
  },
  INVALID_REQUEST: {
    status: 400,
    message: 'Something was wrong with this request. Reload the page and try again.',
    reaction: 'inform',
  },
} as const satisfies Record<string, ErrorRow>;

/** A code of {@link errorTable}. */
export type SessionSecurityErrorCode = keyof typeof errorTable;

/** All codes of {@link errorTable}. */
export const sessionSecurityErrorCodes = Object.keys(errorTable) as readonly SessionSecurityErrorCode[];

/** Whether a value off the wire is a code of {@link errorTable}. */
export function isSessionSecurityErrorCode(value: unknown): value is SessionSecurityErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorTable, value);
}

/** What travels at `error.data.cause` (SPEC E2). */
export interface SessionSecurityErrorCause {
  readonly errorCode: SessionSecurityErrorCode;
  readonly message: string;
  readonly action?: SensitiveActionType;
  /** Why, in one machine-readable word: `idle`, `absolute`, `session_limit`, `content_type`, … */
  readonly reason?: string;
  /** Seconds until it is worth trying again. */
  readonly retryAfter?: number;
  readonly attemptsRemaining?: number;
}

/** What a refusal says beside its code and message. */
export type SessionSecurityErrorFacts = Omit<SessionSecurityErrorCause, 'errorCode' | 'message'>;

/** Two copies of the package must recognise each other's errors, so a brand is checked, not the class. */
const brand = Symbol.for('react-session-security.error');

/** A refusal with a code. Thrown by the server, and by the client once an answer was read. */
export class SessionSecurityError extends Error implements SessionSecurityErrorCause {
  override readonly name = 'SessionSecurityError';
  readonly [brand] = true;
  readonly errorCode: SessionSecurityErrorCode;
  readonly action?: SensitiveActionType;
  readonly reason?: string;
  readonly retryAfter?: number;
  readonly attemptsRemaining?: number;

  constructor(errorCode: SessionSecurityErrorCode, facts: SessionSecurityErrorFacts = {}, options?: ErrorOptions) {
    super(errorTable[errorCode].message, options);
    this.errorCode = errorCode;
    if (facts.action !== undefined) this.action = facts.action;
    if (facts.reason !== undefined) this.reason = facts.reason;
    if (facts.retryAfter !== undefined) this.retryAfter = facts.retryAfter;
    if (facts.attemptsRemaining !== undefined) this.attemptsRemaining = facts.attemptsRemaining;
  }

  /** The wire shape, with nothing but what {@link SessionSecurityErrorCause} lists. */
  toCause(): SessionSecurityErrorCause {
    const { errorCode, message, action, reason, retryAfter, attemptsRemaining } = this;
    return {
      errorCode,
      message,
      ...(action !== undefined && { action }),
      ...(reason !== undefined && { reason }),
      ...(retryAfter !== undefined && { retryAfter }),
      ...(attemptsRemaining !== undefined && { attemptsRemaining }),
    };
  }
}

/** Whether a thrown value is a {@link SessionSecurityError}, of this copy of the package or of another. */
export function isBrandedSessionSecurityError(value: unknown): value is SessionSecurityError {
  return typeof value === 'object' && value !== null && brand in value;
}
