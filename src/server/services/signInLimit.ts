/**
 * What failed sign-ins count by (R78). Strangers share the limits of an account; a browser that it knows has its own,
 * so that nobody else's guesses reach it (R81).
 */
import type { ServiceDeps } from './deps';
import { findKnownBrowser } from './knownBrowser';
import type { LimitedOperation } from './rateLimit';
import type { SignInCaller } from './signInCaller';

export interface AttackedAccount {
  /** `null` for an account that does not exist: everything else is done alike (R80). */
  readonly userId: string | null;
  /** What was typed, normalised. */
  readonly identifier: string;
}

/** Failures from one address, whatever the account. */
export function addressLimit({ policy }: ServiceDeps, { origin }: SignInCaller): LimitedOperation {
  return { name: 'sign_in_address', limit: policy.limits.signInPerAddress, subject: [origin.addressBucket] };
}

/** By the account where there is one: a mail address and a number must not bring twice the guesses. */
export async function accountLimits(
  deps: ServiceDeps,
  caller: SignInCaller,
  { userId, identifier }: AttackedAccount,
): Promise<readonly LimitedOperation[]> {
  const { signIn, signInPerAccount } = deps.policy.limits;
  // Kinds keep an identifier that reads like somebody's id apart from it.
  const account = userId === null ? ['identifier', identifier] : ['user', userId];
  const owner = userId === null ? {} : { owner: { userId } };
  const browserHash = await findKnownBrowser(deps, userId, caller);
  if (browserHash !== null) {
    return [{ name: 'sign_in_device', limit: signIn, subject: [...account, browserHash], ...owner }];
  }
  return [
    { name: 'sign_in', limit: signIn, subject: [...account, caller.origin.addressBucket], ...owner },
    { name: 'sign_in_account', limit: signInPerAccount, subject: account, ...owner },
  ];
}
