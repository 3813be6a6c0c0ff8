/**
 * Sign-in by a code sent to a phone (R95–R97). Bound to the number and the browser that asked; a number without an
 * account is treated alike to the last row, only nothing is sent to it.
 */
import { and, eq, gt, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import { equalInConstantTime } from '../crypto/keyring';
import { createSecret, hashSecret } from '../crypto/secretHash';
import { phoneOtps } from '../database/schema';
import { maskPhone, normalisePhone } from '../ports/identifier';
import { normaliseCode } from '../../contract/oneTimeCode';
import { createCode, isFailedGuess } from './code';
import type { ServiceDeps } from './deps';
import { continueSignIn, type SignInOutcome } from './firstFactor';
import { giveBack, givenBackOnFault, type Taken, secondsUntil, takeOperations } from './rateLimit';
import { noteRefusal } from './refusal';
import { recordSecurityEvents } from './securityEvent';
import { preAuthHashOf, type SignInCaller } from './signInCaller';
import type { SessionOptionsInput } from './signInCompletion';
import { accountLimits, addressLimit } from './signInLimit';
import { takeText } from './textLimit';

export interface RequestPhoneOtpInput {
  readonly phone: string;
  readonly caller: SignInCaller;
}

/** @throws {SessionSecurityError} `INVALID_REQUEST`, `RATE_LIMITED`, `TOO_MANY_ATTEMPTS`. */
export async function requestPhoneOtp(deps: ServiceDeps, { phone: typed, caller }: RequestPhoneOtpInput) {
  const { clock, random, keyring, policy, users, sms } = deps;
  const phone = requirePhone(typed);
  const now = clock.now();
  const known = await findOpenRow(deps, phone, caller);
  // A new code must not bring new attempts (NIST SP 800-63B-4 §3.1.3.2).
  if (known !== null && known.attempts >= policy.phoneOtp.maxAttempts) {
    throw new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: secondsUntil(known.expiresAt, now) });
  }
  const mayText = (await sms.mayText?.(phone)) ?? true;
  const taken = await takeText(deps, { phone, origin: caller.origin, mayText });
  const user = await givenBackOnFault(deps, taken, () => users.findByIdentifier({ kind: 'phone', value: phone }));
  // Never adopted unless it is ours already (R3).
  const preAuthSecret = known?.preAuthSecret ?? createSecret(random);
  const preAuthHash = hashSecret(preAuthSecret);
  const code = createCode(random);
  const expiresAt = now + policy.phoneOtp.ttlMs;
  const fresh = {
    userId: user?.id ?? null,
    codeHash: keyring.mac('otp', phone, preAuthHash, code),
    sentAt: now,
    expiresAt,
  };
  await deps.database.transaction(async (database) => {
    await database
      .insert(phoneOtps)
      .values({ phone, preAuthHash, attempts: 0, ...fresh })
      .onConflictDoUpdate({
        target: [phoneOtps.phone, phoneOtps.preAuthHash],
        set: {
          ...fresh,
          consumedAt: null,
          attempts: sql`CASE WHEN ${or(lte(phoneOtps.expiresAt, now), sql`${phoneOtps.consumedAt} IS NOT NULL`)} THEN 0 ELSE ${phoneOtps.attempts} END`,
        },
      });
    await recordSecurityEvents({ ...deps, database }, caller.origin, [
      { type: 'phone_otp_requested', success: true, userId: fresh.userId, method: 'phone_otp' },
    ]);
  });
  // Never given back, even when the provider fails: only numbers with an account could get anything back (R80).
  if (user !== null && mayText) {
    deps.background.run('sms_failed', () =>
      sms.send({ to: phone, code, text: `${code} is your sign-in code. Never share it.`, expiresAt }),
    );
  }
  return {
    preAuthSecret,
    answer: {
      expiresAt: toIso(expiresAt),
      resendAvailableAt: toIso(now + policy.phoneOtp.resendAfterMs),
      deliveryHint: maskPhone(phone),
      serverTime: toIso(now),
    },
  };
}

function requirePhone(typed: string): string {
  const phone = normalisePhone(typed);
  if (phone === null) throw new SessionSecurityError('INVALID_REQUEST', { reason: 'phone' });
  return phone;
}

async function findOpenRow({ database, clock }: ServiceDeps, phone: string, caller: SignInCaller) {
  const preAuthHash = preAuthHashOf(caller);
  if (preAuthHash === null || caller.preAuth.status !== 'present') return null;
  const [row] = await database
    .select({ attempts: phoneOtps.attempts, expiresAt: phoneOtps.expiresAt })
    .from(phoneOtps)
    .where(and(isFor(phone, preAuthHash), isNull(phoneOtps.consumedAt), gt(phoneOtps.expiresAt, clock.now())));
  return row === undefined ? null : { ...row, preAuthSecret: caller.preAuth.value };
}

export interface VerifyPhoneOtpInput {
  readonly phone: string;
  readonly code: string;
  readonly options: SessionOptionsInput;
  readonly caller: SignInCaller;
}

type TakenOtp = typeof phoneOtps.$inferSelect;

/** @throws {SessionSecurityError} `INVALID_2FA_CODE`, `CHALLENGE_NOT_FOUND`, `CHALLENGE_EXPIRED`, `TOO_MANY_ATTEMPTS`. */
export async function verifyPhoneOtp(deps: ServiceDeps, input: VerifyPhoneOtpInput): Promise<SignInOutcome> {
  const { caller } = input;
  const phone = requirePhone(input.phone);
  const address = await takeOperations(deps, caller.origin, [addressLimit(deps, caller)], 'TOO_MANY_ATTEMPTS');
  const otp = await givenBackOnFault(deps, address, () => takeOtpAttempt(deps, phone, caller));
  try {
    return await completeWithCode(deps, { ...input, otp, address });
  } catch (error) {
    if (!isFailedGuess(error)) await giveBackOtpAttempt(deps, otp);
    throw error;
  }
}

interface OtpAttempt extends VerifyPhoneOtpInput {
  readonly otp: TakenOtp;
  readonly address: readonly Taken[];
}

async function completeWithCode(deps: ServiceDeps, input: OtpAttempt): Promise<SignInOutcome> {
  const { otp, address, code, options, caller } = input;
  // Over all codes and browsers, so that asking again does not bring more guesses. Only now: a browser that never asked
  // for a code has not guessed, and must not count against the account (R81).
  const limits = await accountLimits(deps, caller, { userId: otp.userId, identifier: otp.phone });
  const taken = [...address, ...(await takeOperations(deps, caller.origin, limits, 'TOO_MANY_ATTEMPTS'))];
  const user = await givenBackOnFault(deps, taken, () => userOfRightCode(deps, otp, code));
  if (user === null) {
    await recordSecurityEvents(deps, caller.origin, [
      { type: 'sign_in_failed', success: false, userId: otp.userId, method: 'phone_otp', reason: 'invalid_2fa_code' },
    ]);
    throw wrongCode(deps, otp);
  }
  await giveBack(deps, taken);
  return continueSignIn(deps, {
    user,
    firstFactor: 'phone_otp',
    options,
    caller,
    consume: async (inTransaction) => {
      if (!(await consumeOtp(inTransaction, otp))) throw wrongCode(deps, otp);
    },
  });
}

async function userOfRightCode({ keyring, users }: ServiceDeps, otp: TakenOtp, code: string) {
  const given = keyring.mac('otp', otp.phone, otp.preAuthHash, normaliseCode(code));
  const isRight = equalInConstantTime(given, otp.codeHash);
  return isRight && otp.userId !== null ? users.findById(otp.userId) : null;
}

/** Taken before the code is looked at (R33). */
async function takeOtpAttempt(deps: ServiceDeps, phone: string, caller: SignInCaller): Promise<TakenOtp> {
  const { database, clock, policy } = deps;
  const preAuthHash = preAuthHashOf(caller);
  if (preAuthHash === null) return refuseCode(deps, caller);
  const now = clock.now();
  const [taken] = await database
    .update(phoneOtps)
    .set({ attempts: sql`${phoneOtps.attempts} + 1` })
    .where(
      and(
        isFor(phone, preAuthHash),
        isNull(phoneOtps.consumedAt),
        gt(phoneOtps.expiresAt, now),
        lt(phoneOtps.attempts, policy.phoneOtp.maxAttempts),
      ),
    )
    .returning();
  if (taken !== undefined) return taken;
  const [found] = await database
    .select({ consumedAt: phoneOtps.consumedAt, expiresAt: phoneOtps.expiresAt })
    .from(phoneOtps)
    .where(isFor(phone, preAuthHash));
  if (found === undefined || found.consumedAt !== null) return refuseCode(deps, caller);
  if (found.expiresAt <= now) throw new SessionSecurityError('CHALLENGE_EXPIRED');
  throw new SessionSecurityError('TOO_MANY_ATTEMPTS', {
    attemptsRemaining: 0,
    retryAfter: secondsUntil(found.expiresAt, now),
  });
}

/** This browser has no open code for this number. */
async function refuseCode(deps: ServiceDeps, { origin }: SignInCaller): Promise<never> {
  await noteRefusal(deps, origin, { reason: 'challenge_not_found' });
  throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
}

/** Unless a resend has replaced the code. */
async function giveBackOtpAttempt(
  { database }: ServiceDeps,
  { phone, preAuthHash, codeHash }: TakenOtp,
): Promise<void> {
  await database
    .update(phoneOtps)
    .set({ attempts: sql`GREATEST(${phoneOtps.attempts} - 1, 0)` })
    .where(and(isFor(phone, preAuthHash), eq(phoneOtps.codeHash, codeHash)));
}

/** Once, and only the code that was compared: a resend in between has replaced it, a change of credentials made it nobody's. */
async function consumeOtp({ database, clock }: ServiceDeps, otp: TakenOtp): Promise<boolean> {
  const consumed = await database
    .update(phoneOtps)
    .set({ consumedAt: clock.now() })
    .where(
      and(
        isFor(otp.phone, otp.preAuthHash),
        eq(phoneOtps.codeHash, otp.codeHash),
        isNull(phoneOtps.consumedAt),
        isNotNull(phoneOtps.userId),
      ),
    )
    .returning({ phone: phoneOtps.phone });
  return consumed.length === 1;
}

function isFor(phone: string, preAuthHash: string) {
  return and(eq(phoneOtps.phone, phone), eq(phoneOtps.preAuthHash, preAuthHash));
}

function wrongCode({ policy }: ServiceDeps, { attempts }: TakenOtp): SessionSecurityError {
  return new SessionSecurityError('INVALID_2FA_CODE', {
    attemptsRemaining: Math.max(0, policy.phoneOtp.maxAttempts - attempts),
  });
}
