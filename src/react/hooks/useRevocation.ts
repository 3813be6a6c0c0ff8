'use client';
/**
 * Ending sessions, and what became of each. The state lives in the query client's mutation cache, keyed by session: it
 * survives unmounting, every mounted list shows the same, and two rows in flight never share one flag.
 */
import { useMutation, useMutationState } from '@tanstack/react-query';
import type { MutationStatus, QueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { isSessionSecurityError } from '../../client/getSessionSecurityError';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { readFailure } from '../sessionFailure';
import type { SessionFailure } from '../sessionFailure';
import { trpc } from '../trpc';
import { cachedSessions, invalidateSessions, updateCachedSessions } from './sessionQueries';

/** How a revocation went, session by session. */
export interface RevokeOutcome {
  readonly revokedIds: readonly string[];
  /** As the server counts them: `revokeOthers` also ends sessions that are not loaded. */
  readonly revokedCount: number;
  readonly failures: readonly { readonly sessionId: string; readonly failure: SessionFailure }[];
  /** Why a call failed, also where no session is loaded that could show it. */
  readonly failure: SessionFailure | undefined;
}

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
/** SPEC C6 */
const maxIdsPerCall = 100;
const nothing: RevokeOutcome = { revokedIds: [], revokedCount: 0, failures: [], failure: undefined };

export function useRevocation(): Revocations {
  const { queryClient } = useSessionSecurityContext();
  const { client } = trpc.useUtils();
  const { mutateAsync } = useMutation<RevokeOutcome, Error, Revocation>(
    {
      mutationKey,
      async mutationFn({ scope, sessionIds }) {
        if (scope === 'others') return settleOthers(sessionIds, () => client.session.revokeAllOtherSessions.mutate());
        const [only, ...rest] = sessionIds;
        if (only !== undefined && rest.length === 0) {
          return settle(sessionIds, () => client.session.revokeSession.mutate({ sessionId: only }));
        }
        return merge(
          await Promise.all(
            inChunks(sessionIds).map((chunk) =>
              settle(chunk, () => client.session.revokeSessions.mutate({ sessionIds: chunk })),
            ),
          ),
        );
      },
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
      if (scope === 'listed' && sessionIds.length === 0) return nothing;
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

/** A session that is not there any more is as signed out as can be; if it is listed again, the row says so. */
async function settle(sessionIds: readonly string[], call: () => Promise<unknown>): Promise<RevokeOutcome> {
  try {
    await call();
    return revoked(sessionIds);
  } catch (error) {
    return isSessionSecurityError(error, 'SESSION_NOT_FOUND') ? revoked(sessionIds) : failed(sessionIds, error);
  }
}

/** Asked of the server whatever is loaded here: `sessionIds` are only the rows that show how it goes. */
async function settleOthers(
  sessionIds: readonly string[],
  call: () => Promise<{ readonly data: { readonly revokedCount: number } }>,
): Promise<RevokeOutcome> {
  try {
    return { ...revoked(sessionIds), revokedCount: (await call()).data.revokedCount };
  } catch (error) {
    return failed(sessionIds, error);
  }
}

function revoked(sessionIds: readonly string[]): RevokeOutcome {
  return { ...nothing, revokedIds: sessionIds, revokedCount: sessionIds.length };
}

function failed(sessionIds: readonly string[], error: unknown): RevokeOutcome {
  const failure = readFailure(error);
  return { ...nothing, failures: sessionIds.map((sessionId) => ({ sessionId, failure })), failure };
}

function merge(outcomes: readonly RevokeOutcome[]): RevokeOutcome {
  return {
    revokedIds: outcomes.flatMap(({ revokedIds }) => revokedIds),
    revokedCount: outcomes.reduce((sum, { revokedCount }) => sum + revokedCount, 0),
    failures: outcomes.flatMap(({ failures }) => failures),
    failure: outcomes.find(({ failure }) => failure !== undefined)?.failure,
  };
}

function inChunks(sessionIds: readonly string[]): string[][] {
  const chunks: string[][] = [];
  for (let start = 0; start < sessionIds.length; start += maxIdsPerCall) {
    chunks.push(sessionIds.slice(start, start + maxIdsPerCall));
  }
  return chunks;
}

function idsInFlight(queryClient: QueryClient): ReadonlySet<string> {
  const pending = queryClient.getMutationCache().findAll({ mutationKey, status: 'pending' });
  return new Set(pending.flatMap(({ state }) => (state.variables as Revocation | undefined)?.sessionIds ?? []));
}
