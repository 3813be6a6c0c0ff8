'use client';
/** Minutes until a moment, by the server's clock, the one that has begun counted. Renders its caller once a minute. */
import { useEffect, useState } from 'react';
import type { Cancel } from '../../../contract/clock';
import { useSessionSecurityContext } from '../../SessionSecurityContext';

/** @param at epoch milliseconds; for another moment, give the caller another `key` */
export function useMinutesLeft(at: number): number {
  const { clock, engine } = useSessionSecurityContext().kit.client;
  const [minutes, setMinutes] = useState(() => minutesUntil(at, engine.now()));
  useEffect(() => {
    let cancel: Cancel = () => {};
    const tick = (): void => {
      const leftMs = at - engine.now();
      setMinutes(minutesUntil(at, engine.now()));
      if (leftMs > 0) cancel = clock.schedule(tick, leftMs % minuteMs || minuteMs);
    };
    tick();
    return () => cancel();
  }, [at, clock, engine]);
  return minutes;
}

const minuteMs = 60_000;

function minutesUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / minuteMs));
}
