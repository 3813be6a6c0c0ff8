/** What a framework makes of the host's server actions: calls that a page can make. */
import type { changeRole as changeRoleOnServer, ChangeRoleInput } from './changeRole';

export async function changeRole(input: ChangeRoleInput) {
  const response = await fetch('/actions/changeRole', { method: 'POST', body: JSON.stringify(input) });
  return (await response.json()) as Awaited<ReturnType<typeof changeRoleOnServer>>;
}
