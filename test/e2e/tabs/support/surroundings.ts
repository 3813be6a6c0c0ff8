/** Browsers that lack something: run in each page before anything else. */

export function withoutChannels(): void {
  Reflect.deleteProperty(window, 'BroadcastChannel');
}

export function withoutLocks(): void {
  Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
}

export function withoutLocksAndChannels(): void {
  Reflect.deleteProperty(window, 'BroadcastChannel');
  Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
}

/** As if other tabs' changes of the storage were never told of. The first listener on the window decides. */
export function withoutStorageEvents(): void {
  window.addEventListener('storage', (event) => event.stopImmediatePropagation());
}

export function withoutStorageEventsAndChannels(): void {
  Reflect.deleteProperty(window, 'BroadcastChannel');
  window.addEventListener('storage', (event) => event.stopImmediatePropagation());
}

/** Cookies blocked for the site: the mere look at the storage throws. */
export function withBlockedStorage(): void {
  Object.defineProperty(window, 'localStorage', {
    get: () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    },
  });
}

export function withFullStorage(): void {
  Storage.prototype.setItem = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
}

/** `moveWallClock(ms)` moves the wall clock alone, as a sleep does and somebody who sets the time. */
export function withMovableWallClock(): void {
  const now = Date.now.bind(Date);
  let offsetMs = 0;
  Date.now = () => now() + offsetMs;
  Object.assign(window, {
    moveWallClock: (ms: number) => {
      offsetMs += ms;
    },
  });
}

declare global {
  interface Window {
    resources: { channels: number; timers: number };
  }
}

/** `window.resources` counts what is open. */
export function withCountedResources(): void {
  const resources = { channels: 0, timers: 0 };
  window.resources = resources;
  const Channel = BroadcastChannel;
  window.BroadcastChannel = class extends Channel {
    constructor(name: string) {
      super(name);
      resources.channels += 1;
    }
    override close(): void {
      resources.channels -= 1;
      super.close();
    }
  };
  const pending = new Set<number>();
  const [start, stop] = [window.setTimeout.bind(window), window.clearTimeout.bind(window)];
  const count = (): void => {
    resources.timers = pending.size;
  };
  const forget = (id: number): void => {
    pending.delete(id);
    count();
  };
  const counted = (task: () => void, delay?: number): number => {
    const id = start(() => {
      forget(id);
      task();
    }, delay);
    pending.add(id);
    count();
    return id;
  };
  window.setTimeout = counted as typeof window.setTimeout;
  window.clearTimeout = (id) => {
    stop(id);
    forget(Number(id));
  };
}
