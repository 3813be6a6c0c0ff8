'use client';
/** What second factors the user has, as the server says, and as it is after a change that it confirmed. Holds no secret (R36). */
import { useQuery } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import { useCallback, useMemo } from 'react';
import type { SecondFactors } from '../../contract/secondFactor';
import type { Success } from '../../contract/success';
import type { SessionEnd } from '../createSessionPhase';
import { endIn, loadFailure, staleReasonOf } from '../loadFailure';
import type { SessionFailure } from '../sessionFailure';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { trpc } from '../trpc';
import { usableAnswer } from '../usableAnswer';
import { queryBehaviour } from './sessionQueries';
import { useLastingError } from './useLastingError';
import { useOnline } from './useOnline';
import { useSessionPhase } from './useSessionPhase';

export interface SecondFactorsQuery {
  readonly status: 'loading' | 'error' | 'signed-out' | 'ready';
  readonly factors: SecondFactors | undefined;
  /** Why the last load failed. */
  readonly error: SessionFailure | undefined;
  readonly end: SessionEnd | undefined;
  /** What is shown is the last that could be loaded. */
  readonly staleReason: 'offline' | 'error' | undefined;
  readonly isFetching: boolean;
  readonly refetch: () => Promise<void>;
  /** Shows at once what the server confirmed, and asks it anew. */
  readonly update: (change: (factors: SecondFactors) => Partial<SecondFactors>) => void;
}

export function useSecondFactors(): SecondFactorsQuery {
  const { queryClient } = useSessionSecurityContext();
  const { client } = trpc.useUtils();
  const phase = useSessionPhase();
  const isOnline = useOnline();
  const queryKey = useMemo(() => getQueryKey(trpc.auth.getSecondFactors, undefined, 'query'), []);
  const query = useQuery<Success<SecondFactors>>(
    {
      ...queryBehaviour,
      queryKey,
      queryFn: async () => usableAnswer('auth.getSecondFactors', await client.auth.getSecondFactors.query()),
      enabled: ({ state }) => phase.status === 'open' && endIn(state.error) === undefined,
    },
    queryClient,
  );
  const { refetch } = query;
  const end = useMemo(() => phase.end ?? endIn(query.error), [phase, query.error]);
  const lastError = useMemo(() => loadFailure(end, query.error), [end, query.error]);
  const error = useLastingError(lastError, query.isPending && query.isFetching);
  const factors = end === undefined ? query.data?.data : undefined;

  return {
    status: statusOf(),
    factors,
    error,
    end,
    staleReason: factors === undefined ? undefined : staleReasonOf(isOnline, error),
    isFetching: query.isFetching,
    refetch: useCallback(async () => void (phase.status !== 'ending' && (await refetch())), [phase, refetch]),
    update: useCallback(
      (change) => {
        // An answer that left the server before the change would bring the old state back.
        void queryClient.cancelQueries({ queryKey }).then(() => {
          queryClient.setQueryData<Success<SecondFactors>>(
            queryKey,
            (known) => known && { ...known, data: { ...known.data, ...change(known.data) } },
          );
          return queryClient.invalidateQueries({ queryKey });
        });
      },
      [queryClient, queryKey],
    ),
  };

  function statusOf(): SecondFactorsQuery['status'] {
    if (end !== undefined) return 'signed-out';
    if (factors !== undefined) return 'ready';
    return error === undefined ? 'loading' : 'error';
  }
}
