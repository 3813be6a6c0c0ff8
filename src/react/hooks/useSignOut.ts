'use client';
/**
 * Ending this device's own session. Where the engine runs, it is over here and in all tabs at once, and the server is told as
 * soon as it can be reached (SPEC A14). Where it doesn't, nothing would tell it later: so the server comes first.
 */
import { useCallback } from 'react';
import { getSessionSecurityError } from '../../client/getSessionSecurityError';
import { readEnd } from '../createSessionPhase';
import { forgetSession, stopAsking } from '../forgetSession';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { trpc } from '../trpc';
import { cachedSessions } from './sessionQueries';

/** Rejects when the server could not be told. A session that is over already counts as signed out. */
export function useSignOut(): () => Promise<void> {
  const { kit, queryClient } = useSessionSecurityContext();
  const { client } = trpc.useUtils();
  return useCallback(async () => {
    const current = cachedSessions(queryClient).find(({ isCurrent }) => isCurrent);
    /** For back ends that know only how to end a session by its id. Without one, the call says what is missing. */
    const revokeCurrent = () =>
      current === undefined
        ? client.auth.signOut.mutate()
        : client.session.revokeSession.mutate({ sessionId: current.id });
    const { engine, supports } = kit.client;
    const { status, sessionId } = engine.getSnapshot();
    kit.endings.ask(sessionId);
    kit.phase.beginEnd();
    stopAsking(queryClient);
    if (status !== 'unknown' && supports('auth.signOut')) {
      const delivery = engine.signOut();
      kit.phase.completeEnd();
      forgetSession(queryClient);
      return delivery;
    }
    try {
      await (supports('auth.signOut') ? client.auth.signOut.mutate() : revokeCurrent());
    } catch (error) {
      if (readEnd(getSessionSecurityError(error)) === undefined) {
        kit.phase.abandonEnd();
        kit.endings.ask(undefined);
        throw error;
      }
    }
    kit.phase.completeEnd();
    forgetSession(queryClient);
  }, [client, kit, queryClient]);
}
