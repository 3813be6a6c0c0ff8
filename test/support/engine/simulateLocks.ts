/** Web Locks: first come, first served; freed when the owner's tab is gone, held on while it is merely frozen. */
import type { Locks } from '../../../src/engine/createTabLock';

export interface SimulatedLocks {
  managerOf(owner: object): Locks;
  free(owner: object): void;
}

interface Waiter {
  readonly owner: object;
  readonly grant: () => void;
}

export function simulateLocks(): SimulatedLocks {
  const holders = new Map<string, object>();
  const queues = new Map<string, Waiter[]>();

  const next = (name: string): void => {
    holders.delete(name);
    queues.get(name)?.shift()?.grant();
  };
  const hold = async (name: string, owner: object, callback: (lock: unknown) => Promise<void>): Promise<void> => {
    holders.set(name, owner);
    try {
      await callback({ name });
    } finally {
      if (holders.get(name) === owner) next(name);
    }
  };

  return {
    managerOf: (owner) => ({
      async request(name, { ifAvailable = false, signal }, callback) {
        if (!holders.has(name)) return hold(name, owner, callback);
        if (ifAvailable) return callback(null);
        await new Promise<void>((resolve, reject) => {
          const queue = queues.get(name) ?? [];
          queues.set(name, queue);
          const waiter = { owner, grant: resolve };
          queue.push(waiter);
          signal?.addEventListener('abort', () => {
            const index = queue.indexOf(waiter);
            if (index < 0) return;
            queue.splice(index, 1);
            reject(signal.reason as Error);
          });
        });
        return hold(name, owner, callback);
      },
    }),
    free(owner) {
      for (const queue of queues.values()) {
        for (const waiter of queue.filter((candidate) => candidate.owner === owner)) {
          queue.splice(queue.indexOf(waiter), 1);
        }
      }
      for (const [name, holder] of holders) if (holder === owner) next(name);
    },
  };
}
