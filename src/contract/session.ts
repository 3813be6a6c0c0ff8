/** Signed-in browsers and devices: the shapes and schemas of C1, C2 and C5–C8. */
import { z } from 'zod';
import type { SessionSecurityErrorCause } from './errors';
import { errorCauseSchema } from './errorCauseSchema';
import type { Instant } from './instant';
import type { OnLimit } from './policy';
import { type WithStepUpToken, withStepUpToken } from './stepUpToken';
import { handleSchema, isoInstantSchema, successOf } from './success';
import type { VerificationStatus } from './verification';
import { type SessionWarning, sessionWarningSchema } from './warning';

/** What kind of device a session runs on, found out from its headers; `unknown` where they don't say. */
export type DeviceType = 'mobile' | 'tablet' | 'desktop' | 'tv' | 'unknown';
/** How a session began: which first factor, and whether a second one followed. */
export type SignInMethod = 'password' | 'password_2fa' | 'phone_otp' | 'phone_otp_2fa';
/** Which sessions C1 lists. See {@link GetSessionsInput}. */
export type SessionFilter = 'all' | 'inactive' | 'untrusted';

/** A rough place, as far as the address tells. Each part is `null` where it is not known. */
export interface Location {
  readonly city: string | null;
  readonly region: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

/** One signed-in browser or device, as its user sees it (SPEC 2). */
export interface SessionInfo {
  /** Public handle. It authenticates nothing: the secret is a different value that only the cookie carries. */
  readonly id: string;
  /** Untrusted text: at most 64 graphemes, no control or bidi characters. */
  readonly deviceName: string;
  readonly deviceType: DeviceType;
  readonly browser: string | null;
  readonly os: string | null;
  readonly ipAddress: string | null;
  readonly location: Location | null;
  readonly createdAt: Instant;
  readonly lastActivityAt: Instant;
  /** The earlier of the idle and the absolute limit. */
  readonly expiresAt: Instant;
  readonly isCurrent: boolean;
  readonly isTrusted: boolean;
  readonly signInMethod: SignInMethod | (string & {});
  readonly appVersion?: string | undefined;
}

/** Schema of {@link DeviceType}. */
export const deviceTypeSchema = z.enum(['mobile', 'tablet', 'desktop', 'tv', 'unknown']);

/** Schema of {@link Location}. */
export const locationSchema = z.strictObject({
  city: z.string().nullable(),
  region: z.string().nullable(),
  country: z.string().nullable(),
});

/** Schema of {@link SessionInfo}; refuses undeclared keys, so that no secret can ride along. */
export const sessionInfoSchema = z.strictObject({
  id: z.string(),
  deviceName: z.string(),
  deviceType: deviceTypeSchema,
  browser: z.string().nullable(),
  os: z.string().nullable(),
  ipAddress: z.string().nullable(),
  location: locationSchema.nullable(),
  createdAt: isoInstantSchema,
  lastActivityAt: isoInstantSchema,
  expiresAt: isoInstantSchema,
  isCurrent: z.boolean(),
  isTrusted: z.boolean(),
  signInMethod: z.string(),
  appVersion: z.string().optional(),
}) satisfies z.ZodType<SessionInfo>;

/** C1. `limit` defaults to 20. */
export interface GetSessionsInput {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  /** `inactive`: no activity for 30 days. `untrusted`: not a trusted device. */
  readonly filter?: SessionFilter | undefined;
}

/** Schema of {@link GetSessionsInput}: `limit` from 1 to 100, `cursor` at most 256 characters. */
export const getSessionsInput = z
  .strictObject({
    cursor: z.string().max(256).optional(),
    limit: z.number().int().min(1).max(100).optional(),
    filter: z.enum(['all', 'inactive', 'untrusted']).optional(),
    /** `@trpc/react-query` adds it to infinite queries; it has no effect. */
    direction: z.enum(['forward', 'backward']).optional(),
  })
  .optional();

/** Answer of C1: one page of the user's live sessions. */
export interface SessionsPage {
  /** The current session first, then by last activity, newest first. */
  readonly sessions: readonly SessionInfo[];
  /** Live sessions that match the filter, on all pages. */
  readonly totalCount: number;
  readonly maxSessions: number;
  /** What a sign-in beyond `maxSessions` does. Back ends older than this field leave it out. */
  readonly onLimit?: OnLimit | undefined;
  readonly nextCursor?: string | undefined;
  readonly serverTime: Instant;
}

const onLimitSchema = z.enum(['evict-oldest', 'reject', 'ask']);

/** Schema of {@link SessionsPage} in the envelope. */
export const getSessionsOutput = successOf(
  z.strictObject({
    sessions: z.array(sessionInfoSchema),
    totalCount: z.number().int(),
    maxSessions: z.number().int(),
    onLimit: onLimitSchema.optional(),
    nextCursor: z.string().optional(),
    serverTime: isoInstantSchema,
  }),
);

/** What a page may show or schedule by (R20); the server enforces it. Durations are milliseconds. */
export interface PublicPolicy {
  readonly idleTimeoutMs: number;
  readonly absoluteTimeoutMs: number;
  readonly warnBeforeMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxSessions: number;
  /** What a sign-in beyond `maxSessions` does. Back ends older than this field leave it out. */
  readonly onLimit?: OnLimit | undefined;
}

/** Whose session it is, as far as a header or an account menu shows it. */
export interface SignedInUser {
  readonly id: string;
  readonly displayName: string | null;
  /** Masked mail or phone: `m•••@example.com`. */
  readonly contactHint: string | null;
  readonly roles: readonly string[];
}

/** C2: validation, warnings and the clock in one call. It never extends the session. */
export interface SessionStatus {
  readonly status: 'active' | 'warning';
  readonly user: SignedInUser;
  readonly session: SessionInfo;
  readonly idleExpiresAt: Instant;
  readonly absoluteExpiresAt: Instant;
  readonly warnings: readonly SessionWarning[];
  readonly policy: PublicPolicy;
  readonly verification: VerificationStatus;
  readonly serverTime: Instant;
}

/** Schema of {@link SessionStatus} in the envelope. */
export const getStatusOutput = successOf(
  z.strictObject({
    status: z.enum(['active', 'warning']),
    user: z.strictObject({
      id: z.string(),
      displayName: z.string().nullable(),
      contactHint: z.string().nullable(),
      roles: z.array(z.string()),
    }),
    session: sessionInfoSchema,
    idleExpiresAt: isoInstantSchema,
    absoluteExpiresAt: isoInstantSchema,
    warnings: z.array(sessionWarningSchema),
    policy: z.strictObject({
      idleTimeoutMs: z.number(),
      absoluteTimeoutMs: z.number(),
      warnBeforeMs: z.number(),
      heartbeatIntervalMs: z.number(),
      maxSessions: z.number().int(),
      onLimit: onLimitSchema.optional(),
    }),
    verification: z.strictObject({
      authenticatedAt: isoInstantSchema,
      recentUntil: isoInstantSchema,
      secondFactorUntil: isoInstantSchema.nullable(),
    }),
    serverTime: isoInstantSchema,
  }),
);

/** C5. Ending another device's session needs a recent proof (R23); a step-up token for `security_settings` is one. */
export interface RevokeSessionInput extends WithStepUpToken {
  readonly sessionId: string;
}
/** Answer of C5. */
export interface SessionRevoked {
  readonly revokedId: string;
}
/** Schema of {@link RevokeSessionInput}. */
export const revokeSessionInput = z.strictObject({ sessionId: handleSchema, ...withStepUpToken });
/** Schema of {@link SessionRevoked} in the envelope. */
export const revokeSessionOutput = successOf(z.strictObject({ revokedId: z.string() }));

/** C6 */
export interface RevokeSessionsInput extends WithStepUpToken {
  readonly sessionIds: readonly string[];
}
/** `failed`: this one is still signed in, for the reason in `cause`, whatever became of the others. */
export type RevokeSessionResult =
  | { readonly sessionId: string; readonly status: 'revoked' | 'not_found' }
  | { readonly sessionId: string; readonly status: 'failed'; readonly cause: SessionSecurityErrorCause };
/** The reference server ends all or none of them, so `failed` comes only from back ends that end one after another. */
export interface RevokeSessionsResult {
  /** One entry for each id asked for, in the same order. */
  readonly results: readonly RevokeSessionResult[];
}
/** Schema of {@link RevokeSessionsInput}: from 1 to 100 handles. */
export const revokeSessionsInput = z.strictObject({
  sessionIds: z.array(handleSchema).min(1).max(100),
  ...withStepUpToken,
});
/** Schema of {@link RevokeSessionsResult} in the envelope. */
export const revokeSessionsOutput = successOf(
  z.strictObject({
    results: z.array(
      z.discriminatedUnion('status', [
        z.strictObject({ sessionId: z.string(), status: z.enum(['revoked', 'not_found']) }),
        z.strictObject({ sessionId: z.string(), status: z.literal('failed'), cause: errorCauseSchema }),
      ]),
    ),
  }),
);

/** Schema of the input of C7: nothing, or a step-up token. */
export const revokeAllOtherSessionsInput = z.strictObject({ ...withStepUpToken }).optional();
/** Answer of C7. */
export interface OtherSessionsRevoked {
  readonly revokedCount: number;
}
/** Schema of {@link OtherSessionsRevoked} in the envelope. */
export const revokeAllOtherSessionsOutput = successOf(z.strictObject({ revokedCount: z.number().int() }));

/** C8. The name is normalised on the server; see `cleanDeviceName`. */
export interface RenameSessionInput extends WithStepUpToken {
  readonly sessionId: string;
  readonly deviceName: string;
}
/** Answer of C8, with the name as it was stored. */
export interface SessionRenamed {
  readonly sessionId: string;
  readonly deviceName: string;
}
/** Schema of {@link RenameSessionInput}: a name of at most 512 characters, before it is cleaned. */
export const renameSessionInput = z.strictObject({
  sessionId: handleSchema,
  deviceName: z.string().max(512),
  ...withStepUpToken,
});
/** Schema of {@link SessionRenamed} in the envelope. */
export const renameSessionOutput = successOf(z.strictObject({ sessionId: z.string(), deviceName: z.string() }));
