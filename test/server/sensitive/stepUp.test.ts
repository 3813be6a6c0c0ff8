/** Step-up tokens (C15, R43–R46, R52): whom, what and how long they are for. Each misuse has its own code, to its owner only. */
import { boundParameters } from 'react-session-security/contract';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import {
  act,
  callOf,
  logRows,
  nextCode,
  openChallenge,
  people,
  requestStepUp,
  stepUpToken,
  verifySecondFactor,
  victim,
} from '../../support/server/sensitive';

const minutes = 60_000;
const { ada, bob, grace, root } = people;

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

async function signedIn(person: { readonly email: string; readonly password: string }): Promise<Browser> {
  const browser = test.browser();
  test.clock.advance(30_000);
  await signIn(test, browser, person as never);
  return browser;
}

const promote = { userId: victim.id, newRole: 'admin' };
const digest = (input: unknown): string => createHash('sha256').update(boundParameters(input)).digest('hex');

describe('a step-up token', () => {
  it('is 64 hex characters, for ten minutes and one action, and stored as a hash only (R43)', async () => {
    const browser = await signedIn(ada);
    const { data } = await requestStepUp(test, browser, { actionType: 'role_change', person: ada });
    expect(data).toEqual({
      token: expect.stringMatching(/^[0-9a-f]{64}$/u) as string,
      expiresAt: new Date(test.clock.now() + 10 * minutes).toISOString(),
      actionType: 'role_change',
    });
    const dump = JSON.stringify(await test.rows('SELECT * FROM session_security.step_up_tokens'));
    expect(dump).not.toContain(data['token']);
  });

  it('may leave the method out beside a password', async () => {
    const browser = await signedIn(ada);
    const input = { password: ada.password, actionType: 'admin_action' };
    expect((await browser.call('auth.createStepUpToken', input)).status).toBe(200);
  });

  it('is accepted once (R44)', async () => {
    const browser = await signedIn(ada);
    const token = await stepUpToken(test, browser, { actionType: 'role_change', person: ada });
    expect((await act(browser, callOf('role_change', ada), token)).data).toEqual({
      userId: victim.id,
      roles: ['admin'],
    });
    const { status, error } = await act(browser, callOf('role_change', ada), token);
    expect([status, error?.errorCode]).toEqual([400, 'STEP_UP_TOKEN_ALREADY_USED']);
    expect(
      await test.rows(`SELECT user_id FROM session_security.security_events WHERE type = 'step_up_token_reused'`),
    ).toEqual([{ user_id: ada.id }]);
  });

  it('expires at ten minutes', async () => {
    const browser = await signedIn(ada);
    const [inTime, late] = [
      await stepUpToken(test, browser, { actionType: 'role_change', person: ada }),
      await stepUpToken(test, browser, { actionType: 'role_change', person: ada }),
    ];
    test.clock.advance(10 * minutes - 1);
    expect((await act(browser, callOf('role_change', ada), inTime)).status).toBe(200);
    test.clock.advance(1);
    expect((await act(browser, callOf('role_change', ada), late)).error?.errorCode).toBe('STEP_UP_TOKEN_EXPIRED');
  });

  it('for one action opens no other', async () => {
    const browser = await signedIn(ada);
    const token = await stepUpToken(test, browser, { actionType: 'email_change', person: ada });
    expect((await act(browser, callOf('role_change', ada), token)).error).toMatchObject({
      errorCode: 'STEP_UP_TOKEN_ACTION_MISMATCH',
      reason: 'action',
    });
    // It was not used up by the wrong call.
    expect((await act(browser, callOf('email_change', ada), token)).status).toBe(200);
  });

  it('for one set of parameters opens no other: approved for one user, it promotes nobody else (R45)', async () => {
    const browser = await signedIn(ada);
    const request = { actionType: 'role_change', person: ada, parametersDigest: digest(promote) } as const;
    const token = await stepUpToken(test, browser, request);
    const swapped = { ...promote, userId: bob.id, stepUpToken: token };
    const { error } = await browser.call('admin.changeUserRole', swapped);
    expect(error).toMatchObject({ errorCode: 'STEP_UP_TOKEN_ACTION_MISMATCH', reason: 'parameters' });
    expect((await test.server.users.findById(bob.id))?.roles).toEqual(bob.roles);
    expect((await browser.call('admin.changeUserRole', { ...promote, stepUpToken: token })).status).toBe(200);
  });

  it('is void once the password changed, and says so', async () => {
    const browser = await signedIn(ada);
    const [kept, used] = [
      await stepUpToken(test, browser, { actionType: 'role_change', person: ada }),
      await stepUpToken(test, browser, { actionType: 'password_change', person: ada }),
    ];
    expect((await act(browser, callOf('password_change', ada), used)).status).toBe(200);
    expect((await act(browser, callOf('role_change', ada), kept)).error).toMatchObject({
      errorCode: 'STEP_UP_TOKEN_INVALID',
      reason: 'credentials_changed',
    });
  });

  it('in another session or another user’s hands is as unknown as an invented one (C64)', async () => {
    const [owner, sibling, stranger] = [await signedIn(ada), await signedIn(ada), await signedIn(root)];
    const token = await stepUpToken(test, owner, { actionType: 'role_change', person: ada });
    const spent = await stepUpToken(test, owner, { actionType: 'role_change', person: ada });
    await act(owner, callOf('role_change', ada), spent);
    const errors = [];
    for (const browser of [sibling, stranger]) {
      for (const value of [token, spent, 'f'.repeat(64), 'short', '', "' or 1=1 --"]) {
        const { status, error } = await act(browser, callOf('role_change', ada), value);
        errors.push({ status, ...error });
      }
    }
    expect(new Set(errors.map((error) => JSON.stringify(error))).size).toBe(1);
    expect(errors[0]).toMatchObject({ status: 400, errorCode: 'STEP_UP_TOKEN_INVALID', action: 'role_change' });
    expect(errors[0]).not.toHaveProperty('reason');
    expect((await act(owner, callOf('role_change', ada), token)).status).toBe(200);
  });

  it('never grants more than its user has: to a non-admin it is not even made (R46, R51)', async () => {
    const browser = await signedIn(bob);
    for (const elevatedPermissions of [undefined, ['admin'], ['admin', 'user']]) {
      const { error } = await requestStepUp(test, browser, {
        actionType: 'role_change',
        person: bob,
        elevatedPermissions,
      });
      expect(error?.errorCode).toBe('FORBIDDEN');
    }
    const permissions = ['admin', 'user'];
    await requestStepUp(test, browser, { actionType: 'email_change', person: bob, elevatedPermissions: permissions });
    expect(await test.rows('SELECT permissions FROM session_security.step_up_tokens')).toEqual([
      { permissions: ['user'] },
    ]);
    for (const unknown of ['*', 'superuser']) {
      const elevatedPermissions = ['user', unknown];
      const { status, error } = await requestStepUp(test, browser, {
        actionType: 'email_change',
        person: bob,
        elevatedPermissions,
      });
      expect([unknown, status, error?.errorCode]).toEqual([unknown, 400, 'INVALID_REQUEST']);
    }
  });

  it('leaves out what is not held where only the host knows which permissions there are (R46)', async () => {
    const browser = await signedIn(bob);
    const hosted = test
      .variant({ users: { ...test.server.users, permissions: async () => ['invoices:pay'] } })
      .browser();
    for (const [name, value] of browser.cookies) hosted.cookies.set(name, value);
    const elevatedPermissions = ['invoices:pay', 'invoices:void'];
    await requestStepUp(test, hosted, { actionType: 'email_change', person: bob, elevatedPermissions });
    expect(await test.rows('SELECT permissions FROM session_security.step_up_tokens')).toEqual([
      { permissions: ['invoices:pay'] },
    ]);
  });

  it('is useless to whoever lost the role meanwhile', async () => {
    const browser = await signedIn(ada);
    const token = await stepUpToken(test, browser, { actionType: 'role_change', person: ada });
    await test.rows(`UPDATE session_security.users SET roles = '{user}' WHERE id = '${ada.id}'`);
    expect((await act(browser, callOf('role_change', ada), token)).error?.errorCode).toBe('FORBIDDEN');
  });

  it('is not used up by input that makes no sense, nor by a fault of ours', async () => {
    const browser = await signedIn(ada);
    const token = await stepUpToken(test, browser, { actionType: 'role_change', person: ada });
    const malformed = await browser.call('admin.changeUserRole', { ...promote, extra: 1, stepUpToken: token });
    expect(malformed.error?.errorCode).toBe('INVALID_REQUEST');
    const broken = test.variant({
      users: { ...test.server.users, setRoles: () => Promise.reject(new Error('directory')) },
    });
    const other = broken.browser();
    for (const [name, value] of browser.cookies) other.cookies.set(name, value);
    expect((await act(other, callOf('role_change', ada), token)).status).toBe(500);
    expect((await logRows(test, ada.id)).at(-1)).toMatchObject({ success: false, failure_reason: 'fault' });
    expect((await act(browser, callOf('role_change', ada), token)).status).toBe(200);
  });

  it('each misuse leaves its row in the log (R83)', async () => {
    const browser = await signedIn(ada);
    await act(browser, callOf('role_change', ada));
    await act(browser, callOf('role_change', ada), 'f'.repeat(64));
    const token = await stepUpToken(test, browser, { actionType: 'role_change', person: ada });
    await act(browser, callOf('email_change', ada), token);
    await act(browser, callOf('role_change', ada), token);
    await act(browser, callOf('role_change', ada), token);
    const late = await stepUpToken(test, browser, { actionType: 'role_change', person: ada });
    test.clock.advance(10 * minutes);
    await act(browser, callOf('role_change', ada), late);
    expect((await logRows(test, ada.id)).map((row) => row.failure_reason)).toEqual([
      'step_up_required',
      'step_up_token_invalid',
      'step_up_token_action_mismatch',
      null,
      'step_up_token_already_used',
      'step_up_token_expired',
    ]);
  });
});

describe('a step-up', () => {
  it('lets other devices be signed out; the token may go along, and is used up (R23)', async () => {
    const [browser, other] = [await signedIn(bob), await signedIn(bob)];
    test.clock.advance(16 * minutes);
    expect((await browser.call('session.revokeAllOtherSessions')).error?.errorCode).toBe('STEP_UP_REQUIRED');
    const token = await stepUpToken(test, browser, { actionType: 'security_settings', person: bob });
    const { data } = await browser.call('session.revokeAllOtherSessions', { stepUpToken: token });
    expect(data).toEqual({ revokedCount: 1 });
    const again = await browser.call('session.revokeAllOtherSessions', { stepUpToken: token });
    expect(again.error?.errorCode).toBe('STEP_UP_TOKEN_ALREADY_USED');
    expect((await other.call('session.getStatus')).status).toBe(401);
  });

  it('by password counts as a fresh authentication of this session, and as no second factor (R48, R49)', async () => {
    const [browser, other] = [await signedIn(bob), await signedIn(bob)];
    const verificationOf = async (page: Browser) => (await page.call('session.getStatus')).data['verification'];
    const atOther = await verificationOf(other);
    test.clock.advance(16 * minutes);
    const wrong = { actionType: 'security_settings', password: 'wrong' };
    const before = await verificationOf(browser);
    expect((await browser.call('auth.createStepUpToken', wrong)).error?.errorCode).toBe('INVALID_CREDENTIALS');
    expect(await verificationOf(browser)).toEqual(before);

    expect((await requestStepUp(test, browser, { actionType: 'security_settings', person: bob })).status).toBe(200);
    const now = test.clock.now();
    const fresh = {
      authenticatedAt: new Date(now).toISOString(),
      recentUntil: new Date(now + 15 * minutes).toISOString(),
      secondFactorUntil: null,
    };
    expect(await verificationOf(browser)).toEqual(fresh);
    // It opens no other action, and nothing on the user's other devices.
    expect((await act(browser, callOf('email_change', bob))).error?.errorCode).toBe('STEP_UP_REQUIRED');
    expect(await verificationOf(other)).toEqual(atOther);
    expect((await other.call('session.revokeAllOtherSessions')).error?.errorCode).toBe('STEP_UP_REQUIRED');

    test.clock.advance(15 * minutes - 1);
    for (const path of ['session.updateActivity', 'session.getSessions', 'auth.refresh']) await browser.call(path);
    expect(await verificationOf(browser)).toEqual(fresh);
    test.clock.advance(1);
    expect((await browser.call('session.revokeAllOtherSessions')).error?.errorCode).toBe('STEP_UP_REQUIRED');
  });
});

describe('a route of the host’s own', () => {
  const requestOf = (browser: Browser, token?: string): Request =>
    new Request('https://app.example.com/api/payout', {
      method: 'POST',
      headers: {
        cookie: Array.from(browser.cookies, ([name, value]) => `${name}=${value}`).join('; '),
        ...(token !== undefined && { 'x-step-up-token': token }),
      },
    });
  const outcome = (request: Request, actionType: 'role_change' | 'email_change', parameters?: object) =>
    test.server.requireProof(request, { actionType, parameters }).catch((error: unknown) => error);

  it('is guarded alike: permission first, then proof, bound to its parameters, once (F4, R45, R46)', async () => {
    const browser = await signedIn(ada);
    expect(await outcome(requestOf(await signedIn(bob)), 'role_change')).toMatchObject({ errorCode: 'FORBIDDEN' });
    expect(await outcome(requestOf(browser), 'role_change')).toMatchObject({ errorCode: 'STEP_UP_REQUIRED' });
    const request = {
      actionType: 'role_change',
      person: ada,
      parametersDigest: digest(promote),
      elevatedPermissions: ['admin'],
    } as const;
    const token = await stepUpToken(test, browser, request);
    expect(await outcome(requestOf(browser, token), 'role_change', { ...promote, userId: bob.id })).toMatchObject({
      errorCode: 'STEP_UP_TOKEN_ACTION_MISMATCH',
    });
    expect(await outcome(requestOf(browser, token), 'role_change', promote)).toMatchObject({
      userId: ada.id,
      method: 'password',
      permissions: ['admin'],
    });
    expect(await outcome(requestOf(browser, token), 'role_change', promote)).toMatchObject({
      errorCode: 'STEP_UP_TOKEN_ALREADY_USED',
    });
    expect((await logRows(test, ada.id)).map((row) => row.success)).toEqual([false, false, true, false]);
  });

  it('needs no token within the grace period, where the policy gives one', async () => {
    const browser = await signedIn(grace);
    expect(await outcome(requestOf(browser), 'email_change')).toMatchObject({ userId: grace.id, permissions: [] });
  });
});

describe('the proof for a step-up', () => {
  it('is the second factor where one is enrolled, also for one’s own account (R50)', async () => {
    const browser = await signedIn(grace);
    const byPassword = { actionType: 'email_change', method: 'password', password: grace.password };
    expect((await browser.call('auth.createStepUpToken', byPassword)).error?.errorCode).toBe('METHOD_NOT_ALLOWED');
    expect((await browser.call('auth.getStepUpMethods', { actionType: 'email_change' })).data).toMatchObject({
      missing: 'nothing',
      methods: ['2fa_totp'],
    });
    const token = await stepUpToken(test, browser, { actionType: 'email_change', person: grace });
    test.clock.advance(9 * minutes);
    expect((await act(browser, callOf('email_change', grace), token)).status).toBe(200);
    expect((await logRows(test, grace.id)).at(-1)).toMatchObject({ verification_method: '2fa_totp', success: true });
  });

  it('is counted with the guesses of sign-in: five wrong passwords lock both (R52)', async () => {
    const browser = await signedIn(bob);
    const guess = { actionType: 'email_change', method: 'password', password: 'wrong' };
    for (let count = 0; count < 5; count += 1) {
      expect((await browser.call('auth.createStepUpToken', guess)).error?.errorCode).toBe('INVALID_CREDENTIALS');
    }
    const right = { ...guess, password: bob.password };
    expect((await browser.call('auth.createStepUpToken', right)).error?.errorCode).toBe('TOO_MANY_ATTEMPTS');
    const { error } = await browser.call('auth.signIn', { identifier: bob.email, password: bob.password });
    expect(error?.errorCode).toBe('TOO_MANY_ATTEMPTS');
  });

  it('shares the budget of codes with prompts: neither widens the other (R32)', async () => {
    const browser = await signedIn(grace);
    const { challengeId } = await openChallenge(browser, 'email_change');
    for (let count = 0; count < 3; count += 1) {
      await browser.call('auth.verify2FAChallenge', { challengeId, code: '000000' });
    }
    const guess = { actionType: 'email_change', method: 'totp', code: '000000' };
    const codes = [];
    for (let count = 0; count < 3; count += 1) {
      codes.push((await browser.call('auth.createStepUpToken', guess)).error?.errorCode);
    }
    expect(codes).toEqual(['INVALID_2FA_CODE', 'INVALID_2FA_CODE', 'TOO_MANY_ATTEMPTS']);
  });

  it.each(['totp', '2fa_totp', '2FA_TOTP'])('may be spelt %s (SPEC 2)', async (method) => {
    const browser = await signedIn(grace);
    const given = { actionType: 'email_change', method, code: nextCode(test) };
    expect((await browser.call('auth.createStepUpToken', given)).status).toBe(200);
  });

  it('of a text needs a prompt of the same session and action', async () => {
    const browser = await signedIn(grace);
    const sms = { actionType: 'email_change', method: 'sms', code: '000000' };
    expect((await browser.call('auth.createStepUpToken', sms)).error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
  });
});

describe('the session’s secret (R2)', () => {
  const secret = (browser: Browser): string => browser.cookies.get('__Host-sid') ?? '';
  const withSecret = (value: string): Browser => {
    const copy = test.browser();
    copy.cookies.set('__Host-sid', value);
    return copy;
  };

  it.each(['a code', 'a step-up'] as const)(
    'is new after %s, the handle is not, and a copy of the old one is dead',
    async (kind) => {
      const browser = await signedIn(grace);
      const before = secret(browser);
      const { data } = await browser.call('session.getStatus');
      const done =
        kind === 'a code'
          ? await verifySecondFactor(test, browser, 'email_change')
          : await requestStepUp(test, browser, { actionType: 'email_change', person: grace });
      expect(done.status).toBe(200);
      expect(secret(browser)).not.toBe(before);
      expect((await browser.call('session.getStatus')).data).toMatchObject({
        session: { id: (data['session'] as { id: string }).id },
      });
      test.clock.advance(10_000);
      for (const path of ['session.getStatus', 'session.getSessions']) {
        expect((await withSecret(before).call(path)).error?.errorCode).toBe('UNAUTHENTICATED');
      }
    },
  );

  it('lets calls that were under way with the old one in for ten seconds, without the new grace', async () => {
    const browser = await signedIn(grace);
    test.clock.advance(16 * minutes);
    const underWay = withSecret(secret(browser));
    await verifySecondFactor(test, browser, 'email_change');
    test.clock.advance(9_999);
    expect((await underWay.call('session.getStatus')).status).toBe(200);
    expect((await underWay.call('session.getSessions')).status).toBe(200);
    expect((await act(underWay, callOf('email_change', grace))).error?.errorCode).toBe('2FA_REQUIRED');
    expect((await act(browser, callOf('email_change', grace))).status).toBe(200);
  });

  it('of another user’s sessions is new at their next call that is no read, after the role changed', async () => {
    const [admin, subject] = [await signedIn(ada), await signedIn(bob)];
    const before = secret(subject);
    const token = await stepUpToken(test, admin, { actionType: 'role_change', person: ada });
    const change = { userId: bob.id, newRole: 'admin', stepUpToken: token };
    expect((await admin.call('admin.changeUserRole', change)).status).toBe(200);
    expect((await subject.call('session.updateActivity')).status).toBe(200);
    expect(secret(subject)).not.toBe(before);
    expect((await subject.call('session.getStatus')).status).toBe(200);
    test.clock.advance(10_000);
    expect((await withSecret(before).call('session.getStatus')).status).toBe(401);
    expect((await subject.call('session.getStatus')).data).toMatchObject({ user: { roles: ['admin'] } });
  });
});
