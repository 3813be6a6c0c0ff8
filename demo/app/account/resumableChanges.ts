/**
 * The changes that go on after a reload in the middle of the prompt. A new password is a secret and may lie in no storage,
 * and an account that is to be deleted is asked about anew: those two are not here.
 */
import type { SensitiveActionAttempt, SensitiveActionDefinition, SessionSecurityClient } from 'react-session-security';

export interface EmailChange {
  readonly newEmail: string;
}

export interface SecurityChange {
  readonly notifyNewDevice: boolean;
  readonly protectPaymentSettings: boolean;
}

export interface PaymentChange {
  readonly billingName: string | null;
  readonly billingEmail: string | null;
}

export interface ResumableChange<Input, Result> extends Pick<SensitiveActionDefinition<Input>, 'actionType' | 'parse'> {
  /** By which it is found again. */
  readonly name: string;
  send(client: SessionSecurityClient, input: Input, attempt: SensitiveActionAttempt): Promise<Result>;
}

export const emailChange = {
  name: 'account.email',
  actionType: 'email_change',
  parse(input) {
    const { newEmail } = fieldsOf<EmailChange>(input);
    if (typeof newEmail !== 'string') throw noChange();
    return { newEmail };
  },
  send: (client, change, { signal, stepUpToken }) =>
    client.call('auth.changeEmail', { ...change, stepUpToken }, { signal }),
} as const satisfies ResumableChange<EmailChange, unknown>;

export const securityChange = {
  name: 'account.security',
  actionType: 'security_settings',
  parse(input) {
    const { notifyNewDevice, protectPaymentSettings } = fieldsOf<SecurityChange>(input);
    if (typeof notifyNewDevice !== 'boolean' || typeof protectPaymentSettings !== 'boolean') throw noChange();
    return { notifyNewDevice, protectPaymentSettings };
  },
  send: (client, change, { signal, stepUpToken }) =>
    client.call('auth.updateSecuritySettings', { ...change, stepUpToken }, { signal }),
} as const satisfies ResumableChange<SecurityChange, unknown>;

export const paymentChange = {
  name: 'account.payment',
  actionType: 'payment_settings',
  parse(input) {
    const { billingName, billingEmail } = fieldsOf<PaymentChange>(input);
    if (!isTextOrNull(billingName) || !isTextOrNull(billingEmail)) throw noChange();
    return { billingName, billingEmail };
  },
  send: (client, change, { signal, stepUpToken }) =>
    client.call('auth.updatePaymentSettings', { ...change, stepUpToken }, { signal }),
} as const satisfies ResumableChange<PaymentChange, unknown>;

/** They come out of a storage that anybody can write to. */
function fieldsOf<Input>(input: unknown): Readonly<Partial<Record<keyof Input, unknown>>> {
  return (input ?? {}) as Readonly<Partial<Record<keyof Input, unknown>>>;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function noChange(): TypeError {
  return new TypeError('This is no change of an account.');
}
