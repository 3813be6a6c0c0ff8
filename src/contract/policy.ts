/**
 * Every duration and limit in one object (SPEC V2). Durations are milliseconds. The figures of `consumer` are the
 * default; `aal2` and `strict` follow NIST SP 800-63B-4 §2.2.3 and §2.3.3. Reaches browsers, so no zod here.
 */
import type { ActionRule } from './actionRule';
import { policyProblems } from './policyProblems';
import type { SensitiveActionType } from './sensitiveAction';

/** How many operations in how long, and what follows. Milliseconds. Counted atomically over all instances (SPEC V6). */
export interface RateLimit {
  /** Operations let through in one window. */
  readonly max: number;
  readonly windowMs: number;
  /** How long everything is refused, from the moment the limit was passed. 0: until the window ends. */
  readonly blockMs: number;
}

/** What a sign-in beyond `maxSessions` does: end the session used longest ago, be refused, or ask first (SPEC V5). */
export type OnLimit = 'evict-oldest' | 'reject' | 'ask';

/**
 * Every duration (milliseconds) and limit that the server enforces (SPEC V2). Make one with {@link definePolicy},
 * which validates it.
 */
export interface SessionSecurityPolicy {
  readonly session: {
    readonly idleTimeoutMs: number;
    readonly absoluteTimeoutMs: number;
    /** When the warning asks for action; never under 20 s (WCAG 2.2.1). */
    readonly warnBeforeMs: number;
    readonly maxSessions: number;
    /** What a sign-in beyond `maxSessions` does. */
    readonly onLimit: OnLimit;
    /** Ending another device's session needs an authentication not older than `recentAuthMs` (ASVS 7.5.2). */
    readonly requireRecentAuthForRevoke: boolean;
    readonly recentAuthMs: number;
    /** `inactive` in the list's filter. */
    readonly inactiveAfterMs: number;
  };
  readonly heartbeat: {
    readonly intervalMs: number;
    /** At most one heartbeat is accepted in this time; extra ones are no-ops. */
    readonly minIntervalMs: number;
  };
  /** Bearer transport. `leewayMs`: how far clocks may differ (RFC 7519 §4.1.4). */
  readonly accessToken: { readonly ttlMs: number; readonly leewayMs: number };
  readonly refreshToken: {
    /** How long one may lie unused; never beyond the session's absolute end. */
    readonly idleMs: number;
    /** So long after its use the same token gets the same successor again (RFC 9700 §4.14.2 would have none; R57). */
    readonly reuseLeewayMs: number;
  };
  readonly challenge: { readonly ttlMs: number; readonly maxAttempts: number };
  readonly stepUp: { readonly ttlMs: number };
  readonly secondFactor: {
    /** How long a second factor holds in its session; at most an hour. */
    readonly graceMs: number;
    /** Accepted TOTP steps before and after the current one (RFC 6238 §5.2, §6). */
    readonly totpStepsBefore: number;
    readonly totpStepsAfter: number;
    /** Consecutive failures over all challenges and sessions before the factor locks (RFC 4226 §7.3). */
    readonly lockAfter: number;
    readonly lockMs: number;
    /** How long a TOTP secret that was shown may wait for its first code. */
    readonly enrolmentTtlMs: number;
    /** How many backup codes a set has. */
    readonly backupCodes: number;
  };
  readonly passkey: {
    /** How long a browser may take to answer a challenge (WebAuthn L3 §15.1). */
    readonly ttlMs: number;
    readonly maxPerUser: number;
  };
  readonly phoneOtp: { readonly ttlMs: number; readonly resendAfterMs: number; readonly maxAttempts: number };
  readonly trustedDevice: { readonly ttlMs: number };
  /** The table of SPEC F1: what each sensitive action asks for beside a live session. `role_change`, `admin_action`: `fresh`. */
  readonly actions: Readonly<Record<SensitiveActionType, ActionRule>>;
  readonly limits: {
    /** Failures for one account from one address, or in one browser that the account has signed in with before. */
    readonly signIn: RateLimit;
    /** Failures from one address, whatever the account. */
    readonly signInPerAddress: RateLimit;
    /** Failures for one account from all browsers that it has not signed in with (NIST SP 800-63B-4 §3.2.2: at most 100). */
    readonly signInPerAccount: RateLimit;
    readonly otpPerNumber: RateLimit;
    readonly otpPerNumberPerDay: RateLimit;
    /** Texts to anybody: what an attack with many numbers and addresses can cost. */
    readonly otpGlobal: RateLimit;
    readonly otpPerAddress: RateLimit;
    readonly passwordReset: RateLimit;
    /** Refreshes of one session. */
    readonly refresh: RateLimit;
    /** What one session does besides refreshing, validating and signing out; also recorded refusals of one kind and address. */
    readonly general: RateLimit;
  };
}

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const days = 24 * hours;

const afterSecondFactor: ActionRule = { proof: 'recent', graceMs: 15 * minutes };
const eachTime: ActionRule = { proof: 'fresh', graceMs: 0 };

const consumer: SessionSecurityPolicy = {
  session: {
    idleTimeoutMs: 24 * hours,
    absoluteTimeoutMs: 30 * days,
    warnBeforeMs: 5 * minutes,
    maxSessions: 5,
    onLimit: 'evict-oldest',
    requireRecentAuthForRevoke: true,
    recentAuthMs: 15 * minutes,
    inactiveAfterMs: 30 * days,
  },
  heartbeat: { intervalMs: 5 * minutes, minIntervalMs: 1 * minutes },
  accessToken: { ttlMs: 15 * minutes, leewayMs: 60 * seconds },
  refreshToken: { idleMs: 7 * days, reuseLeewayMs: 10 * seconds },
  challenge: { ttlMs: 5 * minutes, maxAttempts: 5 },
  stepUp: { ttlMs: 10 * minutes },
  secondFactor: {
    graceMs: 15 * minutes,
    totpStepsBefore: 1,
    totpStepsAfter: 1,
    lockAfter: 10,
    lockMs: 15 * minutes,
    enrolmentTtlMs: 10 * minutes,
    backupCodes: 10,
  },
  passkey: { ttlMs: 5 * minutes, maxPerUser: 10 },
  phoneOtp: { ttlMs: 5 * minutes, resendAfterMs: 30 * seconds, maxAttempts: 5 },
  trustedDevice: { ttlMs: 30 * days },
  actions: {
    password_change: afterSecondFactor,
    email_change: afterSecondFactor,
    security_settings: afterSecondFactor,
    account_deletion: afterSecondFactor,
    role_change: eachTime,
    admin_action: eachTime,
    payment_settings: { proof: 'none', graceMs: 15 * minutes },
  },
  limits: {
    signIn: { max: 5, windowMs: 15 * minutes, blockMs: 30 * minutes },
    signInPerAddress: { max: 50, windowMs: 15 * minutes, blockMs: 15 * minutes },
    signInPerAccount: { max: 100, windowMs: 1 * days, blockMs: 1 * hours },
    otpPerNumber: { max: 3, windowMs: 15 * minutes, blockMs: 15 * minutes },
    otpPerNumberPerDay: { max: 10, windowMs: 1 * days, blockMs: 1 * days },
    otpGlobal: { max: 1000, windowMs: 1 * hours, blockMs: 5 * minutes },
    otpPerAddress: { max: 10, windowMs: 15 * minutes, blockMs: 15 * minutes },
    passwordReset: { max: 3, windowMs: 1 * hours, blockMs: 1 * hours },
    refresh: { max: 20, windowMs: 5 * minutes, blockMs: 15 * minutes },
    general: { max: 100, windowMs: 15 * minutes, blockMs: 15 * minutes },
  },
};

const aal2: SessionSecurityPolicy = {
  ...consumer,
  session: { ...consumer.session, idleTimeoutMs: 1 * hours, absoluteTimeoutMs: 24 * hours },
  refreshToken: { ...consumer.refreshToken, idleMs: 24 * hours },
};

const halved = ({ max, windowMs, blockMs }: RateLimit): RateLimit => ({
  max: Math.max(1, Math.floor(max / 2)),
  windowMs,
  blockMs,
});

const strict: SessionSecurityPolicy = {
  ...consumer,
  session: {
    ...consumer.session,
    idleTimeoutMs: 15 * minutes,
    absoluteTimeoutMs: 12 * hours,
    onLimit: 'ask',
    recentAuthMs: 5 * minutes,
  },
  accessToken: { ttlMs: 5 * minutes, leewayMs: 30 * seconds },
  refreshToken: { idleMs: 12 * hours, reuseLeewayMs: 0 },
  challenge: { ttlMs: 5 * minutes, maxAttempts: 3 },
  stepUp: { ttlMs: 5 * minutes },
  secondFactor: { ...consumer.secondFactor, graceMs: 5 * minutes, totpStepsAfter: 0, lockAfter: 5 },
  actions: { ...consumer.actions, account_deletion: eachTime },
  limits: {
    signIn: halved(consumer.limits.signIn),
    signInPerAddress: halved(consumer.limits.signInPerAddress),
    signInPerAccount: halved(consumer.limits.signInPerAccount),
    otpPerNumber: halved(consumer.limits.otpPerNumber),
    otpPerNumberPerDay: halved(consumer.limits.otpPerNumberPerDay),
    otpGlobal: halved(consumer.limits.otpGlobal),
    otpPerAddress: halved(consumer.limits.otpPerAddress),
    passwordReset: halved(consumer.limits.passwordReset),
    refresh: halved(consumer.limits.refresh),
    general: halved(consumer.limits.general),
  },
};

/** The three complete policies: `consumer` (the default), `aal2` and `strict` (NIST SP 800-63B-4 §2.2.3, §2.3.3). */
export const policyPresets = { consumer, aal2, strict } as const;
/** Name of one of {@link policyPresets}. */
export type PolicyPreset = keyof typeof policyPresets;

/** What differs from a preset, figure by figure. */
export type PolicyOverrides = {
  readonly [Section in keyof SessionSecurityPolicy]?: Partial<SessionSecurityPolicy[Section]>;
};

/** A preset and what differs from it. */
export interface PolicyOptions extends PolicyOverrides {
  /** @default 'consumer' */
  readonly preset?: PolicyPreset;
}

/**
 * A complete, validated policy from a preset and what differs from it.
 *
 * @throws {RangeError} naming every figure that is out of bounds, and the bound.
 */
export function definePolicy({ preset = 'consumer', ...overrides }: PolicyOptions = {}): SessionSecurityPolicy {
  if (!Object.hasOwn(policyPresets, preset)) {
    throw new RangeError(
      `react-session-security: unknown policy preset "${preset as string}". Use consumer, aal2 or strict.`,
    );
  }
  const base = policyPresets[preset];
  const unknown = Object.keys(overrides).filter((section) => !Object.hasOwn(base, section));
  const policy = Object.fromEntries(
    Object.entries(base).map(([section, figures]) => [
      section,
      { ...figures, ...overrides[section as keyof PolicyOverrides] },
    ]),
  ) as unknown as SessionSecurityPolicy;
  const problems = [...unknown.map((section) => `there is no section "${section}"`), ...policyProblems(policy, base)];
  if (problems.length > 0) {
    throw new RangeError(
      `react-session-security: the policy is not safe to run: ${problems.join('; ')}. Correct these figures.`,
    );
  }
  return policy;
}
