/** The code of a prompt on its way to the user's phone, under the limits of all texts (R39, R82). */
import { toIso } from '../../contract/instant';
import { maskPhone } from '../ports/identifier';
import { createCode } from './code';
import type { RequestOrigin, ServiceDeps } from './deps';
import { sentCodeHash } from './smsVerifier';
import { takeText } from './textLimit';

export interface SendChallengeCode {
  readonly challengeId: string;
  /** E.164 */
  readonly phone: string;
  /** Of the prompt: no code outlives it. Epoch milliseconds. */
  readonly expiresAt: number;
  readonly origin: RequestOrigin;
}

/** `send` is to be called when the hash is stored. @throws {SessionSecurityError} `RATE_LIMITED`. */
export async function prepareChallengeCode(
  deps: ServiceDeps,
  { challengeId, phone, expiresAt, origin }: SendChallengeCode,
) {
  const { clock, random, policy, sms, background } = deps;
  const mayText = (await sms.mayText?.(phone)) ?? true;
  await takeText(deps, { phone, origin, mayText });
  const code = createCode(random);
  return {
    codeHash: sentCodeHash(deps, challengeId, code),
    delivery: {
      deliveryHint: maskPhone(phone),
      resendAvailableAt: toIso(clock.now() + policy.phoneOtp.resendAfterMs),
    },
    send() {
      if (!mayText) return;
      const text = `${code} is your confirmation code. Never share it.`;
      background.run('sms_failed', () => sms.send({ to: phone, code, text, expiresAt }));
    },
  };
}
