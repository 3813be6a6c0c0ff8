/** A window, a document and a navigator that can be told what to do, and that count their listeners. */
type Listener = (event: Event) => void;

export interface SimulatedTarget {
  addEventListener(type: string, listener: Listener, options?: AddEventListenerOptions): void;
  removeEventListener(type: string, listener: Listener, options?: EventListenerOptions): void;
  dispatch(type: string, facts?: Readonly<Record<string, unknown>>): void;
  readonly listeners: readonly { readonly type: string; readonly options: AddEventListenerOptions | undefined }[];
}

export interface SimulatedPage {
  readonly window: SimulatedTarget;
  readonly document: SimulatedTarget & { visibilityState: string };
  readonly navigator: { onLine: boolean };
  readonly listenerCount: number;
}

export function simulatePage(): SimulatedPage {
  const window = simulateTarget();
  const document = Object.assign(simulateTarget(), { visibilityState: 'visible' });
  return {
    window,
    document,
    navigator: { onLine: true },
    get listenerCount() {
      return window.listeners.length + document.listeners.length;
    },
  };
}

function simulateTarget(): SimulatedTarget {
  const entries: { type: string; listener: Listener; options: AddEventListenerOptions | undefined }[] = [];
  const listeners = entries;
  return {
    listeners,
    addEventListener(type, listener, options) {
      const isKnown = entries.some((entry) => entry.type === type && entry.listener === listener);
      if (!isKnown) entries.push({ type, listener, options });
    },
    removeEventListener(type, listener) {
      const index = entries.findIndex((entry) => entry.type === type && entry.listener === listener);
      if (index >= 0) entries.splice(index, 1);
    },
    dispatch(type, facts = {}) {
      for (const entry of entries.slice()) {
        if (entry.type === type) entry.listener({ type, isTrusted: false, timeStamp: 0, ...facts } as unknown as Event);
      }
    },
  };
}
