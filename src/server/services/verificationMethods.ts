/** The methods that there are, and which of them a user may prove it with now: the list is the server's (R38, F12). */
import { administratorActions } from '../../contract/administratorActions';
import { SessionSecurityError } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { VerificationMethod } from '../../contract/verification';
import type { UserAccount } from '../ports/users';
import { backupCodeVerifier } from './backupCodes';
import type { ServiceDeps } from './deps';
import { passkeyVerifier } from './passkeyAssertion';
import { passwordVerifier } from './passwordVerifier';
import { secondsUntil } from './rateLimit';
import { lockedFactors } from './secondFactor';
import { smsVerifier } from './smsVerifier';
import { totpVerifier } from './totpVerifier';
import type { Verifier } from './verificationMethod';

/** In the order in which they are offered. */
const verifiers: readonly Verifier[] = [
  totpVerifier,
  passwordVerifier,
  smsVerifier,
  passkeyVerifier,
  backupCodeVerifier,
];

export interface OfferedMethods {
  /** Whether one is enrolled; then nothing less is accepted (NIST SP 800-63B-4 §2.2.3, R50). */
  readonly hasSecondFactor: boolean;
  /** Set up and not locked, the preferred one first. */
  readonly verifiers: readonly Verifier[];
  /** Set up, and locked now. */
  readonly locked: readonly { readonly verifier: Verifier; readonly until: number | null }[];
}

/**
 * With a second factor: what is enrolled, and backup codes and passkeys. Without one: the password, or a text for those
 * who have none, and passkeys; nobody who signs in by phone is asked for a password. What is done to other accounts, a
 * passkey alone proves where there is one (R50); for one's own the password stays, for the day when the passkey is lost.
 */
export async function offeredMethods(
  deps: ServiceDeps,
  user: UserAccount,
  actionType: SensitiveActionType,
): Promise<OfferedMethods> {
  const enrolled = await deps.users.secondFactors(user.id);
  const hasSecondFactor = enrolled.length > 0;
  const eligible = new Set<VerificationMethod>(
    hasSecondFactor ? [...enrolled, 'backup_code', 'passkey'] : ['password', '2fa_sms', 'passkey'],
  );
  const available: Verifier[] = [];
  for (const verifier of verifiers) {
    if (!eligible.has(verifier.method) || !(await verifier.isAvailable(deps, user))) continue;
    available.push(verifier);
    // A text is less than a password: only for those who have none.
    if (verifier.method === 'password') eligible.delete('2fa_sms');
  }
  const passkey = available.filter(({ method }) => method === 'passkey');
  const isPasskeyAsked = !hasSecondFactor && passkey.length > 0 && administratorActions.has(actionType);
  const accepted = isPasskeyAsked ? passkey : available;
  const locks = await lockedFactors(deps, user.id);
  const isLocked = ({ factor }: Verifier): boolean => factor !== null && locks.has(factor);
  return {
    hasSecondFactor,
    verifiers: accepted.filter((verifier) => !isLocked(verifier)),
    locked: accepted
      .filter(isLocked)
      .map((verifier) => ({ verifier, until: locks.get(verifier.factor ?? '') ?? null })),
  };
}

/**
 * The one that was asked for, or the preferred one; where all are locked, the lock that ends first is told.
 *
 * @throws {SessionSecurityError} `METHOD_NOT_ALLOWED` for one that isn't offered; `TOO_MANY_ATTEMPTS` for a locked one.
 */
export function requireVerifier(
  { clock }: Pick<ServiceDeps, 'clock'>,
  { verifiers: offered, locked }: OfferedMethods,
  method: VerificationMethod | undefined,
): Verifier {
  const verifier = method === undefined ? offered[0] : offered.find((each) => each.method === method);
  if (verifier !== undefined) return verifier;
  const lock = locked
    .filter((each) => method === undefined || each.verifier.method === method)
    .toSorted((one, other) => endOf(one) - endOf(other))[0];
  if (lock === undefined) throw new SessionSecurityError('METHOD_NOT_ALLOWED');
  throw new SessionSecurityError('TOO_MANY_ATTEMPTS', {
    reason: 'second_factor_locked',
    ...(lock.until !== null && { retryAfter: secondsUntil(lock.until, clock.now()) }),
  });
}

/** A disabled one last. */
function endOf({ until }: OfferedMethods['locked'][number]): number {
  return until ?? Number.MAX_SAFE_INTEGER;
}

/**
 * Whether a proof by this method, which was given before, would still be taken. Also by one that is locked now, so that
 * nobody's guesses take a proof away, and by a backup code, which may have been the last.
 */
export function isStillAccepted(
  { hasSecondFactor, verifiers: offered, locked }: OfferedMethods,
  method: VerificationMethod,
): boolean {
  if (method === 'backup_code') return hasSecondFactor;
  return [...offered, ...locked.map(({ verifier }) => verifier)].some((verifier) => verifier.method === method);
}

/** What can be asked for before there is a session: nothing that has to be sent or prepared first. */
const signInVerifiers = verifiers.filter(({ method }) => method === '2fa_totp' || method === 'backup_code');

/** The second factors that sign-in takes from this user, the preferred one first. @throws {Error} where accounts name none. */
export async function signInMethods(deps: ServiceDeps, user: UserAccount): Promise<readonly VerificationMethod[]> {
  const methods: VerificationMethod[] = [];
  for (const verifier of signInVerifiers) if (await verifier.isAvailable(deps, user)) methods.push(verifier.method);
  if (methods.length > 0) return methods;
  const hint =
    'react-session-security: `users.secondFactors` names second factors of an account, but none that sign-in can ask for, so ' +
    'nobody could finish it. Name `2fa_totp` (with `totpSecret`), beside any other; a text alone is a first factor here ' +
    '(`auth.requestPhoneOtp`).';
  deps.log.write({ level: 'error', event: 'second_factor_not_served', userId: user.id, hint });
  throw new Error(hint);
}

/** A locked one too: the lock is told when it is tried. @throws {SessionSecurityError} `METHOD_NOT_ALLOWED`. */
export function requireSignInVerifier(method: VerificationMethod | undefined): Verifier {
  const verifier = signInVerifiers.find((each) => each.method === (method ?? '2fa_totp'));
  if (verifier === undefined) throw new SessionSecurityError('METHOD_NOT_ALLOWED');
  return verifier;
}
