/** The bearer transport end to end: our client, through the whole of our server, with no network between (SPEC G3). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from 'react-session-security/contract';
import { createSessionSecurity, getSessionSecurityError } from 'react-session-security/client';
import { createInProcessBrowser } from 'react-session-security/testing';
import { ada } from '../support/server/accounts';
import { appOrigin } from '../support/server/createBrowser';
import { createTestServer } from '../support/server/createTestServer';
import type { TestServer } from '../support/server/createTestServer';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer({ transport: 'both' });
  await test.server.users.createUser(ada);
});
afterAll(() => test.close());

it('signs in, is renewed when its token has expired, and is refused once the session is revoked', async () => {
  const browser = createInProcessBrowser({ server: test.server, origin: appOrigin, clock: test.clock });
  const sent: Request[] = [];
  const security = createSessionSecurity({
    url: `${appOrigin}/api/trpc`,
    transport: 'bearer',
    clock: { ...systemClock, now: () => test.clock.now(), monotonic: () => test.clock.now() },
    fetch: async (input, init) => {
      sent.push(new Request(input, init));
      return browser.fetch(input, init);
    },
  });
  const to = (path: string): Request[] => sent.filter(({ url }) => url.includes(path));

  await security.call('auth.signIn', { identifier: ada.email, password: ada.password });
  const first = await security.call('session.getSessions');
  expect(first.sessions).toHaveLength(1);
  expect(to('auth.refresh')).toHaveLength(0);
  expect(to('session.getSessions')[0]?.headers.get('authorization')).toMatch(/^Bearer /);

  test.clock.advance(20 * 60_000);
  await expect(security.call('session.getSessions')).resolves.toMatchObject({ totalCount: 1 });
  expect(to('auth.refresh')).toHaveLength(1);
  expect(to('auth.refresh')[0]?.headers.get('idempotency-key')).toMatch(/^[a-z\d-]{8,}$/);

  const [session] = first.sessions;
  await test.server.revokeSessions({ userId: (await security.call('session.getStatus')).user.id });
  const refusal = await security.call('session.getSessions').catch((error: unknown) => getSessionSecurityError(error));
  expect(session).toBeDefined();
  expect(refusal).toMatchObject({ errorCode: 'SESSION_REVOKED' });
  expect(security.session()).toMatchObject({ status: 'ended' });
});
