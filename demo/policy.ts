/** What the demo asks of its server, for both sides: an app knows its own limits, and says them. */
import type { PolicyOptions } from 'react-session-security/contract';

const minutes = 60_000;
const days = 24 * 60 * minutes;

/** Idle for so long that the seeded devices are still signed in. */
export const demoPolicy = {
  preset: 'consumer',
  session: { idleTimeoutMs: 14 * days, maxSessions: 5 },
} as const satisfies PolicyOptions;

export interface IdleLimits {
  /** How long nobody may be active, milliseconds. */
  readonly idleMs: number;
  /** How long before that end it is warned of, milliseconds. */
  readonly warnMs: number;
}

/** What the time machine changes to: short enough to sit through. */
export const shortLimits: IdleLimits = { idleMs: 2 * minutes, warnMs: 1 * minutes };

/** How often input is reported under a short limit, milliseconds: before the server would begin to warn. */
export function reportEveryMs({ idleMs }: IdleLimits): number {
  return Math.floor(idleMs / 8);
}

/** The same policy with another idle limit, and a heartbeat that fits it. */
export function withIdleLimits(policy: PolicyOptions, limits: IdleLimits): PolicyOptions {
  return {
    ...policy,
    session: { ...policy.session, idleTimeoutMs: limits.idleMs, warnBeforeMs: limits.warnMs },
    heartbeat: { intervalMs: reportEveryMs(limits), minIntervalMs: 1000 },
  };
}
