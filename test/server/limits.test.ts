import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, grace, signIn, totpAt } from '../support/server/accounts';
import { createTestServer, type TestServer } from '../support/server/createTestServer';
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
  await test.server.users.createUser(grace);
});
afterAll(() => test.close());

describe('the limit for wrong passwords', () => {
  const guess = (address: string, password = 'wrong', identifier: string = ada.email) =>
    test.browser({ remoteAddress: address }).call('auth.signIn', { identifier, password });

  it('blocks account and address after five, for half an hour, with a figure to wait (R78)', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await guess('198.51.100.1')).status).toBe(401);
    const blocked = await guess('198.51.100.1', ada.password);
    expect(blocked.status).toBe(429);
    expect(blocked.error).toMatchObject({ errorCode: 'TOO_MANY_ATTEMPTS', retryAfter: 1800 });
    expect(blocked.headers.get('retry-after')).toBe('1800');
    test.clock.advance(30 * minutes - 1);
    expect((await guess('198.51.100.1', ada.password)).error?.retryAfter).toBe(1);
    test.clock.advance(1);
    expect((await guess('198.51.100.1', ada.password)).status).toBe(200);
  });

  it('does not lock the owner out at another address', async () => {
    for (let attempt = 0; attempt < 6; attempt += 1) await guess('198.51.100.1');
    expect((await guess('203.0.113.7', ada.password)).status).toBe(200);
  });

  it('counts an IPv6 customer’s addresses as one (R78)', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) await guess(`2001:db8:1:2::${String(attempt)}`);
    expect((await guess('2001:db8:1:2:ffff::1')).status).toBe(429);
    expect((await guess('2001:db8:1:3::1')).status).toBe(401);
  });

  it('counts failures only: right passwords are given back', async () => {
    for (let round = 0; round < 12; round += 1) expect((await guess('198.51.100.1', ada.password)).status).toBe(200);
  });

  it('gives the attempt back when the fault is ours', async () => {
    const broken = test.variant({
      users: { ...test.server.users, verifyPassword: () => Promise.reject(new Error('directory is down')) },
    });
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const { status, error, errorBody } = await broken
        .browser({ remoteAddress: '198.51.100.1' })
        .call('auth.signIn', { identifier: ada.email, password: ada.password });
      expect(status).toBe(500);
      expect(error).toBeUndefined();
      expect(JSON.stringify(errorBody)).not.toContain('directory');
    }
    expect((await guess('198.51.100.1', ada.password)).status).toBe(200);
  });

  it('lets nobody in while it cannot be counted (R78: fail closed)', async () => {
    await test.rows('ALTER TABLE session_security.rate_limits RENAME TO elsewhere');
    const { status, setCookies } = await guess('198.51.100.1', ada.password);
    await test.rows('ALTER TABLE session_security.elsewhere RENAME TO rate_limits');
    expect(status).toBe(500);
    expect(setCookies).toEqual([]);
    expect((await guess('198.51.100.1', ada.password)).status).toBe(200);
  });

  it('stops one address that tries many accounts', async () => {
    for (let account = 0; account < 50; account += 1) {
      expect((await guess('198.51.100.1', 'wrong', `nobody${String(account)}@example.com`)).status).toBe(401);
    }
    expect((await guess('198.51.100.1', ada.password)).status).toBe(429);
  });

  it('stops many addresses that try one account, as NIST asks, at a hundred', async () => {
    for (let address = 0; address < 100; address += 1) await guess(`198.51.100.${String(address)}`);
    expect((await guess('198.51.101.1')).status).toBe(429);
  });

  it('lets a window pass without a block', async () => {
    for (let attempt = 0; attempt < 4; attempt += 1) await guess('198.51.100.1');
    test.clock.advance(15 * minutes);
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await guess('198.51.100.1')).status).toBe(401);
  });
});

describe('the session limit', () => {
  it('replaces the session used longest ago, says so to both, and warns', async () => {
    const browsers = Array.from({ length: 5 }, () => test.browser());
    for (const browser of browsers) {
      await signIn(test, browser);
      test.clock.advance(2 * minutes);
    }
    const [first, second] = [nth(browsers, 0), nth(browsers, 1)];
    await first.call('session.updateActivity');
    test.clock.advance(1);
    test.outbox.clear();

    const { data } = await signIn(test, test.browser());

    expect(data).toMatchObject({
      evictedCount: 1,
      warnings: [{ warningType: 'session_limit', reason: 'limit', currentCount: 5, maxSessions: 5 }],
    });
    expect((await second.call('session.getStatus')).error).toMatchObject({
      errorCode: 'SESSION_REVOKED',
      reason: 'session_limit',
    });
    expect((await first.call('session.getStatus')).data).toMatchObject({
      status: 'active',
      warnings: [{ warningType: 'session_limit', currentCount: 5 }],
    });
    expect(test.outbox.notices).toMatchObject([{ type: 'session_evicted', userId: ada.id }]);
    expect(
      await test.rows(`SELECT reason FROM session_security.security_events WHERE type = 'session_evicted'`),
    ).toEqual([{ reason: 'session_limit' }]);
  });

  it('breaks a tie by age', async () => {
    const browsers = Array.from({ length: 5 }, () => test.browser());
    for (const browser of browsers) {
      await signIn(test, browser);
      test.clock.advance(minutes);
    }
    for (const browser of browsers) await browser.call('session.updateActivity');
    await signIn(test, test.browser());
    expect((await nth(browsers, 0).call('session.getStatus')).status).toBe(401);
    expect((await nth(browsers, 1).call('session.getStatus')).status).toBe(200);
  });

  it('does not count what has expired', async () => {
    for (let count = 0; count < 5; count += 1) await signIn(test, test.browser());
    test.clock.advance(days);
    expect((await signIn(test, test.browser())).data).toMatchObject({ evictedCount: 0, warnings: [] });
  });

  it.each(['reject', 'ask'] as const)(
    'refuses under the policy "%s", and the right code can be used once there is room',
    async (onLimit) => {
      const strict = test.variant({ policy: { session: { maxSessions: 1, onLimit } } });
      const holder = strict.browser();
      await signIn(test, holder, grace);
      test.clock.advance(30_000);
      const browser = strict.browser();
      const refused = await signIn(test, browser, grace);
      expect(refused.status).toBe(429);
      expect(refused.error).toMatchObject({ errorCode: 'SESSION_LIMIT_REACHED', reason: onLimit });
      expect((await holder.call('session.getStatus')).status).toBe(200);
      await holder.call('auth.signOut');
      expect((await signIn(test, browser, grace)).status).toBe(200);
    },
  );

  it.each(['reject', 'ask'] as const)(
    'costs right codes none of their attempts under the policy "%s" (the owner would lock himself out)',
    async (onLimit) => {
      const strict = test.variant({ policy: { session: { maxSessions: 1, onLimit }, secondFactor: { lockAfter: 2 } } });
      await signIn(test, strict.browser(), grace);
      test.clock.advance(30_000);
      const browser = strict.browser();
      const { data } = await browser.call('auth.signIn', { identifier: grace.email, password: grace.password });
      const input = { challengeId: data['challengeId'], code: totpAt(test.clock.now()) };
      for (let count = 0; count < 6; count += 1) {
        expect((await browser.call('auth.verifySignIn2FA', input)).error?.errorCode).toBe('SESSION_LIMIT_REACHED');
      }
      expect(test.outbox.notices.filter(({ type }) => type === 'second_factor_locked')).toEqual([]);
    },
  );

  it('asks under the policy "ask", and with a yes replaces the session used longest ago', async () => {
    const asking = test.variant({ policy: { session: { maxSessions: 1, onLimit: 'ask' } } });
    const holder = asking.browser();
    await signIn(test, holder, grace);
    test.clock.advance(30_000);
    const browser = asking.browser();
    const { data } = await browser.call('auth.signIn', { identifier: grace.email, password: grace.password });
    const input = { challengeId: data['challengeId'], code: totpAt(test.clock.now()) };
    expect((await browser.call('auth.verifySignIn2FA', input)).error).toMatchObject({
      errorCode: 'SESSION_LIMIT_REACHED',
      reason: 'ask',
    });
    const done = await browser.call('auth.verifySignIn2FA', { ...input, replaceOldestSession: true });
    expect(done.data).toMatchObject({ status: 'signed_in', evictedCount: 1 });
    expect((await holder.call('session.getStatus')).error?.reason).toBe('session_limit');
  });

  it('remembers the yes of the first step', async () => {
    const asking = test.variant({ policy: { session: { maxSessions: 1, onLimit: 'ask' } } });
    await signIn(test, asking.browser(), grace);
    test.clock.advance(30_000);
    const browser = asking.browser();
    const first = { identifier: grace.email, password: grace.password, replaceOldestSession: true };
    const { data } = await browser.call('auth.signIn', first);
    const input = { challengeId: data['challengeId'], code: totpAt(test.clock.now()) };
    expect((await browser.call('auth.verifySignIn2FA', input)).data).toMatchObject({ evictedCount: 1 });
  });

  it.each([
    ['evict-oldest', /next sign-in will sign out the session used longest ago/u],
    ['reject', /Sign out of one before/u],
    ['ask', /next sign-in will ask before it signs out the session used longest ago/u],
  ] as const)('says what the next sign-in will do under the policy "%s"', async (onLimit, message) => {
    const full = test.variant({ policy: { session: { maxSessions: 1, onLimit } } });
    const browser = full.browser();
    await signIn(test, browser);
    expect((await browser.call('session.getSessions')).data).toMatchObject({ maxSessions: 1, onLimit });
    expect((await browser.call('session.getStatus')).data).toMatchObject({
      policy: { maxSessions: 1, onLimit },
      warnings: [{ warningType: 'session_limit', message: expect.stringMatching(message) as string }],
    });
  });

  it('takes no yes under the policy "reject"', async () => {
    const strict = test.variant({ policy: { session: { maxSessions: 1, onLimit: 'reject' } } });
    await signIn(test, strict.browser());
    const { error } = await strict
      .browser()
      .call('auth.signIn', { identifier: ada.email, password: ada.password, replaceOldestSession: true });
    expect(error).toMatchObject({ errorCode: 'SESSION_LIMIT_REACHED', reason: 'reject' });
  });
});
