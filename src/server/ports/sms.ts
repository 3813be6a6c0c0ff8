/** How codes reach a phone. Without a port nothing is sent, and the log says so. */
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { LogPort } from './log';

/** One code on its way to a phone. `expiresAt` in epoch milliseconds. */
export interface SmsMessage {
  /** E.164 */
  readonly to: string;
  /** For providers that take a template; `text` carries it too. Never log it (R84). */
  readonly code: string;
  /** In English. The last line is for browsers, which fill the code in on our own host only; keep it in a template. */
  readonly text: string;
  /** What the code approves, for a text of your own: say it in plain words (R42). Absent for a sign-in. */
  readonly actionType?: SensitiveActionType;
  readonly expiresAt: number;
}

/** Sends codes to phones (SPEC V11). @default nothing is sent, and the log says so */
export interface SmsPort {
  /**
   * Whether texts go to this number (E.164) at all: a list of countries, say. Asked alike for numbers with and without
   * an account; a refusal looks like success from outside. @default every number
   */
  mayText?(phone: string): boolean | Promise<boolean>;
  /** Runs after the answer went out (R80: a slow provider must not tell known numbers from unknown). */
  send(message: SmsMessage): Promise<unknown>;
}

export function unsentSms(log: LogPort): SmsPort {
  return {
    async send() {
      log.write({
        level: 'warn',
        event: 'sms_not_sent',
        hint: 'react-session-security: a code was asked for, but no `sms` port is set, so nobody can receive it. Pass `sms` to createSessionSecurityServer.',
      });
    },
  };
}
