/**
 * What has to be set up again after the session recovered: channels to re-subscribe, caches to refill (SPEC A15).
 * One after the other, each with a limit, none able to stop the next; a recovery during the round makes one more round.
 */
import type { Cancel, Clock } from '../contract/clock';

/** Called after a refresh, or when the back end answers again. Read the token anew: only the newest counts. */
export type RecoveredHook = () => void | Promise<void>;

export interface Recovery {
  on(hook: RecoveredHook): Cancel;
  run(): void;
}

export const hookLimitMs = 5000;

export function createRecovery(clock: Clock, onFailure: (error: unknown) => void): Recovery {
  const hooks = new Set<RecoveredHook>();
  let isRunning = false;
  let isWantedAgain = false;

  const runOne = async (hook: RecoveredHook): Promise<void> => {
    let cancel: Cancel = () => {};
    const limit = new Promise<void>((resolve) => {
      cancel = clock.schedule(resolve, hookLimitMs);
    });
    try {
      await Promise.race([hook(), limit]);
    } catch (error) {
      onFailure(error);
    } finally {
      cancel();
    }
  };
  const runAll = async (): Promise<void> => {
    isRunning = true;
    do {
      isWantedAgain = false;
      for (const hook of hooks) await runOne(hook);
    } while (isWantedAgain);
    isRunning = false;
  };

  return {
    on(hook) {
      const own: RecoveredHook = () => hook();
      hooks.add(own);
      return () => void hooks.delete(own);
    },
    run() {
      if (isRunning) isWantedAgain = true;
      else if (hooks.size > 0) void runAll();
    },
  };
}
