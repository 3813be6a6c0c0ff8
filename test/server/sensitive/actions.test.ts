/** The sensitive actions themselves (C17, R26, R41, R83): they really happen, others lose what they had, and it is on record. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { act, callOf, logRows, people, stepUpToken, victim } from '../../support/server/sensitive';
import type { Person } from '../../support/server/sensitive';

const { ada, bob, grace } = people;
const renewed = `${bob.password}, renewed`;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(victim);
  for (const person of Object.values(people)) await test.server.users.createUser(person);
});
afterAll(() => test.close());

async function signedIn(person: Pick<Person, 'email' | 'password'> = bob): Promise<Browser> {
  const browser = test.browser();
  test.clock.advance(30_000);
  await signIn(test, browser, person as never);
  return browser;
}

const isLive = async (browser: Browser): Promise<boolean> => (await browser.call('session.getStatus')).status === 200;
const withPassword = (password: string) => test.browser().call('auth.signIn', { identifier: bob.email, password });
const noticesOf = (userId: string) =>
  test.outbox.notices.filter((notice) => notice.userId === userId).map(({ type }) => type);

describe('auth.changePassword', () => {
  const change = async (browser: Browser, input: object = {}) => {
    const token = await stepUpToken(test, browser, { actionType: 'password_change', person: bob });
    return browser.call('auth.changePassword', {
      currentPassword: bob.password,
      newPassword: renewed,
      stepUpToken: token,
      ...input,
    });
  };

  it('changes it, signs the other devices out, and goes on here', async () => {
    const [browser, other] = [await signedIn(), await signedIn()];
    expect((await change(browser)).data).toEqual({ revokedCount: 1 });
    expect([await isLive(browser), await isLive(other)]).toEqual([true, false]);
    expect((await other.call('session.getStatus')).error).toMatchObject({
      errorCode: 'SESSION_REVOKED',
      reason: 'password_changed',
    });
    expect((await withPassword(bob.password)).error?.errorCode).toBe('INVALID_CREDENTIALS');
    expect((await withPassword(renewed)).status).toBe(200);
    expect(noticesOf(bob.id)).toContain('password_changed');
    expect(await logRows(test, bob.id)).toEqual([
      {
        action_type: 'password_change',
        required_2fa: false,
        required_step_up: true,
        verification_method: 'password',
        success: true,
        failure_reason: null,
      },
    ]);
  });

  it('can leave the other devices signed in; then what they proved before counts no more', async () => {
    const [browser, other] = [await signedIn(), await signedIn()];
    const theirs = await stepUpToken(test, other, { actionType: 'email_change', person: bob });
    const before = other.cookies.get('__Host-sid');
    expect((await change(browser, { revokeOtherSessions: false })).data).toEqual({ revokedCount: 0 });
    expect((await act(other, callOf('email_change', bob), theirs)).error).toMatchObject({
      errorCode: 'STEP_UP_TOKEN_INVALID',
      reason: 'credentials_changed',
    });
    expect(other.cookies.get('__Host-sid')).not.toBe(before);
  });

  it('can end this session too', async () => {
    const browser = await signedIn();
    expect((await change(browser, { keepCurrentSession: false })).data).toEqual({ revokedCount: 1 });
    expect(browser.cookies.has('__Host-sid')).toBe(false);
  });

  it('wants the current password, and counts wrong ones with those of sign-in (R52)', async () => {
    const browser = await signedIn(grace);
    const wrong = { currentPassword: 'wrong', newPassword: renewed };
    expect((await browser.call('auth.changePassword', { newPassword: renewed })).error).toMatchObject({
      errorCode: 'INVALID_REQUEST',
      reason: 'current_password',
    });
    for (let count = 0; count < 5; count += 1) {
      expect((await browser.call('auth.changePassword', wrong)).error?.errorCode).toBe('INVALID_CREDENTIALS');
    }
    const right = { currentPassword: grace.password, newPassword: renewed };
    expect((await browser.call('auth.changePassword', right)).error?.errorCode).toBe('TOO_MANY_ATTEMPTS');
    const rows = await logRows(test, grace.id);
    expect(rows.map((row) => row.failure_reason)).toEqual([
      'invalid_request',
      ...Array<string>(5).fill('invalid_credentials'),
      'too_many_attempts',
    ]);
  });

  it.each([
    ['too short', 'seven77'],
    ['the same', grace.password],
    ['not well-formed Unicode', 'a lone \ud800 surrogate'],
  ])('takes none that is %s', async (_, newPassword) => {
    const browser = await signedIn(grace);
    const { error } = await browser.call('auth.changePassword', { currentPassword: grace.password, newPassword });
    expect(error?.errorCode).toBe('INVALID_REQUEST');
  });

  it('a second time within the grace period asks for no code (K9)', async () => {
    const browser = await signedIn(grace);
    const first = { currentPassword: grace.password, newPassword: renewed };
    const second = { currentPassword: renewed, newPassword: grace.password };
    expect((await browser.call('auth.changePassword', first)).status).toBe(200);
    expect((await browser.call('auth.changePassword', second)).status).toBe(200);
  });
});

describe('auth.changeEmail', () => {
  const change = async (browser: Browser, newEmail: string) => {
    const token = await stepUpToken(test, browser, { actionType: 'email_change', person: bob });
    return browser.call('auth.changeEmail', { newEmail, stepUpToken: token });
  };

  it('changes it, and the notice names the old address', async () => {
    const browser = await signedIn();
    expect((await change(browser, ' Bob@Example.NET ')).data).toEqual({ email: 'bob@example.net' });
    const { status } = await test.browser().call('auth.signIn', {
      identifier: 'bob@example.net',
      password: bob.password,
    });
    expect(status).toBe(200);
    expect(test.outbox.notices.find(({ type }) => type === 'email_changed')).toMatchObject({
      previousEmail: bob.email,
    });
  });

  it.each([
    ['email', 'not an address'],
    ['email_taken', ada.email],
    ['same_email', ' Bob@Example.COM '],
  ])('is refused with reason %s', async (reason, newEmail) => {
    const browser = await signedIn();
    expect((await change(browser, newEmail)).error).toMatchObject({ errorCode: 'INVALID_REQUEST', reason });
    expect(await test.server.users.findById(bob.id)).toMatchObject({ email: bob.email });
  });

  it('leaves no proof from before, and renews the secret of every session; none ends (R2, R26, R49)', async () => {
    const [browser, other] = [await signedIn(), await signedIn()];
    const theirs = await stepUpToken(test, other, { actionType: 'account_deletion', person: bob });
    const token = await stepUpToken(test, browser, { actionType: 'email_change', person: bob });
    const secrets = () => [browser, other].map(({ cookies }) => cookies.get('__Host-sid'));
    const [ownBefore, othersBefore] = secrets();
    const { status } = await browser.call('auth.changeEmail', { newEmail: 'new@example.org', stepUpToken: token });
    expect(status).toBe(200);
    expect([await isLive(browser), await isLive(other)]).toEqual([true, true]);
    expect((await other.call('auth.deleteAccount', { stepUpToken: theirs })).error).toMatchObject({
      errorCode: 'STEP_UP_TOKEN_INVALID',
      reason: 'credentials_changed',
    });
    const [ownAfter, othersAfter] = secrets();
    expect([ownAfter === ownBefore, othersAfter === othersBefore]).toEqual([false, false]);
  });

  it('ends the grace of the other sessions, not of this one (R49)', async () => {
    const [browser, other] = [await signedIn(grace), await signedIn(grace)];
    expect((await browser.call('auth.changeEmail', { newEmail: 'new@example.org' })).status).toBe(200);
    expect((await other.call('auth.changeEmail', { newEmail: 'newer@example.org' })).error?.errorCode).toBe(
      '2FA_REQUIRED',
    );
    expect((await browser.call('auth.changeEmail', { newEmail: 'newer@example.org' })).status).toBe(200);
  });
});

describe('what was mistyped', () => {
  const passwords = (currentPassword: string, newPassword: string) => ({ currentPassword, newPassword });
  const proof = (browser: Browser, actionType: 'password_change' | 'email_change') =>
    stepUpToken(test, browser, { actionType, person: bob });

  it('costs no proof: the same token does for the next try', async () => {
    const browser = await signedIn();
    const token = { stepUpToken: await proof(browser, 'password_change') };
    const change = async (input: object) => {
      const { error } = await browser.call('auth.changePassword', { ...input, ...token });
      return error && [error.errorCode, error.reason];
    };
    expect(await change({ newPassword: 'short' })).toEqual(['INVALID_REQUEST', 'input']);
    expect(await change({ newPassword: renewed })).toEqual(['INVALID_REQUEST', 'current_password']);
    expect(await change(passwords('wrong', renewed))).toEqual(['INVALID_CREDENTIALS', undefined]);
    expect(await change(passwords(bob.password, bob.password))).toEqual(['INVALID_REQUEST', 'same_password']);
    expect(await change(passwords(bob.password, renewed))).toBeUndefined();
    const address = {
      stepUpToken: await stepUpToken(test, browser, {
        actionType: 'email_change',
        person: { ...bob, password: renewed },
      }),
    };
    expect((await browser.call('auth.changeEmail', { newEmail: ada.email, ...address })).error?.reason).toBe(
      'email_taken',
    );
    expect((await browser.call('auth.changeEmail', { newEmail: 'new@example.org', ...address })).status).toBe(200);
  });

  it('is counted all the same: one token is worth no more guesses at the password than sign-in (R52)', async () => {
    const browser = await signedIn();
    const token = { stepUpToken: await proof(browser, 'password_change') };
    const codes = [];
    for (let count = 0; count < 6; count += 1) {
      const input = { ...passwords(count < 5 ? 'wrong' : bob.password, renewed), ...token };
      codes.push((await browser.call('auth.changePassword', input)).error?.errorCode);
    }
    expect(codes).toEqual([...Array<string>(5).fill('INVALID_CREDENTIALS'), 'TOO_MANY_ATTEMPTS']);
    const { error } = await browser.call('auth.signIn', { identifier: bob.email, password: bob.password });
    expect(error?.errorCode).toBe('TOO_MANY_ATTEMPTS');
  });

  it('is told to nobody without proof: whether a password is right or an address taken (R80)', async () => {
    const browser = await signedIn();
    const answers = [];
    for (const [path, input] of [
      ['auth.changePassword', passwords('wrong', renewed)],
      ['auth.changePassword', passwords(bob.password, bob.password)],
      ['auth.changePassword', passwords(bob.password, renewed)],
      ['auth.changeEmail', { newEmail: ada.email }],
      ['auth.changeEmail', { newEmail: 'free@example.org' }],
    ] as const) {
      const { status, error } = await browser.call(path, input);
      answers.push([status, error?.errorCode]);
    }
    expect(answers).toEqual(answers.map(() => [403, 'STEP_UP_REQUIRED']));
  });
});

describe('auth.deleteAccount', () => {
  it('deletes it with all that was kept for it; sessions end everywhere, the record stays', async () => {
    const [browser, other] = [await signedIn(), await signedIn()];
    const token = await stepUpToken(test, browser, { actionType: 'account_deletion', person: bob });
    const { data, headers } = await browser.call('auth.deleteAccount', { stepUpToken: token });
    expect(data).toEqual({ deleted: true });
    expect(headers.get('clear-site-data')).toBe('"cache"');
    expect(browser.cookies.has('__Host-sid')).toBe(false);
    expect((await other.call('session.getStatus')).error).toMatchObject({ reason: 'account_deleted' });
    expect((await withPassword(bob.password)).error?.errorCode).toBe('INVALID_CREDENTIALS');
    for (const table of ['step_up_tokens', 'known_browsers', 'second_factor_states', 'challenges', 'user_settings']) {
      expect(await test.rows(`SELECT 1 FROM session_security.${table} WHERE user_id = '${bob.id}'`)).toEqual([]);
    }
    expect(await logRows(test, bob.id)).toMatchObject([{ action_type: 'account_deletion', success: true }]);
    expect(test.outbox.notices.at(-1)).toMatchObject({ type: 'account_deleted', previousEmail: bob.email });
  });
});

describe('settings', () => {
  it('of security: the server goes by them, and what is left out stays', async () => {
    const browser = await signedIn(grace);
    const asTheyAre = async () => (await browser.call('auth.getSecuritySettings')).data;
    expect(await asTheyAre()).toEqual({ notifyNewDevice: true, protectPaymentSettings: false });
    expect((await browser.call('auth.updateSecuritySettings', { notifyNewDevice: false })).data).toEqual({
      notifyNewDevice: false,
      protectPaymentSettings: false,
    });
    expect((await browser.call('auth.updateSecuritySettings', { protectPaymentSettings: true })).data).toEqual({
      notifyNewDevice: false,
      protectPaymentSettings: true,
    });
    expect(await asTheyAre()).toEqual({ notifyNewDevice: false, protectPaymentSettings: true });
    test.outbox.clear();
    const phone = test.browser({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' });
    test.clock.advance(30_000);
    await signIn(test, phone, grace);
    expect(noticesOf(grace.id)).toEqual([]);
  });

  it('of payment: kept, cleared by null, and no card number gets in', async () => {
    const browser = await signedIn();
    const asTheyAre = async () => (await browser.call('auth.getPaymentSettings')).data;
    expect(await asTheyAre()).toEqual({ billingName: null, billingEmail: null, defaultMethodRef: null });
    const first = await browser.call('auth.updatePaymentSettings', { billingName: 'B', defaultMethodRef: 'pm_1NXy' });
    expect(first.data).toEqual({ billingName: 'B', billingEmail: null, defaultMethodRef: 'pm_1NXy' });
    const second = await browser.call('auth.updatePaymentSettings', { defaultMethodRef: null });
    expect(second.data).toEqual({ billingName: 'B', billingEmail: null, defaultMethodRef: null });
    expect(await asTheyAre()).toEqual(second.data);
    const stranger = await signedIn(ada);
    expect((await stranger.call('auth.getPaymentSettings')).data).toMatchObject({ billingName: null });
    expect((await test.browser().call('auth.getPaymentSettings')).status).toBe(401);
    for (const defaultMethodRef of ['4242424242424242', '4242 4242 4242 4242']) {
      expect((await browser.call('auth.updatePaymentSettings', { defaultMethodRef })).status).toBe(400);
    }
  });
});

describe('administration', () => {
  const admin = async (actionType: 'role_change' | 'admin_action', input: object) => {
    const browser = await signedIn(ada);
    const token = await stepUpToken(test, browser, { actionType, person: ada });
    const path = actionType === 'role_change' ? 'admin.changeUserRole' : 'admin.revokeUserTokens';
    return { browser, answer: await browser.call(path, { ...input, stepUpToken: token }) };
  };

  it('changes a role from the next call on, tells its owner, and is on record with both', async () => {
    const subject = await signedIn();
    const { answer } = await admin('role_change', { userId: bob.id, newRole: 'admin' });
    expect(answer.data).toEqual({ userId: bob.id, roles: ['admin'] });
    expect((await subject.call('session.getStatus')).data).toMatchObject({ user: { roles: ['admin'] } });
    expect(noticesOf(bob.id)).toContain('role_changed');
    expect(await test.rows('SELECT user_id, action_details FROM session_security.sensitive_action_logs')).toEqual([
      { user_id: ada.id, action_details: { userId: bob.id, newRole: 'admin' } },
    ]);
  });

  it.each([
    ['role', { userId: bob.id, newRole: 'emperor' }],
    ['user', { userId: 'nobody', newRole: 'admin' }],
    ['user', { userId: 'user\0', newRole: 'admin' }],
  ])('refuses with reason %s what makes no sense', async (reason, input) => {
    const { answer } = await admin('role_change', input);
    expect(answer.error).toMatchObject({ errorCode: 'INVALID_REQUEST', reason });
  });

  it('takes its own role away, and with it what it could do', async () => {
    const { browser, answer } = await admin('role_change', { userId: ada.id, newRole: 'user' });
    expect(answer.status).toBe(200);
    expect((await act(browser, callOf('admin_action', ada))).error?.errorCode).toBe('FORBIDDEN');
  });

  it('ends all sessions of a user at once', async () => {
    const subjects = [await signedIn(), await signedIn()];
    const { answer } = await admin('admin_action', { userId: bob.id });
    expect(answer.data).toEqual({ revokedCount: 2 });
    for (const subject of subjects) {
      expect((await subject.call('session.getSessions')).error?.errorCode).toBe('SESSION_REVOKED');
    }
    expect((await logRows(test, ada.id)).at(-1)).toMatchObject({ action_type: 'admin_action', success: true });
  });

  it('is refused to others whatever they send, before their input is looked at (R51)', async () => {
    const browser = await signedIn(grace);
    for (const input of [{}, { userId: victim.id, newRole: 'admin' }, { nonsense: true }]) {
      const { status, error } = await browser.call('admin.changeUserRole', input);
      expect([status, error?.errorCode]).toEqual([403, 'FORBIDDEN']);
    }
  });
});

describe('effect and record', () => {
  it('are there together or not at all (R83, T47)', async () => {
    const browser = await signedIn(grace);
    await test.rows(`ALTER TABLE session_security.sensitive_action_logs ADD CONSTRAINT no_success CHECK (NOT success)`);
    try {
      const input = { currentPassword: grace.password, newPassword: renewed };
      expect((await browser.call('auth.changePassword', input)).status).toBe(500);
      expect((await browser.call('auth.changeEmail', { newEmail: 'new@example.org' })).status).toBe(500);
      expect((await browser.call('auth.deleteAccount')).status).toBe(500);
    } finally {
      await test.rows('ALTER TABLE session_security.sensitive_action_logs DROP CONSTRAINT no_success');
    }
    expect(await isLive(browser)).toBe(true);
    expect(await test.server.users.findById(grace.id)).toMatchObject({ email: grace.email });
    expect(await test.server.users.verifyPassword(grace.id, grace.password)).toBe(true);
    expect((await logRows(test, grace.id)).map((row) => row.failure_reason)).toEqual(Array(3).fill('fault'));
  });

  it('of accounts that the host keeps, and that can’t do it, are refused before anybody is asked for proof', async () => {
    const { setPassword: _, deleteUser: __, ...lesser } = test.server.users;
    const { server } = test.variant({ users: lesser });
    expect(() => server.users).toThrow(/its own/u);
    const browser = test.variant({ users: lesser }).browser();
    await signIn(test, browser, bob);
    for (const action of ['password_change', 'account_deletion'] as const) {
      const { error } = await act(browser, callOf(action, bob));
      expect(error).toMatchObject({ errorCode: 'FORBIDDEN', reason: 'unsupported' });
    }
  });
});
