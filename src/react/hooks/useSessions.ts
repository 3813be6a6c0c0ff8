'use client';
/**
 * The devices on which the user is signed in, and what can be done about them (SPEC S1). The headless API behind
 * `SessionsList`. A failed load is never an empty list, and a failed refetch never throws away the last one.
 */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import { useCallback, useMemo } from 'react';
import type { SessionSecurityErrorCause } from '../../contract/errors';
import { errorTable } from '../../contract/errors';
import type { OnLimit } from '../../contract/policy';
import type { SessionFilter, SessionInfo, SessionsPage } from '../../contract/session';
import type { Success } from '../../contract/success';
import type { RevokeOutcome } from '../createRevoker';
import type { SessionEnd } from '../createSessionPhase';
import { endIn, loadFailure, staleReasonOf } from '../loadFailure';
import type { SessionAbilities } from '../sessionAbilities';
import type { SessionFailure } from '../sessionFailure';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { trpc } from '../trpc';
import { usableAnswer } from '../usableAnswer';
import { queryBehaviour, shareSessions } from './sessionQueries';
import type { SessionsPages } from './sessionQueries';
import { useLastingError } from './useLastingError';
import { useOnline } from './useOnline';
import { useRenaming } from './useRenaming';
import type { RenameOutcome } from './useRenaming';
import { useRevocation } from './useRevocation';
import type { SessionRowState } from './useRevocation';
import { useSessionPhase } from './useSessionPhase';

/** Which sessions to list, and how many at a time. */
export interface UseSessionsOptions {
  /** @default 'all' */
  readonly filter?: SessionFilter | undefined;
  /** Sessions per request, at most 100. @default 50 */
  readonly pageSize?: number | undefined;
}

/** See `status` of {@link UseSessionsResult}. A failed load is never an empty list. */
export type SessionsStatus = 'loading' | 'error' | 'verification-required' | 'signed-out' | 'empty' | 'ready';

/** What `useSessions` gives (SPEC S1). Functions keep their identity and never reject. */
export interface UseSessionsResult {
  /**
   * `error`: the list could not be loaded, and stays so while it is tried again. `verification-required`: the server wants
   * proof before it shows the list; see `error`. `signed-out`: the session is over; see `end`. `empty`: nothing but this
   * device. `ready`: there are others.
   */
  readonly status: SessionsStatus;
  /** The current session first, then by last activity, newest first: the server's order. */
  readonly sessions: readonly SessionInfo[];
  readonly current: SessionInfo | undefined;
  readonly others: readonly SessionInfo[];
  /** Of the filter, on all pages. 0 until the list is loaded. */
  readonly totalCount: number;
  /** How many devices the account may be signed in on; `undefined` until the list is loaded. */
  readonly maxSessions: number | undefined;
  /** What a sign-in beyond `maxSessions` does; `undefined` where the back end does not say. */
  readonly onLimit: OnLimit | undefined;
  /** Why the last load failed. */
  readonly error: SessionFailure | undefined;
  /** How the session ended. Nothing is asked until somebody is signed in again, except by `refetch`. */
  readonly end: SessionEnd | undefined;
  /** The list is the last one that could be loaded, not the present one. */
  readonly isStale: boolean;
  readonly staleReason: 'offline' | 'error' | undefined;
  /** Ends one session; the current one as `signOut` does (SPEC S4). Never rejects. */
  readonly revoke: (sessionId: string) => Promise<RevokeOutcome>;
  /** Ends several. Never rejects; the outcome and `stateOf` tell each one's fate. */
  readonly revokeMany: (sessionIds: readonly string[]) => Promise<RevokeOutcome>;
  /** Ends every session but this one, also those that are not loaded. Never rejects. */
  readonly revokeOthers: () => Promise<RevokeOutcome>;
  /** Never rejects. */
  readonly rename: (sessionId: string, deviceName: string) => Promise<RenameOutcome>;
  /** What the back end can do at all; anything else fails. */
  readonly can: SessionAbilities;
  readonly stateOf: (sessionId: string) => SessionRowState['status'];
  /** The server's refusal, where there was one. */
  readonly errorOf: (sessionId: string) => SessionSecurityErrorCause | undefined;
  /** Why ending it failed, also where no server refused. */
  readonly failureOf: (sessionId: string) => SessionFailure | undefined;
  readonly refetch: () => Promise<void>;
  readonly loadMore: () => Promise<void>;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMoreError: SessionFailure | undefined;
  /** Something is being revoked or renamed. */
  readonly isPending: boolean;
  /** The first load is under way. */
  readonly isLoading: boolean;
  /** Any load is under way. */
  readonly isFetching: boolean;
}

const noSessions: readonly SessionInfo[] = [];
const idle: SessionRowState = { status: 'idle' };
const remained: SessionRowState = { status: 'failed', failure: { kind: 'remained' } };

/**
 * The sessions of the signed-in user and what can be done about them, without any markup (SPEC S1). Asks once however many
 * components use it; the list counts as fresh for 30 s (SPEC S8). Never throws on account of the back end.
 */
export function useSessions({ filter = 'all', pageSize = 50 }: UseSessionsOptions = {}): UseSessionsResult {
  const { kit, queryClient } = useSessionSecurityContext();
  const { client } = trpc.useUtils();
  const phase = useSessionPhase();
  const input = { limit: pageSize, ...(filter !== 'all' && { filter }) };
  const query = useInfiniteQuery<Success<SessionsPage>, Error, SessionsPages, QueryKey, string | undefined>(
    {
      ...queryBehaviour,
      queryKey: getQueryKey(trpc.session.getSessions, input, 'infinite'),
      queryFn: async ({ pageParam: cursor }) =>
        usableAnswer(
          'session.getSessions',
          await client.session.getSessions.query({ ...input, ...(cursor !== undefined && { cursor }) }),
        ),
      initialPageParam: undefined,
      getNextPageParam: ({ data }) => data.nextCursor ?? undefined,
      enabled: ({ state }) => phase.status === 'open' && endIn(state.error) === undefined,
      placeholderData: keepPreviousData,
      structuralSharing: shareSessions,
    },
    queryClient,
  );
  const isOnline = useOnline();
  const { revoke: revokeListed, revokeOthers, rows } = useRevocation();
  const { rename, isRenaming } = useRenaming();

  const end = useMemo(() => phase.end ?? endIn(query.error), [phase, query.error]);
  const pages = end === undefined ? query.data?.pages : undefined;
  const sessions = useMemo(() => uniqueSessions(pages), [pages]);
  const others = useMemo(() => sessions.filter(({ isCurrent }) => !isCurrent), [sessions]);
  const listed = useMemo(() => new Set(sessions.map(({ id }) => id)), [sessions]);
  const rowOf = useCallback(
    (sessionId: string): SessionRowState => {
      const row = rows.get(sessionId) ?? idle;
      return row.status === 'revoked' && listed.has(sessionId) ? remained : row;
    },
    [rows, listed],
  );

  const lastPage = pages?.at(-1)?.data;
  const error = useMemo(() => loadFailure(end, query.error), [end, query.error]);
  const isNextPageError = query.isFetchNextPageError;
  const loadError = useLastingError(isNextPageError ? undefined : error, query.isPending && query.isFetching);
  const staleReason = lastPage === undefined ? undefined : staleReasonOf(isOnline, loadError);
  const { refetch, fetchNextPage } = query;
  const canAsk = phase.status === 'open';

  return {
    status: statusOf(),
    sessions,
    current: sessions.find(({ isCurrent }) => isCurrent),
    others,
    totalCount: lastPage?.totalCount ?? 0,
    maxSessions: lastPage?.maxSessions,
    onLimit: lastPage?.onLimit,
    error: loadError,
    end,
    isStale: staleReason !== undefined,
    staleReason,
    revoke: useCallback((sessionId) => revokeListed([sessionId]), [revokeListed]),
    revokeMany: revokeListed,
    revokeOthers,
    rename,
    can: kit.abilities,
    stateOf: useCallback((sessionId) => rowOf(sessionId).status, [rowOf]),
    errorOf: useCallback((sessionId) => rowOf(sessionId).failure?.cause, [rowOf]),
    failureOf: useCallback((sessionId) => rowOf(sessionId).failure, [rowOf]),
    refetch: useCallback(async () => void (phase.status !== 'ending' && (await refetch())), [phase, refetch]),
    loadMore: useCallback(async () => void (canAsk && (await fetchNextPage())), [canAsk, fetchNextPage]),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMoreError: isNextPageError ? error : undefined,
    isPending: isRenaming || [...rows.values()].some(({ status }) => status === 'revoking'),
    isLoading: query.isPending && query.isFetching,
    isFetching: query.isFetching,
  };

  function statusOf(): SessionsStatus {
    if (end !== undefined) return 'signed-out';
    if (lastPage !== undefined) return others.length === 0 && !query.hasNextPage ? 'empty' : 'ready';
    if (loadError === undefined) return 'loading';
    const reaction = loadError.cause === undefined ? undefined : errorTable[loadError.cause.errorCode].reaction;
    return reaction === 'verify2fa' || reaction === 'stepUp' ? 'verification-required' : 'error';
  }
}

/** A session that was used while its list was being paged through may stand on two pages. */
function uniqueSessions(pages: SessionsPages['pages'] | undefined): readonly SessionInfo[] {
  if (pages === undefined) return noSessions;
  const listed = pages.flatMap(({ data }): readonly SessionInfo[] => data.sessions);
  return pages.length === 1 ? listed : [...new Map(listed.map((session) => [session.id, session])).values()];
}
