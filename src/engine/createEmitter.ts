/** Listeners that are told after the fact, outside every lock, and never awaited: none can hold up or break another (T-15, T-16). */
import type { Cancel } from '../contract/clock';

export interface Emitter<Value> {
  emit(value: Value): void;
  on(listener: (value: Value) => void): Cancel;
  readonly size: number;
  clear(): void;
}

export function createEmitter<Value>(): Emitter<Value> {
  const listeners = new Set<(value: Value) => void>();
  return {
    emit(value) {
      for (const listener of listeners) tell(listener, value);
    },
    on(listener) {
      const own = (value: Value): void => listener(value);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    get size() {
      return listeners.size;
    },
    clear: () => listeners.clear(),
  };
}

/** A listener's fault is its own: it is reported like any uncaught error, and the rest goes on. */
function tell<Value>(listener: (value: Value) => void, value: Value): void {
  try {
    listener(value);
  } catch (error) {
    reportFault(error);
  }
}

/** Where uncaught errors go; where there is no such place, nowhere. */
export function reportFault(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
}
