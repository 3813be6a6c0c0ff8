'use client';
/** What the back end says of the own session (C2), asked for once however many hooks read a part of it. */
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import type { SessionStatus } from '../../contract/session';
import type { Success } from '../../contract/success';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { trpc } from '../trpc';
import { usableAnswer } from '../usableAnswer';
import { mayBeAskedAgain, queryBehaviour } from './sessionQueries';
import { useSessionPhase } from './useSessionPhase';

/** @param select the part that the caller shows: it renders when that changes. Keeps its identity. */
export function useStatusQuery<Part>(select: (status: Success<SessionStatus>) => Part): UseQueryResult<Part> {
  const { kit, queryClient } = useSessionSecurityContext();
  const { client } = trpc.useUtils();
  const phase = useSessionPhase();
  return useQuery<Success<SessionStatus>, Error, Part>(
    {
      ...queryBehaviour,
      queryKey: getQueryKey(trpc.session.getStatus, undefined, 'query'),
      queryFn: async () => usableAnswer('session.getStatus', await client.session.getStatus.query()),
      enabled: ({ state }) =>
        phase.status === 'open' && kit.client.supports('session.getStatus') && mayBeAskedAgain(state.error),
      select,
    },
    queryClient,
  );
}
