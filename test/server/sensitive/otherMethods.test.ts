/** Backup codes and passkeys as answers to prompts, and backup codes at sign-in (C13, C16, F12, R37). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bob, signIn, totpAt } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { addPasskey, assertPasskey, enrolTotp } from '../../support/server/factors';
import { act, callOf, openChallenge, people } from '../../support/server/sensitive';

const minutes = 60_000;

let test: TestServer;
let browser: Browser;
let factor: Awaited<ReturnType<typeof enrolTotp>>;
let authenticator: Awaited<ReturnType<typeof addPasskey>>['authenticator'];
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(bob);
  browser = test.browser();
  await signIn(test, browser, bob);
  ({ authenticator } = await addPasskey(browser, { password: bob.password }));
  factor = await enrolTotp(test, browser, { password: bob.password });
  test.clock.advance(16 * minutes);
});
afterAll(() => test.close());

const verify = (challengeId: string, input: object) =>
  browser.call('auth.verify2FAChallenge', { challengeId, ...input });

describe('a prompt', () => {
  it('names all that its user has', async () => {
    const { answer } = await openChallenge(browser, 'email_change');
    expect(answer.data).toMatchObject({ method: '2fa_totp', methods: ['2fa_totp', 'passkey', 'backup_code'] });
  });

  it('is answered by a backup code, once', async () => {
    const code = factor.backupCodes[0];
    const { challengeId } = await openChallenge(browser, 'email_change');
    expect((await verify(challengeId, { method: 'backup_code', code })).data).toMatchObject({ verified: true });
    expect((await act(browser, callOf('email_change', people.bob))).status).toBe(200);
    test.clock.advance(16 * minutes);
    const again = await openChallenge(browser, 'email_change');
    const { error } = await verify(again.challengeId, { method: 'backup_code', code });
    expect(error).toMatchObject({ errorCode: 'INVALID_2FA_CODE', attemptsRemaining: 4 });
  });

  it('is answered by a passkey, for its own action only', async () => {
    const { challengeId } = await openChallenge(browser, 'email_change');
    const other = await assertPasskey(browser, authenticator, { actionType: 'password_change' });
    expect((await verify(challengeId, { method: 'passkey', assertion: other })).status).not.toBe(200);
    const assertion = await assertPasskey(browser, authenticator, { actionType: 'email_change' });
    expect((await verify(challengeId, { method: 'webauthn', assertion })).data).toMatchObject({ verified: true });
    expect((await act(browser, callOf('email_change', people.bob))).status).toBe(200);
  });
});

describe('sign-in', () => {
  const begin = async () => {
    const page = test.browser();
    const { data } = await page.call('auth.signIn', { identifier: bob.email, password: bob.password });
    return { page, data, challengeId: data['challengeId'] };
  };

  it('takes a backup code in place of the authenticator app, once (R37)', async () => {
    const { page, data, challengeId } = await begin();
    expect(data).toMatchObject({ method: '2fa_totp', methods: ['2fa_totp', 'backup_code'] });
    const code = factor.backupCodes[1];
    const done = await page.call('auth.verifySignIn2FA', { challengeId, code, method: 'backup_code' });
    expect(done.data).toMatchObject({ status: 'signed_in' });
    const next = await begin();
    const again = await next.page.call('auth.verifySignIn2FA', {
      challengeId: next.challengeId,
      code,
      method: 'backup_code',
    });
    expect(again.error?.errorCode).toBe('INVALID_2FA_CODE');
  });

  it('takes a method in any spelling (SPEC 2)', async () => {
    const { page, challengeId } = await begin();
    const code = totpAt(test.clock.now(), factor.secret);
    expect((await page.call('auth.verifySignIn2FA', { challengeId, code, method: '2FA_TOTP' })).status).toBe(200);
  });

  it('is a fault of the host’s where its accounts name a second factor that sign-in can’t ask for', async () => {
    await test.rows('DELETE FROM session_security.backup_codes');
    const texting = test.variant({ users: { ...test.server.users, secondFactors: async () => ['2fa_sms'] } });
    const input = { identifier: bob.email, password: bob.password };
    expect((await texting.browser().call('auth.signIn', input)).status).toBe(500);
    expect(test.logLines.join('\n')).toContain('none that sign-in can ask for');
    expect(await test.rows('SELECT id FROM session_security.sign_in_challenges')).toEqual([]);
  });

  it('counts wrong backup codes apart from wrong codes of the app: neither locks the other (R32)', async () => {
    for (let round = 0; round < 2; round += 1) {
      const { page, challengeId } = await begin();
      for (let guess = 0; guess < 5; guess += 1) {
        await page.call('auth.verifySignIn2FA', { challengeId, code: 'AAAAA-AAAAA', method: 'backup_code' });
      }
    }
    const locked = await begin();
    const { error } = await locked.page.call('auth.verifySignIn2FA', {
      challengeId: locked.challengeId,
      code: factor.backupCodes[2],
      method: 'backup_code',
    });
    expect(error?.reason).toBe('second_factor_locked');
    const code = totpAt(test.clock.now(), factor.secret);
    const done = await locked.page.call('auth.verifySignIn2FA', { challengeId: locked.challengeId, code });
    expect(done.status).toBe(200);
  });
});
