/** Wrong passwords that close an account (R41, R52): its user hears of it, and strangers can’t write to them at will. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bob, signIn } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { act, callOf, stepUpToken } from '../../support/server/sensitive';

let test: TestServer;
let browser: Browser;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(bob);
  browser = test.browser();
  await signIn(test, browser, bob);
  test.outbox.clear();
});
afterAll(() => test.close());

const stepUp = (password: string) => browser.call('auth.createStepUpToken', { actionType: 'email_change', password });
const locks = () => test.outbox.notices.filter(({ type }) => type === 'password_locked');
const stranger = (index: number) => test.browser({ remoteAddress: `2001:db8:0:${index.toString(16)}::1` });

describe('the user hears of a lock', () => {
  it('by wrong passwords in step-ups: of the fifth, once, and it is on the session’s record', async () => {
    for (let count = 0; count < 4; count += 1) await stepUp('wrong');
    expect(test.outbox.notices).toEqual([]);
    for (let count = 0; count < 3; count += 1) await stepUp('wrong');
    expect(test.outbox.notices).toMatchObject([{ type: 'password_locked', severity: 'critical', userId: bob.id }]);
    expect(test.outbox.notices[0]?.sessionId).toEqual(expect.any(String));
    const [event] = await test.rows(
      `SELECT user_id, session_id, severity FROM session_security.security_events WHERE type = 'password_locked'`,
    );
    expect(event).toMatchObject({
      user_id: bob.id,
      session_id: test.outbox.notices[0]?.sessionId,
      severity: 'critical',
    });
  });

  it('by wrong passwords where the password is changed', async () => {
    const token = await stepUpToken(test, browser, { actionType: 'password_change', person: bob });
    const change = callOf('password_change', { ...bob, password: 'wrong' });
    for (let count = 0; count < 5; count += 1) {
      expect((await act(browser, change, token)).error?.errorCode).toBe('INVALID_CREDENTIALS');
    }
    expect(locks()).toHaveLength(1);
    expect((await act(browser, change, token)).error?.errorCode).toBe('TOO_MANY_ATTEMPTS');
  });

  it('by wrong passwords at sign-in in a browser that the account knows', async () => {
    await browser.call('auth.signOut');
    for (let count = 0; count < 5; count += 1) {
      await browser.call('auth.signIn', { identifier: bob.email, password: 'wrong' });
    }
    expect(locks()).toMatchObject([{ userId: bob.id, sessionId: null }]);
  });

  it('by strangers when the account is closed to all of them, not at each of their addresses', async () => {
    for (let address = 0; address < 20; address += 1) {
      expect(locks()).toEqual([]);
      for (let count = 0; count < 5; count += 1) {
        await stranger(address).call('auth.signIn', { identifier: bob.email, password: 'wrong' });
      }
    }
    expect(locks()).toHaveLength(1);
  });

  it('and nobody where there is no account', async () => {
    for (let address = 0; address < 20; address += 1) {
      for (let count = 0; count < 5; count += 1) {
        await stranger(address).call('auth.signIn', { identifier: 'nobody@example.com', password: 'wrong' });
      }
    }
    expect(test.outbox.notices).toEqual([]);
  });
});
