/**
 * What somebody does who signs this device out from another browser: signs in there, ends this session from the list, and
 * signs out again. By real calls, so that what follows here is real too.
 */
import { getSessionSecurityError } from 'react-session-security/client';
import { SessionSecurityError } from 'react-session-security/contract';
import type { AuthenticatedSession, SessionSecurityServer } from 'react-session-security/server';
import { demoAccounts } from './accounts';
import { createDevice } from './createDevice';

const otherBrowser = {
  userAgent:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  ip: '203.0.113.77',
};

/** @throws {SessionSecurityError} as the server refused: `2FA_REQUIRED` for an account with a second factor. */
export async function signOutFromElsewhere(
  server: SessionSecurityServer,
  { sessionId, userId }: Pick<AuthenticatedSession, 'sessionId' | 'userId'>,
  origin: string,
): Promise<void> {
  const user = await server.users.findById(userId);
  const account = demoAccounts.find(({ email }) => email === user?.email);
  if (account === undefined) throw new SessionSecurityError('FORBIDDEN');
  if ((await server.users.totpSecret(userId)) !== null) throw new SessionSecurityError('2FA_REQUIRED');
  const { post } = createDevice({ ...otherBrowser, origin, server });
  const steps = [
    ['auth.signIn', { identifier: account.email, password: account.password, replaceOldestSession: true }],
    ['session.revokeSession', { sessionId }],
    ['auth.signOut', undefined],
  ] as const;
  for (const [path, input] of steps) {
    const answer = await post(path, input);
    const refusal = await getSessionSecurityError(answer);
    if (refusal !== undefined) throw new SessionSecurityError(refusal.errorCode, refusal);
  }
}
