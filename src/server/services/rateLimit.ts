/**
 * Counting limits, shared by all instances through the database (V6, R78). An operation is taken before it is done and
 * given back when it turned out harmless, so a burst of N + 1 lets exactly N through.
 */
import { and, eq, sql } from 'drizzle-orm';
import { isBrandedSessionSecurityError, SessionSecurityError } from '../../contract/errors';
import type { RateLimit } from '../../contract/policy';
import { rateLimits } from '../database/schema';
import type { RequestOrigin, ServiceDeps } from './deps';
import { recordSecurityEvents } from './securityEvent';

export interface LimitedOperation {
  readonly name: string;
  readonly limit: RateLimit;
  /** What is counted: an account, a number, an address. Stored as a keyed hash only. */
  readonly subject: readonly string[];
  /** On whose record a refusal is. @default nobody's */
  readonly owner?: { readonly userId: string; readonly sessionId?: string };
}

export interface Taken {
  readonly key: string;
  readonly windowStartedAt: number;
  /** How many more the window has room for. */
  readonly remaining: number;
  /** Whole seconds until the window ends. */
  readonly resetSeconds: number;
}

export type LimitOutcome =
  | { readonly status: 'taken'; readonly taken: Taken }
  | { readonly status: 'refused'; readonly retryAt: number; readonly isFirstRefusal: boolean };

/** One statement, so parallel calls on any number of instances count each other. */
export async function takeOperation(
  { database, clock, keyring }: ServiceDeps,
  { name, limit, subject }: LimitedOperation,
): Promise<LimitOutcome> {
  const now = clock.now();
  const at = (epochMs: number) => sql`${new Date(epochMs).toISOString()}::timestamptz`;
  const { count, refused, windowStartedAt, blockedUntil } = rateLimits;
  const blockEnded = sql`${blockedUntil} IS NOT NULL AND ${blockedUntil} <= ${at(now)}`;
  const windowEnded = sql`${blockedUntil} IS NULL AND ${windowStartedAt} <= ${at(now - limit.windowMs)}`;
  const startsAgain = sql`((${blockEnded}) OR (${windowEnded}))`;
  const isRefused = sql`(${blockedUntil} IS NOT NULL OR ${count} >= ${limit.max}::int)`;
  const blockEnd =
    limit.blockMs > 0
      ? at(now + limit.blockMs)
      : sql`${windowStartedAt} + ${limit.windowMs}::float8 * interval '1 millisecond'`;
  const [row] = await database
    .insert(rateLimits)
    .values({ key: keyOf({ keyring }, name, subject), count: 1, refused: 0, windowStartedAt: now })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`CASE WHEN ${startsAgain} THEN 1 WHEN ${isRefused} THEN ${count} ELSE ${count} + 1 END`,
        refused: sql`CASE WHEN ${startsAgain} THEN 0 WHEN ${isRefused} THEN ${refused} + 1 ELSE 0 END`,
        windowStartedAt: sql`CASE WHEN ${startsAgain} THEN ${at(now)} ELSE ${windowStartedAt} END`,
        // A refused call does not lengthen the block: otherwise a stranger could keep a victim out for good (R81).
        blockedUntil: sql`CASE
          WHEN ${startsAgain} THEN NULL
          WHEN ${blockedUntil} IS NOT NULL THEN ${blockedUntil}
          WHEN ${isRefused} THEN ${blockEnd}
        END`,
      },
    })
    .returning();
  if (row === undefined) throw new Error('react-session-security: the rate limit statement returned no row.');
  if (row.blockedUntil !== null) {
    return { status: 'refused', retryAt: row.blockedUntil, isFirstRefusal: row.refused === 1 };
  }
  const remaining = Math.max(0, limit.max - row.count);
  const resetSeconds = secondsUntil(row.windowStartedAt + limit.windowMs, now);
  return {
    status: 'taken',
    taken: { key: row.key, windowStartedAt: row.windowStartedAt, remaining, resetSeconds },
  };
}

/** How an operation stands, without taking it. `retryAfter` in seconds, 0 where there is room. */
export async function peekOperation(
  { database, clock, keyring }: ServiceDeps,
  { name, limit, subject }: LimitedOperation,
): Promise<{ readonly remaining: number; readonly retryAfter: number }> {
  const [row] = await database
    .select()
    .from(rateLimits)
    .where(eq(rateLimits.key, keyOf({ keyring }, name, subject)));
  const now = clock.now();
  const free = { remaining: limit.max, retryAfter: 0 };
  if (row === undefined) return free;
  const endsAt = row.blockedUntil ?? row.windowStartedAt + limit.windowMs;
  if (endsAt <= now) return free;
  const remaining = row.blockedUntil === null ? Math.max(0, limit.max - row.count) : 0;
  return { remaining, retryAfter: remaining === 0 ? secondsUntil(endsAt, now) : 0 };
}

function keyOf({ keyring }: Pick<ServiceDeps, 'keyring'>, name: string, subject: readonly string[]): string {
  return `${name}:${keyring.mac('limit', name, ...subject)}`;
}

/**
 * The operation was harmless, or failed by our own fault. Refused calls are not counted, so a block that stands while
 * something is given back was caused by operations that were only under way: it ends.
 */
export async function giveBack(
  { database }: ServiceDeps,
  operations: readonly Pick<Taken, 'key' | 'windowStartedAt'>[],
): Promise<void> {
  for (const { key, windowStartedAt } of operations) {
    await database
      .update(rateLimits)
      .set({ count: sql`GREATEST(${rateLimits.count} - 1, 0)`, refused: 0, blockedUntil: null })
      .where(and(eq(rateLimits.key, key), eq(rateLimits.windowStartedAt, windowStartedAt)));
  }
}

/** A refusal is an attempt that was looked at; anything else is our own fault and costs the user nothing. */
export async function givenBackOnFault<Result>(
  deps: ServiceDeps,
  operations: readonly Taken[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isBrandedSessionSecurityError(error)) await giveBack(deps, operations);
    throw error;
  }
}

/**
 * Takes all of them or refuses. What was taken before a refusal stays taken: the attempt happened.
 *
 * @throws {SessionSecurityError} `refusedWith`, with `retryAfter`.
 */
export async function takeOperations(
  deps: ServiceDeps,
  origin: RequestOrigin,
  operations: readonly LimitedOperation[],
  refusedWith: 'TOO_MANY_ATTEMPTS' | 'RATE_LIMITED',
): Promise<readonly Taken[]> {
  const taken: Taken[] = [];
  for (const operation of operations) {
    const outcome = await takeOperation(deps, operation);
    if (outcome.status === 'refused') {
      // Once a block, or a flood of refusals would be a flood of rows.
      if (outcome.isFirstRefusal) {
        const { name: reason, owner } = operation;
        await recordSecurityEvents(deps, origin, [{ type: 'rate_limited', success: false, reason, ...owner }]);
      }
      throw new SessionSecurityError(refusedWith, { retryAfter: secondsUntil(outcome.retryAt, deps.clock.now()) });
    }
    taken.push(outcome.taken);
  }
  return taken;
}

/** Rounded up: a client that waits so long finds the door open. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1000));
}
