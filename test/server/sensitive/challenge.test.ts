/** Second-factor prompts (C12–C14, R31–R38): what they answer, whom they belong to, and that guesses stay counted. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn, totpAt } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import {
  act,
  callOf,
  logRows,
  nextCode,
  openChallenge,
  people,
  pia,
  verifySecondFactor,
} from '../../support/server/sensitive';

const minutes = 60_000;
const { ada, grace } = people;
const wrong = '000000';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  for (const person of [ada, grace]) await test.server.users.createUser(person);
});
afterAll(() => test.close());

async function signedIn(person: typeof ada | typeof grace = grace): Promise<Browser> {
  const browser = test.browser();
  test.clock.advance(30_000);
  await signIn(test, browser, person);
  test.clock.advance(16 * minutes);
  return browser;
}

const verify = (browser: Browser, challengeId: string, code: string, method?: string) =>
  browser.call('auth.verify2FAChallenge', { challengeId, code, ...(method !== undefined && { method }) });

describe('a prompt', () => {
  it('says what it is for, until when, by which methods, and how many guesses there are (C12)', async () => {
    const { answer } = await openChallenge(await signedIn(), 'email_change');
    const now = test.clock.now();
    expect(answer.data).toEqual({
      challengeId: expect.any(String) as string,
      actionType: 'email_change',
      expiresAt: new Date(now + 5 * minutes).toISOString(),
      method: '2fa_totp',
      methods: ['2fa_totp'],
      attemptsRemaining: 5,
      serverTime: new Date(now).toISOString(),
    });
  });

  it('is answered once with a right code, and the session remembers for 15 minutes (C13)', async () => {
    const browser = await signedIn();
    const { challengeId } = await openChallenge(browser, 'email_change');
    const { data } = await verify(browser, challengeId, nextCode(test));
    const until = new Date(test.clock.now() + 15 * minutes).toISOString();
    expect(data).toEqual({ userId: grace.id, verified: true, gracePeriodUntil: until });
    const { data: status } = await browser.call('session.getStatus');
    expect(status['verification']).toMatchObject({
      authenticatedAt: new Date(test.clock.now()).toISOString(),
      secondFactorUntil: until,
    });
    for (const code of [wrong, nextCode(test)]) {
      expect((await verify(browser, challengeId, code)).error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
    }
  });

  it('lets other devices be signed out too: the same proof is asked for there (R23)', async () => {
    const [browser, other] = [await signedIn(), test.browser()];
    await signIn(test, other, grace);
    expect((await browser.call('session.revokeAllOtherSessions')).error?.errorCode).toBe('2FA_REQUIRED');
    await verifySecondFactor(test, browser, 'security_settings');
    expect((await browser.call('session.revokeAllOtherSessions')).data).toEqual({ revokedCount: 1 });
  });

  it('takes both spellings of a method, and none that the server did not offer (R38)', async () => {
    const browser = await signedIn();
    const { answer } = await openChallenge(browser, 'email_change', '2FA_TOTP');
    expect(answer.data['method']).toBe('2fa_totp');
    for (const method of ['password', '2FA_SMS', 'passkey', 'backup_code', 'authenticated']) {
      const { error } = (await openChallenge(browser, 'email_change', method)).answer;
      expect([method, error?.errorCode]).toEqual([method, 'METHOD_NOT_ALLOWED']);
    }
    const { error } = await verify(browser, String(answer.data['challengeId']), nextCode(test), '2fa_sms');
    expect(error?.errorCode).toBe('METHOD_NOT_ALLOWED');
    expect(await test.rows('SELECT attempts FROM session_security.challenges')).toEqual([{ attempts: 0 }]);
  });

  it('is not opened for a user without a second factor', async () => {
    const { status, error } = (await openChallenge(await signedIn(ada), 'email_change')).answer;
    expect([status, error?.errorCode]).toEqual([400, 'TWO_FA_NOT_ENABLED']);
  });

  it('is not opened for an action that its user may not do, and leaves a row (R51, R83)', async () => {
    const { status, error } = (await openChallenge(await signedIn(), 'role_change')).answer;
    expect([status, error?.errorCode]).toEqual([403, 'FORBIDDEN']);
    expect(await logRows(test, grace.id)).toMatchObject([{ action_type: 'role_change', failure_reason: 'forbidden' }]);
  });

  it('expires after five minutes, and says so in the log', async () => {
    const browser = await signedIn();
    const { challengeId } = await openChallenge(browser, 'email_change');
    test.clock.advance(5 * minutes - 1);
    expect((await verify(browser, challengeId, wrong)).error?.errorCode).toBe('INVALID_2FA_CODE');
    test.clock.advance(1);
    expect((await verify(browser, challengeId, totpAt(test.clock.now()))).error?.errorCode).toBe('CHALLENGE_EXPIRED');
    expect((await logRows(test, grace.id)).map((row) => row.failure_reason)).toEqual([
      'invalid_2fa_code',
      'challenge_expired',
    ]);
  });

  it('does not exist for another user or another session of the same one (R24, T17)', async () => {
    const [owner, sibling, stranger] = [await signedIn(), await signedIn(), await signedIn(ada)];
    const { challengeId } = await openChallenge(owner, 'email_change');
    for (const browser of [sibling, stranger]) {
      for (const id of [challengeId, 'unknown', '']) {
        const { status, error } = await verify(browser, id, nextCode(test));
        expect([status, error?.errorCode]).toEqual([404, 'CHALLENGE_NOT_FOUND']);
      }
      const { error } = await browser.call('auth.resend2FAChallenge', { challengeId });
      expect(error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
    }
    expect(await test.rows('SELECT attempts FROM session_security.challenges')).toEqual([{ attempts: 0 }]);
  });

  it('refuses a code that opened the door at sign-in, and one that another prompt took (R34)', async () => {
    const browser = test.browser();
    test.clock.setNow(Date.UTC(2026, 10, 21, 9, 0, 15));
    await signIn(test, browser, grace);
    const used = totpAt(test.clock.now());
    const [first, second] = [
      await openChallenge(browser, 'email_change'),
      await openChallenge(browser, 'password_change'),
    ];
    expect((await verify(browser, first.challengeId, used)).error?.errorCode).toBe('INVALID_2FA_CODE');
    const code = nextCode(test);
    expect((await verify(browser, first.challengeId, code)).status).toBe(200);
    expect((await verify(browser, second.challengeId, code)).error?.errorCode).toBe('INVALID_2FA_CODE');
  });

  it('takes codes of the step before and after by the server’s clock, and none two away (R35)', async () => {
    const browser = await signedIn();
    test.clock.setNow(Date.UTC(2026, 10, 22, 9, 0, 15));
    const now = test.clock.now();
    for (const [steps, status] of [
      [-2, 400],
      [2, 400],
      [-1, 200],
      [0, 200],
      [1, 200],
    ] as const) {
      const { challengeId } = await openChallenge(browser, 'email_change');
      const answer = await verify(browser, challengeId, totpAt(now + steps * 30_000));
      expect([steps, answer.status]).toEqual([steps, status]);
    }
  });
});

describe('guesses', () => {
  it('are counted over prompts, sessions and addresses: five in five minutes, then none is looked at (R32)', async () => {
    const [first, second] = [await signedIn(), await signedIn()];
    const remaining: unknown[] = [];
    for (let guess = 0; guess < 5; guess += 1) {
      const browser = guess % 2 === 0 ? first : second;
      const { answer, challengeId } = await openChallenge(browser, 'email_change');
      const { error } = await verify(browser, challengeId, wrong);
      remaining.push([answer.data['attemptsRemaining'], error?.errorCode, error?.attemptsRemaining]);
    }
    expect(remaining).toEqual([5, 4, 3, 2, 1].map((left) => [left, 'INVALID_2FA_CODE', left - 1]));
    const { answer } = await openChallenge(second, 'email_change');
    expect(answer.status).toBe(429);
    expect(answer.error).toMatchObject({ errorCode: 'TOO_MANY_ATTEMPTS', attemptsRemaining: 0, retryAfter: 300 });
    expect(test.outbox.notices.filter(({ type }) => type === 'second_factor_failed')).toHaveLength(1);
    test.clock.advance(5 * minutes);
    expect((await verifySecondFactor(test, first, 'email_change')).status).toBe(200);
  });

  it('in an open prompt are not looked at either when the budget is used up, even if right', async () => {
    const browser = await signedIn();
    const [first, second] = [
      await openChallenge(browser, 'email_change'),
      await openChallenge(browser, 'email_change'),
    ];
    for (let guess = 0; guess < 5; guess += 1) await verify(browser, first.challengeId, wrong);
    const code = nextCode(test);
    expect((await verify(browser, second.challengeId, code)).error?.errorCode).toBe('TOO_MANY_ATTEMPTS');
    test.clock.advance(5 * minutes);
    const { challengeId } = await openChallenge(browser, 'email_change');
    expect((await verify(browser, challengeId, nextCode(test))).status).toBe(200);
  });

  it('ten of them lock the factor everywhere, sign-in included, and the user hears of it (R32, R41)', async () => {
    const browser = await signedIn();
    for (let round = 0; round < 2; round += 1) {
      const { challengeId } = await openChallenge(browser, 'email_change');
      for (let guess = 0; guess < 5; guess += 1) await verify(browser, challengeId, wrong);
      if (round === 0) test.clock.advance(5 * minutes);
    }
    expect(test.outbox.notices.at(-1)).toMatchObject({ type: 'second_factor_locked', severity: 'critical' });
    test.clock.advance(5 * minutes);
    expect((await openChallenge(browser, 'email_change')).answer.error).toMatchObject({
      errorCode: 'TOO_MANY_ATTEMPTS',
      reason: 'second_factor_locked',
      retryAfter: 600,
    });
    expect((await signIn(test, test.browser(), grace)).error).toMatchObject({ reason: 'second_factor_locked' });
    test.clock.advance(10 * minutes);
    expect((await verifySecondFactor(test, browser, 'email_change')).status).toBe(200);
  });

  it('are given back when the account store fails: that says nothing of the code', async () => {
    const browser = await signedIn();
    const { challengeId } = await openChallenge(browser, 'email_change');
    const broken = test.variant({
      users: { ...test.server.users, totpSecret: () => Promise.reject(new Error('vault')) },
    });
    const other = broken.browser();
    for (const [name, value] of browser.cookies) other.cookies.set(name, value);
    for (let guess = 0; guess < 6; guess += 1) expect((await verify(other, challengeId, wrong)).status).toBe(500);
    expect((await verify(browser, challengeId, nextCode(test))).status).toBe(200);
  });
});

describe('a code by text (C14)', () => {
  const withSms = () =>
    test.variant({
      users: { ...test.server.users, secondFactors: async (id) => (id === grace.id ? ['2fa_sms', '2fa_totp'] : []) },
    });
  const lastText = () => test.outbox.texts.at(-1)?.code ?? '';

  async function textedBrowser(): Promise<Browser> {
    const browser = await signedIn();
    const other = withSms().browser();
    for (const [name, value] of browser.cookies) other.cookies.set(name, value);
    return other;
  }

  it('goes to the number of the account, masked in the answer, and counts once', async () => {
    const browser = await textedBrowser();
    const { answer, challengeId } = await openChallenge(browser, 'email_change', 'sms');
    expect(answer.data).toMatchObject({
      method: '2fa_sms',
      methods: ['2fa_totp', '2fa_sms'],
      deliveryHint: '••• 0143',
      resendAvailableAt: new Date(test.clock.now() + 30_000).toISOString(),
    });
    expect(test.outbox.texts.at(-1)?.to).toBe(grace.phone);
    expect((await verify(browser, challengeId, lastText())).status).toBe(200);
    expect((await act(browser, callOf('security_settings', grace))).status).toBe(200);
    expect((await verify(browser, challengeId, lastText())).error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
  });

  it.each([
    ['email_change', 'to change your email address.'],
    ['account_deletion', 'to delete your account.'],
  ] as const)(
    'says in plain words that it approves %s, and is filled in on our own host only (R42)',
    async (action, words) => {
      const browser = await textedBrowser();
      await openChallenge(browser, action, 'sms');
      const [said, , filled, ...rest] = test.outbox.texts.at(-1)?.text.split('\n') ?? [];
      expect(said).toBe(
        `${lastText()} is your app.example.com code ${words} Never share it: nobody from us will ask for it.`,
      );
      // https://github.com/WICG/sms-one-time-codes: the last line, and nothing after it.
      expect([filled, rest]).toEqual([`@app.example.com #${lastText()}`, []]);
      expect(test.outbox.texts.at(-1)?.actionType).toBe(action);
    },
  );

  it('names no host that isn’t ours, whatever the caller says', async () => {
    const elsewhere = test.variant({
      relyingParty: { id: 'login.example.com', origins: ['https://login.example.com'] },
    });
    const browser = await textedBrowser();
    const other = elsewhere.browser();
    for (const [name, value] of browser.cookies) other.cookies.set(name, value);
    await test.rows(
      `UPDATE session_security.users SET totp_secret = NULL, password_hash = NULL WHERE id = '${grace.id}'`,
    );
    const { answer } = await openChallenge(other, 'email_change', 'sms');
    expect(answer.status).toBe(200);
    expect(test.outbox.texts.at(-1)?.text).not.toContain('@');
  });

  it('is good for its own prompt only', async () => {
    const browser = await textedBrowser();
    await openChallenge(browser, 'email_change', 'sms');
    const code = lastText();
    test.clock.advance(30_000);
    const { challengeId } = await openChallenge(browser, 'password_change', 'sms');
    expect((await verify(browser, challengeId, code)).error?.errorCode).toBe('INVALID_2FA_CODE');
  });

  it('is sent again after 30 seconds, then the old one no longer counts, and guesses stay counted', async () => {
    const browser = await textedBrowser();
    const { challengeId } = await openChallenge(browser, 'email_change', 'sms');
    const first = lastText();
    const early = await browser.call('auth.resend2FAChallenge', { challengeId });
    expect(early.error).toMatchObject({ errorCode: 'RATE_LIMITED', retryAfter: 30 });
    await verify(browser, challengeId, first === wrong ? '111111' : wrong);
    test.clock.advance(30_000);
    const again = await browser.call('auth.resend2FAChallenge', { challengeId });
    expect(again.data).toMatchObject({ challengeId, attemptsRemaining: 4 });
    expect(lastText()).not.toBe(first);
    expect((await verify(browser, challengeId, first)).error).toMatchObject({
      errorCode: 'INVALID_2FA_CODE',
      attemptsRemaining: 3,
    });
    expect((await verify(browser, challengeId, lastText())).status).toBe(200);
  });

  it('is sent three times in 15 minutes, however it is asked for (R82)', async () => {
    const browser = await textedBrowser();
    const { challengeId } = await openChallenge(browser, 'email_change', 'sms');
    for (let count = 0; count < 2; count += 1) {
      test.clock.advance(30_000);
      expect((await browser.call('auth.resend2FAChallenge', { challengeId })).status).toBe(200);
    }
    test.clock.advance(30_000);
    expect((await openChallenge(browser, 'password_change', 'sms')).answer.error?.errorCode).toBe('RATE_LIMITED');
  });

  it('cannot be sent for a prompt of another method', async () => {
    const browser = await signedIn();
    const { challengeId } = await openChallenge(browser, 'email_change');
    const { error } = await browser.call('auth.resend2FAChallenge', { challengeId });
    expect(error?.errorCode).toBe('METHOD_NOT_ALLOWED');
  });

  it('opens a step-up for whoever signs in by phone, and is no second factor (R50)', async () => {
    await test.server.users.createUser(pia);
    const browser = test.browser();
    await browser.call('auth.requestPhoneOtp', { phone: pia.phone });
    await browser.call('auth.verifyPhoneOtp', { phone: pia.phone, code: lastText() });
    test.clock.advance(16 * minutes);
    expect((await browser.call('auth.getStepUpMethods', { actionType: 'email_change' })).data).toMatchObject({
      missing: 'step_up',
      methods: ['2fa_sms'],
    });
    const { challengeId } = await openChallenge(browser, 'email_change', 'sms');
    expect((await verify(browser, challengeId, lastText())).error?.errorCode).toBe('TWO_FA_NOT_ENABLED');
    const granted = await browser.call('auth.createStepUpToken', {
      actionType: 'email_change',
      method: 'sms',
      code: lastText(),
    });
    expect(granted.data['token']).toMatch(/^[0-9a-f]{64}$/u);
    const input = { newEmail: 'pia@example.org', stepUpToken: granted.data['token'] };
    expect((await browser.call('auth.changeEmail', input)).data).toEqual({ email: 'pia@example.org' });
    expect(await test.server.users.findById(pia.id)).toMatchObject({ email: 'pia@example.org' });
  });
});
