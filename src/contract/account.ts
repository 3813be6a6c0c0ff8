/** The sensitive actions on one's own account (SPEC C17), each behind `policy.actions`. */
import { z } from 'zod';
import { type WithStepUpToken, withStepUpToken } from './stepUpToken';
import { successOf } from './success';

/**
 * C17. Other devices are signed out unless told otherwise (ASVS 7.4.3), and this session goes on under a new secret.
 */
export interface ChangePasswordInput extends WithStepUpToken {
  /** Needed by whoever has a password. */
  readonly currentPassword?: string | undefined;
  /** From 8 to 1,024 characters (NIST SP 800-63B-4 §3.1.1.2), and not the current one. */
  readonly newPassword: string;
  /** `false`: this device is signed out too. @default true */
  readonly keepCurrentSession?: boolean | undefined;
  /** @default true */
  readonly revokeOtherSessions?: boolean | undefined;
}
/** Answer of `auth.changePassword`. */
export interface PasswordChanged {
  /** Sessions that ended, this one included where it did. */
  readonly revokedCount: number;
}

const password = z.string().regex(/^\P{Surrogate}*$/u);

/** Schema of {@link ChangePasswordInput}. */
export const changePasswordInput = z.strictObject({
  currentPassword: password.min(1).max(1024).optional(),
  newPassword: password.min(8).max(1024),
  keepCurrentSession: z.boolean().optional(),
  revokeOtherSessions: z.boolean().optional(),
  ...withStepUpToken,
});
/** Schema of {@link PasswordChanged} in the envelope. */
export const changePasswordOutput = successOf(z.strictObject({ revokedCount: z.number().int() }));

/** C17. The old address is told (`notify`, with `previousEmail`). */
export interface ChangeEmailInput extends WithStepUpToken {
  readonly newEmail: string;
}
/** Answer of `auth.changeEmail`. */
export interface EmailChanged {
  /** As it was stored: trimmed, in lower case. */
  readonly email: string;
}
/** Schema of {@link ChangeEmailInput}. */
export const changeEmailInput = z.strictObject({ newEmail: z.string().min(3).max(320), ...withStepUpToken });
/** Schema of {@link EmailChanged} in the envelope. */
export const changeEmailOutput = successOf(z.strictObject({ email: z.string() }));

/** C17. All sessions end, this one too. */
export type DeleteAccountInput = WithStepUpToken;
/** Answer of `auth.deleteAccount`. */
export interface AccountDeleted {
  readonly deleted: true;
}
/** Schema of {@link DeleteAccountInput}. */
export const deleteAccountInput = z.strictObject({ ...withStepUpToken });
/** Schema of {@link AccountDeleted} in the envelope. */
export const deleteAccountOutput = successOf(z.strictObject({ deleted: z.literal(true) }));

/** What a user decides about the account's protection; the server goes by it. */
export interface SecuritySettings {
  /** Whether `notify` hears of a sign-in on a device that was never seen before. @default true */
  readonly notifyNewDevice: boolean;
  /** Payment settings ask for proof, also where `policy.actions.payment_settings` asks for none. @default false */
  readonly protectPaymentSettings: boolean;
}
/** C17. What is left out stays as it is. */
export interface UpdateSecuritySettingsInput extends WithStepUpToken {
  readonly notifyNewDevice?: boolean | undefined;
  readonly protectPaymentSettings?: boolean | undefined;
}
/** Schema of {@link SecuritySettings}; refuses undeclared keys. */
export const securitySettingsSchema = z.strictObject({
  notifyNewDevice: z.boolean(),
  protectPaymentSettings: z.boolean(),
}) satisfies z.ZodType<SecuritySettings>;
/** Schema of {@link UpdateSecuritySettingsInput}. */
export const updateSecuritySettingsInput = z.strictObject({
  notifyNewDevice: z.boolean().optional(),
  protectPaymentSettings: z.boolean().optional(),
  ...withStepUpToken,
});
/** Schema of {@link SecuritySettings} in the envelope, as they are now: of the query and of the change. */
export const securitySettingsOutput = successOf(securitySettingsSchema);

/** Where bills go. Card numbers have no place here: keep them at your payment provider (PCI DSS 3.2). */
export interface PaymentSettings {
  readonly billingName: string | null;
  readonly billingEmail: string | null;
  /** The payment provider's own reference for the default method, never a card number. */
  readonly defaultMethodRef: string | null;
}
/** C17. What is left out stays as it is; `null` clears. */
export interface UpdatePaymentSettingsInput extends WithStepUpToken {
  readonly billingName?: string | null | undefined;
  readonly billingEmail?: string | null | undefined;
  readonly defaultMethodRef?: string | null | undefined;
}
/** Schema of {@link PaymentSettings}; refuses undeclared keys. */
export const paymentSettingsSchema = z.strictObject({
  billingName: z.string().nullable(),
  billingEmail: z.string().nullable(),
  defaultMethodRef: z.string().nullable(),
}) satisfies z.ZodType<PaymentSettings>;

const line = z
  .string()
  .max(200)
  .regex(/^[^\p{C}\p{Surrogate}]*$/u);

/** Schema of {@link UpdatePaymentSettingsInput}; a card number (13 to 19 digits) is refused. */
export const updatePaymentSettingsInput = z.strictObject({
  billingName: line.nullable().optional(),
  billingEmail: line.nullable().optional(),
  defaultMethodRef: line
    .regex(/^(?!(?:[ -]?\d){13,19}$)/u)
    .nullable()
    .optional(),
  ...withStepUpToken,
});
/** Schema of {@link PaymentSettings} in the envelope, as they are now: of the query and of the change. */
export const paymentSettingsOutput = successOf(paymentSettingsSchema);
