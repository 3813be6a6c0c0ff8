/**
 * What happens to the page, as one stream: shown, hidden, woken, on the network or off it, put into the back/forward
 * cache and taken out again. Wake signals that come together count once (SPEC A5; ENGINE T-35, T-58, T-59, T-77).
 */
import type { Cancel, Clock } from '../contract/clock';

/** The parts of the page that are used; anything may be missing in workers and old browsers. */
export interface Page {
  readonly window: PageTarget;
  readonly document: PageTarget & { readonly visibilityState: string };
  readonly navigator: { readonly onLine?: boolean | undefined };
}

interface PageTarget {
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
}

export type LifecycleEvent =
  /** At once, before anything is painted: look at what the other tabs did meanwhile. */
  | 'shown'
  | 'hidden'
  /** Let go of everything that keeps a page out of the back/forward cache. */
  | 'left'
  | 'online'
  | 'offline'
  /** Once for all signals within half a second: time to ask the server. */
  | 'woken';

export interface Lifecycle {
  isVisible(): boolean;
  /** A hint only: browsers get it wrong, so nothing that the user asked for waits for it. */
  isOnline(): boolean;
  start(): void;
  stop(): void;
}

export interface LifecycleOptions {
  readonly page: Page;
  readonly clock: Clock;
  readonly onEvent: (event: LifecycleEvent) => void;
}

/** Long enough for the signals of one wake to arrive, and for a phone's network stack to come up (ENGINE T-79). */
const settleMs = 500;
/** A network that comes and goes wakes nobody more often than this (ENGINE T-35). */
const onlineFloorMs = 25_000;

export function createLifecycle({ page, clock, onEvent }: LifecycleOptions): Lifecycle {
  const { window, document, navigator } = page;
  let cancelWake: Cancel | undefined;
  let lastOnlineWakeAt = Number.NEGATIVE_INFINITY;
  const isVisible = (): boolean => document.visibilityState !== 'hidden';

  const wake = (because: 'shown' | 'online'): void => {
    cancelWake ??= clock.schedule(() => {
      cancelWake = undefined;
      const now = clock.monotonic();
      if (because === 'online') {
        if (now - lastOnlineWakeAt < onlineFloorMs) return;
        lastOnlineWakeAt = now;
      }
      onEvent('woken');
    }, settleMs);
  };
  const show = (): void => {
    onEvent('shown');
    wake('shown');
  };
  const goOnline = (): void => {
    onEvent('online');
    wake('online');
  };

  const listeners: readonly (readonly [PageTarget, string, (event: Event) => void])[] = [
    [document, 'visibilitychange', () => (isVisible() ? show() : onEvent('hidden'))],
    [document, 'resume', show],
    [window, 'focus', () => wake('shown')],
    [window, 'pageshow', (event) => 'persisted' in event && event.persisted === true && show()],
    [window, 'pagehide', () => onEvent('left')],
    [window, 'online', goOnline],
    [window, 'offline', () => onEvent('offline')],
  ];

  return {
    isVisible,
    isOnline: () => navigator.onLine !== false,
    start() {
      for (const [target, type, listener] of listeners) target.addEventListener(type, listener);
    },
    stop() {
      cancelWake?.();
      cancelWake = undefined;
      for (const [target, type, listener] of listeners) target.removeEventListener(type, listener);
    },
  };
}
