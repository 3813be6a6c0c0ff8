/** One origin's `localStorage`, with storage events for the other tabs, and everything that can be wrong with it. */
import type { StorageArea } from '../../../src/engine/createSharedStore';

export interface SimulatedStorage {
  areaOf(owner: object): StorageArea;
  onChange(owner: object, listener: (event: { key: string; newValue: string | null }) => void): void;
  readonly items: Map<string, string>;
  /** From now on, for every tab. */
  fail(how: 'never' | 'onWrite' | 'onUse'): void;
  readonly writes: number;
  readonly reads: number;
}

export function simulateStorage(): SimulatedStorage {
  const items = new Map<string, string>();
  const listeners = new Map<object, (event: { key: string; newValue: string | null }) => void>();
  let failure: 'never' | 'onWrite' | 'onUse' = 'never';
  let writes = 0;
  let reads = 0;
  const tell = (from: object, key: string, newValue: string | null): void => {
    for (const [owner, listener] of listeners) if (owner !== from) listener({ key, newValue });
  };
  return {
    items,
    get writes() {
      return writes;
    },
    get reads() {
      return reads;
    },
    fail(how) {
      failure = how;
    },
    onChange: (owner, listener) => void listeners.set(owner, listener),
    areaOf: (owner) => ({
      getItem(key) {
        if (failure === 'onUse') throw new DOMException('The operation is insecure.', 'SecurityError');
        reads += 1;
        return items.get(key) ?? null;
      },
      setItem(key, value) {
        if (failure !== 'never') throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
        writes += 1;
        if (items.get(key) === value) return;
        items.set(key, value);
        tell(owner, key, value);
      },
      removeItem(key) {
        if (failure === 'onUse') throw new DOMException('The operation is insecure.', 'SecurityError');
        if (items.delete(key)) tell(owner, key, null);
      },
    }),
  };
}
