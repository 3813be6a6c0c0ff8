/** After the first factor: a session, or a challenge for the second. Secrets travel beside the answer, for cookies only. */
import type { UserAccount } from '../ports/users';
import type { ServiceDeps } from './deps';
import { createSignInChallenge, type IssuedChallenge } from './signInChallenge';
import { type CompleteSignInInput, completeSignIn, type SignedInOutcome } from './signInCompletion';
import { lockUser } from './userLock';
import { signInMethods } from './verificationMethods';

export type SignInOutcome =
  | SignedInOutcome
  | { readonly status: '2fa_required'; readonly answer: IssuedChallenge['answer']; readonly preAuthSecret: string };

export interface CompletedFirstFactor extends Omit<CompleteSignInInput, 'signInMethod'> {
  readonly user: UserAccount;
  readonly firstFactor: 'password' | 'phone_otp';
}

export async function continueSignIn(deps: ServiceDeps, input: CompletedFirstFactor): Promise<SignInOutcome> {
  const { user, firstFactor, options, caller, consume } = input;
  const factors = await deps.users.secondFactors(user.id);
  if (factors.length === 0) {
    return completeSignIn(deps, { user, signInMethod: firstFactor, options, caller, consume });
  }
  const methods = await signInMethods(deps, user);
  const issued = await deps.database.transaction(async (database) => {
    const inTransaction = { ...deps, database };
    await lockUser(database, user.id);
    await consume(inTransaction);
    return createSignInChallenge(inTransaction, {
      userId: user.id,
      firstFactor,
      methods,
      options,
      origin: caller.origin,
    });
  });
  return { status: '2fa_required', answer: issued.answer, preAuthSecret: issued.preAuthSecret };
}
