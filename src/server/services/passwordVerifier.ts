/** The password as a method of step-up, for accounts that have one. Its limits are those of sign-in (R52). */
import type { ServiceDeps } from './deps';
import { isRightPassword, takePasswordAddress } from './passwordCheck';
import type { UserAccount } from '../ports/users';
import type { Verifier } from './verificationMethod';

export const passwordVerifier: Verifier = {
  method: 'password',
  factor: null,
  isAvailable: (deps, user) => hasPassword(deps, user),
  async verify(deps, { user, session, caller, proof }) {
    const address = await takePasswordAddress(deps, caller);
    const account = { userId: user.id, identifier: user.id };
    const password = proof.password ?? '';
    const isRight = await isRightPassword(deps, { account, password, session, caller, address });
    return isRight ? { status: 'passed', consume: async () => true } : { status: 'wrong' };
  },
};

/** A port that doesn't say is one of accounts with passwords. */
export async function hasPassword({ users }: ServiceDeps, { id }: UserAccount): Promise<boolean> {
  return (await users.hasPassword?.(id)) ?? true;
}
