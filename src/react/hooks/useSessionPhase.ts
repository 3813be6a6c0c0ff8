'use client';
/** Whether a hook may ask the server about the session. */
import { useState, useSyncExternalStore } from 'react';
import type { SessionPhase } from '../createSessionPhase';
import { useSessionSecurityContext } from '../SessionSecurityContext';

const open: SessionPhase = { status: 'open' };

/**
 * An end from before the caller was mounted says nothing about whoever looks now, as after a sign-in that the kit did not
 * see: such a caller may ask once.
 */
export function useSessionPhase(): SessionPhase {
  const { phase } = useSessionSecurityContext().kit;
  const [atMount] = useState(() => phase.current());
  const current = useSyncExternalStore(phase.subscribe, phase.current, phase.current);
  return current === atMount && current.status === 'over' ? open : current;
}
