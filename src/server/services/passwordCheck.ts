/** A password for an account, counted as at sign-in wherever it is asked for: guesses here lock sign-in too (R52). */
import type { ServiceDeps } from './deps';
import { sendNotice } from './notice';
import { giveBack, givenBackOnFault, type LimitedOperation, type Taken, takeOperations } from './rateLimit';
import { recordSecurityEvents } from './securityEvent';
import type { SessionRow } from './sessionRow';
import type { SignInCaller } from './signInCaller';
import { accountLimits, addressLimit, type AttackedAccount } from './signInLimit';

export interface PasswordCheck {
  readonly account: AttackedAccount;
  readonly password: string;
  readonly caller: SignInCaller;
  /** Who is asked for it once more; `null` at sign-in. */
  readonly session: SessionRow | null;
  /** What {@link takePasswordAddress} took before the account was looked up. */
  readonly address: readonly Taken[];
}

/** @throws {SessionSecurityError} `TOO_MANY_ATTEMPTS`. */
export function takePasswordAddress(deps: ServiceDeps, caller: SignInCaller): Promise<readonly Taken[]> {
  return takeOperations(deps, caller.origin, [addressLimit(deps, caller)], 'TOO_MANY_ATTEMPTS');
}

/**
 * `userId: null` is an account that does not exist: the same work, and `false` (R80).
 *
 * @throws {SessionSecurityError} `TOO_MANY_ATTEMPTS`.
 */
export async function isRightPassword(deps: ServiceDeps, check: PasswordCheck): Promise<boolean> {
  const { account, password, caller, address } = check;
  const limits = await givenBackOnFault(deps, address, () => accountLimits(deps, caller, account));
  const counted = await takeOperations(deps, caller.origin, limits, 'TOO_MANY_ATTEMPTS');
  const taken = [...address, ...counted];
  const isRight = await givenBackOnFault(deps, taken, () => deps.users.verifyPassword(account.userId, password));
  if (isRight) await giveBack(deps, taken);
  else if (isHeardOf(check, limits, counted)) await noteLock(deps, check);
  return isRight;
}

/**
 * Whether this failure was the last, so that its user hears of the lock (R41). Of strangers at one address not: they could
 * write to a victim as often as they change it. They are heard of when the account is closed to all of them.
 */
function isHeardOf(
  { session }: PasswordCheck,
  limits: readonly LimitedOperation[],
  counted: readonly Taken[],
): boolean {
  return limits.some(({ name }, index) => {
    const isLast = counted[index]?.remaining === 0;
    return isLast && (session !== null || name !== 'sign_in');
  });
}

/** Recorded for an account that does not exist too: the same work (R80). */
async function noteLock(deps: ServiceDeps, { account: { userId }, session, caller }: PasswordCheck): Promise<void> {
  const lock = { type: 'password_locked', severity: 'critical' } as const;
  const sessionId = session?.id ?? null;
  await recordSecurityEvents(deps, caller.origin, [{ ...lock, success: false, userId, sessionId }]);
  if (userId !== null) sendNotice(deps, { ...lock, userId, session, caller });
}
