/** Attack (R83): try something, be refused, and leave no trace. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob, grace, signIn } from '../../support/server/accounts';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';

const minutes = 60_000;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  for (const user of [ada, bob, grace]) await test.server.users.createUser(user);
});
afterAll(() => test.close());

const failures = () =>
  test.rows('SELECT type, reason, user_id AS user FROM session_security.security_events WHERE NOT success ORDER BY id');

describe('the record', () => {
  it('says whose account a wrong password was for, and nobody’s for none', async () => {
    await test.browser().call('auth.signIn', { identifier: ada.email, password: 'wrong' });
    expect(await failures()).toEqual([{ type: 'sign_in_failed', reason: 'invalid_credentials', user: ada.id }]);
    await test.reset();
    await test.browser().call('auth.signIn', { identifier: 'nobody@example.com', password: 'wrong' });
    expect(await failures()).toEqual([{ type: 'sign_in_failed', reason: 'invalid_credentials', user: null }]);
  });

  it.each([
    ['__Host-sid=not-one-of-ours', 'unknown_session'],
    [`__Host-sid=${'a'.repeat(43)}; __Host-sid=${'b'.repeat(43)}`, 'duplicate_cookie'],
    [`__Host-sid=${'a'.repeat(43)}`, 'unknown_session'],
  ])('has the cookie %s', async (cookie, reason) => {
    for (const path of ['session.getStatus', 'session.getSessions']) {
      await test.browser().call(path, undefined, { cookie });
    }
    expect(await failures()).toEqual(
      Array.from({ length: 2 }, () => ({ type: 'unknown_session_presented', reason, user: null })),
    );
  });

  it('has ids of sessions that are not the caller’s', async () => {
    const [browser, other] = [test.browser(), test.browser()];
    await signIn(test, browser);
    const { data } = await signIn(test, other, bob);
    for (const sessionId of [String(data['sessionId']), 'nowhere']) {
      await browser.call('session.revokeSession', { sessionId });
      await browser.call('session.revokeSessions', { sessionIds: [sessionId] });
      await browser.call('session.renameSession', { sessionId, deviceName: 'Mine' });
    }
    expect(await failures()).toEqual(
      Array.from({ length: 6 }, () => ({ type: 'operation_refused', reason: 'session_not_found', user: ada.id })),
    );
  });

  it('has the attempt to end others without a fresh proof', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    test.clock.advance(15 * minutes);
    await browser.call('session.revokeAllOtherSessions');
    expect(await failures()).toEqual([{ type: 'operation_refused', reason: 'authentication_too_old', user: ada.id }]);
  });

  it('has challenges of other browsers, and attempts while the factor is locked', async () => {
    const browser = test.browser();
    const { data } = await browser.call('auth.signIn', { identifier: grace.email, password: grace.password });
    const input = { challengeId: data['challengeId'], code: '000000' };
    await test.browser().call('auth.verifySignIn2FA', input);
    expect(await failures()).toEqual([{ type: 'operation_refused', reason: 'challenge_not_found', user: null }]);
    await test.rows(
      `INSERT INTO session_security.second_factor_states VALUES ('${grace.id}', 'totp', 100, NULL, NULL)`,
    );
    await browser.call('auth.verifySignIn2FA', input);
    expect(await failures()).toContainEqual({
      type: 'operation_refused',
      reason: 'second_factor_locked',
      user: grace.id,
    });
  });

  it('has right passwords that a fault of ours kept from becoming a session', async () => {
    await test.rows('ALTER TABLE session_security.known_browsers RENAME TO gone');
    try {
      expect((await signIn(test, test.browser())).status).toBe(500);
    } finally {
      await test.rows('ALTER TABLE session_security.gone RENAME TO known_browsers');
    }
    expect(await failures()).toEqual([{ type: 'sign_in_failed', reason: 'fault', user: ada.id }]);
    expect(await test.rows('SELECT id FROM session_security.sessions')).toEqual([]);
  });

  it('stays within a limit for each address', async () => {
    for (let count = 0; count < 120; count += 1) {
      await test.browser().call('session.getStatus', undefined, { cookie: '__Host-sid=noise' });
    }
    expect(await failures()).toHaveLength(100);
  });
});
