'use client';
/**
 * Ending sessions, and what became of each. The state lives in the query client's mutation cache, keyed by session: it
 * survives unmounting, every mounted list shows the same, and two rows in flight never share one flag.
 */
import { useMutation, useMutationState } from '@tanstack/react-query';
import type { MutationStatus, QueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { createRevoker, nothingRevoked } from '../createRevoker';
import type { RevokeOutcome } from '../createRevoker';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import type { SessionFailure } from '../sessionFailure';
import { trpc } from '../trpc';
import { cachedSessions, invalidateSessions, updateCachedSessions } from './sessionQueries';
import { useSignOut } from './useSignOut';

/** How the newest try to end one session stands; it survives unmounting. */
export type SessionRowState =
  | { readonly status: 'idle' | 'revoking' | 'revoked'; readonly failure?: undefined }
  | { readonly status: 'failed'; readonly failure: SessionFailure };

interface Revocation {
  readonly scope: 'listed' | 'others';
  readonly sessionIds: readonly string[];
}

export interface Revocations {
  readonly revoke: (sessionIds: readonly string[]) => Promise<RevokeOutcome>;
  readonly revokeOthers: () => Promise<RevokeOutcome>;
  /** The newest state of every session that a revocation was tried on. */
  readonly rows: ReadonlyMap<string, SessionRowState>;
}

const mutationKey = ['react-session-security', 'revoke'] as const;

export function useRevocation(): Revocations {
  const { kit, queryClient } = useSessionSecurityContext();
  const { client } = trpc.useUtils();
  const signOut = useSignOut();
  const revoker = createRevoker({ client, supports: kit.client.supports, signOut });
  const { mutateAsync } = useMutation<RevokeOutcome, Error, Revocation>(
    {
      mutationKey,
      mutationFn: ({ scope, sessionIds }) =>
        scope === 'others' ? revoker.revokeOthers(sessionIds) : revoker.revoke(sessionIds, currentIdsIn(queryClient)),
      async onSuccess({ revokedIds, revokedCount }) {
        if (revokedCount === 0) return;
        const gone = new Set(revokedIds);
        await updateCachedSessions(queryClient, (session) => (gone.has(session.id) ? undefined : session));
        void invalidateSessions(queryClient);
      },
      retry: false,
      /** A paused mutation would end the session hours later, when the connection is back. */
      networkMode: 'always',
      /** A failure stays on its row until the next try, however long the page is open (R103). */
      gcTime: Infinity,
    },
    queryClient,
  );
  const run = useCallback(
    async (scope: Revocation['scope'], wanted: readonly string[]): Promise<RevokeOutcome> => {
      const busy = idsInFlight(queryClient);
      const sessionIds = wanted.filter((id) => !busy.has(id));
      if (scope === 'listed' && sessionIds.length === 0) return nothingRevoked;
      return mutateAsync({ scope, sessionIds });
    },
    [queryClient, mutateAsync],
  );
  const states = useMutationState(
    {
      filters: { mutationKey },
      select: ({ state }): MutationView => ({
        status: state.status,
        sessionIds: (state.variables as Revocation | undefined)?.sessionIds ?? [],
        outcome: state.data as RevokeOutcome | undefined,
      }),
    },
    queryClient,
  );

  return {
    revoke: useCallback((sessionIds) => run('listed', sessionIds), [run]),
    revokeOthers: useCallback(() => {
      const others = cachedSessions(queryClient).filter(({ isCurrent }) => !isCurrent);
      return run('others', [...new Set(others.map(({ id }) => id))]);
    }, [run, queryClient]),
    rows: useMemo(() => rowStates(states), [states]),
  };
}

interface MutationView {
  readonly status: MutationStatus;
  readonly sessionIds: readonly string[];
  readonly outcome: RevokeOutcome | undefined;
}

function rowStates(mutations: readonly MutationView[]): ReadonlyMap<string, SessionRowState> {
  const rows = new Map<string, SessionRowState>();
  /** The cache keeps them in the order in which they began, so a later try overrides an earlier one. */
  for (const { status, sessionIds, outcome } of mutations) {
    if (status === 'pending') for (const id of sessionIds) rows.set(id, { status: 'revoking' });
    for (const id of outcome?.revokedIds ?? []) rows.set(id, { status: 'revoked' });
    for (const { sessionId, failure } of outcome?.failures ?? []) rows.set(sessionId, { status: 'failed', failure });
  }
  return rows;
}

function currentIdsIn(queryClient: QueryClient): ReadonlySet<string> {
  return new Set(cachedSessions(queryClient).flatMap(({ id, isCurrent }) => (isCurrent ? [id] : [])));
}

function idsInFlight(queryClient: QueryClient): ReadonlySet<string> {
  const pending = queryClient.getMutationCache().findAll({ mutationKey, status: 'pending' });
  return new Set(pending.flatMap(({ state }) => (state.variables as Revocation | undefined)?.sessionIds ?? []));
}
