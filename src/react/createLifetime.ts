/** How long a component is there, as signals for what it has begun. React takes one down and puts it up again in one go: that is not the end. */
import type { Cancel } from '../contract/clock';
import { ChallengeCancelledError } from '../contract/outcomeErrors';

/** Aborted when the component is gone. */
export interface LifetimeSignals {
  /** For proof that is being asked for: whoever waits gets a `ChallengeCancelledError`. */
  readonly proving: AbortSignal;
  /** For what is on its way to the server, which may be carried out all the same: an `AbortError`. */
  readonly sending: AbortSignal;
}

export interface Lifetime {
  /** The component is there. Counted. */
  attach(): Cancel;
  signals(): LifetimeSignals;
}

export function createLifetime(): Lifetime {
  let attached = 0;
  let proving = new AbortController();
  let sending = new AbortController();
  const end = (): void => {
    if (attached > 0) return;
    proving.abort(new ChallengeCancelledError());
    sending.abort(new DOMException('Nobody waits for this call any more.', 'AbortError'));
    proving = new AbortController();
    sending = new AbortController();
  };
  return {
    attach() {
      attached += 1;
      let isDetached = false;
      return () => {
        if (isDetached) return;
        isDetached = true;
        attached -= 1;
        queueMicrotask(end);
      };
    },
    signals: () => ({ proving: proving.signal, sending: sending.signal }),
  };
}
