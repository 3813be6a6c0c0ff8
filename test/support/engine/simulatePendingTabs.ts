/** Tabs of one browser with actions put aside in them: each has a storage of its own, and they share another and the locks. */
import { createManualClock } from 'react-session-security/testing';
import { createSharedStore } from '../../../src/engine/createSharedStore';
import { createTabLock } from '../../../src/engine/createTabLock';
import { createPendingActions } from '../../../src/engine/proof/createPendingActions';
import type { PendingActions } from '../../../src/engine/proof/createPendingActions';
import { simulateLocks } from './simulateLocks';
import { simulateStorage } from './simulateStorage';

export interface PendingTab {
  readonly pending: PendingActions;
  /** What lies in the tab's own storage. */
  readonly items: Map<string, string>;
  /** As the browser's "duplicate tab": a page of its own, over a copy of the storage. */
  duplicate(): PendingTab;
  /** Another document in the same tab: its memory is gone. */
  reload(): PendingTab;
}

export interface SimulatePendingTabsOptions {
  readonly keepsTokensInStorage?: boolean;
  readonly isBlocked?: boolean;
}

export function simulatePendingTabs({
  keepsTokensInStorage = false,
  isBlocked = false,
}: SimulatePendingTabsOptions = {}) {
  const clock = createManualClock();
  const sharedItems = simulateStorage();
  const locks = simulateLocks();
  let ids = 0;
  const user: { id: string | undefined } = { id: 'usr_ada' };

  const open = (storage = simulateStorage()): PendingTab => {
    const owner = {};
    if (isBlocked) storage.fail('onUse');
    const shared = createSharedStore({ area: () => sharedItems.areaOf(owner), prefix: 'app' });
    const pending = createPendingActions({
      own: createSharedStore({ area: () => storage.areaOf(owner), prefix: 'app' }),
      shared,
      lock: createTabLock({ locks: locks.managerOf(owner), store: shared, clock, random: () => 0.5 }),
      clock,
      now: () => clock.now(),
      userId: () => user.id,
      newId: () => `id-of-this-browser-${String((ids += 1)).padStart(4, '0')}`,
      keepsTokensInStorage,
    });
    return {
      pending,
      items: storage.items,
      duplicate() {
        const copy = simulateStorage();
        for (const [name, text] of storage.items) copy.items.set(name, text);
        return open(copy);
      },
      reload: () => open(storage),
    };
  };
  return { clock, user, shared: sharedItems, locks, open };
}
