import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { grace, totpAt } from '../support/server/accounts';
import { createTestServer, type TestServer } from '../support/server/createTestServer';

const minutes = 60_000;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(grace);
});
afterAll(() => test.close());

describe('the second factor at sign-in', () => {
  const begin = async (browser = test.browser()) => {
    const { data } = await browser.call('auth.signIn', { identifier: grace.email, password: grace.password });
    return { browser, data, challengeId: data['challengeId'] as string };
  };
  const verify = ({ browser, challengeId }: Awaited<ReturnType<typeof begin>>, code: string) =>
    browser.call('auth.verifySignIn2FA', { challengeId, code });
  const wrong = '000000';

  it('is asked for before there is a session', async () => {
    const attempt = await begin();
    expect(attempt.data).toEqual({
      status: '2fa_required',
      challengeId: expect.any(String) as string,
      expiresAt: new Date(test.clock.now() + 5 * minutes).toISOString(),
      method: '2fa_totp',
      methods: ['2fa_totp'],
      attemptsRemaining: 5,
      serverTime: new Date(test.clock.now()).toISOString(),
    });
    expect([...attempt.browser.cookies.keys()]).toEqual(['__Host-pre']);
    expect((await attempt.browser.call('session.getStatus')).status).toBe(401);

    const { data } = await verify(attempt, totpAt(test.clock.now()));
    expect(data).toMatchObject({ status: 'signed_in', userId: grace.id });
    expect([...attempt.browser.cookies.keys()]).toEqual(['__Host-sid', '__Host-device']);
    const { data: status } = await attempt.browser.call('session.getStatus');
    expect(status).toMatchObject({
      session: { signInMethod: 'password_2fa' },
      verification: { secondFactorUntil: new Date(test.clock.now() + 15 * minutes).toISOString() },
    });
    expect(await test.rows('SELECT aal, amr FROM session_security.sessions')).toEqual([
      { aal: 2, amr: ['pwd', 'otp'] },
    ]);
  });

  it('remembers what was said about session and device in the first step', async () => {
    const browser = test.browser();
    const { data } = await browser.call('auth.signIn', {
      identifier: grace.email,
      password: grace.password,
      rememberMe: true,
      device: { deviceName: 'Bridge \ud800', appVersion: '7' },
    });
    const done = await browser.call('auth.verifySignIn2FA', {
      challengeId: data['challengeId'],
      code: totpAt(test.clock.now()),
    });
    expect(done.setCookies[0]).toContain('Max-Age=');
    expect((await browser.call('session.getSessions')).data['sessions']).toMatchObject([
      { deviceName: 'Bridge \ufffd', appVersion: '7' },
    ]);
  });

  it.each([
    ['１２３４５６', (code: string) => code.replace(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit)))],
    ['١٢٣٤٥٦', (code: string) => code.replace(/\d/gu, (digit) => String.fromCodePoint(0x0660 + Number(digit)))],
    ['123 456', (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`],
    ['123–456', (code: string) => `${code.slice(0, 3)}–${code.slice(3)}`],
  ])('accepts a code written as %s', async (_, write) => {
    expect((await verify(await begin(), write(totpAt(test.clock.now())))).status).toBe(200);
  });

  it('accepts the step before and after, and none further away', async () => {
    test.clock.setNow(Date.UTC(2026, 10, 21, 9, 0, 15));
    const now = test.clock.now();
    for (const [steps, status] of [
      [-2, 400],
      [2, 400],
      [-1, 200],
      [0, 200],
      [1, 200],
    ] as const) {
      expect((await verify(await begin(), totpAt(now + steps * 30_000))).status).toBe(status);
    }
  });

  it('counts down the attempts and keeps the challenge open', async () => {
    const attempt = await begin();
    for (const attemptsRemaining of [4, 3, 2, 1]) {
      const { status, error } = await verify(attempt, wrong);
      expect(status).toBe(400);
      expect(error).toMatchObject({ errorCode: 'INVALID_2FA_CODE', attemptsRemaining });
    }
    expect((await verify(attempt, totpAt(test.clock.now()))).status).toBe(200);
  });

  it('ends a challenge after five wrong codes, for a right one too (R32)', async () => {
    const attempt = await begin();
    for (let count = 0; count < 5; count += 1) await verify(attempt, wrong);
    expect((await verify(attempt, totpAt(test.clock.now()))).error).toMatchObject({ errorCode: 'TOO_MANY_ATTEMPTS' });
  });

  it('locks after ten wrong codes over all challenges, without consuming a right one, and doubles the next lock (R32)', async () => {
    const fail = async (times: number) => {
      let last = await begin();
      for (let count = 0; count < times; count += 1) {
        if (count % 4 === 0) last = await begin(test.browser({ remoteAddress: `198.51.100.${String(count)}` }));
        expect((await verify(last, wrong)).error?.errorCode).toBe('INVALID_2FA_CODE');
      }
    };
    await fail(10);
    const { error } = await verify(await begin(), totpAt(test.clock.now()));
    expect(error).toMatchObject({ errorCode: 'TOO_MANY_ATTEMPTS', reason: 'second_factor_locked', retryAfter: 900 });
    expect(test.outbox.notices).toMatchObject([
      { type: 'second_factor_locked', userId: grace.id, severity: 'critical' },
    ]);
    test.clock.advance(15 * minutes);
    await fail(10);
    expect((await verify(await begin(), wrong)).error).toMatchObject({ retryAfter: 1800 });
    test.clock.advance(30 * minutes);
    expect((await verify(await begin(), totpAt(test.clock.now()))).status).toBe(200);
    await fail(9);
    expect((await verify(await begin(), totpAt(test.clock.now() + 30_000))).status).toBe(200);
  });

  it('disables the factor after a hundred (R32)', async () => {
    await test.rows(
      `INSERT INTO session_security.second_factor_states VALUES ('${grace.id}', 'totp', 100, NULL, NULL)`,
    );
    const { error } = await verify(await begin(), totpAt(test.clock.now()));
    expect(error).toMatchObject({ errorCode: 'TOO_MANY_ATTEMPTS', reason: 'second_factor_locked' });
    expect(error).not.toHaveProperty('retryAfter');
  });

  it('says so when the hundredth wrong code disables it, also where no lock was due (RFC 4226 §7.3)', async () => {
    const odd = test.variant({ policy: { secondFactor: { lockAfter: 30 } } });
    await test.rows(`INSERT INTO session_security.second_factor_states VALUES ('${grace.id}', 'totp', 99, NULL, NULL)`);
    const attempt = await begin(odd.browser());
    expect((await verify(attempt, wrong)).error?.errorCode).toBe('INVALID_2FA_CODE');
    expect(test.outbox.notices).toMatchObject([
      { type: 'second_factor_disabled', userId: grace.id, severity: 'critical' },
    ]);
    expect(
      await test.rows(`SELECT user_id FROM session_security.security_events WHERE type = 'second_factor_disabled'`),
    ).toEqual([{ user_id: grace.id }]);
    expect((await verify(attempt, totpAt(test.clock.now()))).error?.reason).toBe('second_factor_locked');
  });

  it('refuses a code that was used, in another challenge and another browser', async () => {
    const code = totpAt(test.clock.now());
    const [first, second] = [await begin(), await begin()];
    expect((await verify(first, code)).status).toBe(200);
    expect((await verify(second, code)).error).toMatchObject({ errorCode: 'INVALID_2FA_CODE', attemptsRemaining: 4 });
    expect((await verify(second, totpAt(test.clock.now() - 30_000))).error?.errorCode).toBe('INVALID_2FA_CODE');
    test.clock.advance(30_000);
    expect((await verify(second, totpAt(test.clock.now()))).status).toBe(200);
  });

  it('refuses a challenge that was used', async () => {
    const attempt = await begin();
    const cookies = new Map(attempt.browser.cookies);
    await verify(attempt, totpAt(test.clock.now()));
    test.clock.advance(30_000);
    const replay = test.browser();
    for (const [name, value] of cookies) replay.cookies.set(name, value);
    for (const code of ['000000', totpAt(test.clock.now())]) {
      const { error } = await verify({ ...attempt, browser: replay }, code);
      expect(error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
    }
  });

  it('expires after five minutes', async () => {
    const attempt = await begin();
    test.clock.advance(5 * minutes - 1);
    expect((await verify(attempt, wrong)).error?.errorCode).toBe('INVALID_2FA_CODE');
    test.clock.advance(1);
    expect((await verify(attempt, totpAt(test.clock.now()))).error?.errorCode).toBe('CHALLENGE_EXPIRED');
  });

  it('is bound to the browser that gave the password', async () => {
    const attempt = await begin();
    const other = await begin();
    for (const browser of [test.browser(), other.browser]) {
      const { error } = await verify({ ...attempt, browser }, totpAt(test.clock.now()));
      expect(error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
    }
  });

  it('takes no method that the server did not offer', async () => {
    const attempt = await begin();
    const { status, error } = await attempt.browser.call('auth.verifySignIn2FA', {
      challengeId: attempt.challengeId,
      code: totpAt(test.clock.now()),
      method: '2fa_sms',
    });
    expect(status).toBe(403);
    expect(error?.errorCode).toBe('METHOD_NOT_ALLOWED');
  });

  it('does not count a failure of the account store against the user', async () => {
    const attempt = await begin();
    const broken = test.variant({
      users: { ...test.server.users, totpSecret: () => Promise.reject(new Error('vault')) },
    });
    const browser = broken.browser();
    for (const [name, value] of attempt.browser.cookies) browser.cookies.set(name, value);
    expect((await verify({ ...attempt, browser }, totpAt(test.clock.now()))).status).toBe(500);
    expect(await test.rows('SELECT consecutive_failures FROM session_security.second_factor_states')).toEqual([
      { consecutive_failures: 0 },
    ]);
    expect(await test.rows('SELECT attempts FROM session_security.sign_in_challenges')).toEqual([{ attempts: 0 }]);
  });
});
