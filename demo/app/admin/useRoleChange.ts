/** Changing a role: begun on this page, confirmed on the step-up page, and gone on with here. */
import { useMemo } from 'react';
import { useResumeSensitiveActions, useSensitiveAction, useSessionSecurity } from 'react-session-security';
import { navigate } from '../navigation';
import { resumableActions } from './resumableActions';

const route = { stepUpPath: '/step-up', returnTo: '/admin', navigate } as const;

export function useRoleChange() {
  const { client } = useSessionSecurity();
  const actions = useMemo(() => resumableActions(client), [client]);
  const change = useSensitiveAction(actions['users.changeRole'].run, {
    actionType: 'role_change',
    resumable: { name: 'users.changeRole', ...route },
  });
  return { change, resumed: useResumeSensitiveActions(actions, route) };
}
