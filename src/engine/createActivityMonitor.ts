/**
 * Whether somebody is there. Only trusted input counts (NIST SP 800-63B-4 §5.2): not focus, not visibility, not
 * scripts, not traffic. The listeners remove themselves on the first event and come back with the fold, so a mouse in
 * motion costs less than an empty listener would, and no event sets a timer (SPEC A1; ENGINE T-60 … T-62).
 */
import type { Cancel, Clock } from '../contract/clock';
import { foldMs } from './sessionLimits';

/** The part of `EventTarget` that is used: the window, in browsers. */
export interface InputTarget {
  addEventListener(type: string, listener: (event: Event) => void, options: AddEventListenerOptions): void;
  removeEventListener(type: string, listener: (event: Event) => void, options: EventListenerOptions): void;
}

export interface ActivityMonitorOptions {
  readonly target: InputTarget;
  readonly clock: Clock;
  /** The first trusted input of each fold. */
  readonly onInput: () => void;
}

export interface ActivityMonitor {
  start(): void;
  stop(): void;
}

export const inputTypes = [
  'pointerdown',
  'pointermove',
  'keydown',
  'wheel',
  'touchstart',
  'touchmove',
  'scroll',
] as const;

export function createActivityMonitor({ target, clock, onInput }: ActivityMonitorOptions): ActivityMonitor {
  let isListening = false;
  let cancelFold: Cancel | undefined;

  const listen = (): void => {
    if (isListening) return;
    isListening = true;
    for (const type of inputTypes) target.addEventListener(type, hear, { capture: true, passive: true });
  };
  const ignore = (): void => {
    if (!isListening) return;
    isListening = false;
    for (const type of inputTypes) target.removeEventListener(type, hear, { capture: true });
  };
  const hear = (event: Event): void => {
    if (!event.isTrusted) return;
    ignore();
    cancelFold = clock.schedule(() => {
      cancelFold = undefined;
      listen();
    }, foldMs);
    onInput();
  };

  return {
    start() {
      if (cancelFold === undefined) listen();
    },
    stop() {
      cancelFold?.();
      cancelFold = undefined;
      ignore();
    },
  };
}
