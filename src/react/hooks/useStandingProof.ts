'use client';
/** Which of the proofs that were given still holds, by the server's clock. Renders its caller when that changes, not in between. */
import { useEffect, useState } from 'react';
import type { Cancel } from '../../contract/clock';
import { useSessionSecurityContext } from '../SessionSecurityContext';

/** `second_factor`: beside a first one. `authentication`: any proof of who is there, the sign-in too. */
export type VerificationKind = 'second_factor' | 'authentication';

/** Until when each kind of proof holds, epoch milliseconds; `undefined` where none was given. */
export type ProofMoments = Readonly<Record<VerificationKind, number | undefined>>;

/** Long timers come late or at once; whoever wakes looks at the clock again (SPEC A11). */
const longestHopMs = 60_000;

/** @returns the stronger of those that hold */
export function useStandingProof(
  moments: ProofMoments | undefined,
  wanted: VerificationKind | 'any',
): VerificationKind | undefined {
  const { clock, engine } = useSessionSecurityContext().kit.client;
  const [seen, setSeen] = useState(() => ({ moments, wanted, kind: kindAt(moments, wanted, engine.now()) }));
  const isNew = seen.moments !== moments || seen.wanted !== wanted;
  const kind = isNew ? kindAt(moments, wanted, engine.now()) : seen.kind;
  if (isNew) setSeen({ moments, wanted, kind });
  useEffect(() => {
    if (moments === undefined) return undefined;
    let cancel: Cancel = () => {};
    const look = (): void => {
      cancel();
      const now = engine.now();
      const current = kindAt(moments, wanted, now);
      setSeen((last) =>
        last.moments === moments && last.kind !== current ? { moments, wanted, kind: current } : last,
      );
      const until = current && moments[current];
      if (until !== undefined) cancel = clock.schedule(look, Math.min(until - now, longestHopMs));
    };
    look();
    /** The engine may have learnt the server's time since. */
    const stop = engine.subscribe(look);
    return () => {
      stop();
      cancel();
    };
  }, [moments, wanted, clock, engine]);
  return kind;
}

const strongestFirst = ['second_factor', 'authentication'] as const satisfies readonly VerificationKind[];

function kindAt(
  moments: ProofMoments | undefined,
  wanted: VerificationKind | 'any',
  now: number,
): VerificationKind | undefined {
  return strongestFirst.find((kind) => (wanted === 'any' || wanted === kind) && now < (moments?.[kind] ?? 0));
}
