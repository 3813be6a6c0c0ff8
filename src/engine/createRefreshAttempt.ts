/**
 * The name of a refresh that is not answered yet, shared by all tabs: whoever asks next repeats what may have got
 * through, and the back end can tell that from a theft (ENGINE T-13).
 */
import type { SharedStore } from './createSharedStore';
import { attemptKey } from './storageNames';

export interface RefreshAttempt {
  /** Of the one that waits for an answer, or a new one. */
  id(): string;
  /** There is an answer, or it is nobody's any more. */
  forget(): void;
}

export function createRefreshAttempt(store: SharedStore, random: () => number): RefreshAttempt {
  return {
    id() {
      const known = store.read(attemptKey);
      const id = known !== undefined && /^[a-z\d-]{8,64}$/.test(known) ? known : newId(random);
      store.write(attemptKey, id);
      return id;
    },
    forget: () => store.remove(attemptKey),
  };
}

function newId(random: () => number): string {
  return Array.from({ length: 2 }, () => Math.floor(random() * 2 ** 48).toString(36)).join('-');
}
