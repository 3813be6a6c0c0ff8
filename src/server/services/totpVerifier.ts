/** Time-based codes as a method of verification: any step of the window, each one once, shared with sign-in. */
import { normaliseCode } from '../../contract/oneTimeCode';
import { consumeTotpStep } from './secondFactor';
import { totpStepOf } from './totp';
import type { Verifier } from './verificationMethod';

export const totpVerifier: Verifier = {
  method: '2fa_totp',
  factor: 'totp',
  isAvailable: async ({ users }, { id }) => (await users.secondFactors(id)).includes('2fa_totp'),
  async verify({ users, clock, policy }, { user, proof }) {
    const secret = await users.totpSecret(user.id);
    const step =
      secret === null ? null : totpStepOf(normaliseCode(proof.code ?? ''), secret, clock.now(), policy.secondFactor);
    if (step === null) return { status: 'wrong' };
    return { status: 'passed', consume: (inTransaction) => consumeTotpStep(inTransaction, user.id, step) };
  },
};
