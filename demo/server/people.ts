/** The demo's people as its administrators see them: a route of the host's own that asks for a role. */
import { SessionSecurityError } from 'react-session-security/contract';
import type { AuthenticatedSession, SessionSecurityServer } from 'react-session-security/server';
import { demoPeople } from './accounts';

export interface Person {
  readonly userId: string;
  readonly displayName: string;
  /** A mail address, or a phone number where there is none. */
  readonly contact: string;
  readonly roles: readonly string[];
  /** Whoever asks. */
  readonly isYou: boolean;
}

/** Without those who have deleted their accounts. @throws {SessionSecurityError} `FORBIDDEN` for anybody else. */
export async function listPeople(
  { users }: Pick<SessionSecurityServer, 'users'>,
  { userId: asking }: Pick<AuthenticatedSession, 'userId'>,
): Promise<readonly Person[]> {
  const asker = await users.findById(asking);
  if (asker?.roles.includes('admin') !== true) throw new SessionSecurityError('FORBIDDEN');
  const found = await Promise.all(
    demoPeople.map(({ phone }) => users.findByIdentifier({ kind: 'phone', value: phone })),
  );
  return found
    .filter((user) => user !== null)
    .map(({ id, displayName, email, phone, roles }) => ({
      userId: id,
      displayName: displayName ?? '',
      contact: email ?? phone ?? '',
      roles,
      isYou: id === asking,
    }));
}
