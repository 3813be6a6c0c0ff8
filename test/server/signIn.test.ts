import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob, signIn } from '../support/server/accounts';
import { iphoneSafari } from '../support/server/createBrowser';
import { createTestServer, type TestServer } from '../support/server/createTestServer';

const days = 24 * 60 * 60_000;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
});
afterAll(() => test.close());

describe('auth.signIn', () => {
  it('answers with the session, and carries the secret in the cookie only', async () => {
    const browser = test.browser();
    const { data, setCookies, text } = await signIn(test, browser);
    expect(data).toEqual({
      status: 'signed_in',
      userId: ada.id,
      userRoles: ['user', 'admin'],
      sessionId: expect.stringMatching(/^[\w-]{22}$/u) as string,
      expiresIn: 86_400,
      evictedCount: 0,
      warnings: [],
      serverTime: new Date(test.clock.now()).toISOString(),
    });
    expect(setCookies[0]).toMatch(/^__Host-sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/u);
    expect(text).not.toContain(browser.cookies.get('__Host-sid'));
  });

  it.each(['ADA@example.com ', '+44 20 7946 0958', '0044 (20) 7946-0958'])('knows Ada as %j', async (identifier) => {
    const { status } = await test.browser().call('auth.signIn', { identifier, password: ada.password });
    expect(status).toBe(200);
  });

  it('keeps the cookie beyond the browser only when asked to', async () => {
    const { setCookies } = await test
      .browser()
      .call('auth.signIn', { identifier: ada.email, password: ada.password, rememberMe: true });
    expect(setCookies[0]).toContain(`Max-Age=${String((30 * days) / 1000)}`);
  });

  it('takes the device from the request and labels from the app', async () => {
    const app = test.browser({ userAgent: iphoneSafari });
    await app.call('auth.signIn', {
      identifier: ada.email,
      password: ada.password,
      device: {
        deviceName: 'Ada’s \u202ephone',
        platform: 'ios',
        platformVersion: '18.5',
        appVersion: '2.3.1\u0000',
        pushToken: 'abc\u0000',
      },
    });
    const { data } = await app.call('session.getSessions');
    expect(data['sessions']).toMatchObject([{ deviceName: 'Ada’s phone', deviceType: 'mobile', appVersion: '2.3.1' }]);
    expect(await test.rows('SELECT push_token, platform FROM session_security.sessions')).toEqual([
      { push_token: null, platform: 'ios' },
    ]);
  });

  it('asks the place of the address, and does without when nobody knows', async () => {
    const place = { city: 'London', region: null, country: 'GB' };
    const knowing = test.variant({ locate: { locate: async (ip) => (ip === '203.0.113.7' ? place : null) } });
    const failing = test.variant({ locate: { locate: () => Promise.reject(new Error('geo service is down')) } });
    const [first, second] = [knowing.browser(), failing.browser()];
    await signIn(test, first);
    await signIn(test, second);
    const { data } = await second.call('session.getSessions');
    expect((data['sessions'] as { location: unknown }[]).map(({ location }) => location)).toEqual([null, place]);
  });

  it('does not wait for a place longer than a second', async () => {
    const silent = test.variant({ locate: { locate: () => new Promise(() => {}) } });
    const signingIn = signIn(test, silent.browser());
    await expect.poll(() => test.clock.pending).toBe(1);
    test.clock.advance(1_000);
    expect((await signingIn).status).toBe(200);
  });

  it('announces a device that was never seen before, and not one that was', async () => {
    await signIn(test, test.browser());
    await signIn(test, test.browser());
    await signIn(test, test.browser({ userAgent: iphoneSafari }));
    expect(test.outbox.notices).toMatchObject([
      { type: 'new_device', userId: ada.id, deviceName: 'Chrome on Windows', ipAddress: '203.0.113.7' },
      { type: 'new_device', userId: ada.id, deviceName: 'Safari on iPhone' },
    ]);
  });

  it('succeeds although the notice cannot be delivered', async () => {
    const mute = test.variant({ notify: { send: () => Promise.reject(new Error('mail is down')) } });
    expect((await signIn(test, mute.browser())).status).toBe(200);
    await expect.poll(() => test.logLines.some((line) => line.includes('"notify_failed"'))).toBe(true);
  });

  it('refuses a wrong password', async () => {
    const browser = test.browser();
    const { status, error, setCookies } = await browser.call('auth.signIn', {
      identifier: ada.email,
      password: 'wrong',
    });
    expect(status).toBe(401);
    expect(error).toMatchObject({ errorCode: 'INVALID_CREDENTIALS' });
    expect(setCookies).toEqual([]);
  });

  it('refuses an account that has no password', async () => {
    await test.server.users.createUser({ id: 'u3', email: 'phone-only@example.com' });
    const { error } = await test
      .browser()
      .call('auth.signIn', { identifier: 'phone-only@example.com', password: 'anything' });
    expect(error?.errorCode).toBe('INVALID_CREDENTIALS');
  });
});

describe('signing in again in the same browser', () => {
  it('replaces the session there instead of adding one', async () => {
    const browser = test.browser();
    const first = await signIn(test, browser);
    const second = await signIn(test, browser);
    expect(second.data['sessionId']).not.toBe(first.data['sessionId']);
    expect((await browser.call('session.getSessions')).data['totalCount']).toBe(1);
  });

  it('ends the session of whoever was signed in there before', async () => {
    await test.server.users.createUser(bob);
    const browser = test.browser();
    await signIn(test, browser);
    const adas = new Map(browser.cookies);
    await signIn(test, browser, bob);
    const leftover = test.browser();
    for (const [name, value] of adas) leftover.cookies.set(name, value);
    expect((await leftover.call('session.getStatus')).error).toMatchObject({
      errorCode: 'SESSION_REVOKED',
      reason: 'replaced',
    });
  });
});
