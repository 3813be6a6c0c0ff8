/**
 * One exchange at a time in this browser. A lock here saves requests, it never makes anything correct: whoever waited
 * long enough goes on without it and is stopped by the commit guard instead. Held for one exchange, never stolen,
 * never awaited for ever, free as soon as its tab is gone (ENGINE T-11, T-12; finding 1).
 */
import type { Clock } from '../contract/clock';
import type { SharedStore } from './createSharedStore';

/** The part of `LockManager` that is used. */
export interface Locks {
  request(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    callback: (lock: unknown) => Promise<void>,
  ): Promise<unknown>;
}

export interface TabLockOptions {
  /** `undefined`: leases in the store take their place. */
  readonly locks: Locks | undefined;
  readonly store: SharedStore;
  readonly clock: Clock;
  readonly random: () => number;
}

export type LockResult<Result> = { readonly status: 'held'; readonly result: Result } | { readonly status: 'busy' };

export interface TabLock {
  /**
   * Runs `task` when nobody else in this browser runs one under `name`.
   *
   * @param waitMs how long to wait for others. 0: not at all.
   * @returns `held` and what `task` returned, or `busy` without having run it. Rejects only with what `task` throws.
   */
  run<Result>(name: string, waitMs: number, task: () => Promise<Result>): Promise<LockResult<Result>>;
  /** The page is put away: what others wait for is theirs now, while the tasks here run on. */
  releaseAll(): void;
}

/** Longer than any exchange. Without Web Locks, a tab that crashed is waited for at most this long. */
export const leaseMs = 11_000;

export function createTabLock({ locks, store, clock, random }: TabLockOptions): TabLock {
  const releases = new Set<() => void>();
  const pause = (ms: number): Promise<void> => new Promise((resolve) => clock.schedule(resolve, ms));

  /** Lets go when `task` is done or the page is put away, whichever is first. */
  const holdDuring = (task: Promise<unknown>, letGo: () => void): void => {
    const release = (): void => {
      if (releases.delete(release)) letGo();
    };
    releases.add(release);
    task.then(release, release);
  };

  const runLocked = <Result>(
    manager: Locks,
    name: string,
    waitMs: number,
    task: () => Promise<Result>,
  ): Promise<LockResult<Result>> =>
    new Promise((resolve, reject) => {
      const controller = new AbortController();
      const cancelWait = waitMs > 0 ? clock.schedule(() => controller.abort(), waitMs) : undefined;
      let isStarted = false;
      const start = (): Promise<void> => {
        isStarted = true;
        const running = task();
        running.then((result) => resolve({ status: 'held', result }), reject);
        return new Promise((letGo) => holdDuring(running, letGo));
      };
      const grant = async (lock: unknown): Promise<void> => {
        cancelWait?.();
        if (lock === null || controller.signal.aborted) resolve({ status: 'busy' });
        else await start();
      };
      const options = waitMs > 0 ? { signal: controller.signal } : { ifAvailable: true };
      requestSafely(manager, name, options, grant).catch(() => {
        cancelWait?.();
        if (isStarted) return;
        if (controller.signal.aborted) resolve({ status: 'busy' });
        else void start();
      });
    });

  /** A lock made of storage is not atomic: two tabs may pass. The commit guard expects it. */
  const runLeased = async <Result>(
    name: string,
    waitMs: number,
    task: () => Promise<Result>,
  ): Promise<LockResult<Result>> => {
    const key = `lock.${name}`;
    const owner = Math.floor(random() * 2 ** 48).toString(36);
    const isMine = (): boolean => store.read(key)?.startsWith(`${owner}:`) === true;
    const giveUpAt = clock.monotonic() + waitMs;
    for (;;) {
      if (isFree(store.read(key), clock.now())) {
        store.write(key, `${owner}:${String(clock.now() + leaseMs)}`);
        await pause(20 + random() * 30);
        if (isMine()) break;
      }
      if (clock.monotonic() >= giveUpAt) return { status: 'busy' };
      await pause(50 + random() * 50);
    }
    const running = task();
    holdDuring(running, () => {
      if (isMine()) store.remove(key);
    });
    return { status: 'held', result: await running };
  };

  return {
    run: (name, waitMs, task) =>
      locks === undefined ? runLeased(name, waitMs, task) : runLocked(locks, store.nameOf(name), waitMs, task),
    releaseAll() {
      for (const release of releases) release();
    },
  };
}

/** In some sandboxed frames the manager throws instead of rejecting. */
async function requestSafely(
  manager: Locks,
  name: string,
  options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
  callback: (lock: unknown) => Promise<void>,
): Promise<void> {
  await manager.request(name, options, callback);
}

function isFree(lease: string | undefined, now: number): boolean {
  const until = Number(lease?.split(':', 2)[1]);
  return !(until > now && until <= now + leaseMs);
}
