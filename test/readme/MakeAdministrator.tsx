/** README, “Protect an action”: with the hook. */
import { useSensitiveAction } from 'react-session-security';
import { changeRole } from './serverActions';

export function MakeAdministrator({ email }: { email: string }) {
  const { run, status, isPending } = useSensitiveAction(
    (input: { email: string; role: string }, { stepUpToken }) => changeRole({ ...input, stepUpToken }),
    { actionType: 'role_change' },
  );
  return (
    <>
      <button type="button" disabled={isPending} onClick={() => void run({ email, role: 'admin' })}>
        Make {email} an administrator
      </button>
      {status === 'success' && <p role="status">Done.</p>}
      {status === 'error' && <p role="alert">Nothing was changed.</p>}
    </>
  );
}
