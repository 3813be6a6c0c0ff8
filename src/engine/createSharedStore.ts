/**
 * What the tabs of one browser share: small texts under one prefix. Storage that is full, blocked, missing or broken
 * degrades to this tab's memory, once and audibly; nothing here throws (SPEC A16; ENGINE T-69, T-70).
 */
import { storageName } from './storageNames';

/** The part of `Storage` that is used. */
export interface StorageArea {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface SharedStore {
  read(key: string): string | undefined;
  write(key: string, text: string): void;
  remove(key: string): void;
  /** The name under which `key` lies in the storage, as storage events have it. */
  nameOf(key: string): string;
  /** From now on it is this tab's memory only: whatever still comes in late changes nothing for the others. */
  close(): void;
}

export interface SharedStoreOptions {
  /** A function, because the mere look at `localStorage` can throw. */
  readonly area: () => StorageArea | undefined;
  readonly prefix: string;
  /** Called once, when tabs stop seeing each other through this store. */
  readonly onDegraded?: (cause: unknown) => void;
}

export function createSharedStore({ area, prefix, onDegraded }: SharedStoreOptions): SharedStore {
  const memory = new Map<string, string>();
  const nameOf = (key: string): string => storageName(prefix, key);
  let storage: StorageArea | undefined;
  let isOpened = false;

  const degrade = (cause: unknown): void => {
    if (storage === undefined) return;
    storage = undefined;
    onDegraded?.(cause);
  };
  /** Opened by the first use: nothing is touched by whoever merely creates a store, on a server say. */
  const open = (): void => {
    if (isOpened) return;
    isOpened = true;
    try {
      const found = area();
      if (found === undefined) throw new TypeError('There is no storage.');
      probe(found, nameOf('probe'));
      storage = found;
    } catch (cause) {
      onDegraded?.(cause);
    }
  };
  const attempt = <Result>(work: (from: StorageArea) => Result): Result | undefined => {
    open();
    if (storage === undefined) return undefined;
    try {
      return work(storage);
    } catch (cause) {
      degrade(cause);
      return undefined;
    }
  };

  return {
    nameOf,
    /** Memory is what this tab wrote last; where storage works, another tab may have written since. */
    read(key) {
      const text = attempt((from) => from.getItem(nameOf(key)));
      return storage === undefined ? memory.get(key) : (text ?? undefined);
    },
    write(key, text) {
      memory.set(key, text);
      attempt((to) => to.setItem(nameOf(key), text));
    },
    remove(key) {
      memory.delete(key);
      attempt((from) => from.removeItem(nameOf(key)));
    },
    close() {
      isOpened = true;
      storage = undefined;
    },
  };
}

/** Storage may be readable and yet refuse, or forget, what is written (private windows, full disks). */
function probe(storage: StorageArea, name: string): void {
  storage.setItem(name, '1');
  const isKept = storage.getItem(name) === '1';
  storage.removeItem(name);
  if (!isKept) throw new TypeError('The storage does not keep what is written.');
}
