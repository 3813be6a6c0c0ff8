/** Changing the address: proof is asked for in the page, and a reload in the middle of that offers to go on. */
import { useEffect, useEffectEvent, useMemo } from 'react';
import {
  defineSensitiveActions,
  type SensitiveActionAttempt,
  type SessionSecurityClient,
  useResumeSensitiveActions,
  useSensitiveAction,
  useSessionSecurity,
} from 'react-session-security';
import { navigate } from '../navigation';

export interface EmailChange {
  readonly newEmail: string;
}

const name = 'account.changeEmail';
const route = { stepUpPath: '/step-up', returnTo: '/account', navigate } as const;

/** @param onResumed runs when a change that went on is done */
export function useEmailChange(onResumed: () => void) {
  const { client } = useSessionSecurity();
  const change = useMemo(() => changeEmail(client), [client]);
  const actions = useMemo(
    () => defineSensitiveActions({ [name]: { actionType: 'email_change', parse: parseEmailChange, run: change } }),
    [change],
  );
  const { run } = useSensitiveAction(change, {
    actionType: 'email_change',
    resumable: { name, ...route },
  });
  const resumed = useResumeSensitiveActions(actions, route);
  const isResumed = resumed.status === 'done';
  const tell = useEffectEvent(onResumed);
  useEffect(() => {
    if (isResumed) tell();
  }, [isResumed]);
  return { run, resumed, newEmail: (resumed.parameters as EmailChange | undefined)?.newEmail };
}

function changeEmail(client: SessionSecurityClient) {
  return (change: EmailChange, { stepUpToken, signal }: SensitiveActionAttempt) =>
    client.call('auth.changeEmail', { ...change, ...(stepUpToken !== undefined && { stepUpToken }) }, { signal });
}

/** @throws {TypeError} for anything else: it comes out of a storage that anybody can write to. */
function parseEmailChange(input: unknown): EmailChange {
  const { newEmail } = (input ?? {}) as Readonly<Record<keyof EmailChange, unknown>>;
  if (typeof newEmail !== 'string') throw new TypeError('This is no change of an address.');
  return { newEmail };
}
