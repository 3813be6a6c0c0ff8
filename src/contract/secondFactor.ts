/** What a user can prove beyond the first factor, and how that is set up and taken away (SPEC C18, F12, F13). */
import { z } from 'zod';
import type { Instant } from './instant';
import { type Passkey, passkeySchema } from './passkey';
import { type WithStepUpToken, withStepUpToken } from './stepUpToken';
import { handleSchema, isoInstantSchema, successOf } from './success';

/** Answer of `auth.getSecondFactors`: what is set up, for a settings page. No secret is in it, then or later (R36). */
export interface SecondFactors {
  /** Whether an authenticator app is asked for at sign-in and before sensitive actions. */
  readonly totp: 'active' | 'inactive';
  /** Whether TOTP can be set up and taken away here; not where the app's own accounts keep it to themselves. */
  readonly canManageTotp: boolean;
  /** `generatedAt` is `null`, and `remaining` 0, where there are none. */
  readonly backupCodes: { readonly remaining: number; readonly generatedAt: Instant | null };
  /** Oldest first. */
  readonly passkeys: readonly Passkey[];
  /** How many a user may have; 0 where this server can have none. */
  readonly maxPasskeys: number;
  readonly serverTime: Instant;
}

/** Answer of `auth.beginTotpEnrolment`: the only time that the secret is shown (R36). Nothing counts before it is confirmed. */
export interface TotpEnrolmentBegun {
  readonly enrolmentId: string;
  /** Base32, to be typed where no camera is. */
  readonly secret: string;
  /** Key URI of authenticator apps (`otpauth://totp/…`), to be drawn as a QR code by the client. */
  readonly otpauthUri: string;
  /** Ten minutes by default (`policy.secondFactor.enrolmentTtlMs`). */
  readonly expiresAt: Instant;
  readonly attemptsRemaining: number;
  readonly serverTime: Instant;
}

/** Input of `auth.confirmTotpEnrolment`. */
export interface ConfirmTotpEnrolmentInput {
  readonly enrolmentId: string;
  /** From the authenticator app that was just set up. */
  readonly code: string;
}

/** New backup codes, shown once; those from before are void (R37). */
export interface BackupCodesIssued {
  /** Ten by default (`policy.secondFactor.backupCodes`), of 50 random bits each: `XXXXX-XXXXX`. */
  readonly backupCodes: readonly string[];
  readonly serverTime: Instant;
}

/** Answer of `auth.disableTwoFactor`. TOTP and the backup codes are gone; passkeys stay until each is removed. */
export interface TwoFactorDisabled {
  readonly disabled: true;
}

/** Input of the calls that need nothing but the proof. */
export type FactorChangeInput = WithStepUpToken;

/** Schema of {@link FactorChangeInput}. */
export const factorChangeInput = z.strictObject({ ...withStepUpToken });

/** Schema of {@link SecondFactors} in the envelope. */
export const getSecondFactorsOutput = successOf(
  z.strictObject({
    totp: z.enum(['active', 'inactive']),
    canManageTotp: z.boolean(),
    backupCodes: z.strictObject({ remaining: z.number().int(), generatedAt: isoInstantSchema.nullable() }),
    passkeys: z.array(passkeySchema),
    maxPasskeys: z.number().int(),
    serverTime: isoInstantSchema,
  }),
);

/** Schema of {@link TotpEnrolmentBegun} in the envelope. */
export const beginTotpEnrolmentOutput = successOf(
  z.strictObject({
    enrolmentId: z.string(),
    secret: z.string(),
    otpauthUri: z.string(),
    expiresAt: isoInstantSchema,
    attemptsRemaining: z.number().int(),
    serverTime: isoInstantSchema,
  }),
);

/** Schema of {@link ConfirmTotpEnrolmentInput}. */
export const confirmTotpEnrolmentInput = z.strictObject({ enrolmentId: handleSchema, code: z.string().min(1).max(64) });

/** Schema of {@link BackupCodesIssued} in the envelope. */
export const backupCodesOutput = successOf(
  z.strictObject({ backupCodes: z.array(z.string()), serverTime: isoInstantSchema }),
);

/** Schema of {@link TwoFactorDisabled} in the envelope. */
export const disableTwoFactorOutput = successOf(z.strictObject({ disabled: z.literal(true) }));
