'use client';
/** Who is signed in, as far as the back end shows it (C2), for a page that asks them to confirm it. */
import { useQuery } from '@tanstack/react-query';
import { getQueryKey } from '@trpc/react-query';
import { cleanDeviceName } from '../../contract/deviceName';
import type { SessionStatus, SignedInUser } from '../../contract/session';
import type { Success } from '../../contract/success';
import { readEnd } from '../createSessionPhase';
import { readFailure } from '../sessionFailure';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { trpc } from '../trpc';
import { usableAnswer } from '../usableAnswer';
import { queryBehaviour } from './sessionQueries';
import { useSessionPhase } from './useSessionPhase';

/** Untrusted text, cleaned as device names are; empty where there is none. */
export interface ShownUser {
  readonly name: string;
  /** Masked by the server. */
  readonly contact: string;
}

/** `loading` until the server has answered; `undefined` where it doesn't say. */
export function useSignedInUser(): ShownUser | 'loading' | undefined {
  const { kit, queryClient } = useSessionSecurityContext();
  const { client } = trpc.useUtils();
  const phase = useSessionPhase();
  const isKnowable = kit.client.supports('session.getStatus');
  const { data, isPending } = useQuery<Success<SessionStatus>, Error, ShownUser>(
    {
      ...queryBehaviour,
      queryKey: getQueryKey(trpc.session.getStatus, undefined, 'query'),
      queryFn: async () => usableAnswer('session.getStatus', await client.session.getStatus.query()),
      enabled: ({ state }) =>
        isKnowable &&
        phase.status === 'open' &&
        (state.error === null || readEnd(readFailure(state.error).cause) === undefined),
      select: shownUserIn,
    },
    queryClient,
  );
  if (isPending) return isKnowable ? 'loading' : undefined;
  return data?.name === '' && data.contact === '' ? undefined : data;
}

function shownUserIn({ data }: Success<SessionStatus>): ShownUser {
  const user = data.user as Partial<SignedInUser> | null | undefined;
  return { name: textOf(user?.displayName), contact: textOf(user?.contactHint) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? cleanDeviceName(value) : '';
}
