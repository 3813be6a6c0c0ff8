/** Codes by text as a method of verification: to the number of the account only, for one open prompt, once (R39). */
import { equalInConstantTime } from '../crypto/keyring';
import { normaliseCode } from '../../contract/oneTimeCode';
import type { ServiceDeps } from './deps';
import type { Verifier } from './verificationMethod';

export const smsVerifier: Verifier = {
  method: '2fa_sms',
  factor: 'sms',
  isAvailable: async (_, { phone }) => phone !== null,
  async verify({ keyring }, { proof, sentCode }) {
    if (sentCode === null) return { status: 'wrong' };
    const given = sentCodeHash({ keyring }, sentCode.challengeId, normaliseCode(proof.code ?? ''));
    // The prompt that it was sent for is used up by whoever opened it, in the same transaction.
    return equalInConstantTime(given, sentCode.hash)
      ? { status: 'passed', consume: async () => true }
      : { status: 'wrong' };
  },
};

/** How a code that was sent for a prompt is kept. */
export function sentCodeHash({ keyring }: Pick<ServiceDeps, 'keyring'>, challengeId: string, code: string): string {
  return keyring.mac('otp', 'challenge', challengeId, code);
}
