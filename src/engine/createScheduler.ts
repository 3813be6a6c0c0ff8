/**
 * One timer for everything that is due. It wakes at least once a minute, because long timers overflow (30 days fire at
 * once) and late ones are common; whoever is woken looks at the clock again (ENGINE T-24, T-25).
 */
import type { Cancel, Clock } from '../contract/clock';

export interface Scheduler {
  /** Wakes after `delayMs` at the latest, and after a minute anyhow. A wake that is already set to come sooner stays. */
  wakeIn(delayMs: number): void;
  stop(): void;
}

const longestHopMs = 60_000;

export function createScheduler(clock: Clock, wake: () => void): Scheduler {
  let cancel: Cancel | undefined;
  let wakesAt = Number.POSITIVE_INFINITY;

  const stop = (): void => {
    cancel?.();
    cancel = undefined;
    wakesAt = Number.POSITIVE_INFINITY;
  };
  return {
    stop,
    wakeIn(delayMs) {
      // Whole milliseconds: half a one would wake too early, again and again.
      const hop = delayMs < longestHopMs ? Math.max(1, Math.ceil(delayMs)) : longestHopMs;
      if (clock.monotonic() + hop >= wakesAt) return;
      stop();
      wakesAt = clock.monotonic() + hop;
      cancel = clock.schedule(() => {
        stop();
        wake();
      }, hop);
    },
  };
}
