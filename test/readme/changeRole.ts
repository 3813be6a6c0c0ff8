/** README, “Protect an action”: a server action, which refuses by a value. */
import { getSessionSecurityError } from 'react-session-security/client';
import { setRole } from './effects';
import { sessions } from './sessions';

export interface ChangeRoleInput {
  email: string;
  role: string;
  stepUpToken?: string | undefined;
}

export async function changeRole(request: Request, { stepUpToken, ...parameters }: ChangeRoleInput) {
  try {
    return await sessions.withProof(request, { actionType: 'role_change', stepUpToken, parameters }, ({ userId }) =>
      setRole(userId, parameters),
    );
  } catch (error) {
    const refusal = getSessionSecurityError(error);
    if (refusal === undefined) throw error;
    return { error: refusal };
  }
}
