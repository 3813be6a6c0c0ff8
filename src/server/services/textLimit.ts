/** Texts cost money and annoy (R82): counted by address, by number in the short and the long run, and all together. */
import type { RequestOrigin, ServiceDeps } from './deps';
import { type Taken, takeOperations } from './rateLimit';

export interface Text {
  /** E.164 */
  readonly phone: string;
  readonly origin: RequestOrigin;
  /** What the `sms` port says of the number. */
  readonly mayText: boolean;
}

/** @throws {SessionSecurityError} `RATE_LIMITED`. */
export function takeText(deps: ServiceDeps, { phone, origin, mayText }: Text): Promise<readonly Taken[]> {
  const { phoneOtp, limits } = deps.policy;
  return takeOperations(
    deps,
    origin,
    [
      { name: 'otp_address', limit: limits.otpPerAddress, subject: [origin.addressBucket] },
      { name: 'otp_resend', limit: { max: 1, windowMs: phoneOtp.resendAfterMs, blockMs: 0 }, subject: [phone] },
      { name: 'otp_number', limit: limits.otpPerNumber, subject: [phone] },
      { name: 'otp_number_day', limit: limits.otpPerNumberPerDay, subject: [phone] },
      // Numbers that nothing is sent to must not use up what the others share.
      ...(mayText ? [{ name: 'otp_global', limit: limits.otpGlobal, subject: [] }] : []),
    ],
    'RATE_LIMITED',
  );
}
