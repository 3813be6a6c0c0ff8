'use client';
/**
 * The devices on which the user is signed in, and what can be done about them (SPEC S1). The headless API behind
 * `SessionsList`. A failed load is never an empty list, and a failed refetch never throws away the last one.
 */
import { keepPreviousData } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { SessionSecurityErrorCause } from '../../contract/errors';
import { errorTable } from '../../contract/errors';
import type { SessionFilter, SessionInfo } from '../../contract/session';
import { readFailure } from '../sessionFailure';
import type { SessionFailure } from '../sessionFailure';
import { trpc } from '../trpc';
import { queryBehaviour, shareSessions } from './sessionQueries';
import { useOnline } from './useOnline';
import { useRenaming } from './useRenaming';
import type { RenameOutcome } from './useRenaming';
import { useRevocation } from './useRevocation';
import type { RevokeOutcome, SessionRowState } from './useRevocation';

export interface UseSessionsOptions {
  /** @default 'all' */
  readonly filter?: SessionFilter | undefined;
  /** Sessions per request, at most 100. @default 50 */
  readonly pageSize?: number | undefined;
}

export type SessionsStatus = 'loading' | 'error' | 'verification-required' | 'empty' | 'ready';

export interface UseSessionsResult {
  /**
   * `error`: the list could not be loaded. `verification-required`: the server wants proof before it shows the list; see
   * `error`. `empty`: nothing but this device. `ready`: there are others.
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
  /** Why the last load failed. */
  readonly error: SessionFailure | undefined;
  /** The list is the last one that could be loaded, not the present one. */
  readonly isStale: boolean;
  readonly staleReason: 'offline' | 'error' | undefined;
  /** Ends one session. Never rejects. */
  readonly revoke: (sessionId: string) => Promise<RevokeOutcome>;
  /** Ends several. Never rejects; the outcome and `stateOf` tell each one's fate. */
  readonly revokeMany: (sessionIds: readonly string[]) => Promise<RevokeOutcome>;
  /** Ends every session but this one, also those that are not loaded. Never rejects. */
  readonly revokeOthers: () => Promise<RevokeOutcome>;
  /** Never rejects. */
  readonly rename: (sessionId: string, deviceName: string) => Promise<RenameOutcome>;
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

export function useSessions({ filter = 'all', pageSize = 50 }: UseSessionsOptions = {}): UseSessionsResult {
  const query = trpc.session.getSessions.useInfiniteQuery(
    { limit: pageSize, ...(filter !== 'all' && { filter }) },
    {
      ...queryBehaviour,
      getNextPageParam: ({ data }) => data.nextCursor,
      placeholderData: keepPreviousData,
      structuralSharing: shareSessions,
    },
  );
  const isOnline = useOnline();
  const { revoke: revokeListed, revokeOthers, rows } = useRevocation();
  const { rename, isRenaming } = useRenaming();

  const pages = query.data?.pages;
  const sessions = useMemo(
    () => pages?.flatMap(({ data }): readonly SessionInfo[] => data.sessions) ?? noSessions,
    [pages],
  );
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
  const error = useMemo(() => (query.error === null ? undefined : readFailure(query.error)), [query.error]);
  const isNextPageError = query.isFetchNextPageError;
  const staleReason = lastPage === undefined ? undefined : staleReasonOf(isOnline, isNextPageError ? undefined : error);
  const { refetch, fetchNextPage } = query;

  return {
    status: statusOf(),
    sessions,
    current: sessions.find(({ isCurrent }) => isCurrent),
    others,
    totalCount: lastPage?.totalCount ?? 0,
    maxSessions: lastPage?.maxSessions,
    error: isNextPageError ? undefined : error,
    isStale: staleReason !== undefined,
    staleReason,
    revoke: useCallback((sessionId) => revokeListed([sessionId]), [revokeListed]),
    revokeMany: revokeListed,
    revokeOthers,
    rename,
    stateOf: useCallback((sessionId) => rowOf(sessionId).status, [rowOf]),
    errorOf: useCallback((sessionId) => rowOf(sessionId).failure?.cause, [rowOf]),
    failureOf: useCallback((sessionId) => rowOf(sessionId).failure, [rowOf]),
    refetch: useCallback(() => refetch().then(() => {}), [refetch]),
    loadMore: useCallback(() => fetchNextPage().then(() => {}), [fetchNextPage]),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMoreError: isNextPageError ? error : undefined,
    isPending: isRenaming || [...rows.values()].some(({ status }) => status === 'revoking'),
    isLoading: query.isPending && query.isFetching,
    isFetching: query.isFetching,
  };

  function statusOf(): SessionsStatus {
    if (lastPage !== undefined) return others.length === 0 && !query.hasNextPage ? 'empty' : 'ready';
    if (error === undefined || query.isFetching) return 'loading';
    const reaction = error.cause === undefined ? undefined : errorTable[error.cause.errorCode].reaction;
    return reaction === 'verify2fa' || reaction === 'stepUp' ? 'verification-required' : 'error';
  }
}

function staleReasonOf(isOnline: boolean, error: SessionFailure | undefined): 'offline' | 'error' | undefined {
  if (!isOnline || error?.kind === 'offline') return 'offline';
  return error === undefined ? undefined : 'error';
}
