import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob, signIn } from '../support/server/accounts';
import { createTestServer, type TestServer } from '../support/server/createTestServer';
import { iphoneSafari } from '../support/server/createBrowser';
import { nth } from '../support/server/nth';

const minutes = 60_000;
const days = 24 * 60 * minutes;

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

describe('session.getSessions', () => {
  it('lists the devices of the user, the current one first, with what is known of them', async () => {
    const laptop = test.browser();
    const phone = test.browser({ userAgent: iphoneSafari, remoteAddress: '2001:db8::1' });
    await signIn(test, laptop);
    test.clock.advance(minutes);
    await signIn(test, phone);
    const stranger = test.browser();
    await signIn(test, stranger, bob);

    const { data } = await laptop.call('session.getSessions');

    expect(data).toMatchObject({ totalCount: 2, maxSessions: 5, serverTime: new Date(test.clock.now()).toISOString() });
    expect(data['sessions']).toMatchObject([
      {
        isCurrent: true,
        deviceName: 'Chrome on Windows',
        deviceType: 'desktop',
        ipAddress: '203.0.113.7',
        signInMethod: 'password',
      },
      {
        isCurrent: false,
        deviceName: 'Safari on iPhone',
        deviceType: 'mobile',
        ipAddress: '2001:db8::1',
        isTrusted: false,
      },
    ]);
    expect(data).not.toHaveProperty('nextCursor');
  });

  it('pages through every session exactly once, also when many have the same instant', async () => {
    const roomy = test.variant({ policy: { session: { maxSessions: 100 } } });
    const browsers = Array.from({ length: 13 }, () => roomy.browser());
    for (const [index, browser] of browsers.entries()) {
      if (index % 4 === 0) test.clock.advance(minutes);
      await signIn(test, browser);
    }
    const reader = nth(browsers, 0);
    for (const limit of [1, 2, 5, 12, 13, 100]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { data } = await reader.call('session.getSessions', { limit, ...(cursor !== undefined && { cursor }) });
        const page = data['sessions'] as { id: string; isCurrent: boolean }[];
        expect(page.length).toBeLessThanOrEqual(limit);
        seen.push(...page.map(({ id }) => id));
        cursor = data['nextCursor'] as string | undefined;
      } while (cursor !== undefined);
      expect(seen).toHaveLength(13);
      expect(new Set(seen).size).toBe(13);
    }
  });

  it('filters what was inactive for 30 days, and counts what it shows', async () => {
    const patient = test.variant({ policy: { session: { idleTimeoutMs: 90 * days, absoluteTimeoutMs: 365 * days } } });
    const old = patient.browser();
    const current = patient.browser();
    await signIn(test, old);
    test.clock.advance(31 * days);
    await signIn(test, current);

    const inactive = await current.call('session.getSessions', { filter: 'inactive' });
    const untrusted = await current.call('session.getSessions', { filter: 'untrusted' });

    expect(inactive.data).toMatchObject({ totalCount: 1, sessions: [{ isCurrent: false }] });
    expect(untrusted.data).toMatchObject({ totalCount: 2, sessions: [{ isCurrent: true }, { isCurrent: false }] });
  });

  it.each(['', '!', 'bm9wZQ', Buffer.from('[1]').toString('base64url'), Buffer.from('[-1,"a"]').toString('base64url')])(
    'refuses the cursor %j',
    async (cursor) => {
      const browser = test.browser();
      await signIn(test, browser);
      const { status, error } = await browser.call('session.getSessions', { cursor });
      expect(status).toBe(400);
      expect(error).toMatchObject({ errorCode: 'INVALID_REQUEST', reason: 'cursor' });
    },
  );

  it.each([
    { limit: 0 },
    { limit: 101 },
    { limit: 1e9 },
    { limit: '5' },
    { userId: 'user-bob' },
    { filter: 'foreign' },
  ])('refuses the input %j', async (input) => {
    const browser = test.browser();
    await signIn(test, browser);
    const { status, error } = await browser.call('session.getSessions', input);
    expect(status).toBe(400);
    expect(error).toMatchObject({ errorCode: 'INVALID_REQUEST', reason: 'input' });
  });
});

describe('session.getStatus', () => {
  it('tells validity, user, limits and clock in one call', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    const now = test.clock.now();
    const { data } = await browser.call('session.getStatus');
    expect(data).toMatchObject({
      status: 'active',
      user: { id: ada.id, displayName: 'Ada Lovelace', contactHint: 'a•••@example.com', roles: ['user', 'admin'] },
      session: { isCurrent: true },
      idleExpiresAt: new Date(now + days).toISOString(),
      absoluteExpiresAt: new Date(now + 30 * days).toISOString(),
      warnings: [],
      policy: { idleTimeoutMs: days, maxSessions: 5 },
      verification: { recentUntil: new Date(now + 15 * minutes).toISOString(), secondFactorUntil: null },
      serverTime: new Date(now).toISOString(),
    });
  });

  it('asks the app for accounts that are not in our table, even if an id is the same', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    const foreign = test.variant({
      users: {
        findById: async (id) => ({ id, displayName: 'From the app', email: null, phone: '+493012345678', roles: [] }),
        findByIdentifier: async () => null,
        verifyPassword: async () => false,
        secondFactors: async () => [],
        totpSecret: async () => null,
      },
    });
    const reader = foreign.browser();
    for (const [name, value] of browser.cookies) reader.cookies.set(name, value);
    const { data } = await reader.call('session.getStatus');
    expect(data['user']).toEqual({ id: ada.id, displayName: 'From the app', contactHint: '••• 5678', roles: [] });
    expect(() => foreign.server.users).toThrow(/own `users` port/u);
  });
});

describe('session.updateActivity', () => {
  it('moves the idle limit by the server clock', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    test.clock.advance(5 * minutes);
    const { data } = await browser.call('session.updateActivity');
    expect(data).toEqual({
      lastActivityAt: new Date(test.clock.now()).toISOString(),
      idleExpiresAt: new Date(test.clock.now() + days).toISOString(),
      serverTime: new Date(test.clock.now()).toISOString(),
    });
  });

  it('accepts one a minute; more are answered and change nothing', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    const start = test.clock.now();
    test.clock.advance(minutes - 1);
    const early = await browser.call('session.updateActivity');
    expect(early.data['lastActivityAt']).toBe(new Date(start).toISOString());
    test.clock.advance(1);
    const due = await browser.call('session.updateActivity');
    expect(due.data['lastActivityAt']).toBe(new Date(start + minutes).toISOString());
  });

  it('takes no instant from the client', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    const { status } = await browser.call('session.updateActivity', { lastActivityAt: '2099-01-01T00:00:00Z' });
    expect(status).toBe(400);
  });
});
