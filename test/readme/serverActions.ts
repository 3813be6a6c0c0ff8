/** A server action of the host's, as a bundler leaves it in the page: a refusal is a value, because what is thrown loses its words on the way. */
import { getSessionSecurityError } from 'react-session-security/client';
import { setRole } from './effects';
import { sessions } from './sessions';

export interface SetRoleInput {
  readonly email: string;
  readonly role: string;
  readonly stepUpToken?: string | undefined;
}

/** In the page. */
export async function changeRole(input: SetRoleInput) {
  const response = await fetch('/actions/changeRole', { method: 'POST', body: JSON.stringify(input) });
  return (await response.json()) as Awaited<ReturnType<typeof changeRoleOnServer>>;
}

/** On the server, with the request that the framework knows. */
export async function changeRoleOnServer(request: Request, { stepUpToken, ...parameters }: SetRoleInput) {
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
