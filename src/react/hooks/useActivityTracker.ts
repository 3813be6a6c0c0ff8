'use client';
/** Whether the user is there, and how often the server is told (SPEC A2). */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { createIdleWatch } from '../../engine/createIdleWatch';
import { useSessionSecurityContext } from '../SessionSecurityContext';

/** Durations are milliseconds. */
export interface UseActivityTrackerOptions {
  /**
   * Least time between two heartbeats, in all tabs together. Shorter than the server's own interval has no effect; of
   * several trackers the shortest counts; and however long it is, the server hears of input before it would end or warn of
   * the session. @default 300000
   */
  readonly interval?: number | undefined;
  /** Without input in any tab for this long, `isIdle`. @default 300000 */
  readonly idleThreshold?: number | undefined;
  /** `false`: this tracker listens to nothing and asks for nothing. Others, and the kit's banners, go on. @default true */
  readonly enabled?: boolean | undefined;
}

/** What `useActivityTracker` gives. A new object only when `isIdle` has changed. */
export interface UseActivityTrackerResult {
  /** Nobody has touched any tab for `idleThreshold`. `false` while disabled, without a session, and on a server. */
  readonly isIdle: boolean;
  /**
   * The last input in any tab, or the sign-in: epoch milliseconds by the server's clock, up to 5 s old. `undefined` while
   * there is no session. Reading it renders nothing.
   */
  readonly lastActivityAt: () => number | undefined;
}

/**
 * Keeps the session alive while the user is there: the server is told when there was trusted input since it last heard,
 * and after the last input not again (SPEC A1, A2). Failures are silent and tried again. Renders when `isIdle` changes, and
 * never because of input.
 *
 * @example
 * const { isIdle } = useActivityTracker({ idleThreshold: 60_000 });
 */
export function useActivityTracker({
  interval = fiveMinutes,
  idleThreshold = fiveMinutes,
  enabled = true,
}: UseActivityTrackerOptions = {}): UseActivityTrackerResult {
  const { engine, clock } = useSessionSecurityContext().kit.client;
  useEffect(() => {
    if (!enabled) return undefined;
    const cancels = [engine.heartbeatEvery(interval), engine.start()];
    return () => {
      for (const cancel of cancels) cancel();
    };
  }, [engine, interval, enabled]);
  const { subscribe, isIdle } = useMemo(
    () => (enabled ? createIdleWatch({ engine, clock, thresholdMs: idleThreshold }) : nobodyWatches),
    [engine, clock, idleThreshold, enabled],
  );
  const idle = useSyncExternalStore(subscribe, isIdle, nobodyWatches.isIdle);
  return useMemo(() => ({ isIdle: idle, lastActivityAt: engine.lastActivityAt }), [idle, engine]);
}

const fiveMinutes = 5 * 60_000;
const nobodyWatches = { isIdle: () => false, subscribe: () => () => {} };
