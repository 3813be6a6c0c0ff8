/** Single-use things and limits under parallel calls, on one connection; `test/pg/races.test.ts` has the real races. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, grace, totpAt } from '../support/server/accounts';
import { createTestServer, type TestServer } from '../support/server/createTestServer';
import { nth } from '../support/server/nth';

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

describe('in parallel', () => {
  it('exactly five wrong passwords are looked at', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        test.browser().call('auth.signIn', { identifier: ada.email, password: 'wrong' }),
      ),
    );
    expect(test.hasher.verified).toBe(5);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      ...Array<number>(5).fill(401),
      ...Array<number>(7).fill(429),
    ]);
  });

  it('one text is sent', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => test.browser().call('auth.requestPhoneOtp', { phone: ada.phone })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(test.outbox.texts).toHaveLength(1);
  });

  it('one right code by text makes one session', async () => {
    const browser = test.browser();
    await browser.call('auth.requestPhoneOtp', { phone: ada.phone });
    const { code } = nth(test.outbox.texts, 0);
    const cookie = `__Host-pre=${browser.cookies.get('__Host-pre') ?? ''}`;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        test.browser().call('auth.verifyPhoneOtp', { phone: ada.phone, code }, { cookie }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await test.rows('SELECT count(*)::int AS n FROM session_security.sessions')).toEqual([{ n: 1 }]);
  });

  it('one right time-based code makes one session', async () => {
    const browser = test.browser();
    const { data } = await browser.call('auth.signIn', { identifier: grace.email, password: grace.password });
    const cookie = `__Host-pre=${browser.cookies.get('__Host-pre') ?? ''}`;
    const input = { challengeId: data['challengeId'], code: totpAt(test.clock.now()) };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => test.browser().call('auth.verifySignIn2FA', input, { cookie })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await test.rows('SELECT count(*)::int AS n FROM session_security.sessions')).toEqual([{ n: 1 }]);
  });
});

describe('in one request', () => {
  it('there is one guess: batches with sign-in calls are refused (R33)', async () => {
    for (const size of [2, 10, 500]) {
      const paths = Array(size).fill('auth.signIn').join(',');
      const calls = Object.fromEntries(
        Array.from({ length: size }, (_, index) => [index, { identifier: ada.email, password: 'wrong' }]),
      );
      const { status } = await test
        .browser()
        .fetch(`/api/trpc/${paths}?batch=1`, { method: 'POST', body: JSON.stringify(calls) });
      expect(status).toBe(400);
    }
    expect(test.hasher.verified).toBe(0);
  });
});
