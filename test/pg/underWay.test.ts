/**
 * Attack (R26, R30, R49, R51, T46): be under way while something is taken away. Calls wait for one lock in a known order, the
 * change first and then the call that was allowed before it; on real Postgres, because PGlite is one connection.
 */
import { postgresDriver } from 'react-session-security/server/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { signIn, totpAt } from '../support/server/accounts';
import type { Answer, Browser } from '../support/server/createBrowser';
import { createTestServer, type TestServer } from '../support/server/createTestServer';
import { type Call, createTurns, type Turns } from '../support/server/createTurns';
import { beginPasskey, beginTotp, codeOf, stepUp } from '../support/server/factors';
import { ownDatabase } from '../support/server/ownDatabase';
import {
  act,
  callOf,
  nextCode,
  people,
  type Person,
  stepUpToken,
  verifySecondFactor,
  victim,
} from '../support/server/sensitive';
import { createSoftwareAuthenticator } from '../support/server/softwareAuthenticator';

const { ada, bob, grace, root } = people;
const rounds = Array.from({ length: 20 }, (_, index) => index + 1);

let test: TestServer;
let turns: Turns;
/** Done when the place of a sign-in is looked up: its first factor was right, and it has no session yet. */
let meanwhile: (() => Promise<unknown>) | undefined;

beforeAll(async () => {
  const { connectionString } = await ownDatabase(inject('pgUrl'), 'rss_under_way');
  const locate = async (): Promise<null> => {
    const now = meanwhile;
    meanwhile = undefined;
    await now?.();
    return null;
  };
  test = await createTestServer({ database: postgresDriver({ connectionString }), locate: { locate } });
  turns = await createTurns(connectionString);
});
beforeEach(begin);
afterAll(async () => {
  await turns.close();
  await test.close();
});

async function begin(): Promise<void> {
  meanwhile = undefined;
  await test.reset();
  for (const person of [ada, bob, grace, root, victim]) await test.server.users.createUser(person);
}

async function signedIn(person: Person): Promise<Browser> {
  const browser = test.browser();
  test.clock.advance(30_000);
  expect((await signIn(test, browser, person as never)).status).toBe(200);
  return browser;
}

describe('a sign-in with the password of before, at the moment of a change', () => {
  /** The owner's goes on under a new secret. One that was there before the change ended by it, or is renewed. */
  const unmet = `SELECT id FROM session_security.sessions
    WHERE revoked_at IS NULL AND NOT renewal_due AND secret_renewed_at IS NULL`;
  const changes: Record<string, (owner: Browser) => Promise<Call>> = {
    'of the password': async (owner) => {
      const token = await stepUpToken(test, owner, { actionType: 'password_change', person: bob });
      return () => act(owner, callOf('password_change', bob), token);
    },
    'that sets an authenticator app up': async (owner) => {
      const { enrolmentId, secret } = await beginTotp(owner, bob);
      return () => owner.call('auth.confirmTotpEnrolment', { enrolmentId, code: totpAt(test.clock.now(), secret) });
    },
    'that ends the account': async (owner) => {
      const token = await stepUpToken(test, owner, { actionType: 'account_deletion', person: bob });
      return () => act(owner, callOf('account_deletion', bob), token);
    },
  };

  it.each(Object.entries(changes))(
    '%s begins no session that the change did not meet, in 20 rounds (R26, T46)',
    async (_, prepare) => {
      for (const round of rounds) {
        await begin();
        const [owner, thief] = [await signedIn(bob), test.browser()];
        const change = await prepare(owner);
        const changed: Promise<Answer>[] = [];
        // In every other round the sign-in waits until it is done, in the others they run beside each other.
        meanwhile = async () => {
          changed.push(change());
          if (round % 2 === 0) await Promise.all(changed);
        };
        await thief.call('auth.signIn', { identifier: bob.email, password: bob.password });
        expect((await Promise.all(changed)).map(({ status }) => status)).toEqual([200]);
        expect(await test.rows(unmet)).toEqual([]);
      }
    },
  );
});

describe('a sign-in whose turn comes after a change', () => {
  const begin2FA = (browser: Browser) =>
    browser.call('auth.signIn', { identifier: grace.email, password: grace.password });
  const ready = async (actionType: 'password_change' | 'account_deletion'): Promise<Call> => {
    const owner = await signedIn(grace);
    await verifySecondFactor(test, owner, actionType);
    return () => act(owner, callOf(actionType, grace));
  };

  it('is not asked for the second factor (T46)', async () => {
    const change = await ready('password_change');
    const [first, second] = await turns.inTurn(grace, change, () => begin2FA(test.browser()));
    expect([first.status, codeOf(second)]).toEqual([200, 'INVALID_CREDENTIALS']);
  });

  it.each(['password_change', 'account_deletion'] as const)(
    'gives its code in vain, and neither waits for the other for ever: %s (R26, T46)',
    async (actionType) => {
      const change = await ready(actionType);
      const thief = test.browser();
      const { challengeId } = (await begin2FA(thief)).data;
      const code = nextCode(test);
      const [first, second] = await turns.inTurn(grace, change, () =>
        thief.call('auth.verifySignIn2FA', { challengeId, code }),
      );
      expect([first.status, codeOf(second)]).toEqual([200, 'CHALLENGE_NOT_FOUND']);
    },
  );
});

describe('an administrator who is demoted', () => {
  const roleOf = async (id: string) => (await test.server.users.findById(id))?.roles;
  const calls = [
    { path: 'admin.changeUserRole', input: { userId: root.id, newRole: 'admin' }, actionType: 'role_change' },
    { path: 'admin.changeUserRole', input: { userId: victim.id, newRole: 'admin' }, actionType: 'role_change' },
    { path: 'admin.revokeUserTokens', input: { userId: victim.id }, actionType: 'admin_action' },
  ] as const;

  it.each(calls)('does nothing more with a call that was under way: $path of $input.userId (R51)', async (call) => {
    const [superior, demoted] = [await signedIn(ada), await signedIn(root)];
    const theirs = await stepUpToken(test, superior, { actionType: 'role_change', person: ada });
    const own = await stepUpToken(test, demoted, { actionType: call.actionType, person: root });
    const demotion = { path: 'admin.changeUserRole', input: { userId: root.id, newRole: 'user' } };
    const [first, second] = await turns.inTurn(
      root,
      () => act(superior, demotion, theirs),
      () => act(demoted, call, own),
    );
    expect([first.status, second.status, codeOf(second)]).toEqual([200, 403, 'FORBIDDEN']);
    expect([await roleOf(root.id), await roleOf(victim.id)]).toEqual([['user'], ['user']]);
  });
});

describe('what a recent second factor allowed', () => {
  const within = ['email_change', 'password_change', 'security_settings', 'account_deletion'] as const;

  it.each(within)('is asked for again where factors changed before its turn: %s (R49)', async (actionType) => {
    const [owner, other] = [await signedIn(grace), await signedIn(grace)];
    await verifySecondFactor(test, other, actionType);
    const token = await stepUp(owner, { method: 'totp', code: nextCode(test) });
    const [first, second] = await turns.inTurn(
      grace,
      () => owner.call('auth.regenerateBackupCodes', { stepUpToken: token }),
      () => act(other, callOf(actionType, grace)),
    );
    expect([first.status, codeOf(second)]).toEqual([200, '2FA_REQUIRED']);
    expect(await test.server.users.findById(grace.id)).toMatchObject({ email: grace.email });
    expect(await test.server.users.verifyPassword(grace.id, grace.password)).toBe(true);
    expect(await test.rows('SELECT 1 FROM session_security.user_settings')).toEqual([]);
  });

  it('is asked for again too where factors changed while the call was being counted (R49)', async () => {
    const [owner, other] = [await signedIn(grace), await signedIn(grace)];
    await verifySecondFactor(test, other, 'email_change');
    const token = await stepUp(owner, { method: 'totp', code: nextCode(test) });
    await test.rows('TRUNCATE session_security.rate_limits');
    await other.call('session.getSessions');
    await turns.query('BEGIN');
    await turns.query('SELECT 1 FROM session_security.rate_limits FOR UPDATE');
    const changing = act(other, callOf('email_change', grace));
    await turns.untilWaiting(1, changing);
    expect((await owner.call('auth.regenerateBackupCodes', { stepUpToken: token })).status).toBe(200);
    await turns.query('COMMIT');
    expect(codeOf(await changing)).toBe('2FA_REQUIRED');
  });

  it('is still there for a second action of the same session, whose first changed something', async () => {
    const browser = await signedIn(grace);
    await verifySecondFactor(test, browser, 'email_change');
    const answers = await turns.inTurn(
      grace,
      () => act(browser, callOf('email_change', grace)),
      () => act(browser, callOf('security_settings', grace)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('what is begun against a proof', () => {
  const begun = [
    ['auth.beginTotpEnrolment', 'totp_enrolments'],
    ['auth.beginPasskeyRegistration', 'passkey_challenges'],
  ] as const;

  it.each(begun)('%s begins nothing after a change that made the proof void (R44, T14)', async (path, table) => {
    const [owner, other] = [await signedIn(grace), await signedIn(grace)];
    const theirs = await stepUp(owner, { method: 'totp', code: nextCode(test) });
    const own = await stepUp(other, { method: 'totp', code: nextCode(test) });
    const [first, second] = await turns.inTurn(
      grace,
      () => owner.call('auth.regenerateBackupCodes', { stepUpToken: theirs }),
      () => other.call(path, { stepUpToken: own }),
    );
    expect([first.status, codeOf(second), second.error?.reason]).toEqual([
      200,
      'STEP_UP_TOKEN_INVALID',
      'credentials_changed',
    ]);
    expect(await test.rows(`SELECT 1 FROM session_security.${table}`)).toEqual([]);
  });

  it('and is a passkey that was made already, is not added after such a change (T14)', async () => {
    const [owner, other] = [await signedIn(grace), await signedIn(grace)];
    const options = await beginPasskey(other, { method: 'totp', code: nextCode(test) });
    const credential = createSoftwareAuthenticator().create(options);
    const token = await stepUp(owner, { method: 'totp', code: nextCode(test) });
    const [first, second] = await turns.inTurn(
      grace,
      () => owner.call('auth.regenerateBackupCodes', { stepUpToken: token }),
      () => other.call('auth.confirmPasskeyRegistration', { credential }),
    );
    expect([first.status, codeOf(second)]).toEqual([200, 'CHALLENGE_NOT_FOUND']);
    expect(await test.rows('SELECT 1 FROM session_security.passkeys')).toEqual([]);
  });
});

describe('a session that ends before its turn', () => {
  const endOthers = (owner: Browser) => () => owner.call('session.revokeAllOtherSessions');

  it.each(['payment_settings', 'security_settings'] as const)('changes nothing more: %s (R30)', async (actionType) => {
    const [owner, other] = [await signedIn(grace), await signedIn(grace)];
    await verifySecondFactor(test, other, actionType);
    const [first, second] = await turns.inTurn(grace, endOthers(owner), () => act(other, callOf(actionType, grace)));
    expect([first.status, codeOf(second)]).toEqual([200, 'SESSION_REVOKED']);
    expect(await test.rows('SELECT 1 FROM session_security.user_settings')).toEqual([]);
  });

  it('sets no factor up (R30)', async () => {
    const [owner, other] = [await signedIn(bob), await signedIn(bob)];
    const { enrolmentId, secret } = await beginTotp(other, bob);
    const code = totpAt(test.clock.now(), secret);
    const confirm = () => other.call('auth.confirmTotpEnrolment', { enrolmentId, code });
    const [first, second] = await turns.inTurn(bob, endOthers(owner), confirm);
    expect([first.status, codeOf(second)]).toEqual([200, 'SESSION_REVOKED']);
    expect(await test.server.users.secondFactors(bob.id)).toEqual([]);
  });
});
