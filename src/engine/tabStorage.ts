/** The storage that is this tab's alone. A file of its own, because forgetting what lies there must not load an engine. */
import type { StorageArea } from './createSharedStore';

/** `undefined` where there is no page. The mere look at it can throw. */
export function tabStorage(): StorageArea | undefined {
  return typeof document === 'undefined' ? undefined : sessionStorage;
}
