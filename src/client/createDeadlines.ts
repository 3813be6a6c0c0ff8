/**
 * Deadlines of a back end's answers, by the clock that they are kept by. How long the server gives counts, not its date:
 * this device's clock may be wrong, and nobody may have asked for the time yet.
 */
import { instantIn } from './answerFacts';

export interface Deadlines {
  /** Takes the `serverTime` of an answer that has just arrived; where it tells none, what was learned before holds. */
  learn(serverTime: unknown): void;
  /** When it is `at` for the server, epoch milliseconds by this clock; `undefined` for what is no instant. */
  of(at: unknown): number | undefined;
  /** The server's time now. */
  serverTime(): number;
}

/** @param now epoch milliseconds, as deadlines are compared with */
export function createDeadlines(now: () => number): Deadlines {
  let aheadMs = 0;
  return {
    learn(serverTime) {
      const told = instantIn(serverTime);
      if (told !== undefined) aheadMs = now() - told;
    },
    of(at) {
      const instant = instantIn(at);
      return instant === undefined ? undefined : instant + aheadMs;
    },
    serverTime: () => now() - aheadMs,
  };
}
