/**
 * Attack (R27, R30, R33, R34, T10, T11, T37, T46): win by being fast. Several instances on one real database, calls at
 * the same moment; what must hold is asserted after each round.
 */
import { postgresDriver } from 'react-session-security/server/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { ada, bob, grace, signIn, totpAt } from '../support/server/accounts';
import type { Browser } from '../support/server/createBrowser';
import { createTestServer, type TestServer } from '../support/server/createTestServer';
import { ownDatabase } from '../support/server/ownDatabase';
import { nth } from '../support/server/nth';
import { seeded } from '../support/server/seeded';

let test: TestServer;
/** A second instance, with a pool of its own. */
let second: ReturnType<TestServer['variant']>;
let closeSecond: () => Promise<void>;

beforeAll(async () => {
  const first = await ownDatabase(inject('pgUrl'), 'rss_races');
  test = await createTestServer({ database: first.driver });
  const driver = postgresDriver({ connectionString: first.connectionString, maxConnections: 20 });
  second = test.variant({ database: driver });
  closeSecond = () => second.server.close();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
  await test.server.users.createUser(grace);
});
afterAll(async () => {
  await closeSecond();
  await test.close();
});

const browsers = (count: number): Browser[] =>
  Array.from({ length: count }, (_, index) =>
    (index % 2 === 0 ? test : second).browser({ remoteAddress: `198.51.100.${String(index)}` }),
  );

const isLive = async (browser: Browser): Promise<boolean> => (await browser.call('session.getStatus')).status === 200;

describe('twenty sign-ins at once', () => {
  it('leave exactly five live sessions, in each of 20 rounds', { timeout: 120_000 }, async () => {
    for (let round = 0; round < 20; round += 1) {
      await test.reset();
      await test.server.users.createUser(ada);
      const all = browsers(20);
      const answers = await Promise.all(all.map((browser) => signIn(test, browser)));
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
      const live = await Promise.all(all.map(isLive));
      expect(live.filter(Boolean)).toHaveLength(5);
      const evicted = answers.reduce((sum, { data }) => sum + Number(data['evictedCount']), 0);
      expect(evicted).toBe(15);
      test.clock.advance(60_000);
    }
  });

  it('leave exactly as many as there is room for where the policy rejects', async () => {
    const strict = test.variant({ policy: { session: { onLimit: 'reject' } } });
    const all = Array.from({ length: 12 }, (_, index) =>
      strict.browser({ remoteAddress: `198.51.100.${String(index)}` }),
    );
    const answers = await Promise.all(all.map((browser) => signIn(test, browser)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(answers.filter(({ error }) => error?.errorCode === 'SESSION_LIMIT_REACHED')).toHaveLength(7);
  });
});

describe('twelve sign-ins at once that agree to replace the oldest session', () => {
  it('leave exactly as many live sessions as there is room for', async () => {
    const asking = test.variant({ policy: { session: { onLimit: 'ask' } } });
    const all = Array.from({ length: 12 }, (_, index) =>
      asking.browser({ remoteAddress: `198.51.100.${String(index)}` }),
    );
    const input = { identifier: ada.email, password: ada.password, replaceOldestSession: true };
    const answers = await Promise.all(all.map((browser) => browser.call('auth.signIn', input)));
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
    expect((await Promise.all(all.map(isLive))).filter(Boolean)).toHaveLength(5);
  });
});

describe('two browsers that swap accounts at the limit', () => {
  it('both sign in, in each of 40 rounds: neither waits for the other for ever', { timeout: 120_000 }, async () => {
    await test.server.users.createUser(bob);
    const policy = { session: { maxSessions: 1 } };
    const [first, other] = [test.variant({ policy }), test.variant({ policy })];
    for (let round = 0; round < 40; round += 1) {
      const pair = [first.browser({ remoteAddress: '198.51.100.1' }), other.browser({ remoteAddress: '198.51.100.2' })];
      const [left, right] = [nth(pair, 0), nth(pair, 1)];
      await signIn(test, left, ada);
      await signIn(test, right, bob);
      const answers = await Promise.all([signIn(test, left, bob), signIn(test, right, ada)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(await Promise.all(pair.map(isLive))).toEqual([true, true]);
    }
  });
});

describe('revocation against activity against sign-in', () => {
  it('leaves no usable credential of a revoked session, in 200 interleavings (R25)', { timeout: 240_000 }, async () => {
    const random = seeded(20_261_121);
    for (let round = 0; round < 200; round += 1) {
      await test.reset();
      await test.server.users.createUser(ada);
      const [owner, victim] = [test.browser(), second.browser()];
      const others = browsers(3);
      await signIn(test, owner);
      const { data } = await signIn(test, victim);
      const victimId = String(data['sessionId']);
      test.clock.advance(61_000);
      const cookie = `__Host-sid=${victim.cookies.get('__Host-sid') ?? ''}`;
      const calls: (() => Promise<unknown>)[] = [
        () =>
          owner.call(
            random() < 0.5 ? 'session.revokeSession' : 'session.revokeAllOtherSessions',
            random.last < 0.5 ? { sessionId: victimId } : {},
          ),
        () => second.browser().call('session.updateActivity', {}, { cookie }),
        () => test.browser().call('session.updateActivity', {}, { cookie }),
        () => test.browser().call('session.renameSession', { sessionId: victimId, deviceName: 'alive' }, { cookie }),
        // The victim's browser signs in again, which ends its old session too.
        ...(random() < 0.3
          ? [() => second.browser().call('auth.signIn', { identifier: ada.email, password: ada.password }, { cookie })]
          : []),
        ...others.map((browser) => () => signIn(test, browser)),
      ];
      const delayed = calls.map((call) => ({ call, turns: Math.floor(random() * 12) }));
      await Promise.all(
        delayed.map(async ({ call, turns }) => {
          for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
          return call();
        }),
      );

      const [row] = await test.rows<{ revoked: boolean }>(
        `SELECT revoked_at IS NOT NULL AS revoked FROM session_security.sessions WHERE id = '${victimId}'`,
      );
      expect(row?.revoked).toBe(true);
      for (const instance of [test, second]) {
        for (const path of ['session.getStatus', 'session.getSessions', 'session.updateActivity']) {
          const { status, error } = await instance.browser().call(path, undefined, { cookie });
          expect([status, error?.errorCode]).toEqual([401, 'SESSION_REVOKED']);
        }
      }
      const [{ live } = { live: -1 }] = await test.rows<{ live: number }>(
        'SELECT count(*)::int AS live FROM session_security.sessions WHERE revoked_at IS NULL',
      );
      expect(live).toBeLessThanOrEqual(5);
    }
  });

  it('lets one of two sessions that revoke each other win', async () => {
    for (let round = 0; round < 20; round += 1) {
      await test.reset();
      await test.server.users.createUser(ada);
      const pair = browsers(2);
      for (const browser of pair) await signIn(test, browser);
      const answers = await Promise.all(pair.map((browser) => browser.call('session.revokeAllOtherSessions')));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
      expect((await Promise.all(pair.map(isLive))).filter(Boolean)).toHaveLength(1);
    }
  });
});

describe('fifty wrong codes at once', () => {
  it('are evaluated five times at most', async () => {
    const browser = test.browser();
    const { data } = await browser.call('auth.signIn', { identifier: grace.email, password: grace.password });
    const cookie = `__Host-pre=${browser.cookies.get('__Host-pre') ?? ''}`;
    const answers = await Promise.all(
      browsers(50).map((each) =>
        each.call('auth.verifySignIn2FA', { challengeId: data['challengeId'], code: '000000' }, { cookie }),
      ),
    );
    const evaluated = answers.filter(({ error }) => error?.errorCode === 'INVALID_2FA_CODE');
    expect(evaluated.length).toBe(5);
    expect(answers.filter(({ error }) => error?.errorCode === 'TOO_MANY_ATTEMPTS')).toHaveLength(45);
    const [state] = await test.rows<{ n: number }>(
      'SELECT consecutive_failures AS n FROM session_security.second_factor_states',
    );
    expect(state?.n).toBe(5);
  });

  it('over as many challenges are evaluated ten times at most', async () => {
    const challenges = [];
    for (const browser of browsers(50)) {
      const { data } = await browser.call('auth.signIn', { identifier: grace.email, password: grace.password });
      challenges.push({ browser, challengeId: data['challengeId'] });
    }
    const answers = await Promise.all(
      challenges.map(({ browser, challengeId }) =>
        browser.call('auth.verifySignIn2FA', { challengeId, code: '000000' }),
      ),
    );
    expect(answers.filter(({ error }) => error?.errorCode === 'INVALID_2FA_CODE')).toHaveLength(10);
  });
});

describe('one right code sent twice at once', () => {
  it('makes one session, in the same challenge and over two', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 20; round += 1) {
      await test.reset();
      await test.server.users.createUser(grace);
      const pair = browsers(2);
      const challenges = await Promise.all(
        pair.map(async (browser) => ({
          browser,
          challengeId: (await browser.call('auth.signIn', { identifier: grace.email, password: grace.password })).data[
            'challengeId'
          ],
        })),
      );
      const code = totpAt(test.clock.now());
      const answers = await Promise.all(
        [...challenges, nth(challenges, 0)].map(({ browser, challengeId }) =>
          browser.call('auth.verifySignIn2FA', { challengeId, code }),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await test.rows('SELECT count(*)::int AS n FROM session_security.sessions')).toEqual([{ n: 1 }]);
    }
  });
});

describe('a burst against a limit', () => {
  it('lets exactly the limit through, on both instances together (R78)', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? test : second)
          .browser({ remoteAddress: '198.51.100.1' })
          .call('auth.signIn', { identifier: ada.email, password: 'wrong' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(test.hasher.verified).toBe(5);
  });

  it('lets exactly 100 operations of one session through, on both instances together (V6)', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    const cookie = `__Host-sid=${browser.cookies.get('__Host-sid') ?? ''}`;
    const answers = await Promise.all(
      browsers(130).map((each) => each.call('session.getSessions', undefined, { cookie })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(100);
    expect(answers.filter(({ error }) => error?.errorCode === 'RATE_LIMITED')).toHaveLength(30);
  });
});
