/** Sign-in by password. An account that does not exist costs the same work and gets the same answer (ASVS 6.3.8, R80). */
import { SessionSecurityError } from '../../contract/errors';
import { normaliseIdentifier } from '../ports/identifier';
import type { ServiceDeps } from './deps';
import { continueSignIn, type SignInOutcome } from './firstFactor';
import { giveBack, givenBackOnFault, type LimitedOperation, takeOperations } from './rateLimit';
import { recordSecurityEvents } from './securityEvent';
import type { SessionOptionsInput } from './signInCompletion';
import type { SignInCaller } from './signInCaller';

export interface SignInInput {
  readonly identifier: string;
  readonly password: string;
  readonly options: SessionOptionsInput;
  readonly caller: SignInCaller;
}

/** @throws {SessionSecurityError} `INVALID_CREDENTIALS`, `TOO_MANY_ATTEMPTS`, `SESSION_LIMIT_REACHED`. */
export async function signIn(deps: ServiceDeps, input: SignInInput): Promise<SignInOutcome> {
  const { caller, options, password } = input;
  const identifier = normaliseIdentifier(input.identifier);
  const account = identifier?.value ?? input.identifier;
  const taken = await takeOperations(deps, caller.origin, signInLimits(deps, caller, account), 'TOO_MANY_ATTEMPTS');
  const user = await givenBackOnFault(deps, taken, async () => {
    const candidate = identifier === null ? null : await deps.users.findByIdentifier(identifier);
    const isRight = await deps.users.verifyPassword(candidate?.id ?? null, password);
    return isRight ? candidate : null;
  });
  if (user === null) {
    await recordSecurityEvents(deps, caller.origin, [
      { type: 'sign_in_failed', success: false, method: 'password', reason: 'invalid_credentials' },
    ]);
    throw new SessionSecurityError('INVALID_CREDENTIALS');
  }
  await giveBack(deps, taken);
  return continueSignIn(deps, { user, firstFactor: 'password', options, caller, consume: async () => {} });
}

/** Failures count by account and address, by address, and by account (R78, R81: a stranger's address locks only itself). */
export function signInLimits(
  { policy }: ServiceDeps,
  { origin }: SignInCaller,
  account: string,
): readonly LimitedOperation[] {
  const { signIn: pair, signInPerAddress, signInPerAccount } = policy.limits;
  return [
    { name: 'sign_in_address', limit: signInPerAddress, subject: [origin.addressBucket] },
    { name: 'sign_in', limit: pair, subject: [account, origin.addressBucket] },
    { name: 'sign_in_account', limit: signInPerAccount, subject: [account] },
  ];
}
