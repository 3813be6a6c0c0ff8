/**
 * The tables, once, for both drivers. `migrations.ts` makes them; a test compares the two. Secrets, refresh tokens, codes
 * and pre-auth cookies are stored as hashes only, TOTP secrets encrypted (V3). Long because it is the whole database on one
 * page.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { DeviceRegistration } from '../../contract/signIn';
import type { Location } from '../../contract/session';
import type { PaymentSettings, SecuritySettings } from '../../contract/account';
import { sensitiveActionTypes } from '../../contract/sensitiveAction';
import { verificationMethods } from '../../contract/verification';

export const sessionSecuritySchema = pgSchema('session_security');

/** An instant: epoch milliseconds in TypeScript, `timestamptz` to whoever reads the table. */
const instant = customType<{ data: number; driverData: string }>({
  dataType: () => 'timestamp(3) with time zone',
  toDriver: (epochMs) => new Date(epochMs).toISOString(),
  fromDriver: (value) => Date.parse(value),
});

export const users = sessionSecuritySchema.table(
  'users',
  {
    id: text('id').primaryKey(),
    email: text('email'),
    /** E.164 */
    phone: text('phone'),
    displayName: text('display_name'),
    roles: text('roles').array().notNull(),
    passwordHash: text('password_hash'),
    /** AES-256-GCM, see `crypto/keyring.ts`. */
    totpSecret: text('totp_secret'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [uniqueIndex('users_email_key').on(table.email), uniqueIndex('users_phone_key').on(table.phone)],
);

export const sessions = sessionSecuritySchema.table(
  'sessions',
  {
    /** Public handle. */
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    /** Null in bearer transport, where refresh tokens stand for the session. */
    secretHash: text('secret_hash'),
    /** Let in until the browser has the new one, or a few seconds longer, with less than that one (R2). */
    previousSecretHash: text('previous_secret_hash'),
    /** In bearer transport: access tokens of before are refused. */
    secretRenewedAt: instant('secret_renewed_at'),
    /** When the renewed secret was first presented: its answer arrived. */
    secretUsedAt: instant('secret_used_at'),
    /** Its user's privileges changed: the next call renews the secret (OWASP Session Management). */
    renewalDue: boolean('renewal_due').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    lastActivityAt: instant('last_activity_at').notNull(),
    authenticatedAt: instant('authenticated_at').notNull(),
    secondFactorAt: instant('second_factor_at'),
    secondFactorMethod: text('second_factor_method', { enum: verificationMethods }),
    /** The row outlives the session, so that its bearer can be told why it ended. */
    revokedAt: instant('revoked_at'),
    revokedReason: text('revoked_reason'),
    signInMethod: text('sign_in_method').notNull(),
    /** Authenticator assurance level of NIST SP 800-63B-4 §2 (R97). */
    aal: integer('aal').notNull(),
    /** RFC 8176 */
    amr: text('amr').array().notNull(),
    rememberMe: boolean('remember_me').notNull(),
    isTrusted: boolean('is_trusted').notNull(),
    deviceName: text('device_name').notNull(),
    deviceType: text('device_type', { enum: ['mobile', 'tablet', 'desktop', 'tv', 'unknown'] }).notNull(),
    browser: text('browser'),
    os: text('os'),
    /** Stable over versions of the same browser: what a "new device" is measured by. */
    deviceFamily: text('device_family').notNull(),
    userAgent: text('user_agent'),
    ipAddress: text('ip_address'),
    location: jsonb('location').$type<Location>(),
    platform: text('platform'),
    platformVersion: text('platform_version'),
    appVersion: text('app_version'),
    pushToken: text('push_token'),
  },
  (table) => [
    uniqueIndex('sessions_secret_hash_key').on(table.secretHash),
    index('sessions_previous_secret_idx')
      .on(table.previousSecretHash)
      .where(sql`previous_secret_hash IS NOT NULL`),
    index('sessions_live_idx')
      .on(table.userId, table.lastActivityAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`revoked_at IS NULL`),
    index('sessions_device_family_idx').on(table.userId, table.deviceFamily),
  ],
);

/** The family of a session's refresh tokens (R57). It lives and dies with the session: every use checks that row too. */
export const refreshTokens = sessionSecuritySchema.table(
  'refresh_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    sessionId: text('session_id').notNull(),
    issuedAt: instant('issued_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** Set once: the token was exchanged for its successor. One row per session has none. */
    rotatedAt: instant('rotated_at'),
    /** SHA-256 of the attempt that exchanged it. */
    attemptHash: text('attempt_hash'),
  },
  (table) => [index('refresh_tokens_session_idx').on(table.sessionId)],
);

/** A first factor was accepted, the second is awaited. */
export const signInChallenges = sessionSecuritySchema.table(
  'sign_in_challenges',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    preAuthHash: text('pre_auth_hash').notNull(),
    firstFactor: text('first_factor', { enum: ['password', 'phone_otp'] }).notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    attempts: integer('attempts').notNull(),
    consumedAt: instant('consumed_at'),
    rememberMe: boolean('remember_me').notNull(),
    replaceOldestSession: boolean('replace_oldest_session').notNull(),
    device: jsonb('device').$type<DeviceRegistration>(),
  },
  (table) => [index('sign_in_challenges_expires_at_idx').on(table.expiresAt)],
);

export const phoneOtps = sessionSecuritySchema.table(
  'phone_otps',
  {
    phone: text('phone').notNull(),
    preAuthHash: text('pre_auth_hash').notNull(),
    /** Null where the number has no account: everything else is done alike (R96). */
    userId: text('user_id'),
    codeHash: text('code_hash').notNull(),
    sentAt: instant('sent_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    attempts: integer('attempts').notNull(),
    consumedAt: instant('consumed_at'),
  },
  (table) => [
    primaryKey({ name: 'phone_otps_pkey', columns: [table.phone, table.preAuthHash] }),
    index('phone_otps_expires_at_idx').on(table.expiresAt),
  ],
);

/** Goes up with every change of credentials. A user without a row never had one. The row outlives the account. */
export const credentialEpochs = sessionSecuritySchema.table('credential_epochs', {
  userId: text('user_id').primaryKey(),
  epoch: integer('epoch').notNull(),
});

/** Counts over all challenges and sessions of one user (RFC 4226 §7.3). */
export const secondFactorStates = sessionSecuritySchema.table(
  'second_factor_states',
  {
    userId: text('user_id').notNull(),
    factor: text('factor').notNull(),
    consecutiveFailures: integer('consecutive_failures').notNull(),
    lockedUntil: instant('locked_until'),
    /** The last TOTP time step that was let through; only later ones are (RFC 6238 §5.2). */
    lastStep: integer('last_step'),
  },
  (table) => [primaryKey({ name: 'second_factor_states_pkey', columns: [table.userId, table.factor] })],
);

/** TOTP secrets that were shown and not yet confirmed. A row is deleted when it is, with all others of the user. */
export const totpEnrolments = sessionSecuritySchema.table(
  'totp_enrolments',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    sessionId: text('session_id').notNull(),
    /** AES-256-GCM, see `crypto/keyring.ts`. */
    secret: text('secret').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    attempts: integer('attempts').notNull(),
  },
  (table) => [
    index('totp_enrolments_user_idx').on(table.userId),
    index('totp_enrolments_expires_at_idx').on(table.expiresAt),
  ],
);

/** One set per user: a new one replaces it whole. */
export const backupCodes = sessionSecuritySchema.table(
  'backup_codes',
  {
    userId: text('user_id').notNull(),
    codeHash: text('code_hash').notNull(),
    /** The same for the set, so that a code is looked up by one hash (ASVS 6.5.2). */
    salt: text('salt').notNull(),
    generatedAt: instant('generated_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [primaryKey({ name: 'backup_codes_pkey', columns: [table.userId, table.codeHash] })],
);

export const passkeys = sessionSecuritySchema.table(
  'passkeys',
  {
    /** Public handle. */
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    /** base64url */
    credentialId: text('credential_id').notNull(),
    /** COSE_Key, base64url */
    publicKey: text('public_key').notNull(),
    /** 0 for an authenticator that does not count; up to 2^32 - 1. */
    signCount: bigint('sign_count', { mode: 'number' }).notNull(),
    transports: text('transports').array().notNull(),
    name: text('name').notNull(),
    isSynced: boolean('is_synced').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
  },
  (table) => [
    uniqueIndex('passkeys_credential_id_key').on(table.credentialId),
    index('passkeys_user_idx').on(table.userId, table.createdAt),
  ],
);

/** Challenges of WebAuthn ceremonies: for one user, session and purpose, once. */
export const passkeyChallenges = sessionSecuritySchema.table(
  'passkey_challenges',
  {
    challengeHash: text('challenge_hash').primaryKey(),
    userId: text('user_id').notNull(),
    sessionId: text('session_id').notNull(),
    /** `registration`, or the sensitive action that an assertion is for. */
    purpose: text('purpose').notNull(),
    expiresAt: instant('expires_at').notNull(),
    consumedAt: instant('consumed_at'),
  },
  (table) => [index('passkey_challenges_expires_at_idx').on(table.expiresAt)],
);

/** Browsers that an account has signed in with. Used by limits only: being known replaces no factor. */
export const knownBrowsers = sessionSecuritySchema.table(
  'known_browsers',
  {
    userId: text('user_id').notNull(),
    browserHash: text('browser_hash').notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (table) => [primaryKey({ name: 'known_browsers_pkey', columns: [table.userId, table.browserHash] })],
);

export const rateLimits = sessionSecuritySchema.table('rate_limits', {
  /** Name of the limit and a keyed hash of what it counts. */
  key: text('key').primaryKey(),
  count: integer('count').notNull(),
  /** Calls in a row that were turned away; not part of `count`. */
  refused: integer('refused').notNull(),
  windowStartedAt: instant('window_started_at').notNull(),
  blockedUntil: instant('blocked_until'),
});

export const securityEvents = sessionSecuritySchema.table(
  'security_events',
  {
    id: text('id').primaryKey(),
    type: text('type').notNull(),
    severity: text('severity', { enum: ['info', 'warning', 'critical'] }).notNull(),
    userId: text('user_id'),
    sessionId: text('session_id'),
    method: text('method'),
    success: boolean('success').notNull(),
    reason: text('reason'),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('security_events_user_idx').on(
      table.userId,
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
  ],
);

/** Open prompts for a second factor, or for a code that a step-up needs (C12). */
export const challenges = sessionSecuritySchema.table(
  'challenges',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    sessionId: text('session_id').notNull(),
    actionType: text('action_type', { enum: sensitiveActionTypes }).notNull(),
    method: text('method', { enum: verificationMethods }).notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** Over all methods of this prompt; those of the user and method are counted elsewhere too. */
    attempts: integer('attempts').notNull(),
    consumedAt: instant('consumed_at'),
    /** Keyed hash of the code that was sent. */
    codeHash: text('code_hash'),
  },
  (table) => [
    index('challenges_session_idx').on(table.sessionId, table.createdAt),
    index('challenges_expires_at_idx').on(table.expiresAt),
  ],
);

/** Proof for one action, once (R43–R46). */
export const stepUpTokens = sessionSecuritySchema.table(
  'step_up_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: text('user_id').notNull(),
    sessionId: text('session_id').notNull(),
    actionType: text('action_type', { enum: sensitiveActionTypes }).notNull(),
    method: text('method', { enum: verificationMethods }).notNull(),
    /** SHA-256 of `boundParameters`, in hex; null for a token that fits all. */
    parametersDigest: text('parameters_digest'),
    /** What was asked for and held when it was made. */
    permissions: text('permissions').array().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    /** The session's secret was renewed, or a factor changed, since. */
    voidedAt: instant('voided_at'),
  },
  (table) => [
    index('step_up_tokens_session_idx').on(table.sessionId),
    index('step_up_tokens_expires_at_idx').on(table.expiresAt),
  ],
);

/** Every attempt at a sensitive action (R83). */
export const sensitiveActionLogs = sessionSecuritySchema.table(
  'sensitive_action_logs',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    sessionId: text('session_id').notNull(),
    actionType: text('action_type', { enum: sensitiveActionTypes }).notNull(),
    /** From an allow-list of each action. */
    actionDetails: jsonb('action_details').$type<Readonly<Record<string, string | number | boolean | null>>>(),
    required2fa: boolean('required_2fa').notNull(),
    requiredStepUp: boolean('required_step_up').notNull(),
    verificationMethod: text('verification_method', { enum: verificationMethods }),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    location: jsonb('location').$type<Location>(),
    success: boolean('success').notNull(),
    failureReason: text('failure_reason'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('sensitive_action_logs_user_idx').on(
      table.userId,
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
  ],
);

/** What users decide about their account; a user without a row has the defaults. */
export const userSettings = sessionSecuritySchema.table('user_settings', {
  userId: text('user_id').primaryKey(),
  security: jsonb('security').$type<Partial<SecuritySettings>>().notNull(),
  payment: jsonb('payment').$type<Partial<PaymentSettings>>().notNull(),
});
