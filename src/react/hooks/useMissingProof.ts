'use client';
/** What an action would ask for now, as the server says (C15, R50). */
import { useQuery } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import { useCallback, useMemo } from 'react';
import type { MissingProof } from '../../contract/actionRule';
import type { Clock } from '../../contract/clock';
import { toEpochMs } from '../../contract/instant';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { SessionStatus } from '../../contract/session';
import type { StepUpMethods } from '../../contract/stepUp';
import type { Success } from '../../contract/success';
import { readFailure } from '../sessionFailure';
import type { SessionFailure } from '../sessionFailure';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { trpc } from '../trpc';
import { usableAnswer } from '../usableAnswer';
import { mayBeAskedAgain, queryBehaviour, statusKey } from './sessionQueries';

export interface MissingProofResult {
  /** `undefined` until the server has answered. */
  readonly missing: MissingProof | undefined;
  readonly error: SessionFailure | undefined;
  readonly refetch: () => Promise<void>;
}

/** Long timers come late or at once (SPEC A11). */
const longestPauseMs = 60_000;

/** @param isAsking `false` while it is known that nothing is missing */
export function useMissingProof(actionType: SensitiveActionType, isAsking: boolean): MissingProofResult {
  const { kit, queryClient } = useSessionSecurityContext();
  const { client } = trpc.useUtils();
  const { clock } = kit.client;
  /** Where a second factor is over by our clock and not quite by the server's, "nothing" would be true for a moment only. */
  const askOnceOver = async (signal: AbortSignal): Promise<Success<StepUpMethods>> => {
    const answer = usableAnswer('auth.getStepUpMethods', await client.auth.getStepUpMethods.query({ actionType }));
    const { missing, serverTime } = answer.data;
    const status = queryClient.getQueriesData<Success<SessionStatus>>({ queryKey: statusKey })[0]?.[1]?.data;
    const earlyMs = (toEpochMs(status?.verification?.secondFactorUntil ?? 0) ?? 0) - (toEpochMs(serverTime) ?? 0);
    if (missing !== 'nothing' || earlyMs <= 0) return answer;
    await pause(clock, Math.min(earlyMs, longestPauseMs), signal);
    return askOnceOver(signal);
  };
  const query = useQuery<Success<StepUpMethods>, Error, MissingProof>(
    {
      ...queryBehaviour,
      queryKey: getQueryKey(trpc.auth.getStepUpMethods, { actionType }, 'query'),
      queryFn: ({ signal }) => askOnceOver(signal),
      enabled: ({ state }) => isAsking && mayBeAskedAgain(state.error),
      select: ({ data }) => data.missing,
    },
    queryClient,
  );
  const { data: missing, error, refetch } = query;
  return {
    missing,
    error: useMemo(() => (error === null ? undefined : readFailure(error)), [error]),
    refetch: useCallback(async () => void (await refetch()), [refetch]),
  };
}

/** @throws the reason of `signal`, at once */
function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(resolve, ms);
    const abort = (): void => {
      cancel();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
  });
}
