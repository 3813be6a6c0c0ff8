/** Second-factor prompts (C12–C14): opened, answered and sent again; the methods are the server's choice (R38). */
import { and, eq, isNull } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import { normaliseVerificationMethod, type VerificationMethod } from '../../contract/verification';
import { createHandle } from '../crypto/secretHash';
import { challenges } from '../database/schema';
import {
  type ChallengeRow,
  consumeChallenge,
  giveBackChallengeAttempt,
  requireOpen,
  takeChallengeAttempt,
} from './challengeAttempt';
import { prepareChallengeCode } from './challengeCode';
import { isFailedGuess } from './code';
import type { ServiceDeps } from './deps';
import { beginGrant, recordProof } from './freshProof';
import { peekOperation } from './rateLimit';
import { requirePermitted } from './requirePermitted';
import type { GuardedCaller } from './sensitiveAction';
import { recordSensitiveAction } from './sensitiveActionLog';
import { guessBudget, withProof } from './verification';
import type { PresentedProof } from './verificationMethod';
import { type OfferedMethods, offeredMethods, requireVerifier } from './verificationMethods';

export interface CreateChallengeInput extends GuardedCaller {
  readonly actionType: SensitiveActionType;
  readonly method?: string | undefined;
}

/**
 * Opens a prompt. For a user without a second factor there is none, but for a text that a step-up needs.
 *
 * @throws {SessionSecurityError} `FORBIDDEN` before anything is offered; `TWO_FA_NOT_ENABLED`, `METHOD_NOT_ALLOWED`,
 * `TOO_MANY_ATTEMPTS`, `RATE_LIMITED`.
 */
export async function createChallenge(deps: ServiceDeps, input: CreateChallengeInput) {
  const { session, caller, actionType } = input;
  const { database, clock, random, policy } = deps;
  const user = await requirePermitted(deps, input, actionType);
  const offered = await offeredMethods(deps, user);
  const asked = readMethod(input.method);
  if (!offered.hasSecondFactor && asked !== '2fa_sms') throw new SessionSecurityError('TWO_FA_NOT_ENABLED');
  const { method } = requireVerifier(deps, offered, asked);
  const standing = await standingOf(deps, user.id, method);
  const now = clock.now();
  const id = createHandle(random);
  const expiresAt = now + policy.challenge.ttlMs;
  const code =
    method === '2fa_sms' && user.phone !== null
      ? await prepareChallengeCode(deps, { challengeId: id, phone: user.phone, expiresAt, origin: caller.origin })
      : null;
  const row: ChallengeRow = {
    id,
    userId: user.id,
    sessionId: session.id,
    actionType,
    method,
    createdAt: now,
    expiresAt,
    attempts: 0,
    consumedAt: null,
    codeHash: code?.codeHash ?? null,
  };
  await database.insert(challenges).values(row);
  code?.send();
  return toChallenge(row, { offered, attemptsRemaining: standing.remaining, delivery: code?.delivery, now });
}

export interface ResendChallengeInput extends GuardedCaller {
  readonly challengeId: string;
}

/**
 * Replaces the code of an open prompt; what was guessed stays counted.
 *
 * @throws {SessionSecurityError} `CHALLENGE_NOT_FOUND`, `CHALLENGE_EXPIRED`, `METHOD_NOT_ALLOWED`, `TOO_MANY_ATTEMPTS`,
 * `RATE_LIMITED`.
 */
export async function resendChallenge(deps: ServiceDeps, input: ResendChallengeInput) {
  const { session, caller, challengeId } = input;
  const { database, clock, policy } = deps;
  const { origin } = caller;
  const open = await requireOpen(deps, { session, origin }, challengeId);
  const user = await requirePermitted(deps, input, open.actionType);
  if (open.method !== '2fa_sms' || user.phone === null) throw new SessionSecurityError('METHOD_NOT_ALLOWED');
  const offered = await offeredMethods(deps, user);
  requireVerifier(deps, offered, '2fa_sms');
  const { remaining } = await standingOf(deps, user.id, '2fa_sms');
  const { expiresAt } = open;
  const code = await prepareChallengeCode(deps, { challengeId, phone: user.phone, expiresAt, origin });
  const [row] = await database
    .update(challenges)
    .set({ codeHash: code.codeHash })
    .where(and(eq(challenges.id, challengeId), isNull(challenges.consumedAt)))
    .returning();
  if (row === undefined) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
  code.send();
  const attemptsRemaining = Math.min(remaining, Math.max(0, policy.challenge.maxAttempts - row.attempts));
  return toChallenge(row, { offered, attemptsRemaining, delivery: code.delivery, now: clock.now() });
}

export interface VerifyChallengeInput extends GuardedCaller {
  readonly challengeId: string;
  readonly method?: string | undefined;
  readonly proof: PresentedProof;
}

/**
 * A right code: this session need not give it again for the grace period, and goes on under a new secret.
 *
 * @throws {SessionSecurityError} `INVALID_2FA_CODE`, `CHALLENGE_NOT_FOUND`, `CHALLENGE_EXPIRED`, `TOO_MANY_ATTEMPTS`,
 * `METHOD_NOT_ALLOWED`.
 */
export async function verifyChallenge(deps: ServiceDeps, input: VerifyChallengeInput) {
  const { session, caller, proof } = input;
  const { origin } = caller;
  const challenge = await takeChallengeAttempt(deps, { session, origin }, input.challengeId);
  const { actionType, codeHash } = challenge;
  try {
    const user = await requirePermitted(deps, input, actionType);
    const offered = await offeredMethods(deps, user);
    if (!offered.hasSecondFactor) throw new SessionSecurityError('TWO_FA_NOT_ENABLED');
    const verifier = requireVerifier(deps, offered, readMethod(input.method) ?? challenge.method);
    const attempt = {
      verifier,
      user,
      session,
      caller,
      actionType,
      proof,
      sentCode: codeHash === null ? null : { challengeId: challenge.id, hash: codeHash },
      failure: 'second_factor_failed' as const,
      promptRemaining: deps.policy.challenge.maxAttempts - challenge.attempts,
    };
    return await withProof(deps, attempt, (proved) =>
      deps.database.transaction(async (database) => {
        const inTransaction = { ...deps, database };
        await beginGrant(inTransaction, { session, caller });
        await proved.consume(inTransaction);
        if (!(await consumeChallenge(inTransaction, challenge))) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
        const given = { session, caller, method: proved.method, event: 'second_factor_verified' as const };
        const renewed = await recordProof(inTransaction, { ...given, isSecondFactor: true });
        const gracePeriodUntil = toIso(deps.clock.now() + deps.policy.secondFactor.graceMs);
        return { renewed, answer: { userId: user.id, verified: true, gracePeriodUntil } };
      }),
    );
  } catch (error) {
    if (isFailedGuess(error)) {
      const failureReason = 'invalid_2fa_code';
      await recordSensitiveAction(deps, { session, origin, actionType, failureReason });
    } else await giveBackChallengeAttempt(deps, challenge);
    throw error;
  }
}

/** @throws {SessionSecurityError} `TOO_MANY_ATTEMPTS` while the user has no guess left. */
async function standingOf(deps: ServiceDeps, userId: string, method: VerificationMethod) {
  const standing = await peekOperation(deps, guessBudget(deps, userId, method));
  if (standing.remaining > 0) return standing;
  const { retryAfter } = standing;
  throw new SessionSecurityError('TOO_MANY_ATTEMPTS', { attemptsRemaining: 0, retryAfter });
}

interface ShownChallenge {
  readonly offered: OfferedMethods;
  readonly attemptsRemaining: number;
  readonly delivery: { readonly deliveryHint: string; readonly resendAvailableAt: string } | undefined;
  readonly now: number;
}

function toChallenge(row: ChallengeRow, { offered, attemptsRemaining, delivery, now }: ShownChallenge) {
  return {
    challengeId: row.id,
    actionType: row.actionType,
    expiresAt: toIso(row.expiresAt),
    method: row.method,
    methods: offered.verifiers.map(({ method }) => method),
    attemptsRemaining,
    ...delivery,
    serverTime: toIso(now),
  };
}

function readMethod(spelling: string | undefined): VerificationMethod | undefined {
  return spelling === undefined ? undefined : normaliseVerificationMethod(spelling);
}
