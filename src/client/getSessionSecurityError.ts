/**
 * Reads a refusal out of whatever an application caught (SPEC E3): our own error, a tRPC client error of version 10
 * or 11 with or without a transformer, a REST body, a value returned by a server action, a `Response`, or the
 * `WWW-Authenticate` challenge of RFC 9470. What it reads is hostile: nothing is trusted but known keys of known type.
 */
import { errorTable, isBrandedSessionSecurityError, isSessionSecurityErrorCode } from '../contract/errors';
import type { SessionSecurityErrorCause, SessionSecurityErrorCode } from '../contract/errors';
import { sensitiveActionTypes } from '../contract/sensitiveAction';
import type { SensitiveActionType } from '../contract/sensitiveAction';

/** Where our own wire shape puts the code. Looked for everywhere before any looser spelling is. */
const ownKeys = ['errorCode', 'error_code'] as const;
/** Where other servers put it. */
const looseKeys = ['code', 'error', 'message'] as const;
/** Words that tRPC, GraphQL and HTTP libraries use for things of their own; under a loose key they are not ours. */
const everybodysWords: readonly unknown[] = ['FORBIDDEN', 'METHOD_NOT_ALLOWED', 'INVALID_REQUEST'];
/** Where they put the facts, in the order in which they are tried. */
const envelopes = ['cause', 'data', 'error', 'shape', 'json', 'body'] as const;
const maxDepth = 5;
const maxTextLength = 512;

/**
 * Reads a refusal out of a `Response` that is not `ok` (SPEC E3): its JSON body, its `WWW-Authenticate` (RFC 9470), its
 * `Retry-After` (seconds). The body is read from a clone, so that the caller can still read it. Resolves with
 * `undefined` where there is no code of the table. Never rejects.
 */
export function getSessionSecurityError(response: Response): Promise<SessionSecurityErrorCause | undefined>;
/**
 * Reads a refusal out of whatever was caught (SPEC E3): a tRPC client error of version 10 or 11, a REST body, a value
 * returned by a server action, our own error class. `undefined` where there is no code of the table: nobody is to be
 * signed out for that (SPEC A4). `retryAfter` is in seconds. Never throws, and never returns text longer than 512.
 *
 * @example
 * if (getSessionSecurityError(error)?.errorCode === 'SESSION_REVOKED') router.push('/sign-in');
 */
export function getSessionSecurityError(value: unknown): SessionSecurityErrorCause | undefined;
export function getSessionSecurityError(
  value: unknown,
): SessionSecurityErrorCause | undefined | Promise<SessionSecurityErrorCause | undefined> {
  try {
    if (isResponse(value)) return readResponse(value);
    return search(value, ownCode, maxDepth) ?? search(value, looseCode, maxDepth);
  } catch {
    return undefined;
  }
}

/**
 * Whether `error` carries a code of the table, or just `code` where one is given (SPEC E3). Reads what
 * {@link getSessionSecurityError} reads, but for a `Response`: reading that takes a moment, so the answer is `false`.
 * Never throws.
 */
export function isSessionSecurityError(error: unknown, code?: SessionSecurityErrorCode): boolean {
  const found = getSessionSecurityError(error);
  return found !== undefined && !(found instanceof Promise) && (code === undefined || found.errorCode === code);
}

export function isResponse(value: unknown): value is Response {
  return typeof Response !== 'undefined' && value instanceof Response;
}

type FindCode = (value: object) => SessionSecurityErrorCode | undefined;

const ownCode: FindCode = (value) => ownKeys.map((key) => property(value, key)).find(isSessionSecurityErrorCode);

const looseCode: FindCode = (value) =>
  looseKeys
    .map((key) => property(value, key))
    .filter((code) => !everybodysWords.includes(code))
    .find(isSessionSecurityErrorCode);

function search(value: unknown, findCode: FindCode, depth: number): SessionSecurityErrorCause | undefined {
  if (typeof value !== 'object' || value === null || depth === 0) return undefined;
  if (isBrandedSessionSecurityError(value)) return value.toCause();
  if (Array.isArray(value)) return search(value[0], findCode, depth - 1);
  const errorCode = findCode(value);
  if (errorCode !== undefined) return readCause(errorCode, value);
  for (const envelope of envelopes) {
    const inner = search(property(value, envelope), findCode, depth - 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function readCause(errorCode: SessionSecurityErrorCode, value: object): SessionSecurityErrorCause {
  const message = property(value, 'message');
  const action = property(value, 'action');
  const reason = property(value, 'reason');
  const retryAfter = property(value, 'retryAfter') ?? property(value, 'retry_after');
  const attemptsRemaining = property(value, 'attemptsRemaining') ?? property(value, 'attempts_remaining');
  return {
    errorCode,
    message: isText(message) && message !== errorCode ? message : errorTable[errorCode].message,
    ...(isSensitiveActionType(action) && { action }),
    ...(isText(reason) && { reason: reason.slice(0, 64) }),
    ...(isCount(retryAfter) && { retryAfter }),
    ...(isCount(attemptsRemaining) && { attemptsRemaining }),
  };
}

/** Own properties and, for error classes, getters of their prototype; never anything from `Object.prototype`. */
function property(value: object, key: string): unknown {
  return Object.hasOwn(value, key) || value instanceof Error ? Reflect.get(value, key) : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxTextLength;
}

function isSensitiveActionType(value: unknown): value is SensitiveActionType {
  return sensitiveActionTypes.some((action) => action === value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

async function readResponse(response: Response): Promise<SessionSecurityErrorCause | undefined> {
  if (response.ok) return undefined;
  const cause = (await readBody(response)) ?? readChallenge(response.headers.get('www-authenticate'));
  if (cause === undefined || cause.retryAfter !== undefined) return cause;
  const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return isCount(retryAfter) ? { ...cause, retryAfter } : cause;
}

async function readBody(response: Response): Promise<SessionSecurityErrorCause | undefined> {
  if (response.bodyUsed || !/\bjson\b/i.test(response.headers.get('content-type') ?? '')) return undefined;
  try {
    return getSessionSecurityError((await response.clone().json()) as unknown);
  } catch {
    return undefined;
  }
}

/** RFC 9470 §3: `error="insufficient_user_authentication"` asks for step-up, never for a token refresh. */
function readChallenge(header: string | null): SessionSecurityErrorCause | undefined {
  if (header === null || !/\berror\s*=\s*"?insufficient_user_authentication\b/i.test(header)) return undefined;
  return { errorCode: 'STEP_UP_REQUIRED', message: errorTable.STEP_UP_REQUIRED.message };
}
