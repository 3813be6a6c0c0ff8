/** Second-factor prompts (C12, C14): opened, and sent again; the methods are the server's choice (R38). */
import { and, eq, isNull } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import { normaliseVerificationMethod, type VerificationMethod } from '../../contract/verification';
import { createHandle } from '../crypto/secretHash';
import { challenges } from '../database/schema';
import type { UserAccount } from '../ports/users';
import { type ChallengeRow, requireOpen } from './challengeAttempt';
import { prepareChallengeCode } from './challengeCode';
import type { ServiceDeps } from './deps';
import { firstThatIsLeft } from './firstThatIsLeft';
import { requirePermitted } from './requirePermitted';
import type { GuardedCaller } from './sensitiveAction';
import { failureReasonOf, recordSensitiveAction } from './sensitiveActionLog';
import { requireGuesses } from './verification';
import { type OfferedMethods, offeredMethods, requireVerifier } from './verificationMethods';

export interface CreateChallengeInput extends GuardedCaller {
  readonly actionType: SensitiveActionType;
  readonly method?: string | undefined;
}

/**
 * Opens a prompt by the method that was asked for, else by the first that is not used up. For a user without a second factor
 * there is none, but for a text that a step-up needs.
 *
 * @throws {SessionSecurityError} `FORBIDDEN` before anything is offered; `TWO_FA_NOT_ENABLED`, `METHOD_NOT_ALLOWED`,
 * `TOO_MANY_ATTEMPTS`, `RATE_LIMITED`.
 */
export async function createChallenge(deps: ServiceDeps, input: CreateChallengeInput) {
  const { session, caller, actionType } = input;
  const user = await requirePermitted(deps, input, actionType);
  try {
    const offered = await offeredMethods(deps, user, actionType);
    const asked = input.method === undefined ? undefined : normaliseVerificationMethod(input.method);
    if (!offered.hasSecondFactor && asked !== '2fa_sms') throw new SessionSecurityError('TWO_FA_NOT_ENABLED');
    return await firstThatIsLeft(asked === undefined ? methodsOf(offered) : [asked], (method) =>
      openPrompt(deps, { ...input, user, offered, method }),
    );
  } catch (error) {
    const failureReason = failureReasonOf(error);
    await recordSensitiveAction(deps, { session, origin: caller.origin, actionType, failureReason });
    throw error;
  }
}

interface OpenPromptInput extends GuardedCaller {
  readonly actionType: SensitiveActionType;
  readonly user: UserAccount;
  readonly offered: OfferedMethods;
  readonly method: VerificationMethod | undefined;
}

async function openPrompt(deps: ServiceDeps, input: OpenPromptInput) {
  const { session, caller, actionType, user, offered } = input;
  const { database, clock, random, policy } = deps;
  const { method } = requireVerifier(deps, offered, input.method);
  const { remaining } = await requireGuesses(deps, user.id, method);
  const now = clock.now();
  const id = createHandle(random);
  const expiresAt = now + policy.challenge.ttlMs;
  const code =
    method === '2fa_sms' && user.phone !== null
      ? await prepareChallengeCode(deps, {
          challengeId: id,
          actionType,
          phone: user.phone,
          expiresAt,
          origin: caller.origin,
        })
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
  return toChallenge(row, { offered, attemptsRemaining: remaining, delivery: code?.delivery, now });
}

/** Set up, the locked ones last; they say how long. */
function methodsOf({ verifiers, locked }: OfferedMethods): readonly (VerificationMethod | undefined)[] {
  const methods = [...verifiers, ...locked.map(({ verifier }) => verifier)].map(({ method }) => method);
  return methods.length === 0 ? [undefined] : methods;
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
  const offered = await offeredMethods(deps, user, open.actionType);
  requireVerifier(deps, offered, '2fa_sms');
  const { remaining } = await requireGuesses(deps, user.id, '2fa_sms');
  const { actionType, expiresAt } = open;
  const code = await prepareChallengeCode(deps, { challengeId, actionType, phone: user.phone, expiresAt, origin });
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
