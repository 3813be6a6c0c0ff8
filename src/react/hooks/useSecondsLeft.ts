'use client';
/** Whole seconds until a moment, by the server's clock. Renders its caller once a second, so that should be a small one. */
import { useEffect, useState } from 'react';
import type { Cancel } from '../../contract/clock';
import { useSessionSecurityContext } from '../SessionSecurityContext';

/** @param at epoch milliseconds; for another moment, give the caller another `key` */
export function useSecondsLeft(at: number): number {
  const { clock, engine } = useSessionSecurityContext().kit.client;
  const [seconds, setSeconds] = useState(() => secondsUntil(at, engine.now()));
  useEffect(() => {
    let cancel: Cancel = () => {};
    const tick = (): void => {
      const leftMs = at - engine.now();
      setSeconds(secondsUntil(at, engine.now()));
      if (leftMs > 0) cancel = clock.schedule(tick, leftMs % second || second);
    };
    tick();
    return () => cancel();
  }, [at, clock, engine]);
  return seconds;
}

const second = 1000;

function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / second));
}
