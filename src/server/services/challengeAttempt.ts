/** A guess at an open prompt: taken before it is looked at, by one conditional statement (R31–R33). */
import { and, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { VerificationMethod } from '../../contract/verification';
import { challenges } from '../database/schema';
import type { RequestOrigin, ServiceDeps } from './deps';
import { noteRefusal } from './refusal';
import { recordSensitiveAction } from './sensitiveActionLog';
import type { SessionRow } from './sessionRow';
import { guessesLeft } from './verification';

export type ChallengeRow = typeof challenges.$inferSelect;

export interface ChallengeCaller {
  readonly session: SessionRow;
  readonly origin: RequestOrigin;
}

export interface TakeChallengeAttempt extends ChallengeCaller {
  readonly challengeId: string;
  /** By which it is answered. @default that of the prompt */
  readonly method?: VerificationMethod | undefined;
}

/**
 * Another user's and another session's prompt do not exist.
 *
 * @throws {SessionSecurityError} `CHALLENGE_NOT_FOUND`, `CHALLENGE_EXPIRED`, `TOO_MANY_ATTEMPTS`.
 */
export async function takeChallengeAttempt(
  deps: ServiceDeps,
  { session, origin, challengeId, method }: TakeChallengeAttempt,
): Promise<ChallengeRow> {
  const { database, clock, policy } = deps;
  if (challengeId.includes('\0')) return refuse(deps, { session, origin });
  const now = clock.now();
  const [taken] = await database
    .update(challenges)
    .set({ attempts: sql`${challenges.attempts} + 1` })
    .where(
      and(
        isOwn(session, challengeId),
        isNull(challenges.consumedAt),
        gt(challenges.expiresAt, now),
        lt(challenges.attempts, policy.challenge.maxAttempts),
      ),
    )
    .returning();
  if (taken !== undefined) return taken;
  const { actionType, method: own } = await requireOpen(deps, { session, origin }, challengeId);
  await recordSensitiveAction(deps, { session, origin, actionType, failureReason: 'too_many_attempts' });
  // When another prompt can be answered; this one never again.
  const { retryAfter } = await guessesLeft(deps, session.userId, method ?? own);
  throw new SessionSecurityError('TOO_MANY_ATTEMPTS', {
    reason: 'challenge_attempts',
    attemptsRemaining: 0,
    retryAfter: Math.max(1, retryAfter),
  });
}

/** @throws {SessionSecurityError} `CHALLENGE_NOT_FOUND`, `CHALLENGE_EXPIRED`. */
export async function requireOpen(
  deps: ServiceDeps,
  { session, origin }: ChallengeCaller,
  challengeId: string,
): Promise<ChallengeRow> {
  const [found] = challengeId.includes('\0')
    ? []
    : await deps.database.select().from(challenges).where(isOwn(session, challengeId));
  if (found === undefined || found.consumedAt !== null) return refuse(deps, { session, origin });
  if (found.expiresAt > deps.clock.now()) return found;
  const { actionType } = found;
  await recordSensitiveAction(deps, { session, origin, actionType, failureReason: 'challenge_expired' });
  throw new SessionSecurityError('CHALLENGE_EXPIRED', { action: actionType });
}

/** The newest open prompt of this session for an action whose code was sent. */
export async function findSentCode(
  { database, clock }: ServiceDeps,
  session: SessionRow,
  actionType: SensitiveActionType,
): Promise<string | undefined> {
  const [found] = await database
    .select({ id: challenges.id })
    .from(challenges)
    .where(
      and(
        eq(challenges.sessionId, session.id),
        eq(challenges.userId, session.userId),
        eq(challenges.actionType, actionType),
        eq(challenges.method, '2fa_sms'),
        isNull(challenges.consumedAt),
        gt(challenges.expiresAt, clock.now()),
      ),
    )
    .orderBy(desc(challenges.createdAt), desc(challenges.id))
    .limit(1);
  return found?.id;
}

export async function giveBackChallengeAttempt({ database }: ServiceDeps, { id }: ChallengeRow): Promise<void> {
  await database
    .update(challenges)
    .set({ attempts: sql`GREATEST(${challenges.attempts} - 1, 0)` })
    .where(eq(challenges.id, id));
}

/** Once, and only with the code that was compared: a resend in between has replaced it. */
export async function consumeChallenge(
  { database, clock }: ServiceDeps,
  { id, codeHash }: ChallengeRow,
): Promise<boolean> {
  const consumed = await database
    .update(challenges)
    .set({ consumedAt: clock.now() })
    .where(
      and(
        eq(challenges.id, id),
        isNull(challenges.consumedAt),
        codeHash === null ? isNull(challenges.codeHash) : eq(challenges.codeHash, codeHash),
      ),
    )
    .returning({ id: challenges.id });
  return consumed.length === 1;
}

async function refuse(deps: ServiceDeps, { session, origin }: ChallengeCaller): Promise<never> {
  await noteRefusal(deps, origin, { reason: 'challenge_not_found', userId: session.userId, sessionId: session.id });
  throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
}

function isOwn(session: SessionRow, challengeId: string) {
  return and(
    eq(challenges.id, challengeId),
    eq(challenges.userId, session.userId),
    eq(challenges.sessionId, session.id),
  );
}
