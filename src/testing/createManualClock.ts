/** A clock that stands still until it is told to move. Timers run in due order while it moves. */
import type { Cancel, Clock } from '../contract/clock';

/** Time in a test's hand: pass it wherever a `Clock` is taken. Milliseconds throughout, and `now` whole ones, like `Date.now`. */
export interface ManualClock extends Clock {
  /** Moves wall and monotonic time, running every timer that falls due on the way. */
  advance(ms: number): void;
  /** Moves wall time only, as setting the machine's clock does. */
  setNow(epochMs: number): void;
  /** How many timers wait. */
  readonly pending: number;
}

interface Timer {
  readonly dueAt: number;
  readonly order: number;
  readonly task: () => void;
}

/**
 * A clock for tests and stories: nothing happens until `advance`, and then everything that falls due on the way, in
 * order, before it returns. Give the same one to the client and to the scripted back end.
 *
 * @param startAt where the clock starts. @default 2026-11-21T09:00:00Z, the moment of the fixtures
 */
export function createManualClock(startAt: number = Date.UTC(2026, 10, 21, 9)): ManualClock {
  let monotonic = 0;
  let set = { wall: startAt, at: 0 };
  let order = 0;
  const timers = new Set<Timer>();

  const nextDue = (until: number): Timer | undefined =>
    [...timers].filter(({ dueAt }) => dueAt <= until).toSorted((a, b) => a.dueAt - b.dueAt || a.order - b.order)[0];

  return {
    now: () => Math.floor(set.wall + (monotonic - set.at)),
    monotonic: () => monotonic,
    schedule(task, delayMs): Cancel {
      const timer = { dueAt: monotonic + Math.max(0, delayMs), order: (order += 1), task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const until = monotonic + ms;
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        timers.delete(timer);
        monotonic = timer.dueAt;
        timer.task();
      }
      monotonic = until;
    },
    setNow(epochMs) {
      set = { wall: epochMs, at: monotonic };
    },
    get pending() {
      return timers.size;
    },
  };
}
