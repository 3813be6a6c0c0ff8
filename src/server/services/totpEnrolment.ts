/**
 * An authenticator app is set up (C18, R36): the secret is shown once, kept encrypted, and counts for nothing until a code
 * of it was given. A later enrolment takes the place of the earlier app.
 */
import { and, eq, gt, lt, sql } from 'drizzle-orm';
import { Secret, TOTP } from 'otpauth';
import { isBrandedSessionSecurityError, SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import { createHandle } from '../crypto/secretHash';
import { secondFactorStates, totpEnrolments } from '../database/schema';
import type { UserAccount, UsersPort } from '../ports/users';
import { actionTransaction } from './actionTransaction';
import { prepareBackupCodes, replaceBackupCodes } from './backupCodes';
import { codeLength, normaliseCode } from '../../contract/oneTimeCode';
import type { ServiceDeps } from './deps';
import { confirmFactor, recordFactorAction } from './factorChange';
import { recordSecurityEvents } from './securityEvent';
import type { GuardedCaller, ProvedAction } from './sensitiveAction';
import { clearFactorFailures } from './secondFactor';
import { totpStepOf } from './totp';

/** 160 bits (RFC 4226 §4, R36). */
const secretBytes = 20;

/** @throws {SessionSecurityError} `METHOD_NOT_ALLOWED` where the app's own accounts keep TOTP to themselves. */
export async function beginTotpEnrolment(deps: ServiceDeps, action: ProvedAction) {
  requireTotpStore(deps.users);
  const { clock, random, keyring, policy, appName, users } = deps;
  const { userId, id: sessionId } = action.session;
  const id = createHandle(random);
  const secret = new Secret({ buffer: new Uint8Array(random.bytes(secretBytes)).buffer });
  const now = clock.now();
  const expiresAt = now + policy.secondFactor.enrolmentTtlMs;
  await actionTransaction(deps, action, async (inTransaction) => {
    await recordFactorAction(inTransaction, action, 'totp_enrolment_begun');
    await inTransaction.database.insert(totpEnrolments).values({
      id,
      userId,
      sessionId,
      secret: keyring.seal(secret.base32, sealContext(id)),
      createdAt: now,
      expiresAt,
      attempts: 0,
    });
  });
  const label = labelOf(await users.findById(userId)) ?? userId;
  return {
    enrolmentId: id,
    secret: secret.base32,
    otpauthUri: new TOTP({ issuer: appName, label, secret, digits: codeLength }).toString(),
    expiresAt: toIso(expiresAt),
    attemptsRemaining: policy.challenge.maxAttempts,
    serverTime: toIso(now),
  };
}

export interface ConfirmTotpInput extends GuardedCaller {
  readonly enrolmentId: string;
  readonly code: string;
}

/**
 * @throws {SessionSecurityError} `INVALID_2FA_CODE`, `CHALLENGE_NOT_FOUND` (also for another user's or session's),
 * `CHALLENGE_EXPIRED`, `TOO_MANY_ATTEMPTS`.
 */
export async function confirmTotpEnrolment(deps: ServiceDeps, input: ConfirmTotpInput) {
  const { userId } = input.session;
  requireTotpStore(deps.users);
  const enrolment = await takeAttempt(deps, input);
  try {
    const secret = deps.keyring.open(enrolment.secret, sealContext(enrolment.id));
    const step = totpStepOf(normaliseCode(input.code), secret, deps.clock.now(), deps.policy.secondFactor);
    if (step === null) throw await wrongCode(deps, input, enrolment.attempts);
    const prepared = await prepareBackupCodes(deps, userId);
    return await confirmFactor(deps, input, {
      method: '2fa_totp',
      event: 'second_factor_enrolled',
      async change(inTransaction) {
        if (!(await consumeEnrolment(inTransaction, enrolment.id, userId))) {
          throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
        }
        await requireTotpStore(inTransaction.users)(userId, secret);
        await startTotpSteps(inTransaction, userId, step);
        await replaceBackupCodes(inTransaction, userId, prepared);
        return { backupCodes: [...prepared.codes], serverTime: toIso(deps.clock.now()) };
      },
    });
  } catch (error) {
    // Our own fault, not a guess.
    if (!isBrandedSessionSecurityError(error)) await giveBackAttempt(deps, enrolment.id);
    throw error;
  }
}

/** @throws {SessionSecurityError} `METHOD_NOT_ALLOWED` where the app's own accounts keep TOTP to themselves. */
export function requireTotpStore(users: UsersPort): NonNullable<UsersPort['setTotpSecret']> {
  if (users.setTotpSecret !== undefined) return users.setTotpSecret.bind(users);
  throw new SessionSecurityError('METHOD_NOT_ALLOWED', { reason: 'totp_not_managed' });
}

export async function deleteEnrolments({ database }: ServiceDeps, userId: string): Promise<void> {
  await database.delete(totpEnrolments).where(eq(totpEnrolments.userId, userId));
}

/** Taken before the code is looked at, by one conditional statement. */
async function takeAttempt(
  { database, clock, policy }: ServiceDeps,
  { session, enrolmentId }: ConfirmTotpInput,
): Promise<typeof totpEnrolments.$inferSelect> {
  const now = clock.now();
  const isOwn = and(
    // Postgres text holds no NUL; no id of ours has one either.
    eq(totpEnrolments.id, enrolmentId.includes('\0') ? '' : enrolmentId),
    eq(totpEnrolments.userId, session.userId),
    eq(totpEnrolments.sessionId, session.id),
  );
  const [taken] = await database
    .update(totpEnrolments)
    .set({ attempts: sql`${totpEnrolments.attempts} + 1` })
    .where(and(isOwn, gt(totpEnrolments.expiresAt, now), lt(totpEnrolments.attempts, policy.challenge.maxAttempts)))
    .returning();
  if (taken !== undefined) return taken;
  const [found] = await database.select({ expiresAt: totpEnrolments.expiresAt }).from(totpEnrolments).where(isOwn);
  if (found === undefined) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
  if (found.expiresAt <= now) throw new SessionSecurityError('CHALLENGE_EXPIRED');
  throw new SessionSecurityError('TOO_MANY_ATTEMPTS', { reason: 'challenge_attempts', attemptsRemaining: 0 });
}

async function giveBackAttempt({ database }: ServiceDeps, id: string): Promise<void> {
  await database
    .update(totpEnrolments)
    .set({ attempts: sql`GREATEST(${totpEnrolments.attempts} - 1, 0)` })
    .where(eq(totpEnrolments.id, id));
}

async function wrongCode(
  deps: ServiceDeps,
  { session, caller }: ConfirmTotpInput,
  attempts: number,
): Promise<SessionSecurityError> {
  await recordSecurityEvents(deps, caller.origin, [
    {
      type: 'second_factor_enrolled',
      success: false,
      userId: session.userId,
      sessionId: session.id,
      method: '2fa_totp',
      reason: 'invalid_2fa_code',
    },
  ]);
  return new SessionSecurityError('INVALID_2FA_CODE', {
    attemptsRemaining: Math.max(0, deps.policy.challenge.maxAttempts - attempts),
  });
}

/** One of two confirmations finds it; the secrets that were shown beside it are void. */
async function consumeEnrolment(deps: ServiceDeps, id: string, userId: string): Promise<boolean> {
  const consumed = await deps.database
    .delete(totpEnrolments)
    .where(eq(totpEnrolments.id, id))
    .returning({ id: totpEnrolments.id });
  await deleteEnrolments(deps, userId);
  return consumed.length === 1;
}

/** The code that confirmed counts as used (RFC 6238 §5.2), and nothing is held against the new secret. */
async function startTotpSteps(deps: ServiceDeps, userId: string, lastStep: number): Promise<void> {
  await clearFactorFailures(deps, userId, 'totp');
  const state = { consecutiveFailures: 0, lockedUntil: null, lastStep };
  await deps.database
    .insert(secondFactorStates)
    .values({ userId, factor: 'totp', ...state })
    .onConflictDoUpdate({ target: [secondFactorStates.userId, secondFactorStates.factor], set: state });
}

function sealContext(enrolmentId: string): string {
  return `totp_enrolment:${enrolmentId}`;
}

/** What tells the account from others in the app's list. */
function labelOf(user: UserAccount | null): string | null {
  return user?.email ?? user?.phone ?? user?.displayName ?? null;
}
