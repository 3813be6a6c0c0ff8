/** The actions of the demo that go on after the step-up page. Only what stands here is ever resumed. */
import { defineSensitiveActions, type SessionSecurityClient } from 'react-session-security';
import { parseRoleChange, type RoleChange } from './RoleChange';

export function resumableActions(client: SessionSecurityClient) {
  return defineSensitiveActions({
    'users.changeRole': {
      actionType: 'role_change',
      parse: parseRoleChange,
      run: (change: RoleChange, { stepUpToken, signal }) =>
        client.call(
          'admin.changeUserRole',
          { ...change, ...(stepUpToken !== undefined && { stepUpToken }) },
          { signal },
        ),
    },
  });
}
