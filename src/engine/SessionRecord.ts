/**
 * What the tabs of one browser share about the session: coordination data, never a secret, a name or an address
 * (SPEC A16). Instants are the server's, epoch milliseconds. Everything read back is hostile until checked.
 */

import { isId, isObject } from './guards';

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

/** How each end is shown (SPEC A3). */
export const endPhases = {
  idle: 'expired',
  absolute: 'expired',
  expired: 'expired',
  revoked: 'revoked',
  reused: 'revoked',
  signedOut: 'signedOut',
  graceExhausted: 'signedOut',
} as const satisfies Readonly<Record<EndReason, string>>;

/** Longer ones are not ours; parsing them would only cost time. */
const maxLength = 8192;
const maxWarnings = 8;
const maxTextLength = 512;
/** The year 33658 in milliseconds, and more epochs than anybody signs in. */
const largest = 1e15;

/** The record in `text`, rebuilt field by field, or `undefined` for anything that could not have been written by us. */
export function parseSessionRecord(text: string | undefined): SessionRecord | undefined {
  if (text === undefined || text.length > maxLength) return undefined;
  try {
    return recordIn(JSON.parse(text));
  } catch {
    return undefined;
  }
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
  return Array.isArray(value) ? (value as readonly unknown[]).slice(0, maxWarnings).flatMap(warningIn) : [];
}

function warningIn(value: unknown): ServerWarning | [] {
  if (!isObject(value)) return [];
  const { id, warningType, message, currentCount, maxSessions } = value;
  if (!isId(id) || !isId(warningType) || warningType === 'approaching_timeout' || typeof message !== 'string')
    return [];
  return {
    id,
    warningType,
    message: message.slice(0, maxTextLength),
    ...(isCount(currentCount) && { currentCount }),
    ...(isCount(maxSessions) && { maxSessions }),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < largest;
}

/** @throws where something is missing or of another kind */
function recordIn(value: unknown): SessionRecord {
  const fields = fieldsOf(value);
  const { version, userId, sessionId, warnings, token, ended } = fields;
  if (version !== 1 || !isId(userId) || !isId(sessionId)) throw new TypeError();
  return {
    version,
    userId,
    sessionId,
    ...numbersOf(fields, [
      'epoch',
      'generation',
      'idleTimeoutMs',
      'warnBeforeMs',
      'heartbeatIntervalMs',
      'serverActivityAt',
      'absoluteExpiresAt',
      'confirmedAt',
      'offsetMs',
    ]),
    warnings: serverWarningsIn(warnings),
    token: token === undefined ? undefined : tokenTimesIn(fieldsOf(token)),
    ended: ended === undefined ? undefined : endIn(fieldsOf(ended)),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function tokenTimesIn(fields: Fields): SharedTokenTimes {
  return { ...numbersOf(fields, ['issuedAt', 'expiresAt']), isShared: fields['isShared'] === true };
}

function endIn(fields: Fields): SessionRecord['ended'] {
  const { reason } = fields;
  if (typeof reason !== 'string' || !Object.hasOwn(endPhases, reason)) throw new TypeError();
  return { reason: reason as EndReason, ...numbersOf(fields, ['at']) };
}

function fieldsOf(value: unknown): Fields {
  if (!isObject(value)) throw new TypeError();
  return value;
}

function numbersOf<Key extends string>(fields: Fields, keys: readonly Key[]): Record<Key, number> {
  return Object.fromEntries(
    keys.map((key) => {
      const number = fields[key];
      if (typeof number !== 'number' || !(Math.abs(number) < largest)) throw new TypeError();
      return [key, number];
    }),
  ) as Record<Key, number>;
}
