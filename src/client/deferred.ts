/** A part of the client whose code is fetched with its first use (SPEC K10). What is attached before waits for it. */
import type { Cancel } from '../contract/clock';
import { reportFault } from '../engine/createEmitter';

export interface Deferred<Part> {
  current(): Part | undefined;
  /**
   * Fetches it; the same one for everybody.
   *
   * @throws {Error} when the file can't be had; the next use tries again
   */
  load(): Promise<Part>;
  /** Does `work` with it: now, or when it is here. Nothing is fetched for that. */
  attach(work: (part: Part) => Cancel): Cancel;
  /** Like `attach`, after everything that was attached. */
  attachLast(work: (part: Part) => Cancel): Cancel;
  /** How many wait by `attachLast`. */
  readonly waiting: number;
  forget(): void;
}

/** @param name what it is called in the error */
export function deferred<Part>(name: string, fetchPart: () => Promise<Part>): Deferred<Part> {
  let current: Part | undefined;
  let loading: Promise<Part> | undefined;
  const first = new Set<(part: Part) => void>();
  const last = new Set<(part: Part) => void>();

  const arrive = (part: Part): Part => {
    current = part;
    for (const waiting of [first, last]) {
      // One may take back another, and one that fails is alone with it.
      for (const work of waiting) {
        waiting.delete(work);
        tell(work, part);
      }
    }
    return part;
  };
  const attachTo = (waiting: typeof first, work: (part: Part) => Cancel): Cancel => {
    if (current !== undefined) return work(current);
    let cancel: Cancel | undefined;
    const onArrival = (part: Part): void => {
      cancel = work(part);
    };
    waiting.add(onArrival);
    return () => {
      waiting.delete(onArrival);
      cancel?.();
    };
  };

  return {
    current: () => current,
    load() {
      loading ??= fetchPart().then(arrive, (cause: unknown) => {
        loading = undefined;
        throw new Error(
          `react-session-security: the ${name} could not be loaded. If its file is gone since a deployment, reload the page.`,
          { cause },
        );
      });
      return loading;
    },
    attach: (work) => attachTo(first, work),
    attachLast: (work) => attachTo(last, work),
    get waiting() {
      return last.size;
    },
    forget() {
      first.clear();
      last.clear();
    },
  };
}

function tell<Part>(work: (part: Part) => void, part: Part): void {
  try {
    work(part);
  } catch (error) {
    reportFault(error);
  }
}
