/** Whether something is on the page that others keep back for. Counted, as it may be there more than once. */
import type { Cancel } from '../contract/clock';
import { createEmitter } from '../engine/createEmitter';

export interface Presence {
  isPresent(): boolean;
  enter(): Cancel;
  subscribe(listener: () => void): Cancel;
}

export function createPresence(): Presence {
  const changes = createEmitter<void>();
  let count = 0;
  const change = (by: 1 | -1): void => {
    count += by;
    changes.emit();
  };
  return {
    isPresent: () => count > 0,
    enter() {
      change(1);
      return () => change(-1);
    },
    subscribe: (listener) => changes.on(listener),
  };
}
