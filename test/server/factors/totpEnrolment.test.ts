/** An authenticator app is set up (C18, R36). */
import { TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob, signIn, totpAt } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { beginTotp, codeOf, enrolTotp, stepUp } from '../../support/server/factors';

const minutes = 60_000;

let test: TestServer;
let browser: Browser;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  test.clock.setNow(Date.UTC(2026, 10, 21, 9, 0, 5));
  await test.server.users.createUser(ada);
  await test.server.users.createUser(bob);
  browser = test.browser();
  await signIn(test, browser);
});
afterAll(() => test.close());

const confirm = (enrolmentId: string, code: string, by = browser) =>
  by.call('auth.confirmTotpEnrolment', { enrolmentId, code });
const statusOf = async (by = browser) => (await by.call('auth.getSecondFactors')).data['totp'];

describe('setting up an authenticator app', () => {
  it('shows a secret of 160 bits as text and as a key URI that says the same', async () => {
    const answer = await browser.call('auth.beginTotpEnrolment', { stepUpToken: await stepUp(browser, ada) });
    expect(answer.data).toEqual({
      enrolmentId: expect.any(String) as string,
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/u) as string,
      otpauthUri: expect.stringMatching(/^otpauth:\/\/totp\//u) as string,
      expiresAt: new Date(test.clock.now() + 10 * minutes).toISOString(),
      attemptsRemaining: 5,
      serverTime: new Date(test.clock.now()).toISOString(),
    });
    const parsed = URI.parse(answer.data['otpauthUri'] as string);
    expect(parsed).toBeInstanceOf(TOTP);
    expect(parsed).toMatchObject({
      issuer: 'app.example.com',
      label: ada.email,
      algorithm: 'SHA1',
      digits: 6,
      period: 30,
    });
    expect(parsed.secret.base32).toBe(answer.data['secret']);
  });

  it('changes nothing before a code of it was given', async () => {
    await beginTotp(browser, ada);
    expect(await statusOf()).toBe('inactive');
    expect((await signIn(test, test.browser())).data['status']).toBe('signed_in');
  });

  it('is done with the first code: from then on it is asked for at sign-in', async () => {
    const { enrolmentId, secret } = await beginTotp(browser, ada);
    const answer = await confirm(enrolmentId, totpAt(test.clock.now(), secret));
    expect(answer.status).toBe(200);
    expect(answer.data['backupCodes']).toHaveLength(10);
    expect(await statusOf()).toBe('active');

    const next = test.browser();
    const { data } = await next.call('auth.signIn', { identifier: ada.email, password: ada.password });
    expect(data['status']).toBe('2fa_required');
    test.clock.advance(30_000);
    const code = totpAt(test.clock.now(), secret);
    expect((await next.call('auth.verifySignIn2FA', { challengeId: data['challengeId'], code })).status).toBe(200);
  });

  it('R34: uses up the code that confirmed it', async () => {
    const { enrolmentId, secret } = await beginTotp(browser, ada);
    const code = totpAt(test.clock.now(), secret);
    await confirm(enrolmentId, code);
    const next = test.browser();
    const { data } = await next.call('auth.signIn', { identifier: ada.email, password: ada.password });
    expect(codeOf(await next.call('auth.verifySignIn2FA', { challengeId: data['challengeId'], code }))).toBe(
      'INVALID_2FA_CODE',
    );
  });

  it('R36: never shows the secret again, and keeps it encrypted', async () => {
    const { enrolmentId, secret } = await beginTotp(browser, ada);
    expect(JSON.stringify(await test.rows('SELECT * FROM session_security.totp_enrolments'))).not.toContain(secret);
    const confirmed = await confirm(enrolmentId, totpAt(test.clock.now(), secret));
    expect(confirmed.text).not.toContain(secret);
    expect((await browser.call('auth.getSecondFactors')).text).not.toContain(secret);
    expect(JSON.stringify(await test.rows('SELECT * FROM session_security.users'))).not.toContain(secret);
    expect(await test.rows('SELECT * FROM session_security.totp_enrolments')).toEqual([]);
    expect(test.logLines.join('\n')).not.toContain(secret);
  });

  it('takes a wrong code five times, and says how many are left', async () => {
    const { enrolmentId, secret } = await beginTotp(browser, ada);
    for (const left of [4, 3, 2, 1, 0]) {
      expect((await confirm(enrolmentId, '000000')).error).toMatchObject({
        errorCode: 'INVALID_2FA_CODE',
        attemptsRemaining: left,
      });
    }
    expect(codeOf(await confirm(enrolmentId, totpAt(test.clock.now(), secret)))).toBe('TOO_MANY_ATTEMPTS');
    expect(await statusOf()).toBe('inactive');
  });

  it('ends after ten minutes', async () => {
    const { enrolmentId, secret } = await beginTotp(browser, ada);
    test.clock.advance(10 * minutes - 1);
    expect(codeOf(await confirm(enrolmentId, '000000'))).toBe('INVALID_2FA_CODE');
    test.clock.advance(1);
    expect(codeOf(await confirm(enrolmentId, totpAt(test.clock.now(), secret)))).toBe('CHALLENGE_EXPIRED');
  });

  it('counts once', async () => {
    const { enrolmentId, secret } = await beginTotp(browser, ada);
    await confirm(enrolmentId, totpAt(test.clock.now(), secret));
    test.clock.advance(30_000);
    expect(codeOf(await confirm(enrolmentId, totpAt(test.clock.now(), secret)))).toBe('CHALLENGE_NOT_FOUND');
  });

  it('R24: is the same unknown thing to another user, to another session of the user, and if it never was', async () => {
    const { enrolmentId, secret } = await beginTotp(browser, ada);
    const code = totpAt(test.clock.now(), secret);
    const stranger = test.browser();
    await signIn(test, stranger, bob);
    const own = test.browser();
    await signIn(test, own);
    const answers = await Promise.all([
      confirm(enrolmentId, code, stranger),
      confirm(enrolmentId, code, own),
      confirm('no-such-enrolment', code),
      confirm('\0', code),
    ]);
    expect(answers.map(codeOf)).toEqual(Array(4).fill('CHALLENGE_NOT_FOUND'));
    expect(await statusOf()).toBe('inactive');
    expect((await confirm(enrolmentId, code)).status).toBe(200);
  });

  it('takes the place of the app that was set up before, and voids its backup codes and what else was begun', async () => {
    const first = await enrolTotp(test, browser, ada);
    const proof = { method: 'totp', code: totpAt(test.clock.now(), first.secret) } as const;
    const abandoned = await beginTotp(browser, proof);
    test.clock.advance(30_000);
    const code = totpAt(test.clock.now(), first.secret);
    const second = await enrolTotp(test, browser, { method: 'totp', code });

    test.clock.advance(30_000);
    const now = test.clock.now();
    expect(codeOf(await confirm(abandoned.enrolmentId, totpAt(now, abandoned.secret)))).toBe('CHALLENGE_NOT_FOUND');
    await expect(stepUp(browser, { method: 'totp', code: totpAt(now, first.secret) })).rejects.toThrow('INVALID');
    const old = first.backupCodes[0] ?? '';
    await expect(stepUp(browser, { method: 'backup_code', code: old })).rejects.toThrow('INVALID');
    await stepUp(browser, { method: 'totp', code: totpAt(now, second.secret) });
  });

  it('holds nothing against the new app of what was guessed at the one before, in whichever browser (R32)', async () => {
    await enrolTotp(test, browser, ada);
    await test.rows(`UPDATE session_security.second_factor_states SET consecutive_failures = 100`);
    await test.rows(`INSERT INTO session_security.second_factor_states
      SELECT user_id, 'totp:' || browser_hash, 100, NULL, NULL FROM session_security.known_browsers`);
    await test.server.users.setTotpSecret?.(ada.id, null);
    const { secret } = await enrolTotp(test, browser, ada);
    const { data } = await browser.call('auth.signIn', { identifier: ada.email, password: ada.password });
    const code = totpAt(test.clock.now(), secret);
    const done = await browser.call('auth.verifySignIn2FA', { challengeId: data['challengeId'], code });
    expect(done.data).toMatchObject({ status: 'signed_in' });
  });

  it('is left to the app where its own accounts keep TOTP', async () => {
    const { users } = test.server;
    const foreign = test.variant({
      users: {
        findById: (id) => users.findById(id),
        findByIdentifier: (identifier) => users.findByIdentifier(identifier),
        verifyPassword: (id, password) => users.verifyPassword(id, password),
        secondFactors: (id) => users.secondFactors(id),
        totpSecret: (id) => users.totpSecret(id),
      },
    });
    const page = foreign.browser();
    await signIn(test, page);
    expect((await page.call('auth.getSecondFactors')).data['canManageTotp']).toBe(false);
    for (const path of ['auth.beginTotpEnrolment', 'auth.disableTwoFactor']) {
      expect((await page.call(path)).error).toMatchObject({ errorCode: 'FORBIDDEN', reason: 'unsupported' });
    }
  });
});
