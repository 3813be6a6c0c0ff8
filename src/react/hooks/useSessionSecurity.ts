'use client';
/** The provider's client and what an app's frame needs: how many devices, sign out, refresh. */
import { notifyManager } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { SessionSecurityClient } from '../../client/createSessionSecurity';
import type { SessionsPage } from '../../contract/session';
import type { Success } from '../../contract/success';
import { unknownSession } from '../../engine/SessionSnapshot';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { trpc } from '../trpc';
import { invalidateSessions, sessionsKey } from './sessionQueries';
import { useSignOut } from './useSignOut';
import { useStandingWarnings } from './useStandingWarnings';
import type { StandingWarning } from './useStandingWarnings';

/** What `useSessionSecurity` gives. Functions keep their identity. */
export interface UseSessionSecurityResult {
  readonly client: SessionSecurityClient;
  readonly locale: string;
  readonly timeZone: string | undefined;
  /** Devices signed in, as last loaded by any `useSessions`; this hook itself asks for nothing. */
  readonly sessionCount: number | undefined;
  /**
   * Refetches every list, warning and status on screen. After the session's end it asks once whether somebody is signed in
   * again: call it after a sign-in of your own. A sign-in through `client.call` needs no such word.
   */
  readonly refreshSessions: () => Promise<void>;
  /**
   * What the user is to be warned of, while something that watches the session is on screen, such as `SessionWarningBanner` or
   * `useSessionStatus`; this hook itself asks for nothing.
   */
  readonly warnings: readonly StandingWarning[];
  /** Hides one, in every component; the next of its kind is shown again. */
  readonly dismissWarning: (warningId: string) => void;
  /**
   * Ends this session on the server and forgets what was cached. Nothing is asked meanwhile, and `onSessionEnded` is not
   * called for it. A session that was over already counts as signed out.
   *
   * While something watches the session, it is over here and in all tabs at once, also offline: the server is told as soon as it
   * can be reached (SPEC A14).
   *
   * @throws {TRPCClientError} when the server could not be told and nothing watches the session, which is then still alive.
   */
  readonly signOut: () => Promise<void>;
}

/** The provider's client, and what an app's frame needs: how many devices, sign out, refresh. Asks for nothing itself. */
export function useSessionSecurity(): UseSessionSecurityResult {
  const { kit, queryClient, locale, timeZone } = useSessionSecurityContext();
  const { client } = trpc.useUtils();
  const sessionCount = useSyncExternalStore(
    /** The cache also tells of queries that are made while something renders; `batchCalls` waits until it has. */
    useCallback((listener) => queryClient.getQueryCache().subscribe(notifyManager.batchCalls(listener)), [queryClient]),
    () => cachedCount(queryClient),
    () => undefined,
  );
  const { engine } = kit.client;
  const { warnings } = useStandingWarnings(
    useSyncExternalStore(engine.subscribe, engine.getSnapshot, () => unknownSession),
  );
  return {
    client: kit.client,
    locale,
    timeZone,
    sessionCount,
    refreshSessions: useCallback(async () => {
      if (kit.phase.current().status === 'over') await client.session.getSessions.query({ limit: 1 }).catch(() => {});
      else await invalidateSessions(queryClient);
    }, [client, kit, queryClient]),
    warnings,
    dismissWarning: kit.warnings.dismiss,
    signOut: useSignOut(),
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
