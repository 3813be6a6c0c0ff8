/** Signed-in browsers and devices: the shapes and schemas of C1, C2 and C5–C8. */
import { z } from 'zod';
import type { Instant } from './instant';
import { handleSchema, isoInstantSchema, successOf } from './success';
import type { VerificationStatus } from './verification';
import { type SessionWarning, sessionWarningSchema } from './warning';

export type DeviceType = 'mobile' | 'tablet' | 'desktop' | 'tv' | 'unknown';
export type SignInMethod = 'password' | 'password_2fa' | 'phone_otp' | 'phone_otp_2fa';
export type SessionFilter = 'all' | 'inactive' | 'untrusted';

export interface Location {
  readonly city: string | null;
  readonly region: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

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

export const deviceTypeSchema = z.enum(['mobile', 'tablet', 'desktop', 'tv', 'unknown']);

export const locationSchema = z.strictObject({
  city: z.string().nullable(),
  region: z.string().nullable(),
  country: z.string().nullable(),
});

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

export const getSessionsInput = z
  .strictObject({
    cursor: z.string().max(256).optional(),
    limit: z.number().int().min(1).max(100).optional(),
    filter: z.enum(['all', 'inactive', 'untrusted']).optional(),
    /** `@trpc/react-query` adds it to infinite queries; it has no effect. */
    direction: z.enum(['forward', 'backward']).optional(),
  })
  .optional();

export interface SessionsPage {
  /** The current session first, then by last activity, newest first. */
  readonly sessions: readonly SessionInfo[];
  /** Live sessions that match the filter, on all pages. */
  readonly totalCount: number;
  readonly maxSessions: number;
  readonly nextCursor?: string | undefined;
  readonly serverTime: Instant;
}

export const getSessionsOutput = successOf(
  z.strictObject({
    sessions: z.array(sessionInfoSchema),
    totalCount: z.number().int(),
    maxSessions: z.number().int(),
    nextCursor: z.string().optional(),
    serverTime: isoInstantSchema,
  }),
);

/** The figures that a page may show or schedule by (R20); the server enforces them. All in milliseconds. */
export interface PublicPolicy {
  readonly idleTimeoutMs: number;
  readonly absoluteTimeoutMs: number;
  readonly warnBeforeMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxSessions: number;
}

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
    }),
    verification: z.strictObject({
      authenticatedAt: isoInstantSchema,
      recentUntil: isoInstantSchema,
      secondFactorUntil: isoInstantSchema.nullable(),
    }),
    serverTime: isoInstantSchema,
  }),
);

/** C5 */
export interface RevokeSessionInput {
  readonly sessionId: string;
}
export interface SessionRevoked {
  readonly revokedId: string;
}
export const revokeSessionInput = z.strictObject({ sessionId: handleSchema });
export const revokeSessionOutput = successOf(z.strictObject({ revokedId: z.string() }));

/** C6 */
export interface RevokeSessionsInput {
  readonly sessionIds: readonly string[];
}
export interface RevokeSessionsResult {
  /** One entry for each id asked for, in the same order. */
  readonly results: readonly { readonly sessionId: string; readonly status: 'revoked' | 'not_found' }[];
}
export const revokeSessionsInput = z.strictObject({ sessionIds: z.array(handleSchema).min(1).max(100) });
export const revokeSessionsOutput = successOf(
  z.strictObject({
    results: z.array(z.strictObject({ sessionId: z.string(), status: z.enum(['revoked', 'not_found']) })),
  }),
);

/** C7 */
export interface OtherSessionsRevoked {
  readonly revokedCount: number;
}
export const revokeAllOtherSessionsOutput = successOf(z.strictObject({ revokedCount: z.number().int() }));

/** C8. The name is normalised on the server; see `cleanDeviceName`. */
export interface RenameSessionInput {
  readonly sessionId: string;
  readonly deviceName: string;
}
export interface SessionRenamed {
  readonly sessionId: string;
  readonly deviceName: string;
}
export const renameSessionInput = z.strictObject({ sessionId: handleSchema, deviceName: z.string().max(512) });
export const renameSessionOutput = successOf(z.strictObject({ sessionId: z.string(), deviceName: z.string() }));
