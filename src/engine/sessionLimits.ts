/** When a session ends, as far as this browser can know. All instants by the server's clock. */
import type { SessionRecord } from './SessionRecord';

/** How long one input stands for all that follow it: what a reading of the last activity can lag behind. */
export const foldMs = 5000;

export interface SessionLimits {
  readonly idleAt: number;
  readonly absoluteAt: number;
  /** The earlier of the two. */
  readonly endsAt: number;
  readonly reason: 'idle' | 'absolute';
  readonly warnAt: number;
}

/**
 * The idle limit counts from the last input in any tab. One input stands for those of the next {@link foldMs}, which
 * nobody looked at; but it never goes beyond what the server grants once the server has heard of it (ENGINE T-55).
 */
export function sessionLimits(record: SessionRecord, activityAt: number): SessionLimits {
  const { idleTimeoutMs, serverActivityAt, warnBeforeMs, absoluteExpiresAt: absoluteAt } = record;
  const here = activityAt + foldMs + idleTimeoutMs;
  const there = serverActivityAt + idleTimeoutMs;
  const idleAt = hasNews(record, activityAt) ? here : Math.min(here, there);
  const endsAt = Math.min(idleAt, absoluteAt);
  return {
    idleAt,
    absoluteAt,
    endsAt,
    reason: idleAt < absoluteAt ? 'idle' : 'absolute',
    warnAt: endsAt - warnBeforeMs,
  };
}

/** There was input that the server doesn't know of. */
export function hasNews(record: SessionRecord, activityAt: number): boolean {
  return activityAt > record.serverActivityAt;
}
