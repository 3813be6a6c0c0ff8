/** A password for an account, counted as at sign-in wherever it is asked for: guesses here lock sign-in too (R52). */
import type { ServiceDeps } from './deps';
import { giveBack, givenBackOnFault, type Taken, takeOperations } from './rateLimit';
import type { SignInCaller } from './signInCaller';
import { accountLimits, addressLimit, type AttackedAccount } from './signInLimit';

export interface PasswordCheck {
  readonly account: AttackedAccount;
  readonly password: string;
  readonly caller: SignInCaller;
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
  const taken = [...address, ...(await takeOperations(deps, caller.origin, limits, 'TOO_MANY_ATTEMPTS'))];
  const isRight = await givenBackOnFault(deps, taken, () => deps.users.verifyPassword(account.userId, password));
  if (isRight) await giveBack(deps, taken);
  return isRight;
}
