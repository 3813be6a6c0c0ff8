'use client';
/** Giving a device another name. */
import { useMutation } from '@tanstack/react-query';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { readFailure } from '../sessionFailure';
import type { SessionFailure } from '../sessionFailure';
import { trpc } from '../trpc';
import { sessionsKey, updateCachedSessions } from './sessionQueries';

export type RenameOutcome =
  /** `deviceName` is the name as the server keeps it: cleaned and shortened. */
  | { readonly status: 'renamed'; readonly deviceName: string; readonly failure?: undefined }
  | { readonly status: 'failed'; readonly failure: SessionFailure };

export interface Renaming {
  readonly rename: (sessionId: string, deviceName: string) => Promise<RenameOutcome>;
  readonly isRenaming: boolean;
}

interface NewName {
  readonly sessionId: string;
  readonly deviceName: string;
}

export function useRenaming(): Renaming {
  const { queryClient } = useSessionSecurityContext();
  const { client } = trpc.useUtils();
  const { mutateAsync, isPending } = useMutation<RenameOutcome, Error, NewName>(
    {
      mutationKey: ['react-session-security', 'rename'],
      mutationFn: (input) =>
        client.session.renameSession.mutate(input).then(
          ({ data }) => ({ status: 'renamed', deviceName: data.deviceName }),
          (error: unknown) => ({ status: 'failed', failure: readFailure(error) }),
        ),
      async onSuccess(outcome, { sessionId }) {
        if (outcome.status === 'failed') return;
        const { deviceName } = outcome;
        await updateCachedSessions(queryClient, (session) =>
          session.id === sessionId ? { ...session, deviceName } : session,
        );
        void queryClient.invalidateQueries({ queryKey: sessionsKey });
      },
      retry: false,
      networkMode: 'always',
    },
    queryClient,
  );
  return { rename: (sessionId, deviceName) => mutateAsync({ sessionId, deviceName }), isRenaming: isPending };
}
