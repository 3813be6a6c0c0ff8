/**
 * Every duration and limit in one object (SPEC V2). Durations are milliseconds. The figures of `consumer` are the
 * default; `aal2` and `strict` follow NIST SP 800-63B-4 §2.2.3 and §2.3.3. Reaches browsers, so no zod here.
 */

export interface RateLimit {
  /** Operations let through in one window. */
  readonly max: number;
  readonly windowMs: number;
  /** How long everything is refused once the limit was passed. */
  readonly blockMs: number;
}

export interface SessionSecurityPolicy {
  readonly session: {
    readonly idleTimeoutMs: number;
    readonly absoluteTimeoutMs: number;
    /** When the warning asks for action; never under 20 s (WCAG 2.2.1). */
    readonly warnBeforeMs: number;
    readonly maxSessions: number;
    /** What a sign-in beyond `maxSessions` does. */
    readonly onLimit: 'evict-oldest' | 'reject' | 'ask';
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
  readonly accessToken: { readonly ttlMs: number; readonly leewayMs: number };
  readonly refreshToken: { readonly idleMs: number; readonly reuseLeewayMs: number };
  readonly challenge: { readonly ttlMs: number; readonly maxAttempts: number };
  readonly stepUp: { readonly ttlMs: number };
  readonly secondFactor: {
    readonly graceMs: number;
    /** Accepted TOTP steps before and after the current one (RFC 6238 §5.2, §6). */
    readonly totpStepsBefore: number;
    readonly totpStepsAfter: number;
    /** Consecutive failures over all challenges and sessions before the factor locks (RFC 4226 §7.3). */
    readonly lockAfter: number;
    readonly lockMs: number;
  };
  readonly phoneOtp: { readonly ttlMs: number; readonly resendAfterMs: number; readonly maxAttempts: number };
  readonly trustedDevice: { readonly ttlMs: number };
  readonly limits: {
    /** Failures for one account from one address. */
    readonly signIn: RateLimit;
    /** Failures from one address, whatever the account. */
    readonly signInPerAddress: RateLimit;
    /** Failures for one account from anywhere (NIST SP 800-63B-4 §3.2.2: at most 100). */
    readonly signInPerAccount: RateLimit;
    readonly otpPerNumber: RateLimit;
    readonly otpPerAddress: RateLimit;
    readonly passwordReset: RateLimit;
    readonly refresh: RateLimit;
    readonly general: RateLimit;
  };
}

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const days = 24 * hours;

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
  secondFactor: { graceMs: 15 * minutes, totpStepsBefore: 1, totpStepsAfter: 1, lockAfter: 10, lockMs: 15 * minutes },
  phoneOtp: { ttlMs: 5 * minutes, resendAfterMs: 30 * seconds, maxAttempts: 5 },
  trustedDevice: { ttlMs: 30 * days },
  limits: {
    signIn: { max: 5, windowMs: 15 * minutes, blockMs: 30 * minutes },
    signInPerAddress: { max: 50, windowMs: 15 * minutes, blockMs: 15 * minutes },
    signInPerAccount: { max: 100, windowMs: 1 * days, blockMs: 1 * hours },
    otpPerNumber: { max: 3, windowMs: 15 * minutes, blockMs: 15 * minutes },
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
  limits: {
    signIn: halved(consumer.limits.signIn),
    signInPerAddress: halved(consumer.limits.signInPerAddress),
    signInPerAccount: halved(consumer.limits.signInPerAccount),
    otpPerNumber: halved(consumer.limits.otpPerNumber),
    otpPerAddress: halved(consumer.limits.otpPerAddress),
    passwordReset: halved(consumer.limits.passwordReset),
    refresh: halved(consumer.limits.refresh),
    general: halved(consumer.limits.general),
  },
};

export const policyPresets = { consumer, aal2, strict } as const;
export type PolicyPreset = keyof typeof policyPresets;

export type PolicyOverrides = {
  readonly [Section in keyof SessionSecurityPolicy]?: Partial<SessionSecurityPolicy[Section]>;
};

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
  const problems = [...unknown.map((section) => `there is no section "${section}"`), ...problemsOf(policy, base)];
  if (problems.length > 0) {
    throw new RangeError(
      `react-session-security: the policy is not safe to run: ${problems.join('; ')}. Correct these figures.`,
    );
  }
  return policy;
}

function problemsOf(policy: SessionSecurityPolicy, base: SessionSecurityPolicy): string[] {
  const { session, heartbeat, accessToken, refreshToken, challenge, stepUp, phoneOtp, secondFactor, limits } = policy;
  const problems = [...misshapen(policy, base, '')];
  if (problems.length > 0) return problems;
  const demand = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  demand(
    session.idleTimeoutMs <= session.absoluteTimeoutMs,
    'session.idleTimeoutMs must not exceed session.absoluteTimeoutMs',
  );
  demand(session.warnBeforeMs >= 20 * seconds, 'session.warnBeforeMs must be at least 20 s (WCAG 2.2.1)');
  demand(
    session.warnBeforeMs < session.idleTimeoutMs,
    'session.warnBeforeMs must be shorter than session.idleTimeoutMs',
  );
  demand(
    ['evict-oldest', 'reject', 'ask'].includes(session.onLimit),
    'session.onLimit must be evict-oldest, reject or ask',
  );
  demand(isCount(session.maxSessions), 'session.maxSessions must be a whole number from 1');
  demand(
    heartbeat.intervalMs < session.idleTimeoutMs,
    'heartbeat.intervalMs must be shorter than session.idleTimeoutMs',
  );
  demand(accessToken.ttlMs <= session.absoluteTimeoutMs, 'accessToken.ttlMs must not exceed session.absoluteTimeoutMs');
  demand(accessToken.leewayMs <= 60 * seconds, 'accessToken.leewayMs must not exceed 60 s (RFC 7519 §4.1.4)');
  demand(refreshToken.idleMs >= accessToken.ttlMs, 'refreshToken.idleMs must not be shorter than accessToken.ttlMs');
  demand(challenge.ttlMs <= 10 * minutes, 'challenge.ttlMs must not exceed 10 min (NIST SP 800-63B-4 §3.1.3.2)');
  demand(isCount(challenge.maxAttempts), 'challenge.maxAttempts must be a whole number from 1');
  demand(phoneOtp.ttlMs <= 10 * minutes, 'phoneOtp.ttlMs must not exceed 10 min (NIST SP 800-63B-4 §3.1.3.2)');
  demand(isCount(phoneOtp.maxAttempts), 'phoneOtp.maxAttempts must be a whole number from 1');
  demand(stepUp.ttlMs <= 10 * minutes, 'stepUp.ttlMs must not exceed 10 min');
  demand(
    isCount(secondFactor.lockAfter) && secondFactor.lockAfter <= 100,
    'secondFactor.lockAfter must be a whole number from 1 to 100 (NIST SP 800-63B-4 §3.2.2)',
  );
  demand(
    secondFactor.totpStepsBefore <= 1 && secondFactor.totpStepsAfter <= 1,
    'secondFactor accepts at most one TOTP step either way (RFC 6238 §5.2)',
  );
  demand(
    Object.values(limits).every(({ max }) => max >= 1),
    'every limit must let at least one operation through',
  );
  return problems;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

/** Figures that do not exist or are of the wrong type or sign, by comparing with a preset that is known to be right. */
function misshapen(value: object, model: object, path: string): string[] {
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(model, key));
  const wrong = Object.entries(model).flatMap(([key, expected]) => {
    const found: unknown = (value as Record<string, unknown>)[key];
    const name = path === '' ? key : `${path}.${key}`;
    if (typeof expected === 'object') {
      return typeof found === 'object' && found !== null
        ? misshapen(found, expected as object, name)
        : [`${name} is missing`];
    }
    if (typeof expected === 'number') {
      return typeof found === 'number' && Number.isFinite(found) && found >= 0
        ? []
        : [`${name} must be a number from 0`];
    }
    return typeof found === typeof expected ? [] : [`${name} must be a ${typeof expected}`];
  });
  return [...wrong, ...unknown.map((key) => `there is no figure "${path}.${key}"`)];
}
