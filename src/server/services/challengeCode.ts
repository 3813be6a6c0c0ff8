/** The code of a prompt on its way to the user's phone, under the limits of all texts (R39, R82). */
import { toIso } from '../../contract/instant';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import { maskPhone } from '../ports/identifier';
import { createCode } from './code';
import type { RequestOrigin, ServiceDeps } from './deps';
import { sentCodeHash } from './smsVerifier';
import { takeText } from './textLimit';

export interface SendChallengeCode {
  readonly challengeId: string;
  readonly actionType: SensitiveActionType;
  /** E.164 */
  readonly phone: string;
  /** Of the prompt: no code outlives it. Epoch milliseconds. */
  readonly expiresAt: number;
  readonly origin: RequestOrigin;
}

/** `send` is to be called when the hash is stored. @throws {SessionSecurityError} `RATE_LIMITED`. */
export async function prepareChallengeCode(
  deps: ServiceDeps,
  { challengeId, actionType, phone, expiresAt, origin }: SendChallengeCode,
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
      const text = `${textOf(deps, actionType, code)}${boundTo(deps, origin, code)}`;
      background.run('sms_failed', () => sms.send({ to: phone, code, text, actionType, expiresAt }));
    },
  };
}

/** What is approved, so that nobody is talked into approving something else (R42, OWASP Transaction Authorization 1.1). */
function textOf({ appName }: ServiceDeps, actionType: SensitiveActionType, code: string): string {
  return `${code} is your ${appName} code to ${wordsFor[actionType]}. Never share it: nobody from us will ask for it.`;
}

const wordsFor: Readonly<Record<SensitiveActionType, string>> = {
  password_change: 'change your password',
  email_change: 'change your email address',
  security_settings: 'change your security settings',
  account_deletion: 'delete your account',
  role_change: 'change the role of another account',
  admin_action: 'manage another account',
  payment_settings: 'change your payment settings',
};

/**
 * The last line of origin-bound one-time codes (WICG): browsers fill the code in on that host only. Never a host that the
 * caller made up: the origin is one of ours. The format has no place for a port, and means https.
 */
function boundTo({ relyingParty }: ServiceDeps, { headers }: RequestOrigin, code: string): string {
  const origin = relyingParty?.origins.find((each) => each === headers.get('origin'));
  if (origin === undefined) return '';
  const { protocol, port, host } = new URL(origin);
  return protocol === 'https:' && port === '' ? `\n\n@${host} #${code}` : '';
}
