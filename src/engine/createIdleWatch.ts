/** Whether nobody has touched any tab for a while, as a store for `useSyncExternalStore`: changes only when the answer does. */
import type { Cancel, Clock } from '../contract/clock';
import { createScheduler } from './createScheduler';
import type { SessionEngine } from './SessionEngine';

export interface IdleWatchOptions {
  readonly engine: Pick<SessionEngine, 'lastActivityAt' | 'now' | 'onActivity' | 'subscribe'>;
  readonly clock: Clock;
  /** Without input for this long, somebody is idle. */
  readonly thresholdMs: number;
}

export interface IdleWatch {
  /** `false` while there is no session. */
  isIdle(): boolean;
  subscribe(listener: () => void): Cancel;
}

export function createIdleWatch({ engine, clock, thresholdMs }: IdleWatchOptions): IdleWatch {
  let isIdle = false;
  return {
    isIdle: () => isIdle,
    subscribe(listener) {
      const check = (): void => {
        const lastAt = engine.lastActivityAt();
        const leftMs = lastAt === undefined ? undefined : lastAt + thresholdMs - engine.now();
        const before = isIdle;
        isIdle = leftMs !== undefined && leftMs <= 0;
        if (leftMs !== undefined && !isIdle) scheduler.wakeIn(leftMs);
        if (isIdle !== before) listener();
      };
      const scheduler = createScheduler(clock, check);
      const cancels = [engine.onActivity(check), engine.subscribe(check), scheduler.stop];
      check();
      return () => {
        for (const cancel of cancels) cancel();
      };
    },
  };
}
