'use client';
/** How near a moment is, in steps; renders its caller only when a step is reached. */
import { useEffect, useState } from 'react';
import type { Cancel } from '../../contract/clock';
import { useSessionSecurityContext } from '../SessionSecurityContext';

/** Milliseconds left: when somebody who can't see the countdown is told, and from when it is urgent (SPEC A12). */
const timeSteps = [300_000, 60_000, 20_000, 0] as const;
export type TimeStep = (typeof timeSteps)[number] | undefined;

/** Long timers come late or at once; whoever wakes looks at the clock again (SPEC A11). */
const longestHopMs = 60_000;

/**
 * The step that has been reached: `60000` from one minute on until the next. `undefined` before the first.
 *
 * @param at epoch milliseconds by the server's clock; `undefined` while there is nothing to wait for
 */
export function useTimeStep(at: number | undefined): TimeStep {
  const { clock, engine } = useSessionSecurityContext().kit.client;
  const [reached, setReached] = useState(() => ({ at, step: stepAt(at, engine.now()) }));
  const isNew = reached.at !== at;
  const step = isNew ? stepAt(at, engine.now()) : reached.step;
  if (isNew) setReached({ at, step });
  useEffect(() => {
    if (at === undefined) return undefined;
    let cancel: Cancel = () => {};
    const look = (): void => {
      const now = engine.now();
      const current = stepAt(at, now);
      setReached((last) => (last.at === at && last.step !== current ? { at, step: current } : last));
      const next = timeSteps.find((candidate) => candidate < at - now);
      if (next !== undefined) cancel = clock.schedule(look, Math.min(at - now - next, longestHopMs));
    };
    look();
    return () => cancel();
  }, [at, clock, engine]);
  return step;
}

function stepAt(at: number | undefined, now: number): TimeStep {
  return at === undefined ? undefined : timeSteps.filter((step) => at - now <= step).at(-1);
}
