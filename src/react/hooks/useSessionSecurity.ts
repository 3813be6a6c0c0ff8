'use client';
/** The provider's client and what an app's frame needs: how many devices, sign out, refresh. */
import { notifyManager } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { SessionSecurityClient } from '../../client/createSessionSecurity';
import type { SessionsPage } from '../../contract/session';
import type { Success } from '../../contract/success';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { trpc } from '../trpc';
import { invalidateSessions, sessionsKey } from './sessionQueries';
import { forgetSession } from '../forgetSession';

export interface UseSessionSecurityResult {
  readonly client: SessionSecurityClient;
  readonly locale: string;
  readonly timeZone: string | undefined;
  /** Devices signed in, as last loaded by any `useSessions`; this hook itself asks for nothing. */
  readonly sessionCount: number | undefined;
  /** Refetches every list, warning and status on screen. */
  readonly refreshSessions: () => Promise<void>;
  /**
   * Ends this session on the server and forgets what was cached. `onSessionEnded` is not called for it.
   *
   * @throws {TRPCClientError} when the server could not be told; the session is then still alive.
   */
  readonly signOut: () => Promise<void>;
}

export function useSessionSecurity(): UseSessionSecurityResult {
  const { kit, queryClient, isQueryClientShared, locale, timeZone } = useSessionSecurityContext();
  const { client } = trpc.useUtils();
  const sessionCount = useSyncExternalStore(
    /** The cache also tells of queries that are made while something renders; `batchCalls` waits until it has. */
    useCallback((listener) => queryClient.getQueryCache().subscribe(notifyManager.batchCalls(listener)), [queryClient]),
    () => cachedCount(queryClient),
    () => undefined,
  );
  return {
    client: kit.client,
    locale,
    timeZone,
    sessionCount,
    refreshSessions: useCallback(() => invalidateSessions(queryClient).then(() => {}), [queryClient]),
    signOut: useCallback(async () => {
      await client.auth.signOut.mutate();
      kit.expectEnd();
      forgetSession(queryClient, isQueryClientShared);
    }, [client, kit, queryClient, isQueryClientShared]),
  };
}

function cachedCount(queryClient: QueryClient): number | undefined {
  for (const [key, data] of queryClient.getQueriesData<{ pages?: Success<SessionsPage>[] }>({
    queryKey: sessionsKey,
  })) {
    const options = key[1] as { readonly input?: { readonly filter?: string } } | undefined;
    if (options?.input?.filter === undefined && data?.pages !== undefined) return data.pages.at(-1)?.data.totalCount;
  }
  return undefined;
}
