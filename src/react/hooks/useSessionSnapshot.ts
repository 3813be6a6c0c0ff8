'use client';
/** What the engine knows, while the caller is mounted. Renders when it changes, and activity does not change it. */
import { useSyncExternalStore } from 'react';
import { unknownSession } from '../../engine/SessionSnapshot';
import type { SessionSnapshot } from '../../engine/SessionSnapshot';
import { useSessionEngine } from './useSessionEngine';

export function useSessionSnapshot(): SessionSnapshot {
  const engine = useSessionEngine();
  return useSyncExternalStore(engine.subscribe, engine.getSnapshot, () => unknownSession);
}
