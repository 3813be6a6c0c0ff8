/** Sign-in and sign-out, as far as the session layer needs them (SPEC C16, G1, G3). */
import { z } from 'zod';
import type { Instant } from './instant';
import { handleSchema, isoInstantSchema, successOf } from './success';
import {
  type VerificationMethod,
  type VerificationMethodSpelling,
  verificationMethods,
  verificationMethodSpellings,
} from './verification';
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

/** Schema of {@link DeviceRegistration}; every text is bounded and unknown keys are refused. */
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

/**
 * Answer of C16 when the session exists: its handle, its lifetime in seconds, and what had to make room. The secret,
 * and in bearer transport the refresh token, is in a cookie only (R8).
 */
export interface SignedIn {
  readonly status: 'signed_in';
  readonly userId: string;
  readonly userRoles: readonly string[];
  /** Public handle of the new session. */
  readonly sessionId: string;
  /** Seconds until the session ends if nothing extends it; in bearer transport, until the access token expires. */
  readonly expiresIn: number;
  /** Sessions that made room for this one under the session limit (SPEC S9). */
  readonly evictedCount: number;
  readonly warnings: readonly SessionWarning[];
  /** Bearer transport only, as in {@link SessionRefreshed}. */
  readonly accessToken?: string | undefined;
  /** Bearer transport only. */
  readonly tokenType?: 'Bearer' | undefined;
  readonly serverTime: Instant;
}

/**
 * Answer of C16 when the first factor was right and a second one is enrolled. There is no session yet; go on with
 * `auth.verifySignIn2FA`.
 */
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
  accessToken: z.string().optional(),
  tokenType: z.literal('Bearer').optional(),
  serverTime: isoInstantSchema,
});

/** Schema of the canonical spelling of {@link VerificationMethod}; see `normaliseVerificationMethod` for the other. */
export const verificationMethodSchema = z.enum(verificationMethods) satisfies z.ZodType<VerificationMethod>;

const secondFactorRequiredSchema = z.strictObject({
  status: z.literal('2fa_required'),
  challengeId: z.string(),
  expiresAt: isoInstantSchema,
  method: verificationMethodSchema,
  methods: z.array(verificationMethodSchema),
  attemptsRemaining: z.number().int(),
  serverTime: isoInstantSchema,
});

/** Input of `auth.requestPhoneOtp` (C16). */
export interface RequestPhoneOtpInput {
  /** Any usual spelling; stored as E.164. */
  readonly phone: string;
}
/** Answer of `auth.requestPhoneOtp`: how long the code counts, and when another may be asked for. */
export interface PhoneOtpRequested {
  /** The same whether or not the number has an account (ASVS 6.3.8). */
  readonly expiresAt: Instant;
  readonly resendAvailableAt: Instant;
  readonly deliveryHint: string;
  readonly serverTime: Instant;
}
/** Schema of {@link RequestPhoneOtpInput}. */
export const requestPhoneOtpInput = z.strictObject({ phone: z.string().min(1).max(32) });
/** Schema of {@link PhoneOtpRequested} in the envelope. */
export const requestPhoneOtpOutput = successOf(
  z.strictObject({
    expiresAt: isoInstantSchema,
    resendAvailableAt: isoInstantSchema,
    deliveryHint: z.string(),
    serverTime: isoInstantSchema,
  }),
);

/** Input of `auth.verifyPhoneOtp` (C16): the number, the code that was texted to it, and how the session should be. */
export interface VerifyPhoneOtpInput extends SessionOptions {
  readonly phone: string;
  readonly code: string;
}
/** Schema of {@link VerifyPhoneOtpInput}. */
export const verifyPhoneOtpInput = z.strictObject({
  phone: z.string().min(1).max(32),
  code: z.string().min(1).max(32),
  ...sessionOptions,
});

/**
 * Input of `auth.signIn` (C16). Wrong details are answered `INVALID_CREDENTIALS`, whether or not the account exists
 * (ASVS 6.3.8).
 */
export interface SignInInput extends SessionOptions {
  /** Mail address or phone number. */
  readonly identifier: string;
  readonly password: string;
}
/** Schema of {@link SignInInput}: at most 320 characters of identifier and 1,024 of password. */
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

/** Input of `auth.verifySignIn2FA` (C16): the second step of a sign-in. `method` defaults to the challenge's own. */
export interface VerifySignIn2FAInput extends SessionOptions {
  readonly challengeId: string;
  readonly code: string;
  /** In either spelling. */
  readonly method?: VerificationMethodSpelling | undefined;
}
/** Schema of {@link VerifySignIn2FAInput}. */
export const verifySignIn2FAInput = z.strictObject({
  challengeId: handleSchema,
  code: z.string().min(1).max(64),
  method: z.enum(verificationMethodSpellings).optional(),
  ...sessionOptions,
});

/** A second factor may be asked for after either first factor. */
export type SignInResult = SignedIn | SecondFactorRequired;
/** Schema of {@link SignInResult} in the envelope, told apart by `status`. */
export const signInOutput = successOf(z.discriminatedUnion('status', [signedInSchema, secondFactorRequiredSchema]));

/** Answer of `auth.signOut`: always the same, also for nobody. */
export interface SignedOut {
  readonly signedOut: true;
}
/** Schema of {@link SignedOut} in the envelope. */
export const signOutOutput = successOf(z.strictObject({ signedOut: z.literal(true) }));

/**
 * Answer of `auth.refresh` (C16). Bearer transport: the next access token; the refresh token that came with it is in a
 * cookie only. Cookie transport: nothing was renewed and there is no token, the cookie goes on carrying the session (R8).
 * Either way the session lives no longer for it: a refresh is not activity (R16).
 */
export interface SessionRefreshed {
  readonly userId: string;
  readonly sessionId: string;
  /** Seconds until the access token expires; in cookie transport, until the session ends. */
  readonly expiresIn: number;
  /** Bearer transport only. A JWT (`typ: at+jwt`) to be kept in memory and sent as `Authorization: Bearer`. */
  readonly accessToken?: string | undefined;
  /** Bearer transport only. */
  readonly tokenType?: 'Bearer' | undefined;
  readonly serverTime: Instant;
}
/** Schema of {@link SessionRefreshed} in the envelope. */
export const refreshOutput = successOf(
  z.strictObject({
    userId: z.string(),
    sessionId: z.string(),
    expiresIn: z.number().int(),
    accessToken: z.string().optional(),
    tokenType: z.literal('Bearer').optional(),
    serverTime: isoInstantSchema,
  }),
);
