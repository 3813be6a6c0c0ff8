/**
 * The one time base of the engine: the server's time as estimated here, epoch milliseconds. The wall clock may be wrong
 * or set by hand; the monotonic clock may stand still while the machine sleeps. So elapsed time is the larger of the
 * two, and where they disagree the server is asked (ENGINE T-18 … T-23).
 */
import type { Clock } from '../contract/clock';

export interface ServerTime {
  now(): number;
  /** What to add to this machine's wall clock. Kept with shared records, so that a new tab need not ask first. */
  offsetMs(): number;
  /** Learns from an answer: `serverTime` was true at some moment between the two monotonic readings. */
  sync(exchange: { readonly serverTime: number; readonly sentAt: number; readonly receivedAt: number }): void;
  /** Takes another tab's word. Never goes back behind `notBefore`, which is certain to have been. */
  adopt(offsetMs: number, notBefore: number): void;
  /** Milliseconds by which the two clocks have drifted apart since the last look; positive after a sleep. */
  jump(): number;
}

/** Smaller differences are latency and rounding. */
const ignoredSkewMs = 1000;

export function createServerTime(clock: Clock): ServerTime {
  let wall = clock.now();
  let mono = clock.monotonic();
  let server = wall;
  let isSynced = false;
  let seenWall = wall;
  let seenMono = mono;

  const elapsed = (): number => Math.max(0, clock.monotonic() - mono, clock.now() - wall);
  const anchor = (at: number): void => {
    wall = clock.now();
    mono = clock.monotonic();
    server = at;
  };
  const now = (): number => server + elapsed();

  return {
    now,
    offsetMs: () => now() - clock.now(),
    sync({ serverTime, sentAt, receivedAt }) {
      const estimate = serverTime + Math.max(0, receivedAt - sentAt) / 2 + (clock.monotonic() - receivedAt);
      if (isSynced && Math.abs(estimate - now()) < ignoredSkewMs) return;
      anchor(estimate);
      isSynced = true;
    },
    adopt(offsetMs, notBefore) {
      anchor(Math.max(clock.now() + offsetMs, notBefore));
    },
    jump() {
      const difference = clock.now() - seenWall - (clock.monotonic() - seenMono);
      seenWall = clock.now();
      seenMono = clock.monotonic();
      return difference;
    },
  };
}
