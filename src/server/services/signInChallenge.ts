/**
 * The second factor at sign-in: asked for after the first was right, bound to the browser that gave it, five minutes,
 * counted attempts (RFC 4226 §7.3, OWASP MFA).
 */
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { isBrandedSessionSecurityError, SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { SecurityEventType } from '../../contract/securityEvent';
import type { VerificationMethod } from '../../contract/verification';
import { createHandle, createSecret, hashSecret } from '../crypto/secretHash';
import { signInChallenges } from '../database/schema';
import { isFailedGuess, normaliseCode } from './code';
import type { RequestOrigin, ServiceDeps } from './deps';
import { noteRefusal } from './refusal';
import { cleanRegistration } from './registration';
import { consumeTotpStep, type FactorAttempt, giveBackFactorAttempt, takeFactorAttempt } from './secondFactor';
import { recordSecurityEvents } from './securityEvent';
import { preAuthHashOf, type SignInCaller } from './signInCaller';
import { completeSignIn, type SessionOptionsInput, type SignedInOutcome } from './signInCompletion';
import { totpStepOf } from './totp';

export interface CreateSignInChallengeInput {
  readonly userId: string;
  readonly firstFactor: 'password' | 'phone_otp';
  readonly options: SessionOptionsInput;
  readonly origin: RequestOrigin;
}

export type IssuedChallenge = Awaited<ReturnType<typeof createSignInChallenge>>;

export async function createSignInChallenge(deps: ServiceDeps, input: CreateSignInChallengeInput) {
  const { database, clock, random, policy } = deps;
  const { userId, firstFactor, options, origin } = input;
  const now = clock.now();
  const expiresAt = now + policy.challenge.ttlMs;
  const preAuthSecret = createSecret(random);
  const id = createHandle(random);
  await database.insert(signInChallenges).values({
    id,
    userId,
    preAuthHash: hashSecret(preAuthSecret),
    firstFactor,
    createdAt: now,
    expiresAt,
    attempts: 0,
    rememberMe: options.rememberMe ?? false,
    replaceOldestSession: options.replaceOldestSession ?? false,
    device: cleanRegistration(options.device ?? {}),
  });
  await recordSecurityEvents(deps, origin, [
    { type: 'second_factor_required', success: true, userId, method: firstFactor },
  ]);
  const method = '2fa_totp' as const;
  return {
    preAuthSecret,
    answer: {
      status: '2fa_required' as const,
      challengeId: id,
      expiresAt: toIso(expiresAt),
      method,
      methods: [method],
      attemptsRemaining: policy.challenge.maxAttempts,
      serverTime: toIso(now),
    },
  };
}

export interface VerifySignInChallengeInput {
  readonly challengeId: string;
  readonly code: string;
  readonly method?: VerificationMethod | undefined;
  readonly options: SessionOptionsInput;
  readonly caller: SignInCaller;
}

type TakenChallenge = typeof signInChallenges.$inferSelect;

export async function verifySignInChallenge(
  deps: ServiceDeps,
  input: VerifySignInChallengeInput,
): Promise<SignedInOutcome> {
  if (input.method !== undefined && input.method !== '2fa_totp') throw new SessionSecurityError('METHOD_NOT_ALLOWED');
  const challenge = await takeChallengeAttempt(deps, input);
  const attempt = await takeFactorAttempt(deps, challenge.userId).catch(async (error: unknown) => {
    if (isBrandedSessionSecurityError(error)) {
      const reason = 'second_factor_locked';
      await noteRefusal(deps, input.caller.origin, { reason, userId: challenge.userId });
    }
    throw error;
  });
  try {
    return await completeWithCode(deps, { ...input, challenge, attempt });
  } catch (error) {
    if (!isFailedGuess(error)) {
      await giveBackFactorAttempt(deps, challenge.userId, attempt);
      await giveBackChallengeAttempt(deps, challenge.id);
    }
    throw error;
  }
}

interface ChallengeAttempt extends VerifySignInChallengeInput {
  readonly challenge: TakenChallenge;
  readonly attempt: FactorAttempt;
}

async function completeWithCode(deps: ServiceDeps, input: ChallengeAttempt): Promise<SignedInOutcome> {
  const { challenge, options, caller } = input;
  const step = await stepOfRightCode(deps, input);
  const user = await deps.users.findById(challenge.userId);
  // The account was deleted while the challenge was open.
  if (user === null) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
  return completeSignIn(deps, {
    user,
    signInMethod: challenge.firstFactor === 'password' ? 'password_2fa' : 'phone_otp_2fa',
    options: {
      rememberMe: options.rememberMe ?? challenge.rememberMe,
      replaceOldestSession: options.replaceOldestSession ?? challenge.replaceOldestSession,
      device: options.device ?? challenge.device ?? {},
    },
    caller,
    consume: async (inTransaction) => {
      if (!(await consumeTotpStep(inTransaction, user.id, step))) throw wrongCode(deps, challenge);
      if (!(await consumeChallenge(inTransaction, challenge.id))) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
    },
  });
}

/** Taken before the code is looked at, by one conditional statement: of fifty parallel guesses five are evaluated (R33). */
async function takeChallengeAttempt(
  deps: ServiceDeps,
  { challengeId, caller }: VerifySignInChallengeInput,
): Promise<TakenChallenge> {
  const { database, clock, policy } = deps;
  const preAuthHash = preAuthHashOf(caller);
  if (preAuthHash === null || challengeId.includes('\0')) return refuseChallenge(deps, caller);
  const now = clock.now();
  const isOurs = and(eq(signInChallenges.id, challengeId), eq(signInChallenges.preAuthHash, preAuthHash));
  const [taken] = await database
    .update(signInChallenges)
    .set({ attempts: sql`${signInChallenges.attempts} + 1` })
    .where(
      and(
        isOurs,
        isNull(signInChallenges.consumedAt),
        gt(signInChallenges.expiresAt, now),
        lt(signInChallenges.attempts, policy.challenge.maxAttempts),
      ),
    )
    .returning();
  if (taken !== undefined) return taken;
  const [found] = await database
    .select({ consumedAt: signInChallenges.consumedAt, expiresAt: signInChallenges.expiresAt })
    .from(signInChallenges)
    .where(isOurs);
  if (found === undefined || found.consumedAt !== null) return refuseChallenge(deps, caller);
  if (found.expiresAt <= now) throw new SessionSecurityError('CHALLENGE_EXPIRED');
  throw new SessionSecurityError('TOO_MANY_ATTEMPTS', { reason: 'challenge_attempts', attemptsRemaining: 0 });
}

/** Another browser's challenge does not exist; who asks for one leaves a trace. */
async function refuseChallenge(deps: ServiceDeps, { origin }: SignInCaller): Promise<never> {
  await noteRefusal(deps, origin, { reason: 'challenge_not_found' });
  throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
}

async function giveBackChallengeAttempt({ database }: ServiceDeps, id: string): Promise<void> {
  await database
    .update(signInChallenges)
    .set({ attempts: sql`GREATEST(${signInChallenges.attempts} - 1, 0)` })
    .where(eq(signInChallenges.id, id));
}

async function stepOfRightCode(
  deps: ServiceDeps,
  { challenge, attempt, code, caller }: ChallengeAttempt,
): Promise<number> {
  const { userId } = challenge;
  const secret = await deps.users.totpSecret(userId);
  const step =
    secret === null ? null : totpStepOf(normaliseCode(code), secret, deps.clock.now(), deps.policy.secondFactor);
  if (step !== null) return step;
  const ending = endings[attempt.onFailure];
  await recordSecurityEvents(deps, caller.origin, [
    { type: 'sign_in_failed', success: false, userId, method: '2fa_totp', reason: 'invalid_2fa_code' },
    ...(ending === null ? [] : [{ type: ending, success: false, severity: 'critical' as const, userId }]),
  ]);
  if (ending !== null) announce(deps, ending, userId, caller.origin);
  throw wrongCode(deps, challenge);
}

const endings = {
  counts: null,
  locks: 'second_factor_locked',
  disables: 'second_factor_disabled',
} as const;

function announce(deps: ServiceDeps, type: SecurityEventType, userId: string, { ipAddress }: RequestOrigin): void {
  deps.background.run('notify_failed', () =>
    deps.notify.send({
      userId,
      type,
      severity: 'critical',
      sessionId: null,
      deviceName: null,
      ipAddress,
      createdAt: deps.clock.now(),
    }),
  );
}

async function consumeChallenge({ database, clock }: ServiceDeps, id: string): Promise<boolean> {
  const consumed = await database
    .update(signInChallenges)
    .set({ consumedAt: clock.now() })
    .where(and(eq(signInChallenges.id, id), isNull(signInChallenges.consumedAt)))
    .returning({ id: signInChallenges.id });
  return consumed.length === 1;
}

function wrongCode({ policy }: ServiceDeps, { attempts }: TakenChallenge): SessionSecurityError {
  return new SessionSecurityError('INVALID_2FA_CODE', {
    attemptsRemaining: Math.max(0, policy.challenge.maxAttempts - attempts),
  });
}
