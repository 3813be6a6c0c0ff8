/** Guesses that are used up (R32, R81): the other methods stay a way in, each with its own five, and no way brings more. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bob, signIn, totpAt } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { addPasskey, enrolTotp } from '../../support/server/factors';
import { act, callOf, openChallenge, people } from '../../support/server/sensitive';

const minutes = 60_000;
const wrong = { '2fa_totp': 'x', backup_code: 'AAAAA-AAAAA', '2fa_sms': 'x' } as const;

let test: TestServer;
let browser: Browser;
let factor: Awaited<ReturnType<typeof enrolTotp>>;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(bob);
  browser = test.browser();
  await signIn(test, browser, bob);
  factor = await enrolTotp(test, browser, { password: bob.password });
  test.clock.advance(16 * minutes);
});
afterAll(() => test.close());

const verify = (challengeId: string, code: string | undefined, method?: string) =>
  browser.call('auth.verify2FAChallenge', { challengeId, code, ...(method !== undefined && { method }) });

/** Five wrong codes in a prompt of their own. */
async function useUp(method: keyof typeof wrong): Promise<string> {
  const { challengeId } = await openChallenge(browser, 'email_change', method);
  for (let guess = 0; guess < 5; guess += 1) {
    expect((await verify(challengeId, wrong[method])).error?.errorCode).toBe('INVALID_2FA_CODE');
  }
  return challengeId;
}

describe('after five wrong codes of the app', () => {
  it('the next prompt opens by the first method that has guesses left, and is answered by it', async () => {
    await useUp('2fa_totp');
    const { answer, challengeId } = await openChallenge(browser, 'email_change');
    expect(answer.data).toMatchObject({
      method: 'backup_code',
      methods: ['2fa_totp', 'backup_code'],
      attemptsRemaining: 5,
    });
    expect((await verify(challengeId, factor.backupCodes[0])).data).toMatchObject({ verified: true });
    expect((await act(browser, callOf('email_change', people.bob))).status).toBe(200);
  });

  it('their own prompt is over and says when another can be answered, by each method', async () => {
    const challengeId = await useUp('2fa_totp');
    test.clock.advance(2 * minutes);
    const code = totpAt(test.clock.now(), factor.secret);
    const over = { errorCode: 'TOO_MANY_ATTEMPTS', reason: 'challenge_attempts', attemptsRemaining: 0 };
    expect((await verify(challengeId, code)).error).toMatchObject({ ...over, retryAfter: 180 });
    const byBackupCode = await verify(challengeId, factor.backupCodes[0], 'backup_code');
    expect(byBackupCode.error).toMatchObject({ ...over, retryAfter: 1 });
  });

  it('no prompt of the app is opened, whoever asks for it: a switch there and back brings no guess', async () => {
    await useUp('2fa_totp');
    await openChallenge(browser, 'email_change', 'backup_code');
    const { error } = (await openChallenge(browser, 'email_change', 'totp')).answer;
    expect(error).toMatchObject({ errorCode: 'TOO_MANY_ATTEMPTS', retryAfter: 300 });
    const code = totpAt(test.clock.now(), factor.secret);
    const { challengeId } = await openChallenge(browser, 'email_change');
    expect((await verify(challengeId, code, 'totp')).error?.errorCode).toBe('TOO_MANY_ATTEMPTS');
  });

  it('a step-up begins with another method', async () => {
    await useUp('2fa_totp');
    const { data } = await browser.call('auth.getStepUpMethods', { actionType: 'email_change' });
    expect(data['methods']).toEqual(['backup_code', '2fa_totp']);
    const given = { actionType: 'email_change', method: 'backup_code', code: factor.backupCodes[0] };
    expect((await browser.call('auth.createStepUpToken', given)).status).toBe(200);
  });

  it('a passkey is asked for before a backup code', async () => {
    const code = totpAt(test.clock.now(), factor.secret);
    await addPasskey(browser, { method: 'totp', code });
    await useUp('2fa_totp');
    expect((await openChallenge(browser, 'email_change')).answer.data['method']).toBe('passkey');
  });
});

describe('when every method is used up', () => {
  it('the shortest wait is told', async () => {
    await useUp('2fa_totp');
    test.clock.advance(2 * minutes);
    await useUp('backup_code');
    const { error } = (await openChallenge(browser, 'email_change')).answer;
    expect(error).toMatchObject({ errorCode: 'TOO_MANY_ATTEMPTS', attemptsRemaining: 0, retryAfter: 180 });
  });

  it('and locked, prompts and step-ups say how long', async () => {
    for (const wait of [5 * minutes, 0]) {
      await useUp('backup_code');
      test.clock.advance(wait);
    }
    test.clock.advance(5 * minutes);
    for (const wait of [5 * minutes, 0]) {
      await useUp('2fa_totp');
      test.clock.advance(wait);
    }
    const locked = { errorCode: 'TOO_MANY_ATTEMPTS', reason: 'second_factor_locked', retryAfter: 300 };
    expect((await openChallenge(browser, 'email_change')).answer.error).toMatchObject(locked);
    const { error } = await browser.call('auth.getStepUpMethods', { actionType: 'email_change' });
    expect(error).toMatchObject(locked);
  });
});

describe('a text that can’t be sent now', () => {
  it('is passed over for a method that needs none', async () => {
    const texting = test.variant({
      users: { ...test.server.users, secondFactors: async () => ['2fa_sms'] },
      policy: { limits: { otpPerNumber: { max: 1, windowMs: 15 * minutes, blockMs: 0 } } },
    });
    const cookies = browser.cookies;
    browser = texting.browser();
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    expect((await openChallenge(browser, 'email_change')).answer.data['method']).toBe('2fa_sms');
    test.clock.advance(minutes);
    expect((await openChallenge(browser, 'email_change', 'sms')).answer.error?.errorCode).toBe('RATE_LIMITED');
    expect((await openChallenge(browser, 'email_change')).answer.data['method']).toBe('backup_code');
  });
});
