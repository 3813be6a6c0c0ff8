/** Sign-in by password. An account that does not exist costs the same work and gets the same answer (ASVS 6.3.8, R80). */
import { SessionSecurityError } from '../../contract/errors';
import { normaliseIdentifier } from '../ports/identifier';
import type { ServiceDeps } from './deps';
import { continueSignIn, type SignInOutcome } from './firstFactor';
import { giveBack, givenBackOnFault, takeOperations } from './rateLimit';
import { recordSecurityEvents } from './securityEvent';
import type { SessionOptionsInput } from './signInCompletion';
import type { SignInCaller } from './signInCaller';
import { accountLimits, addressLimit } from './signInLimit';

export interface SignInInput {
  readonly identifier: string;
  readonly password: string;
  readonly options: SessionOptionsInput;
  readonly caller: SignInCaller;
}

/** @throws {SessionSecurityError} `INVALID_CREDENTIALS`, `TOO_MANY_ATTEMPTS`, `SESSION_LIMIT_REACHED`. */
export async function signIn(deps: ServiceDeps, input: SignInInput): Promise<SignInOutcome> {
  const { caller, options, password } = input;
  const { users } = deps;
  const identifier = normaliseIdentifier(input.identifier);
  const address = await takeOperations(deps, caller.origin, [addressLimit(deps, caller)], 'TOO_MANY_ATTEMPTS');
  const { candidate, limits } = await givenBackOnFault(deps, address, async () => {
    const found = identifier === null ? null : await users.findByIdentifier(identifier);
    const account = { userId: found?.id ?? null, identifier: identifier?.value ?? input.identifier };
    return { candidate: found, limits: await accountLimits(deps, caller, account) };
  });
  const taken = [...address, ...(await takeOperations(deps, caller.origin, limits, 'TOO_MANY_ATTEMPTS'))];
  const isRight = await givenBackOnFault(deps, taken, () => users.verifyPassword(candidate?.id ?? null, password));
  if (candidate === null || !isRight) {
    await recordSecurityEvents(deps, caller.origin, [
      {
        type: 'sign_in_failed',
        success: false,
        userId: candidate?.id ?? null,
        method: 'password',
        reason: 'invalid_credentials',
      },
    ]);
    throw new SessionSecurityError('INVALID_CREDENTIALS');
  }
  await giveBack(deps, taken);
  return continueSignIn(deps, { user: candidate, firstFactor: 'password', options, caller, consume: async () => {} });
}
