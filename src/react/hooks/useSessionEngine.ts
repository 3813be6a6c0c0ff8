'use client';
/** The client's engine, running for as long as somebody who reads it is mounted. Asks nothing on a server. */
import { useEffect } from 'react';
import type { ClientEngine } from '../../client/createDeferredEngine';
import { useSessionSecurityContext } from '../SessionSecurityContext';

export function useSessionEngine(): ClientEngine {
  const { engine } = useSessionSecurityContext().kit.client;
  useEffect(() => engine.start(), [engine]);
  return engine;
}
