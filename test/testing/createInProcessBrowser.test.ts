/** The in-process link over the real server: guard, cookies, router and database, and no network (K5). */
import { createSessionSecurity, getSessionSecurityError } from 'react-session-security/client';
import type { SessionSecurityClient } from 'react-session-security/client';
import { createInProcessBrowser } from 'react-session-security/testing';
import type { InProcessBrowserOptions } from 'react-session-security/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob } from '../support/server/accounts';
import { appOrigin, iphoneSafari } from '../support/server/createBrowser';
import { createTestServer } from '../support/server/createTestServer';
import type { TestServer } from '../support/server/createTestServer';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
  await test.server.users.createUser(bob);
});
afterAll(() => test.close());

function open(options: Partial<InProcessBrowserOptions> = {}) {
  const { server, clock } = test;
  const browser = createInProcessBrowser({ server, origin: appOrigin, clock, ...options });
  return { browser, security: createSessionSecurity({ link: browser.link, clock }) };
}
const signIn = (security: SessionSecurityClient, rememberMe = false, user: typeof ada | typeof bob = ada) =>
  security.call('auth.signIn', { identifier: user.email, password: user.password, rememberMe });
const codeOf = async (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => 'no error',
    (error: unknown) => getSessionSecurityError(error)?.errorCode,
  );

describe('createInProcessBrowser', () => {
  it('carries a session’s cookie from sign-in to sign-out', async () => {
    const { security } = open();
    await expect(codeOf(security.call('session.getStatus'))).resolves.toBe('UNAUTHENTICATED');
    await signIn(security);
    await expect(security.call('session.getStatus')).resolves.toMatchObject({ user: { displayName: 'Ada Lovelace' } });
    await security.call('auth.signOut');
    await expect(codeOf(security.call('session.getStatus'))).resolves.toBe('UNAUTHENTICATED');
  });

  it('is one browser of several: one sees and ends the other', async () => {
    const laptop = open();
    const phone = open({ userAgent: iphoneSafari, remoteAddress: '198.51.100.4' });
    await signIn(laptop.security);
    await signIn(phone.security);
    const { sessions } = await laptop.security.call('session.getSessions');
    expect(sessions).toMatchObject([
      { isCurrent: true, deviceType: 'desktop', ipAddress: '203.0.113.7' },
      { isCurrent: false, deviceType: 'mobile', ipAddress: '198.51.100.4' },
    ]);
    await laptop.security.call('session.revokeSession', { sessionId: sessions[1]?.id ?? '' });
    await expect(codeOf(phone.security.call('session.getStatus'))).resolves.toBe('SESSION_REVOKED');
    await expect(codeOf(laptop.security.call('session.getStatus'))).resolves.toBe('no error');
  });

  it('keeps people apart', async () => {
    const [one, other] = [open(), open()];
    await signIn(one.security);
    await signIn(other.security, false, bob);
    const names = await Promise.all(
      [one, other].map(async ({ security }) => (await security.call('session.getStatus')).user.displayName),
    );
    expect(names).toEqual(['Ada Lovelace', 'Bob']);
  });

  it('forgets a session when it is closed, unless it was asked to remember (G2)', async () => {
    const { browser, security } = open();
    await signIn(security);
    browser.reopen();
    await expect(codeOf(security.call('session.getStatus'))).resolves.toBe('UNAUTHENTICATED');
    await signIn(security, true);
    browser.reopen();
    await expect(codeOf(security.call('session.getStatus'))).resolves.toBe('no error');
  });

  it('drops a cookie at its end', async () => {
    const { security } = open();
    await signIn(security, true);
    test.clock.advance(31 * 24 * 60 * 60_000);
    await expect(codeOf(security.call('session.getStatus'))).resolves.toBe('UNAUTHENTICATED');
  });

  it('sends no cookie of https over plain http', async () => {
    const { security } = open({ origin: 'http://app.example.com' });
    await signIn(security);
    await expect(codeOf(security.call('session.getStatus'))).resolves.toBe('UNAUTHENTICATED');
  });

  it('goes through the guard, which stops what is no page of ours', async () => {
    const { browser } = open();
    const refused = await browser.fetch('/api/trpc/session.getStatus');
    expect(refused.status).toBe(403);
    expect((await getSessionSecurityError(refused))?.errorCode).toBe('CSRF_REJECTED');
  });

  it('serves the host’s own routes with the same cookies', async () => {
    const handler: InProcessBrowserOptions['server']['handler'] = async (request, info) =>
      new URL(request.url).pathname === '/api/me'
        ? Response.json(await test.server.authenticate(request, info))
        : test.server.handler(request, info);
    const { browser, security } = open({ server: { handler } });
    await signIn(security);
    expect(await (await browser.fetch('/api/me')).json()).toMatchObject({ userId: ada.id });
  });
});
