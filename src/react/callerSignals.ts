/** The signals of one run, which ends with its component, and when its caller gives it up. */
import type { Cancel } from '../contract/clock';
import type { LifetimeSignals } from './createLifetime';

export interface CallerSignals extends LifetimeSignals {
  /** The run is over: nothing hangs on to the caller's signal. */
  readonly release: Cancel;
}

export function callerSignals(lifetime: LifetimeSignals, caller: AbortSignal | undefined): CallerSignals {
  const ended = new AbortController();
  // `AbortSignal.any` is newer than some browsers that this reaches.
  const either = (own: AbortSignal): AbortSignal => {
    if (caller === undefined) return own;
    const controller = new AbortController();
    for (const signal of [own, caller]) {
      const follow = (): void => controller.abort(signal.reason);
      if (signal.aborted) follow();
      else signal.addEventListener('abort', follow, { signal: ended.signal });
    }
    return controller.signal;
  };
  return { proving: either(lifetime.proving), sending: either(lifetime.sending), release: () => ended.abort() };
}
