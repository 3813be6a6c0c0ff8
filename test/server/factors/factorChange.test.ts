/** What every change of factors has in common: its proof, its record, and what follows for sessions (T14, R2, R24, R83). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob, grace, signIn, totpAt } from '../../support/server/accounts';
import type { Answer, Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { addPasskey, beginTotp, codeOf, stepUp } from '../../support/server/factors';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  test.clock.setNow(Date.UTC(2026, 10, 21, 9, 0, 5));
  await test.server.users.createUser(ada);
  await test.server.users.createUser(bob);
  await test.server.users.createUser(grace);
});
afterAll(() => test.close());

const signedIn = async (user: typeof ada | typeof bob | typeof grace = ada): Promise<Browser> => {
  const browser = test.browser();
  await signIn(test, browser, user);
  test.clock.advance(30_000);
  test.outbox.clear();
  return browser;
};
const byTotp = () => ({ method: 'totp', code: totpAt(test.clock.now()) }) as const;
const eventsOf = async (userId: string) =>
  (
    await test.rows<{ type: string }>(
      `SELECT type FROM session_security.security_events WHERE user_id = '${userId}' AND success ORDER BY created_at, type`,
    )
  ).map(({ type }) => type);

const guarded = [
  'auth.beginTotpEnrolment',
  'auth.disableTwoFactor',
  'auth.regenerateBackupCodes',
  'auth.beginPasskeyRegistration',
  'auth.removePasskey',
] as const;
const inputOf = (path: (typeof guarded)[number]) => (path === 'auth.removePasskey' ? { passkeyId: 'unknown' } : {});

describe.each(guarded)('%s', (path) => {
  it('needs a session', async () => {
    expect(codeOf(await test.browser().call(path, inputOf(path)))).toBe('UNAUTHENTICATED');
  });

  it('asks a user without a second factor for a step-up, however fresh the sign-in', async () => {
    const browser = await signedIn();
    expect((await browser.call(path, inputOf(path))).error).toMatchObject({
      errorCode: 'STEP_UP_REQUIRED',
      action: 'security_settings',
    });
  });

  it('T14: asks a user with a second factor for it again, whatever was given minutes ago', async () => {
    const browser = await signedIn(grace);
    expect((await browser.call(path, inputOf(path))).error).toMatchObject({
      errorCode: 'STEP_UP_REQUIRED',
      action: 'security_settings',
    });
    await expect(stepUp(browser, { password: grace.password })).rejects.toThrow('METHOD_NOT_ALLOWED');
  });

  it('takes no token twice, and none for another action', async () => {
    const browser = await signedIn(grace);
    const other = await stepUp(browser, byTotp(), 'email_change');
    expect(codeOf(await browser.call(path, { ...inputOf(path), stepUpToken: other }))).toBe(
      'STEP_UP_TOKEN_ACTION_MISMATCH',
    );
    test.clock.advance(30_000);
    const stepUpToken = await stepUp(browser, byTotp());
    const first = await browser.call(path, { ...inputOf(path), stepUpToken });
    const again = await browser.call(path, { ...inputOf(path), stepUpToken });
    // What changed nothing, because there is no such passkey, costs no proof.
    const expected =
      codeOf(first) === 'INVALID_REQUEST' ? /^INVALID_REQUEST$/u : /^STEP_UP_TOKEN_(ALREADY_USED|INVALID)$/u;
    expect(codeOf(again)).toMatch(expected);
  });
});

/** Every change, done, by a user who may. */
const changes: Record<string, { event: string; change: (browser: Browser) => Promise<Answer> }> = {
  'setting up an authenticator app': {
    event: 'second_factor_enrolled',
    async change(browser) {
      const { enrolmentId, secret } = await beginTotp(browser, byTotp());
      const code = totpAt(test.clock.now(), secret);
      return browser.call('auth.confirmTotpEnrolment', { enrolmentId, code });
    },
  },
  'switching the second factor off': {
    event: 'second_factor_removed',
    change: async (browser) => browser.call('auth.disableTwoFactor', { stepUpToken: await stepUp(browser, byTotp()) }),
  },
  'making new backup codes': {
    event: 'backup_codes_issued',
    change: async (browser) =>
      browser.call('auth.regenerateBackupCodes', { stepUpToken: await stepUp(browser, byTotp()) }),
  },
  'removing a passkey': {
    event: 'passkey_removed',
    async change(browser) {
      const { passkey } = await addPasskey(browser, byTotp());
      test.outbox.clear();
      test.clock.advance(30_000);
      const stepUpToken = await stepUp(browser, byTotp());
      return browser.call('auth.removePasskey', { passkeyId: passkey.id, stepUpToken });
    },
  },
};

describe.each(Object.entries(changes))('%s', (_, { event, change }) => {
  it('R2: gives the session a new secret under the same handle; the old one opens nothing', async () => {
    const browser = await signedIn(grace);
    const { data } = await browser.call('session.getStatus');
    const handle = (data['session'] as { id: string }).id;
    let before = browser.cookies.get('__Host-sid') ?? '';
    const answer = await change({
      ...browser,
      call(path, ...rest) {
        before = browser.cookies.get('__Host-sid') ?? '';
        return browser.call(path, ...rest);
      },
    });
    expect(answer.status).toBe(200);
    expect(browser.cookies.get('__Host-sid')).not.toBe(before);
    expect((await browser.call('session.getStatus')).data).toMatchObject({ session: { id: handle } });
    test.clock.advance(11_000);
    const thief = test.browser();
    thief.cookies.set('__Host-sid', before);
    expect(codeOf(await thief.call('session.getStatus'))).toBe('UNAUTHENTICATED');
  });

  it('R49: ends the grace of the user’s other sessions, which stay signed in', async () => {
    const other = await signedIn(grace);
    const browser = await signedIn(grace);
    await change(browser);
    const { status, data } = await other.call('session.getStatus');
    expect(status).toBe(200);
    expect(data['verification']).toMatchObject({ secondFactorUntil: null });
  });

  it('voids step-up tokens that lie about', async () => {
    const browser = await signedIn(grace);
    const stepUpToken = await stepUp(browser, byTotp());
    test.clock.advance(30_000);
    await change(browser);
    expect(codeOf(await browser.call('auth.beginPasskeyRegistration', { stepUpToken }))).toBe('STEP_UP_TOKEN_INVALID');
  });

  it('R41, R83: is recorded and told to the user', async () => {
    const browser = await signedIn(grace);
    await change(browser);
    expect(await eventsOf(grace.id)).toContain(event);
    expect(test.outbox.notices).toMatchObject([{ userId: grace.id, type: event, severity: 'warning' }]);
    const [row] = await test.rows(
      `SELECT action_type, action_details, required_step_up, verification_method, success
       FROM session_security.sensitive_action_logs WHERE action_details->>'change' = '${event}'`,
    );
    expect(row).toEqual({
      action_type: 'security_settings',
      action_details: { change: event },
      required_step_up: true,
      verification_method: '2fa_totp',
      success: true,
    });
  });
});

describe('switching the second factor off', () => {
  it('leaves a sign-in with the password alone, no backup codes, and passkeys as they were', async () => {
    const browser = await signedIn(grace);
    await browser.call('auth.regenerateBackupCodes', { stepUpToken: await stepUp(browser, byTotp()) });
    test.clock.advance(30_000);
    await addPasskey(browser, byTotp());
    test.clock.advance(30_000);
    const stepUpToken = await stepUp(browser, byTotp());
    expect((await browser.call('auth.disableTwoFactor', { stepUpToken })).data).toEqual({ disabled: true });
    expect((await browser.call('auth.getSecondFactors')).data).toMatchObject({
      totp: 'inactive',
      backupCodes: { remaining: 0, generatedAt: null },
      passkeys: [{ name: 'Chrome on Windows' }],
    });
    const next = await test.browser().call('auth.signIn', { identifier: grace.email, password: grace.password });
    expect(next.data['status']).toBe('signed_in');
  });

  it('is refused where there is none', async () => {
    const browser = await signedIn();
    const stepUpToken = await stepUp(browser, ada);
    expect(codeOf(await browser.call('auth.disableTwoFactor', { stepUpToken }))).toBe('TWO_FA_NOT_ENABLED');
  });
});

describe('a passkey on the list', () => {
  it('can be renamed; the name is cleaned', async () => {
    const browser = await signedIn();
    const { passkey } = await addPasskey(browser, ada);
    const { data } = await browser.call('auth.renamePasskey', { passkeyId: passkey.id, name: '  Blue\u202e key ' });
    expect(data).toEqual({ passkeyId: passkey.id, name: 'Blue key' });
    expect((await browser.call('auth.getSecondFactors')).data['passkeys']).toMatchObject([{ name: 'Blue key' }]);
    expect(await eventsOf(ada.id)).toContain('passkey_renamed');
    const answer = await browser.call('auth.renamePasskey', { passkeyId: passkey.id, name: '\u202e\u200b ' });
    expect(answer.error).toMatchObject({ errorCode: 'INVALID_REQUEST', reason: 'passkey_name' });
  });

  it('R24: of another user does not exist', async () => {
    const owner = await signedIn();
    const { passkey } = await addPasskey(owner, ada);
    const stranger = await signedIn(bob);
    const attempts = [passkey.id, 'unknown', '', '\0', '../..'];
    const renamed = await Promise.all(
      attempts.map((passkeyId) => stranger.call('auth.renamePasskey', { passkeyId, name: 'Mine' })),
    );
    const removed: Answer[] = [];
    for (const passkeyId of attempts) {
      const stepUpToken = await stepUp(stranger, bob);
      removed.push(await stranger.call('auth.removePasskey', { passkeyId, stepUpToken }));
    }
    for (const answers of [renamed, removed]) {
      expect(answers[0]?.error).toMatchObject({ errorCode: 'INVALID_REQUEST', reason: 'passkey_not_found' });
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    }
    expect((await owner.call('auth.getSecondFactors')).data['passkeys']).toMatchObject([
      { id: passkey.id, name: 'Chrome on Windows' },
    ]);
  });
});

describe('a change that fails half-way', () => {
  it('leaves everything as it was', async () => {
    const browser = await signedIn(grace);
    const { enrolmentId, secret } = await beginTotp(browser, byTotp());
    await test.rows('ALTER TABLE session_security.backup_codes RENAME TO backup_codes_gone');
    const code = totpAt(test.clock.now(), secret);
    const failed = await browser.call('auth.confirmTotpEnrolment', { enrolmentId, code });
    await test.rows('ALTER TABLE session_security.backup_codes_gone RENAME TO backup_codes');
    expect(failed.status).toBe(500);
    expect(test.outbox.notices).toEqual([]);
    test.clock.advance(30_000);
    await stepUp(browser, byTotp());
    const again = await browser.call('auth.confirmTotpEnrolment', {
      enrolmentId,
      code: totpAt(test.clock.now(), secret),
    });
    expect(again.status).toBe(200);
  });
});
