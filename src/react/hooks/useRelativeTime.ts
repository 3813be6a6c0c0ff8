'use client';
/** "2 minutes ago" by the server's clock, kept right by one minute tick that all of them share. */
import { useSyncExternalStore } from 'react';
import { useSessionSecurityContext } from '../SessionSecurityContext';

/** `undefined` under a minute. The caller re-renders only when its own text changes. */
export function useRelativeTime(epochMs: number): string | undefined {
  const { kit, formatters } = useSessionSecurityContext();
  return useSyncExternalStore(
    kit.serverClock.subscribe,
    () => formatters.relative(epochMs, kit.serverClock.reading()),
    () => formatters.dateTime(epochMs),
  );
}
