/**
 * Time as a port. Nothing else in the package reads the machine's clock or sets a timer, so tests and stories
 * can drive every deadline by hand.
 */

/** Cancels what it was returned for. Calling it twice, or too late, does nothing. */
export type Cancel = () => void;

/**
 * The time port (SPEC V11): wall clock, monotonic clock and one timer. All in milliseconds.
 *
 * @default {@link systemClock}
 */
export interface Clock {
  /** Wall-clock time, milliseconds since the epoch. May jump when the machine's clock is set. */
  now(): number;
  /** Milliseconds from an arbitrary start. Never goes back, but may stand still while the machine sleeps. */
  monotonic(): number;
  /** Runs `task` once, not before `delayMs` have passed. `delayMs` is capped at the platform's 2,147,483,647 ms. */
  schedule(task: () => void, delayMs: number): Cancel;
}

const longestTimerMs = 2_147_483_647;

/** The machine's own clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule(task, delayMs) {
    const timer = setTimeout(task, Math.min(Math.max(0, delayMs), longestTimerMs));
    return () => clearTimeout(timer);
  },
};
