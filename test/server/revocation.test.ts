import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob, grace, signIn } from '../support/server/accounts';
import { createTestServer, type TestServer } from '../support/server/createTestServer';
import { iphoneSafari } from '../support/server/createBrowser';

const minutes = 60_000;

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

describe('revoking', () => {
  it('ends another device at its next request, and says why (R25)', async () => {
    const laptop = test.browser();
    const phone = test.browser({ userAgent: iphoneSafari });
    await signIn(test, laptop);
    await signIn(test, phone);
    const [, other] = (await laptop.call('session.getSessions')).data['sessions'] as { id: string }[];

    const revoked = await laptop.call('session.revokeSession', { sessionId: other?.id });

    expect(revoked.data).toEqual({ revokedId: other?.id });
    for (const path of [
      'session.getStatus',
      'session.getSessions',
      'session.updateActivity',
      'session.getSessionWarnings',
    ]) {
      const answer = await phone.call(path);
      expect(answer.status).toBe(401);
      expect(answer.error).toMatchObject({ errorCode: 'SESSION_REVOKED', reason: 'revoked' });
      // It stays, so that other tabs learn the reason too.
      expect(answer.setCookies).toEqual([]);
    }
    expect((await laptop.call('session.getSessions')).data['totalCount']).toBe(1);
  });

  it('ends several at once and answers for each id in order', async () => {
    const laptop = test.browser();
    const others = [test.browser(), test.browser()];
    await signIn(test, laptop);
    for (const browser of others) await signIn(test, browser);
    const [own, first, second] = (await laptop.call('session.getSessions')).data['sessions'] as {
      id: string;
    }[];

    const { data } = await laptop.call('session.revokeSessions', {
      sessionIds: [second?.id, 'nobody', first?.id, first?.id, '\u0000'],
    });

    expect(data['results']).toEqual([
      { sessionId: second?.id, status: 'revoked' },
      { sessionId: 'nobody', status: 'not_found' },
      { sessionId: first?.id, status: 'revoked' },
      { sessionId: first?.id, status: 'revoked' },
      { sessionId: '\u0000', status: 'not_found' },
    ]);
    expect((await laptop.call('session.getSessions')).data['sessions']).toMatchObject([{ id: own?.id }]);
  });

  it('ends all others but not this one, nor anybody else’s', async () => {
    const laptop = test.browser();
    const others = [test.browser(), test.browser(), test.browser()];
    const bobs = test.browser();
    await signIn(test, laptop);
    for (const browser of others) await signIn(test, browser);
    await signIn(test, bobs, bob);

    const { data } = await laptop.call('session.revokeAllOtherSessions');

    expect(data).toEqual({ revokedCount: 3 });
    expect((await laptop.call('session.getStatus')).status).toBe(200);
    expect((await bobs.call('session.getStatus')).status).toBe(200);
    for (const browser of others)
      expect((await browser.call('session.getStatus')).error?.errorCode).toBe('SESSION_REVOKED');
  });

  it('of the current session is signing out: the cookie goes', async () => {
    const browser = test.browser();
    const { data } = await signIn(test, browser);
    test.clock.advance(60 * minutes);
    const answer = await browser.call('session.revokeSession', { sessionId: data['sessionId'] });
    expect(answer.status).toBe(200);
    expect(browser.cookies.has('__Host-sid')).toBe(false);
    expect(answer.headers.get('clear-site-data')).toBe('"cache"');
  });

  it('of the current session among several clears the cache too, of others alone nothing', async () => {
    const [browser, other] = [test.browser(), test.browser()];
    const { data: own } = await signIn(test, browser);
    const { data: others } = await signIn(test, other);
    const first = await browser.call('session.revokeSessions', { sessionIds: [others['sessionId']] });
    expect([first.setCookies, first.headers.get('clear-site-data')]).toEqual([[], null]);
    const last = await browser.call('session.revokeSessions', { sessionIds: ['nobody', own['sessionId']] });
    expect(browser.cookies.has('__Host-sid')).toBe(false);
    expect(last.headers.get('clear-site-data')).toBe('"cache"');
  });

  it('needs an authentication of the last 15 minutes, but signing out does not (R23)', async () => {
    const laptop = test.browser();
    const phone = test.browser();
    await signIn(test, laptop);
    await signIn(test, phone);
    const [, other] = (await laptop.call('session.getSessions')).data['sessions'] as { id: string }[];
    test.clock.advance(15 * minutes);

    for (const [path, input] of [
      ['session.revokeSession', { sessionId: other?.id }],
      ['session.revokeSession', { sessionId: 'nobody' }],
      ['session.revokeSessions', { sessionIds: [other?.id] }],
      ['session.revokeAllOtherSessions', {}],
    ] as const) {
      const { status, error } = await laptop.call(path, input);
      expect(status).toBe(403);
      expect(error).toMatchObject({ errorCode: 'STEP_UP_REQUIRED', action: 'security_settings' });
    }
    expect((await phone.call('session.getStatus')).status).toBe(200);
    expect((await laptop.call('auth.signOut')).status).toBe(200);
  });

  it('asks users with a second factor for it (R23)', async () => {
    await test.server.users.createUser(grace);
    const browser = test.browser();
    await signIn(test, browser, grace);
    test.clock.advance(15 * minutes);
    const { error } = await browser.call('session.revokeAllOtherSessions');
    expect(error).toMatchObject({ errorCode: '2FA_REQUIRED', action: 'security_settings' });
  });

  it('needs no fresh authentication where the policy says so (R23)', async () => {
    const lenient = test.variant({ policy: { session: { requireRecentAuthForRevoke: false } } });
    const browser = lenient.browser();
    await signIn(test, browser);
    test.clock.advance(60 * minutes);
    expect((await browser.call('session.revokeAllOtherSessions')).status).toBe(200);
  });
});

describe('session.renameSession', () => {
  it('stores the name without what could deceive', async () => {
    const browser = test.browser();
    const { data } = await signIn(test, browser);
    const renamed = await browser.call('session.renameSession', {
      sessionId: data['sessionId'],
      deviceName: '  My \u202elaptop\u200b <b>  ',
    });
    expect(renamed.data).toEqual({ sessionId: data['sessionId'], deviceName: 'My laptop <b>' });
    expect((await browser.call('session.getSessions')).data['sessions']).toMatchObject([
      { deviceName: 'My laptop <b>' },
    ]);
  });

  it('of another device needs an authentication of the last 15 minutes, of this one it doesn’t', async () => {
    const [laptop, phone] = [test.browser(), test.browser({ userAgent: iphoneSafari })];
    const { data: own } = await signIn(test, laptop);
    const { data: other } = await signIn(test, phone);
    const rename = (sessionId: unknown) =>
      laptop.call('session.renameSession', { sessionId, deviceName: 'Not what it was' });
    test.clock.advance(15 * minutes - 1);
    expect((await rename(other['sessionId'])).status).toBe(200);
    test.clock.advance(1);
    for (const sessionId of [other['sessionId'], 'nobody']) {
      expect((await rename(sessionId)).error).toMatchObject({
        errorCode: 'STEP_UP_REQUIRED',
        action: 'security_settings',
      });
    }
    expect((await rename(own['sessionId'])).status).toBe(200);
  });

  it.each(['', ' ', '\u202e\u200b', '\u0000'])('refuses the empty name %j', async (deviceName) => {
    const browser = test.browser();
    const { data } = await signIn(test, browser);
    const { status, error } = await browser.call('session.renameSession', { sessionId: data['sessionId'], deviceName });
    expect(status).toBe(400);
    expect(error).toMatchObject({ errorCode: 'INVALID_REQUEST', reason: 'device_name' });
  });
});

describe('auth.signOut', () => {
  it('ends the session, forgets cookies and cache, and works twice', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    const stolen = new Map(browser.cookies);
    const first = await browser.call('auth.signOut');
    expect(first.headers.get('clear-site-data')).toBe('"cache"');
    expect(browser.cookies.has('__Host-sid')).toBe(false);
    const second = await browser.call('auth.signOut');
    expect([first.status, second.status]).toEqual([200, 200]);

    const thief = test.browser();
    for (const [name, value] of stolen) thief.cookies.set(name, value);
    expect((await thief.call('session.getStatus')).error).toMatchObject({
      errorCode: 'SESSION_REVOKED',
      reason: 'signed_out',
    });
  });
});

describe('server.authenticate', () => {
  it('serves the routes of the host', async () => {
    const browser = test.browser();
    const { data } = await signIn(test, browser);
    const cookie = Array.from(browser.cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const session = await test.server.authenticate(
      new Request('https://app.example.com/orders', { headers: { cookie } }),
    );
    expect(session).toMatchObject({ sessionId: data['sessionId'], userId: ada.id, secondFactorAt: null });
    await expect(test.server.authenticate(new Request('https://app.example.com/orders'))).rejects.toMatchObject({
      errorCode: 'UNAUTHENTICATED',
      reason: 'no_session',
    });
  });
});
