/** Ours: the status call over tRPC, and `authenticate` in a route of the host's own. */
import { pgliteDriver } from 'react-session-security/server/pglite';
import { postgresDriver } from 'react-session-security/server/postgres';
import { toNodeListener } from 'react-session-security/server';
import { fillSessions } from '../lib/fillSessions.mjs';
import { requestHeaders, signInSomebody, startOurServer } from '../lib/startOurServer.mjs';

/** @type {(context: import('./servers.mjs').ServerContext) => Promise<import('./servers.mjs').ServerUnderTest>} */
export async function ourServer({ store, url, accounts, stored }) {
  const driver = store === 'postgres' ? postgresDriver({ connectionString: url }) : pgliteDriver();
  const server = await startOurServer(driver);
  const signedIn = [];
  for (let index = 0; index < accounts; index += 1) signedIn.push(await signInSomebody(server, index));
  await fillSessions(driver.database, stored - accounts);
  const callers = signedIn.map(({ userId, cookie }) => ({ headers: { ...requestHeaders, cookie }, expected: userId }));
  const status = toNodeListener(server.handler);
  const route = toNodeListener(async (request, info) => {
    const { userId, sessionId, expiresAt } = await server.authenticate(request, info);
    return Response.json({ userId, sessionId, expiresAt });
  });
  return {
    listener: (request, response) => (request.url === '/me' ? route : status)(request, response),
    targets: [
      { name: 'ours: session.getStatus', path: '/api/trpc/session.getStatus', callers },
      { name: 'ours: server.authenticate in a route', path: '/me', callers },
    ],
  };
}
