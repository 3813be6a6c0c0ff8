/**
 * The counts of wrong codes of one user, over all challenges and sessions (RFC 4226 §7.3; NIST SP 800-63B-4 §3.1.3.2: a new
 * challenge must not reset it), and the memory of the last step that was let through.
 */
import { and, eq, sql } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import { secondFactorStates } from '../database/schema';
import type { ServiceDeps } from './deps';
import { secondsUntil } from './rateLimit';

/** Then the factor is disabled until somebody resets it (NIST SP 800-63B-4 §3.2.2). */
const maxConsecutiveFailures = 100;
/** The doubling of the lock ends here: 64 times the first. */
const maxDoublings = 6;

/** Each is counted and locked on its own. */
export type FactorName = 'totp' | 'sms' | 'backup_code' | 'passkey';

export interface CountedFactor {
  readonly userId: string;
  readonly factor: FactorName;
  /**
   * At sign-in, a browser that the account knows has a count of its own, so that strangers who know the password can't lock
   * its owner out (R81). `null`: the count of everybody else.
   */
  readonly browserHash: string | null;
}

export interface FactorAttempt {
  /** Under which name it is counted. */
  readonly count: string;
  /** What it does to the factor, should it fail. */
  readonly onFailure: 'counts' | 'locks' | 'disables';
}

/**
 * Counts an attempt as failed before it is looked at, in one statement, so that parallel guesses can't slip by.
 *
 * @throws {SessionSecurityError} `TOO_MANY_ATTEMPTS` while the factor is locked; nothing is evaluated then.
 */
export async function takeFactorAttempt(deps: ServiceDeps, { userId, ...of }: CountedFactor): Promise<FactorAttempt> {
  const { database, clock, policy } = deps;
  const count = of.browserHash === null ? of.factor : `${of.factor}:${of.browserHash}`;
  const { lockAfter, lockMs } = policy.secondFactor;
  const now = clock.now();
  const at = sql`${new Date(now).toISOString()}::timestamptz`;
  const { consecutiveFailures, lockedUntil } = secondFactorStates;
  const next = sql`(${consecutiveFailures} + 1)`;
  const doublings = sql`LEAST(${next} / ${lockAfter}::int - 1, ${maxDoublings}::int)`;
  const lockEnd = sql`${at} + ${lockMs}::float8 * power(2, ${doublings}) * interval '1 millisecond'`;
  const [state] = await database
    .insert(secondFactorStates)
    .values({ userId, factor: count, consecutiveFailures: 1, lockedUntil: lockAfter === 1 ? now + lockMs : null })
    .onConflictDoUpdate({
      target: [secondFactorStates.userId, secondFactorStates.factor],
      set: {
        consecutiveFailures: next,
        lockedUntil: sql`CASE WHEN ${next} % ${lockAfter}::int = 0 THEN ${lockEnd} END`,
      },
      setWhere: sql`(${lockedUntil} IS NULL OR ${lockedUntil} <= ${at}) AND ${consecutiveFailures} < ${maxConsecutiveFailures}::int`,
    })
    .returning({ lockedUntil, failures: consecutiveFailures });
  if (state !== undefined) return { count, onFailure: consequence(state) };
  throw new SessionSecurityError('TOO_MANY_ATTEMPTS', {
    reason: 'second_factor_locked',
    ...(await retryAfter(deps, userId, count)),
  });
}

/** The last one disables the factor, whether or not a lock would have been due. */
function consequence(state: { readonly lockedUntil: number | null; readonly failures: number }) {
  if (state.failures >= maxConsecutiveFailures) return 'disables';
  return state.lockedUntil === null ? 'counts' : 'locks';
}

async function retryAfter(deps: ServiceDeps, userId: string, count: string): Promise<{ retryAfter?: number }> {
  const lockedUntil = (await lockedFactors(deps, userId)).get(count) ?? null;
  return lockedUntil === null ? {} : { retryAfter: secondsUntil(lockedUntil, deps.clock.now()) };
}

/** The counts that are locked now, and until when, epoch milliseconds; `null` for one that is disabled. */
export async function lockedFactors(
  { database, clock }: ServiceDeps,
  userId: string,
): Promise<ReadonlyMap<string, number | null>> {
  const states = await database
    .select({
      factor: secondFactorStates.factor,
      lockedUntil: secondFactorStates.lockedUntil,
      failures: secondFactorStates.consecutiveFailures,
    })
    .from(secondFactorStates)
    .where(eq(secondFactorStates.userId, userId));
  const now = clock.now();
  return new Map(
    states.flatMap(({ factor, lockedUntil, failures }): [string, number | null][] => {
      if (failures >= maxConsecutiveFailures) return [[factor, null]];
      return lockedUntil !== null && lockedUntil > now ? [[factor, lockedUntil]] : [];
    }),
  );
}

/** Lets each time step through once (RFC 6238 §5.2). `false`: the code was used before, here or by a call at the same moment. */
export async function consumeTotpStep({ database }: ServiceDeps, userId: string, step: number): Promise<boolean> {
  const consumed = await database
    .insert(secondFactorStates)
    .values({ userId, factor: 'totp', consecutiveFailures: 0, lockedUntil: null, lastStep: step })
    .onConflictDoUpdate({
      target: [secondFactorStates.userId, secondFactorStates.factor],
      set: { lastStep: step },
      setWhere: sql`${secondFactorStates.lastStep} IS NULL OR ${secondFactorStates.lastStep} < ${step}::int`,
    })
    .returning({ userId: secondFactorStates.userId });
  return consumed.length === 1;
}

/**
 * A right proof ends all rows of failures of its own factor, not of the others (R32); so do new backup codes. Without
 * `factor`: of every one.
 */
export async function clearFactorFailures(
  { database }: ServiceDeps,
  userId: string,
  factor?: FactorName,
): Promise<void> {
  const isOfFactor =
    factor === undefined ? undefined : sql`split_part(${secondFactorStates.factor}, ':', 1) = ${factor}`;
  await database
    .update(secondFactorStates)
    .set({ consecutiveFailures: 0, lockedUntil: null })
    .where(and(eq(secondFactorStates.userId, userId), isOfFactor));
}

/** The attempt was no guess: our own fault, or a right code that something else stood in the way of. */
export async function giveBackFactorAttempt(
  { database }: ServiceDeps,
  userId: string,
  { count, onFailure }: FactorAttempt,
): Promise<void> {
  await database
    .update(secondFactorStates)
    .set({
      consecutiveFailures: sql`GREATEST(${secondFactorStates.consecutiveFailures} - 1, 0)`,
      ...(onFailure !== 'counts' && { lockedUntil: null }),
    })
    .where(and(eq(secondFactorStates.userId, userId), eq(secondFactorStates.factor, count)));
}
