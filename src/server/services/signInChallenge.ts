/**
 * The second factor at sign-in: asked for after the first was right, bound to the browser that gave it, five minutes,
 * counted attempts (RFC 4226 §7.3, OWASP MFA).
 */
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { VerificationMethod } from '../../contract/verification';
import { createHandle, createSecret, hashSecret } from '../crypto/secretHash';
import { signInChallenges } from '../database/schema';
import { normaliseCode } from './code';
import type { RequestOrigin, ServiceDeps } from './deps';
import { cleanRegistration } from './registration';
import { consumeTotpStep, giveBackFactorAttempt, takeFactorAttempt } from './secondFactor';
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
  const { caller, options } = input;
  if (input.method !== undefined && input.method !== '2fa_totp') throw new SessionSecurityError('METHOD_NOT_ALLOWED');
  const challenge = await takeChallengeAttempt(deps, input);
  const step = await stepOfRightCode(deps, challenge, input);
  const user = await deps.users.findById(challenge.userId);
  // The account was deleted while the challenge was open.
  if (user === null) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
  return completeSignIn(deps, {
    user,
    signInMethod: challenge.firstFactor === 'password' ? 'password_2fa' : 'phone_otp_2fa',
    options: {
      rememberMe: options.rememberMe ?? challenge.rememberMe,
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
  { database, clock, policy }: ServiceDeps,
  { challengeId, caller }: VerifySignInChallengeInput,
): Promise<TakenChallenge> {
  const preAuthHash = preAuthHashOf(caller);
  if (preAuthHash === null || challengeId.includes('\0')) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
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
  if (found === undefined || found.consumedAt !== null) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
  if (found.expiresAt <= now) throw new SessionSecurityError('CHALLENGE_EXPIRED');
  throw new SessionSecurityError('TOO_MANY_ATTEMPTS', { reason: 'challenge_attempts', attemptsRemaining: 0 });
}

async function stepOfRightCode(
  deps: ServiceDeps,
  challenge: TakenChallenge,
  { code, caller }: VerifySignInChallengeInput,
): Promise<number> {
  const { userId } = challenge;
  const attempt = await takeFactorAttempt(deps, userId);
  const secret = await deps.users.totpSecret(userId).catch(async (error: unknown) => {
    await giveBackFactorAttempt(deps, userId, attempt);
    throw error;
  });
  const step =
    secret === null ? null : totpStepOf(normaliseCode(code), secret, deps.clock.now(), deps.policy.secondFactor);
  if (step !== null) return step;
  await recordSecurityEvents(deps, caller.origin, [
    { type: 'sign_in_failed', success: false, userId, method: '2fa_totp', reason: 'invalid_2fa_code' },
    ...(attempt.locksOnFailure
      ? [{ type: 'second_factor_locked' as const, success: false, severity: 'critical' as const, userId }]
      : []),
  ]);
  if (attempt.locksOnFailure) announceLock(deps, userId, caller.origin);
  throw wrongCode(deps, challenge);
}

function announceLock(deps: ServiceDeps, userId: string, { ipAddress }: RequestOrigin): void {
  deps.background.run('notify_failed', () =>
    deps.notify.send({
      userId,
      type: 'second_factor_locked',
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
