/** Sign-in and sign-out, as far as the session layer needs them (SPEC C16, G1, G3). */
import { z } from 'zod';
import type { Instant } from './instant';
import { handleSchema, isoInstantSchema, successOf } from './success';
import type { VerificationMethod } from './verification';
import { type SessionWarning, sessionWarningSchema } from './warning';

/** What a client may say about its device. Labels only: nothing is decided by them (R93). */
export interface DeviceRegistration {
  readonly deviceType?: 'mobile' | 'tablet' | 'desktop' | 'tv' | 'unknown' | undefined;
  readonly deviceName?: string | undefined;
  readonly platform?: string | undefined;
  readonly platformVersion?: string | undefined;
  readonly appVersion?: string | undefined;
  readonly pushToken?: string | undefined;
}

export const deviceRegistrationSchema = z.strictObject({
  deviceType: z.enum(['mobile', 'tablet', 'desktop', 'tv', 'unknown']).optional(),
  deviceName: z.string().max(512).optional(),
  platform: z.string().max(64).optional(),
  platformVersion: z.string().max(64).optional(),
  appVersion: z.string().max(64).optional(),
  pushToken: z.string().max(4096).optional(),
}) satisfies z.ZodType<DeviceRegistration>;

interface SessionOptions {
  /** Keep the session when the browser closes (NIST SP 800-63B-4 §5.1: not by default). @default false */
  readonly rememberMe?: boolean | undefined;
  /**
   * Under policy `ask`: yes, sign out the one used longest ago. Has no effect under the others. @default false
   */
  readonly replaceOldestSession?: boolean | undefined;
  readonly device?: DeviceRegistration | undefined;
}
const sessionOptions = {
  rememberMe: z.boolean().optional(),
  replaceOldestSession: z.boolean().optional(),
  device: deviceRegistrationSchema.optional(),
};

export interface SignedIn {
  readonly status: 'signed_in';
  readonly userId: string;
  readonly userRoles: readonly string[];
  /** Public handle of the new session. */
  readonly sessionId: string;
  /** Seconds until the session ends if nothing extends it. */
  readonly expiresIn: number;
  /** Sessions that made room for this one under the session limit (SPEC S9). */
  readonly evictedCount: number;
  readonly warnings: readonly SessionWarning[];
  readonly serverTime: Instant;
}

export interface SecondFactorRequired {
  readonly status: '2fa_required';
  readonly challengeId: string;
  readonly expiresAt: Instant;
  readonly method: VerificationMethod;
  readonly methods: readonly VerificationMethod[];
  readonly attemptsRemaining: number;
  readonly serverTime: Instant;
}

const signedInSchema = z.strictObject({
  status: z.literal('signed_in'),
  userId: z.string(),
  userRoles: z.array(z.string()),
  sessionId: z.string(),
  expiresIn: z.number().int(),
  evictedCount: z.number().int(),
  warnings: z.array(sessionWarningSchema),
  serverTime: isoInstantSchema,
});

export const verificationMethodSchema = z.enum([
  '2fa_totp',
  '2fa_sms',
  'password',
  'authenticated',
  'backup_code',
  'passkey',
]) satisfies z.ZodType<VerificationMethod>;

const secondFactorRequiredSchema = z.strictObject({
  status: z.literal('2fa_required'),
  challengeId: z.string(),
  expiresAt: isoInstantSchema,
  method: verificationMethodSchema,
  methods: z.array(verificationMethodSchema),
  attemptsRemaining: z.number().int(),
  serverTime: isoInstantSchema,
});

export interface RequestPhoneOtpInput {
  /** Any usual spelling; stored as E.164. */
  readonly phone: string;
}
export interface PhoneOtpRequested {
  /** The same whether or not the number has an account (ASVS 6.3.8). */
  readonly expiresAt: Instant;
  readonly resendAvailableAt: Instant;
  readonly deliveryHint: string;
  readonly serverTime: Instant;
}
export const requestPhoneOtpInput = z.strictObject({ phone: z.string().min(1).max(32) });
export const requestPhoneOtpOutput = successOf(
  z.strictObject({
    expiresAt: isoInstantSchema,
    resendAvailableAt: isoInstantSchema,
    deliveryHint: z.string(),
    serverTime: isoInstantSchema,
  }),
);

export interface VerifyPhoneOtpInput extends SessionOptions {
  readonly phone: string;
  readonly code: string;
}
export const verifyPhoneOtpInput = z.strictObject({
  phone: z.string().min(1).max(32),
  code: z.string().min(1).max(32),
  ...sessionOptions,
});

export interface SignInInput extends SessionOptions {
  /** Mail address or phone number. */
  readonly identifier: string;
  readonly password: string;
}
export const signInInput = z.strictObject({
  identifier: z.string().min(1).max(320),
  /**
   * Bounded so that hashing cannot be made a denial of service. Well formed, because UTF-8 writes every lone surrogate
   * the same: different passwords would be one.
   */
  password: z
    .string()
    .min(1)
    .max(1024)
    .regex(/^\P{Surrogate}*$/u),
  ...sessionOptions,
});

export interface VerifySignIn2FAInput extends SessionOptions {
  readonly challengeId: string;
  readonly code: string;
  readonly method?: VerificationMethod | undefined;
}
export const verifySignIn2FAInput = z.strictObject({
  challengeId: handleSchema,
  code: z.string().min(1).max(64),
  method: verificationMethodSchema.optional(),
  ...sessionOptions,
});

/** A second factor may be asked for after either first factor. */
export type SignInResult = SignedIn | SecondFactorRequired;
export const signInOutput = successOf(z.discriminatedUnion('status', [signedInSchema, secondFactorRequiredSchema]));

export interface SignedOut {
  readonly signedOut: true;
}
export const signOutOutput = successOf(z.strictObject({ signedOut: z.literal(true) }));

/** `auth.refresh`: in cookie transport no token is in the answer; the cookie carries it (R8). */
export interface SessionRefreshed {
  readonly sessionId: string;
  /** Seconds until the credential expires. */
  readonly expiresIn: number;
  /** Bearer transport only. */
  readonly accessToken?: string | undefined;
  readonly serverTime: Instant;
}
export const refreshOutput = successOf(
  z.strictObject({
    sessionId: z.string(),
    expiresIn: z.number().int(),
    accessToken: z.string().optional(),
    serverTime: isoInstantSchema,
  }),
);
