/** Pending actions before their code is here: a page on which nothing waits never loads it, and forgets without it (SPEC K10). */
import type { Cancel } from '../../contract/clock';
import type { StorageArea } from '../../engine/createSharedStore';
import type { PendingActions } from '../../engine/proof/createPendingActions';
import { deferred } from '../deferred';
import type { PendingActionsPart } from './makePendingActions';

/** The way to actions that wait for a confirmation. */
export interface PendingActionsAccess {
  /**
   * Actions that go on after the step-up page, or after a reload (SPEC F10). Their code is fetched with the first use; where
   * the engine isn't started, the back end is asked who is signed in, so that nobody is handed what another put aside.
   *
   * @throws {Error} when the file can't be had; the next use tries again
   */
  loadPendingActions(): Promise<PendingActions>;
  /** Whether anything may wait in this tab. Asks nobody and fetches nothing. */
  mayHavePendingActions(): boolean;
  /** Runs `listener` when something was put aside, confirmed, taken or dropped in this page. Fetches nothing. */
  onPendingActions(listener: () => void): Cancel;
}

export interface DeferredPendingActions extends PendingActionsAccess {
  /** The user is gone, or is somebody else by now. */
  forget(): void;
}

/** @param name under which they lie in `area` */
export function createDeferredPendingActions(
  fetchPart: () => Promise<PendingActionsPart>,
  area: () => StorageArea | undefined,
  name: string,
): DeferredPendingActions {
  const part = deferred('code for pending actions', fetchPart);
  const attempt = <Result>(work: (storage: StorageArea | undefined) => Result): Result | undefined => {
    try {
      return work(area());
    } catch {
      return undefined;
    }
  };
  return {
    loadPendingActions: async () => (await part.load()).open(),
    mayHavePendingActions: () =>
      part.current() !== undefined || typeof attempt((storage) => storage?.getItem(name)) === 'string',
    onPendingActions: (listener) => part.attach(({ actions }) => actions.subscribe(listener)),
    forget() {
      attempt((storage) => storage?.removeItem(name));
      part.current()?.actions.clear();
    },
  };
}
