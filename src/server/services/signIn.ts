/** Sign-in by password. An account that does not exist costs the same work and gets the same answer (ASVS 6.3.8, R80). */
import { SessionSecurityError } from '../../contract/errors';
import { normaliseIdentifier } from '../ports/identifier';
import type { ServiceDeps } from './deps';
import { continueSignIn, type SignInOutcome } from './firstFactor';
import { isRightPassword, takePasswordAddress } from './passwordCheck';
import { givenBackOnFault } from './rateLimit';
import { recordSecurityEvents } from './securityEvent';
import type { SessionOptionsInput } from './signInCompletion';
import type { SignInCaller } from './signInCaller';
import { credentialEpochOf } from './signInsUnderWay';

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
  const address = await takePasswordAddress(deps, caller);
  const candidate = await givenBackOnFault(deps, address, async () =>
    identifier === null ? null : deps.users.findByIdentifier(identifier),
  );
  const epoch = await credentialEpochOf(deps, candidate?.id ?? null);
  const account = { userId: candidate?.id ?? null, identifier: identifier?.value ?? input.identifier };
  const isRight = await isRightPassword(deps, { account, password, session: null, caller, address });
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
  return continueSignIn(deps, {
    user: candidate,
    firstFactor: 'password',
    options,
    caller,
    consume: async (inTransaction) => {
      // It may be the password of before.
      if ((await credentialEpochOf(inTransaction, candidate.id)) !== epoch) {
        throw new SessionSecurityError('INVALID_CREDENTIALS');
      }
    },
  });
}
