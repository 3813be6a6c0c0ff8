/** Our server on a given database, with one account that is signed in over the public API. */
import { randomBytes } from 'node:crypto';
import { createSessionSecurityServer, jsonLog } from 'react-session-security/server';

export const requestHeaders = { 'x-session-security': '1' };
const origin = 'https://app.example.com';
const password = 'correct horse battery staple';

/** @param {import('react-session-security/server').DatabaseDriver} database */
export async function startOurServer(database) {
  const server = createSessionSecurityServer({
    database,
    encryptionKey: randomBytes(32).toString('base64'),
    origins: [origin],
    // One warning a sign-in from a new device would drown the progress lines.
    log: jsonLog({ level: 'error' }),
  });
  await server.migrate();
  return server;
}

/**
 * @param {Awaited<ReturnType<typeof startOurServer>>} server
 * @param {number} index
 * @returns {Promise<{ userId: string, cookie: string }>}
 */
export async function signInSomebody(server, index) {
  const email = `user${index}@example.com`;
  const { id } = await server.users.createUser({ email, password, displayName: `User ${index}`, roles: ['member'] });
  const response = await server.handler(
    new Request(`${origin}/api/trpc/auth.signIn`, {
      method: 'POST',
      headers: {
        ...requestHeaders,
        origin,
        'content-type': 'application/json',
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0',
      },
      body: JSON.stringify({ identifier: email, password }),
    }),
    { remoteAddress: '203.0.113.24' },
  );
  if (response.status !== 200) throw new Error(`The sign-in was answered ${response.status}: ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .find((pair) => /sid=./u.test(pair ?? ''));
  if (cookie === undefined) throw new Error('The sign-in set no session cookie.');
  return { userId: id, cookie };
}
