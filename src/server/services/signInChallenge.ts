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
import { isFailedGuess } from './code';
import type { RequestOrigin, ServiceDeps } from './deps';
import { noteRefusal } from './refusal';
import { cleanRegistration } from './registration';
import { recordSecurityEvents } from './securityEvent';
import { preAuthHashOf, type SignInCaller } from './signInCaller';
import { completeSignIn, type SessionOptionsInput, type SignedInOutcome } from './signInCompletion';
import { withProof } from './verification';
import type { Verifier } from './verificationMethod';
import { requireSignInVerifier } from './verificationMethods';

export interface CreateSignInChallengeInput {
  readonly userId: string;
  readonly firstFactor: 'password' | 'phone_otp';
  /** What sign-in takes from this user, the preferred one first. */
  readonly methods: readonly VerificationMethod[];
  readonly options: SessionOptionsInput;
  readonly origin: RequestOrigin;
}

export type IssuedChallenge = Awaited<ReturnType<typeof createSignInChallenge>>;

export async function createSignInChallenge(deps: ServiceDeps, input: CreateSignInChallengeInput) {
  const { database, clock, random, policy } = deps;
  const { userId, firstFactor, methods, options, origin } = input;
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
  return {
    preAuthSecret,
    answer: {
      status: '2fa_required' as const,
      challengeId: id,
      expiresAt: toIso(expiresAt),
      method: methods[0] ?? '2fa_totp',
      methods: [...methods],
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
  const verifier = requireSignInVerifier(input.method);
  const challenge = await takeChallengeAttempt(deps, input);
  try {
    return await completeWithCode(deps, { ...input, verifier, challenge });
  } catch (error) {
    if (!isFailedGuess(error)) await giveBackChallengeAttempt(deps, challenge.id);
    throw error;
  }
}

interface ChallengeAttempt extends VerifySignInChallengeInput {
  readonly verifier: Verifier;
  readonly challenge: TakenChallenge;
}

async function completeWithCode(deps: ServiceDeps, input: ChallengeAttempt): Promise<SignedInOutcome> {
  const { verifier, challenge, options, caller, code } = input;
  const user = await deps.users.findById(challenge.userId);
  // The account was deleted while the challenge was open.
  if (user === null) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
  const attempt = {
    verifier,
    user,
    session: null,
    caller,
    actionType: null,
    proof: { code },
    sentCode: null,
    failure: 'sign_in_failed' as const,
    promptRemaining: deps.policy.challenge.maxAttempts - challenge.attempts,
  };
  return withProof(deps, attempt, (proved) =>
    completeSignIn(deps, {
      user,
      signInMethod: challenge.firstFactor === 'password' ? 'password_2fa' : 'phone_otp_2fa',
      secondFactorMethod: proved.method,
      options: {
        rememberMe: options.rememberMe ?? challenge.rememberMe,
        replaceOldestSession: options.replaceOldestSession ?? challenge.replaceOldestSession,
        device: options.device ?? challenge.device ?? {},
      },
      caller,
      consume: async (inTransaction) => {
        if (!(await consumeChallenge(inTransaction, challenge.id)))
          throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
        await proved.consume(inTransaction);
      },
    }),
  );
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

async function consumeChallenge({ database, clock }: ServiceDeps, id: string): Promise<boolean> {
  const consumed = await database
    .update(signInChallenges)
    .set({ consumedAt: clock.now() })
    .where(and(eq(signInChallenges.id, id), isNull(signInChallenges.consumedAt)))
    .returning({ id: signInChallenges.id });
  return consumed.length === 1;
}
