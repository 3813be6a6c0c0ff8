/**
 * Hints between the tabs of one browser. A message says "look at the store", never what is there: delivery is not
 * promised, and whatever arrives may be forged, old or from another version (SPEC A9; ENGINE T-49, T-52). Storage
 * events carry the same hint where there is no BroadcastChannel.
 */
import type { Cancel, Clock } from '../contract/clock';

/** The part of `BroadcastChannel` that is used. */
export interface TabChannel {
  postMessage(message: unknown): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/** Where `storage` events are heard: the window. */
export interface StorageEventTarget {
  addEventListener(type: 'storage', listener: (event: StorageEvent) => void): void;
  removeEventListener(type: 'storage', listener: (event: StorageEvent) => void): void;
}

export interface TabBusOptions {
  /** A function, because the constructor throws where storage is blocked. */
  readonly channel: () => TabChannel | undefined;
  readonly target: StorageEventTarget | undefined;
  /** Which storage keys are ours. */
  readonly isOurs: (storageKey: string) => boolean;
  readonly clock: Clock;
  /** Another tab has changed the store. A flood of hints is one hint. */
  readonly onHint: () => void;
}

export interface TabBus {
  hint(): void;
  open(): void;
  /** Closed when the page is put away: the first message to a cached page would throw it out of the cache. */
  close(): void;
}

/** All that is ever said. Another version of the package would say it with another number. */
export const hintMessage = 'react-session-security:1:changed';
/** Soon enough for "signed out everywhere within 200 ms", late enough that a flood costs twenty looks a second. */
const gatherMs = 50;

export function createTabBus({ channel: open, target, isOurs, clock, onHint }: TabBusOptions): TabBus {
  let channel: TabChannel | undefined;
  let isOpen = false;
  let cancelLook: Cancel | undefined;
  let lastLookAt = Number.NEGATIVE_INFINITY;

  /** The first hint is followed at once, those that come right after it together. */
  const hear = (): void => {
    if (cancelLook !== undefined) return;
    const wait = lastLookAt + gatherMs - clock.monotonic();
    if (wait <= 0) look();
    else cancelLook = clock.schedule(look, wait);
  };
  const look = (): void => {
    cancelLook = undefined;
    lastLookAt = clock.monotonic();
    onHint();
  };
  const onStorage = ({ key }: StorageEvent): void => {
    if (key === null || isOurs(key)) hear();
  };
  const tryOpen = (): TabChannel | undefined => {
    try {
      return open();
    } catch {
      return undefined;
    }
  };

  return {
    hint() {
      try {
        channel?.postMessage(hintMessage);
      } catch {
        channel = undefined;
      }
    },
    open() {
      if (isOpen) return;
      isOpen = true;
      channel = tryOpen();
      channel?.addEventListener('message', ({ data }) => {
        if (data === hintMessage) hear();
      });
      target?.addEventListener('storage', onStorage);
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      cancelLook?.();
      cancelLook = undefined;
      channel?.close();
      channel = undefined;
      target?.removeEventListener('storage', onStorage);
    },
  };
}
