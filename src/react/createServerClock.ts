/**
 * The server's time as seen from here: the client's clock plus the difference last observed. Views that say "2 minutes
 * ago" share its one minute tick; between ticks its reading stands still, so that renders are repeatable.
 */
import type { Cancel, Clock } from '../contract/clock';
import { toEpochMs } from '../contract/instant';
import type { Instant } from '../contract/instant';

export interface ServerClock {
  /** The reading of the last tick, milliseconds since the epoch. */
  reading(): number;
  /** Learns the difference from a `serverTime` that has just arrived. */
  sync(serverTime: Instant): void;
  /** Runs `listener` after every tick and every correction. No timer runs while nobody listens. */
  subscribe(listener: () => void): Cancel;
}

const tickMs = 60_000;

export function createServerClock(clock: Clock): ServerClock {
  let offsetMs = 0;
  let reading = clock.now();
  let cancelTick: Cancel | undefined;
  const listeners = new Set<() => void>();

  const read = (): void => {
    reading = clock.now() + offsetMs;
    for (const listener of listeners) listener();
  };
  const tick = (): void => {
    cancelTick = clock.schedule(tick, tickMs);
    read();
  };

  return {
    reading: () => reading,
    sync(serverTime) {
      const serverMs = toEpochMs(serverTime);
      if (serverMs === undefined) return;
      offsetMs = serverMs - clock.now();
      read();
    },
    subscribe(listener) {
      listeners.add(listener);
      if (cancelTick === undefined) {
        cancelTick = clock.schedule(tick, tickMs);
        reading = clock.now() + offsetMs;
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        cancelTick?.();
        cancelTick = undefined;
      };
    },
  };
}
