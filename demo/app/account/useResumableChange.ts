/** A change of the account that a reload in the middle of the prompt doesn't lose. */
import { useSensitiveAction, useSessionSecurity } from 'react-session-security';
import { navigate } from '../navigation';
import type { ResumableChange } from './resumableChanges';

export const accountRoute = { stepUpPath: '/step-up', returnTo: '/account', navigate } as const;

export function useResumableChange<Input, Result>({
  name,
  actionType,
  send,
}: ResumableChange<Input, Result>): (input: Input) => Promise<Result> {
  const { client } = useSessionSecurity();
  const { run } = useSensitiveAction<Input, Result>((input, attempt) => send(client, input, attempt), {
    actionType,
    resumable: { name, ...accountRoute },
  });
  return run;
}
