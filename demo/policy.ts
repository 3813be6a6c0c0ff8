/** What the demo asks of its server, for both sides: an app knows its own limits, and says them. */
import type { PolicyOptions } from 'react-session-security/contract';

const days = 24 * 60 * 60_000;

/** Idle for so long that the seeded devices are still signed in. */
export const demoPolicy = {
  preset: 'consumer',
  session: { idleTimeoutMs: 14 * days, maxSessions: 5 },
} as const satisfies PolicyOptions;
