'use client';
/** Giving a device another name. */
import { useMutation } from '@tanstack/react-query';
import { errorTable } from '../../contract/errors';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { readFailure } from '../sessionFailure';
import type { SessionFailure } from '../sessionFailure';
import { trpc } from '../trpc';
import { usableAnswer } from '../usableAnswer';
import { invalidateSessions, sessionsKey, updateCachedSessions } from './sessionQueries';

/** How a renaming went (SPEC C8). */
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
        client.session.renameSession
          .mutate(input)
          .then((answer) => usableAnswer('session.renameSession', answer).data)
          .then(
            ({ deviceName }) => ({ status: 'renamed', deviceName }),
            (error: unknown) => ({ status: 'failed', failure: readFailure(error) }),
          ),
      async onSuccess(outcome, { sessionId }) {
        if (outcome.status === 'failed') {
          const { cause } = outcome.failure;
          /** The device is not there any more, so neither must its row be. */
          if (cause !== undefined && errorTable[cause.errorCode].reaction === 'refetchSessions') {
            void invalidateSessions(queryClient);
          }
          return;
        }
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
