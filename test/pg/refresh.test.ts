/**
 * Attack (R30, R57, R59, T23, T24, T46): refresh at the moment of a revocation, or from two places at once. Two instances
 * on one real database; what must hold is asserted after each round.
 */
import { postgresDriver } from 'react-session-security/server/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { ada, bob } from '../support/server/accounts';
import { bearerPage, refreshCookie } from '../support/server/bearer';
import { createTestServer, type TestServer } from '../support/server/createTestServer';
import { ownDatabase } from '../support/server/ownDatabase';
import { seeded } from '../support/server/seeded';

let test: TestServer;
let second: ReturnType<TestServer['variant']>;
let closeSecond: () => Promise<void>;

beforeAll(async () => {
  const first = await ownDatabase(inject('pgUrl'), 'rss_refresh');
  test = await createTestServer({ database: first.driver, transport: 'bearer' });
  const driver = postgresDriver({ connectionString: first.connectionString, maxConnections: 20 });
  second = test.variant({ database: driver });
  closeSecond = () => second.server.close();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
});
afterAll(async () => {
  await closeSecond();
  await test.close();
});

const instances = () => [test, second] as const;
const refreshWith = (instance: Pick<TestServer, 'browser'>, token: string, attemptId?: string) =>
  instance.browser().call(
    'auth.refresh',
    {},
    {
      cookie: `${refreshCookie}=${token}`,
      ...(attemptId !== undefined && { 'idempotency-key': attemptId }),
    },
  );
const tokensIn = (answers: readonly { readonly setCookies: readonly string[] }[]) =>
  answers.flatMap(({ setCookies }) => setCookies.flatMap((line) => /^__Host-rt=([\w-]{43});/u.exec(line)?.[1] ?? []));
const liveTokens = async (sessionId: string) =>
  test.rows(`SELECT 1 FROM session_security.refresh_tokens WHERE session_id = '${sessionId}' AND rotated_at IS NULL`);

describe('two browsers with one refresh token that refresh at once', () => {
  it('never get two live successors, in each of 20 rounds (R57, T24)', { timeout: 120_000 }, async () => {
    for (let round = 0; round < 20; round += 1) {
      await test.reset();
      await test.server.users.createUser(ada);
      const page = bearerPage(test.browser());
      const { data } = await page.signIn();
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          refreshWith(index % 2 === 0 ? test : second, page.refreshToken(), `tab-${String(index)}`),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
      expect(new Set(tokensIn(answers)).size).toBe(1);
      expect(await liveTokens(String(data['sessionId']))).toHaveLength(1);
    }
  });

  it('without a leeway lose the session rather than share it, in each of 20 rounds', { timeout: 120_000 }, async () => {
    const policy = { preset: 'strict' } as const;
    const strict = [test.variant({ policy }), test.variant({ policy })];
    for (let round = 0; round < 20; round += 1) {
      await test.reset();
      await test.server.users.createUser(ada);
      const page = bearerPage(test.browser());
      await page.signIn();
      const answers = await Promise.all(
        strict.map((instance, index) => refreshWith(instance, page.refreshToken(), `browser-${String(index)}`)),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
      const [token = ''] = tokensIn(answers);
      expect((await refreshWith(test, token)).error?.errorCode).toBe('SESSION_REVOKED');
    }
  });
});

describe('revocation against refresh against activity', () => {
  it('leaves no usable credential, in 200 interleavings (R30, R59)', { timeout: 240_000 }, async () => {
    const random = seeded(20_261_122);
    for (let round = 0; round < 200; round += 1) {
      await test.reset();
      await test.server.users.createUser(ada);
      const [owner, victim] = [bearerPage(test.browser()), bearerPage(second.browser())];
      await owner.signIn();
      const { data } = await victim.signIn();
      const victimId = String(data['sessionId']);
      test.clock.advance(61_000);
      const authorization = `Bearer ${String(victim.accessToken)}`;
      const endings: (() => Promise<unknown>)[] = [
        () => owner.call('session.revokeSession', { sessionId: victimId }),
        () => owner.call('session.revokeSessions', { sessionIds: [victimId] }),
        () => owner.call('session.revokeAllOtherSessions'),
        () => victim.browser.call('auth.signOut', {}, { authorization }),
        () => test.server.revokeSessions({ userId: ada.id, sessionIds: [victimId] }),
      ];
      const ending = endings[Math.floor(random() * endings.length)] ?? (() => Promise.resolve());
      const answers: { readonly setCookies: readonly string[]; readonly data: Readonly<Record<string, unknown>> }[] =
        [];
      const token = victim.refreshToken();
      const refresh = (index: number) => async () => {
        answers.push(await refreshWith(index % 2 === 0 ? test : second, token, `tab-${String(index)}`));
      };
      const beat = (instance: Pick<TestServer, 'browser'>) => () =>
        instance.browser().call('session.updateActivity', {}, { authorization });
      const calls = [ending, refresh(0), refresh(1), refresh(2), beat(test), beat(second)];
      const delayed = calls.map((call) => ({ call, turns: Math.floor(random() * 12) }));
      await Promise.all(
        delayed.map(async ({ call, turns }) => {
          for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
          return call();
        }),
      );

      const refreshTokens = [token, ...tokensIn(answers)];
      const accessTokens = [victim.accessToken, ...answers.map((answer) => answer.data['accessToken'])].flatMap(
        (value) => (typeof value === 'string' ? [value] : []),
      );
      for (const instance of instances()) {
        for (const value of refreshTokens) {
          expect((await refreshWith(instance, value)).error?.errorCode).toBe('SESSION_REVOKED');
        }
        for (const value of accessTokens) {
          const headers = { authorization: `Bearer ${value}` };
          const { status, error } = await instance.browser().call('session.getStatus', undefined, headers);
          expect([status, error?.errorCode]).toEqual([401, 'SESSION_REVOKED']);
        }
      }
      expect((await liveTokens(victimId)).length).toBe(1);
    }
  });
});

describe('an account switch against a refresh', () => {
  it('leaves the first account’s tokens dead and the second’s alive, in 40 rounds', { timeout: 120_000 }, async () => {
    await test.server.users.createUser(bob);
    for (let round = 0; round < 40; round += 1) {
      const page = bearerPage(test.browser());
      await page.signIn(ada);
      const token = page.refreshToken();
      const cookie = `${refreshCookie}=${token}`;
      const credentials = { identifier: bob.email, password: bob.password };
      const [switched, refreshed] = await Promise.all([
        second.browser().call('auth.signIn', credentials, { cookie }),
        refreshWith(test, token),
      ]);
      for (const value of [token, ...tokensIn([refreshed])]) {
        expect((await refreshWith(second, value)).error).toMatchObject({ errorCode: 'SESSION_REVOKED' });
      }
      const [next = ''] = tokensIn([switched]);
      expect((await refreshWith(test, next)).data).toMatchObject({ userId: bob.id });
    }
  });
});
