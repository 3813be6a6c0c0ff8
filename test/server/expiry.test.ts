import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, signIn } from '../support/server/accounts';
import { createTestServer, type TestServer } from '../support/server/createTestServer';

const minutes = 60_000;
const days = 24 * 60 * minutes;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
});
afterAll(() => test.close());

const everyProcedure = [
  'session.getSessions',
  'session.getStatus',
  'session.getSessionWarnings',
  'session.updateActivity',
  'session.revokeAllOtherSessions',
];

describe('the idle limit', () => {
  it('ends a session at its instant, for every call, and not before (R14)', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    test.clock.advance(days - 1);
    expect((await browser.call('session.getStatus')).status).toBe(200);
    test.clock.advance(1);
    for (const path of everyProcedure) {
      const { status, error, setCookies } = await browser.call(path);
      expect(status).toBe(401);
      expect(error).toMatchObject({ errorCode: 'SESSION_EXPIRED', reason: 'idle' });
      expect(setCookies).toEqual([]);
    }
  });

  it('is not moved by validation, lists or warnings, however often they are asked for (R16)', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    for (let hour = 0; hour < 23; hour += 1) {
      test.clock.advance(60 * minutes);
      await browser.call('session.getStatus');
      await browser.call('session.getSessions');
      await browser.call('session.getSessionWarnings');
    }
    test.clock.advance(60 * minutes);
    expect((await browser.call('session.getStatus')).error).toMatchObject({
      errorCode: 'SESSION_EXPIRED',
      reason: 'idle',
    });
  });

  it('cannot be moved once it has passed', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    test.clock.advance(days);
    await browser.call('session.updateActivity');
    test.clock.advance(-1);
    expect((await browser.call('session.getStatus')).data['idleExpiresAt']).toBe(
      new Date(test.clock.now() + 1).toISOString(),
    );
  });
});

describe('the absolute limit', () => {
  it('ends a session however active it is (R14)', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    for (let half = 0; half < 59; half += 1) {
      test.clock.advance(days / 2);
      expect((await browser.call('session.updateActivity')).status).toBe(200);
    }
    test.clock.advance(days / 2 - 1);
    expect((await browser.call('session.getStatus')).data['session']).toMatchObject({
      expiresAt: new Date(test.clock.now() + 1).toISOString(),
    });
    test.clock.advance(1);
    for (const path of everyProcedure) {
      expect((await browser.call(path)).error).toMatchObject({ errorCode: 'SESSION_EXPIRED', reason: 'absolute' });
    }
  });
});

describe('expired sessions', () => {
  it('are not listed, not counted and cannot be revoked', async () => {
    const [old, current] = [test.browser(), test.browser()];
    const { data } = await signIn(test, old);
    test.clock.advance(days);
    await signIn(test, current);
    expect((await current.call('session.getSessions')).data).toMatchObject({ totalCount: 1 });
    const { status, error } = await current.call('session.revokeSession', { sessionId: data['sessionId'] });
    expect([status, error?.errorCode]).toEqual([404, 'SESSION_NOT_FOUND']);
  });
});

describe('warnings', () => {
  it('announce the idle limit five minutes ahead, and go when there was activity', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    test.clock.advance(days - 5 * minutes - 1);
    expect((await browser.call('session.getSessionWarnings')).data['warnings']).toEqual([]);
    test.clock.advance(1);
    const { data } = await browser.call('session.getSessionWarnings');
    expect(data).toEqual({
      warnings: [
        {
          id: expect.any(String) as string,
          warningType: 'approaching_timeout',
          reason: 'idle',
          message: expect.any(String) as string,
          expiresAt: new Date(test.clock.now() + 5 * minutes).toISOString(),
        },
      ],
      serverTime: new Date(test.clock.now()).toISOString(),
    });
    expect((await browser.call('session.getStatus')).data).toMatchObject({
      status: 'warning',
      warnings: [{ reason: 'idle' }],
    });
    await browser.call('session.updateActivity');
    expect((await browser.call('session.getStatus')).data).toMatchObject({ status: 'active', warnings: [] });
  });

  it('keep their id while they are the same, and get another for another deadline (R21)', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    const idNow = async () =>
      ((await browser.call('session.getSessionWarnings')).data['warnings'] as { id: string }[])[0]?.id;
    test.clock.advance(days - 4 * minutes);
    const first = await idNow();
    test.clock.advance(minutes);
    expect(await idNow()).toBe(first);
    await browser.call('session.updateActivity');
    test.clock.advance(days - 4 * minutes);
    expect(await idNow()).not.toBe(first);
  });

  it('name the absolute limit alone where activity would not help', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    for (let half = 0; half < 58; half += 1) {
      test.clock.advance(days / 2);
      await browser.call('session.updateActivity');
    }
    test.clock.advance(minutes);
    await browser.call('session.updateActivity');
    // Two minutes before the absolute limit, three before the idle one.
    test.clock.advance(days - 3 * minutes);
    expect((await browser.call('session.getSessionWarnings')).data['warnings']).toMatchObject([{ reason: 'absolute' }]);
  });
});
