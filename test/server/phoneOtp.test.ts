import { systemRandom } from 'react-session-security/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, grace } from '../support/server/accounts';
import type { Browser } from '../support/server/createBrowser';
import { createTestServer, type TestServer } from '../support/server/createTestServer';

const minutes = 60_000;
const unknownNumber = '+442079460000';

let test: TestServer;
beforeAll(async () => {
  // Codes that differ for sure.
  let drawn = 0;
  test = await createTestServer({ random: { ...systemRandom, integer: (below) => (drawn += 1) % below } });
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
});
afterAll(() => test.close());

const request = (browser: Browser, phone: string = ada.phone) => browser.call('auth.requestPhoneOtp', { phone });
const verify = (browser: Browser, code: string | undefined, phone: string = ada.phone) =>
  browser.call('auth.verifyPhoneOtp', { phone, code });
const sentCode = () => test.outbox.texts.at(-1)?.code;
const wrong = '999999';

describe('sign-in by text', () => {
  it('sends six digits and turns them into a session', async () => {
    const browser = test.browser();
    const now = test.clock.now();
    const { data } = await request(browser, '+44 20 7946 0958');
    expect(data).toEqual({
      expiresAt: new Date(now + 5 * minutes).toISOString(),
      resendAvailableAt: new Date(now + 30_000).toISOString(),
      deliveryHint: '••• 0958',
      serverTime: new Date(now).toISOString(),
    });
    expect(test.outbox.texts).toMatchObject([{ to: ada.phone, code: expect.stringMatching(/^\d{6}$/u) as string }]);
    const done = await verify(browser, sentCode());
    expect(done.data).toMatchObject({ status: 'signed_in', userId: ada.id });
    expect((await browser.call('session.getSessions')).data['sessions']).toMatchObject([{ signInMethod: 'phone_otp' }]);
    expect(await test.rows('SELECT aal, amr FROM session_security.sessions')).toEqual([{ aal: 1, amr: ['sms'] }]);
  });

  it('still asks those who have one for their second factor', async () => {
    await test.server.users.createUser(grace);
    const browser = test.browser();
    await request(browser, grace.phone);
    const { data } = await verify(browser, sentCode(), grace.phone);
    expect(data['status']).toBe('2fa_required');
    expect([...browser.cookies.keys()]).toEqual(['__Host-pre']);
  });

  it.each(['', '12', 'ada@example.com', '020 7946 0958', '+999123456789', `+44${'0'.repeat(29)}`])(
    'refuses the number %j',
    async (phone) => {
      const { status, error } = await request(test.browser(), phone);
      expect(status).toBe(400);
      expect(error?.errorCode).toBe('INVALID_REQUEST');
    },
  );

  it('accepts a code once (R95)', async () => {
    const browser = test.browser();
    await request(browser);
    const preAuth = new Map(browser.cookies);
    expect((await verify(browser, sentCode())).status).toBe(200);
    const replay = test.browser();
    for (const [name, value] of preAuth) replay.cookies.set(name, value);
    expect((await verify(replay, sentCode())).error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
  });

  it('accepts a code in the browser that asked, and in no other (R95)', async () => {
    const [asker, other] = [test.browser(), test.browser()];
    await request(asker);
    const code = sentCode();
    expect((await verify(other, code)).error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
    test.clock.advance(minutes);
    await request(other);
    expect((await verify(other, code)).error?.errorCode).toBe('INVALID_2FA_CODE');
    expect((await verify(asker, code)).status).toBe(200);
  });

  it('accepts a code for the number it was sent to only (R95)', async () => {
    const browser = test.browser();
    await request(browser);
    expect((await verify(browser, sentCode(), unknownNumber)).error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
  });

  it('lets a code expire after five minutes (R95)', async () => {
    const browser = test.browser();
    await request(browser);
    test.clock.advance(5 * minutes);
    expect((await verify(browser, sentCode())).error?.errorCode).toBe('CHALLENGE_EXPIRED');
  });

  it('replaces the code on resend, and keeps count of the attempts (R95)', async () => {
    const browser = test.browser();
    await request(browser);
    const first = sentCode();
    for (const attemptsRemaining of [4, 3]) {
      expect((await verify(browser, wrong)).error).toMatchObject({
        errorCode: 'INVALID_2FA_CODE',
        attemptsRemaining,
      });
    }
    test.clock.advance(30_000);
    await request(browser);
    expect((await verify(browser, first)).error).toMatchObject({ attemptsRemaining: 2 });
    expect((await verify(browser, sentCode())).status).toBe(200);
  });

  it('ends after five wrong codes; neither the right one nor a new one helps until it has expired', async () => {
    const browser = test.browser();
    await request(browser);
    for (let count = 0; count < 5; count += 1) await verify(browser, wrong);
    test.clock.advance(minutes);
    const refused = await request(browser);
    expect(refused.error).toMatchObject({ errorCode: 'TOO_MANY_ATTEMPTS', retryAfter: 240 });
    // From another address, where the failures of this one don't count: the code itself is spent.
    const moved = test.browser({ remoteAddress: '198.51.100.77' });
    for (const [name, value] of browser.cookies) moved.cookies.set(name, value);
    expect((await verify(moved, sentCode())).error).toMatchObject({ errorCode: 'TOO_MANY_ATTEMPTS', retryAfter: 240 });
  });
});

describe('the limit for texts', () => {
  it('waits 30 seconds between two for one number, whichever browser asks', async () => {
    await request(test.browser());
    const early = await request(test.browser({ remoteAddress: '198.51.100.1' }));
    expect(early.status).toBe(429);
    expect(early.error).toMatchObject({ errorCode: 'RATE_LIMITED', retryAfter: 30 });
    test.clock.advance(30_000);
    expect((await request(test.browser())).status).toBe(200);
    expect(test.outbox.texts).toHaveLength(2);
  });

  it('sends three in 15 minutes to one number', async () => {
    for (let count = 0; count < 3; count += 1) {
      expect((await request(test.browser({ remoteAddress: `198.51.100.${String(count)}` }))).status).toBe(200);
      test.clock.advance(30_000);
    }
    expect((await request(test.browser())).error?.errorCode).toBe('RATE_LIMITED');
    expect(test.outbox.texts).toHaveLength(3);
  });

  it('lets one address ask ten times, whatever the number', async () => {
    const statuses = [];
    for (let count = 0; count < 11; count += 1) {
      statuses.push((await request(test.browser(), `+4420794600${String(count).padStart(2, '0')}`)).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
  });

  it('counts a text that the provider failed to send: only numbers with an account could get it back (R80)', async () => {
    const broken = test.variant({ sms: { send: () => Promise.reject(new Error('provider is down')) } });
    for (const phone of [ada.phone, unknownNumber]) {
      expect((await request(broken.browser(), phone)).status).toBe(200);
    }
    await expect.poll(() => test.logLines.filter((line) => line.includes('"sms_failed"')).length).toBe(1);
    for (const phone of [ada.phone, unknownNumber]) {
      expect((await request(broken.browser(), phone)).status).toBe(429);
    }
  });

  it('sends ten in a day to one number', async () => {
    const statuses = [];
    for (let count = 0; count < 11; count += 1) {
      statuses.push((await request(test.browser({ remoteAddress: `198.51.100.${String(count)}` }))).status);
      test.clock.advance(16 * minutes);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
    test.clock.advance(24 * 60 * minutes);
    expect((await request(test.browser())).status).toBe(200);
  });

  it('ends what many numbers and addresses can cost together', async () => {
    const capped = test.variant({
      policy: { limits: { otpGlobal: { max: 3, windowMs: 60 * minutes, blockMs: 5 * minutes } } },
    });
    const ask = (index: number) =>
      request(capped.browser({ remoteAddress: `198.51.100.${String(index)}` }), `+44207946000${String(index)}`);
    for (const index of [0, 1, 2]) expect((await ask(index)).status).toBe(200);
    expect((await ask(3)).error).toMatchObject({ errorCode: 'RATE_LIMITED', retryAfter: 300 });
    test.clock.advance(5 * minutes);
    expect((await ask(4)).status).toBe(200);
  });

  it('sends nothing where the app sends nothing to, and looks as if it did', async () => {
    const asked: string[] = [];
    const british = test.variant({
      sms: {
        ...test.outbox.sms,
        mayText(phone) {
          asked.push(phone);
          return phone.startsWith('+44');
        },
      },
    });
    await test.server.users.createUser(grace);
    for (const phone of [ada.phone, grace.phone, unknownNumber]) {
      expect((await request(british.browser(), phone)).status).toBe(200);
    }
    expect(asked).toEqual([ada.phone, grace.phone, unknownNumber]);
    expect(test.outbox.texts.map(({ to }) => to)).toEqual([ada.phone]);
  });
});
