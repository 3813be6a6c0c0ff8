/** The current session, with deadlines that are near; by the figures of the `consumer` policy. */
import { policyPresets, toIso } from 'react-session-security';
import type { SessionInfo } from 'react-session-security';
import { sessionFixture } from 'react-session-security/testing';

export interface NearEnd {
  /** Milliseconds until nobody has been active for too long. @default a day */
  readonly idleIn?: number | undefined;
  /** Milliseconds until the session is too old. @default 20 days */
  readonly absoluteIn?: number | undefined;
}

const { idleTimeoutMs, absoluteTimeoutMs } = policyPresets.consumer.session;

export function sessionNearEnd(
  now: number,
  { idleIn = idleTimeoutMs, absoluteIn = (absoluteTimeoutMs * 2) / 3 }: NearEnd,
): SessionInfo {
  return sessionFixture({
    isCurrent: true,
    createdAt: toIso(now - absoluteTimeoutMs + absoluteIn),
    lastActivityAt: toIso(now - idleTimeoutMs + idleIn),
    expiresAt: toIso(now + Math.min(idleIn, absoluteIn)),
  });
}
