/**
 * What the tabs of one browser share about the session: coordination data, never a secret, a name or an address
 * (SPEC A16). Instants are the server's, epoch milliseconds. Everything read back is hostile until checked.
 */

/** Why a session is over. */
export type EndReason =
  | 'idle'
  | 'absolute'
  /** Refused as expired without saying which limit. */
  | 'expired'
  | 'revoked'
  /** A refresh token was used twice: somebody may have stolen it (RFC 9700 §4.14.2). */
  | 'reused'
  | 'signedOut'
  /** The server could not be asked for the length of the grace window (SPEC A13). */
  | 'graceExhausted';

/** A warning of the back end that time alone doesn't explain (SPEC C3): the session limit, and types of tomorrow. */
export interface ServerWarning {
  readonly id: string;
  readonly warningType: string;
  readonly message: string;
  readonly currentCount?: number | undefined;
  readonly maxSessions?: number | undefined;
}

export interface SharedTokenTimes {
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** It lies in a cookie that all tabs send; otherwise only the tab that refreshed has it. */
  readonly isShared: boolean;
}

export interface SessionRecord {
  readonly version: 1;
  /** Grows with each sign-in, end and change of account. An answer from an older epoch is thrown away. */
  readonly epoch: number;
  /** Grows with each refresh within an epoch. */
  readonly generation: number;
  readonly userId: string;
  readonly sessionId: string;
  readonly idleTimeoutMs: number;
  readonly warnBeforeMs: number;
  readonly heartbeatIntervalMs: number;
  /** The last activity that the server knows of. */
  readonly serverActivityAt: number;
  readonly absoluteExpiresAt: number;
  /** When the server last answered for this session. */
  readonly confirmedAt: number;
  /** Server minus wall clock. */
  readonly offsetMs: number;
  /** What the server warns of besides the time: texts from the contract, cut and checked. */
  readonly warnings: readonly ServerWarning[];
  /** Bearer transport: when the newest access token was made, and how long it lives. */
  readonly token?: SharedTokenTimes | undefined;
  /** A tombstone: the epoch is over. A refresh that comes late can't undo it. */
  readonly ended?: { readonly reason: EndReason; readonly at: number } | undefined;
}

const endReasons: readonly string[] = [
  'idle',
  'absolute',
  'expired',
  'revoked',
  'reused',
  'signedOut',
  'graceExhausted',
] satisfies readonly EndReason[];

/** Longer ones are not ours; parsing them would only cost time. */
const maxLength = 8192;
const maxWarnings = 8;
const maxTextLength = 512;
const maxIdLength = 256;
/** The year 33658 in milliseconds, and more epochs than anybody signs in. */
const largest = 1e15;

/** The record in `text`, rebuilt field by field, or `undefined` for anything that could not have been written by us. */
export function parseSessionRecord(text: string | null | undefined): SessionRecord | undefined {
  if (typeof text !== 'string' || text.length > maxLength) return undefined;
  const value = parseJson(text);
  if (!isPlainObject(value) || value['version'] !== 1) return undefined;
  const { userId, sessionId } = value;
  if (!isId(userId) || !isId(sessionId)) return undefined;
  const numbers = numbersOf(value, [
    'epoch',
    'generation',
    'idleTimeoutMs',
    'warnBeforeMs',
    'heartbeatIntervalMs',
    'serverActivityAt',
    'absoluteExpiresAt',
    'confirmedAt',
    'offsetMs',
  ]);
  if (numbers === undefined) return undefined;
  const token = value['token'];
  const ended = value['ended'];
  const tokenTimes = isPlainObject(token) ? tokenTimesOf(token) : undefined;
  const end = isPlainObject(ended) ? endOf(ended) : undefined;
  if ((token !== undefined && tokenTimes === undefined) || (ended !== undefined && end === undefined)) return undefined;
  return {
    version: 1,
    userId,
    sessionId,
    ...numbers,
    warnings: serverWarningsIn(value['warnings']),
    ...(tokenTimes !== undefined && { token: tokenTimes }),
    ...(end !== undefined && { ended: end }),
  };
}

/** Whether `a` knows more than `b`. Records only ever move forward, whatever order they arrive in (ENGINE T-52). */
export function isNewer(a: SessionRecord, b: SessionRecord | undefined): boolean {
  if (b === undefined) return true;
  if (a.epoch !== b.epoch) return a.epoch > b.epoch;
  if (a.generation !== b.generation) return a.generation > b.generation;
  return a.confirmedAt > b.confirmedAt || a.serverActivityAt > b.serverActivityAt;
}

/** Those that have the shape; the time limits are left out, because the engine knows them better. */
export function serverWarningsIn(value: unknown): readonly ServerWarning[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly unknown[]).slice(0, maxWarnings).flatMap((warning) => {
    if (!isPlainObject(warning)) return [];
    const { id, warningType, message, currentCount, maxSessions } = warning;
    if (!isId(id) || !isId(warningType) || warningType === 'approaching_timeout' || typeof message !== 'string')
      return [];
    return [
      {
        id,
        warningType,
        message: message.slice(0, maxTextLength),
        ...(isCount(currentCount) && { currentCount }),
        ...(isCount(maxSessions) && { maxSessions }),
      },
    ];
  });
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < largest;
}

function tokenTimesOf(value: Readonly<Record<string, unknown>>): SharedTokenTimes | undefined {
  const numbers = numbersOf(value, ['issuedAt', 'expiresAt']);
  const { isShared } = value;
  return numbers !== undefined && typeof isShared === 'boolean' ? { ...numbers, isShared } : undefined;
}

function endOf(value: Readonly<Record<string, unknown>>): SessionRecord['ended'] {
  const { reason } = value;
  const numbers = numbersOf(value, ['at']);
  return numbers !== undefined && typeof reason === 'string' && endReasons.includes(reason)
    ? { reason: reason as EndReason, ...numbers }
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxIdLength;
}

function numbersOf<Key extends string>(
  value: Readonly<Record<string, unknown>>,
  keys: readonly Key[],
): Record<Key, number> | undefined {
  const found = keys.map((key) => [key, Object.hasOwn(value, key) ? value[key] : undefined] as const);
  return found.every(([, number]) => typeof number === 'number' && Math.abs(number) < largest)
    ? (Object.fromEntries(found) as Record<Key, number>)
    : undefined;
}
