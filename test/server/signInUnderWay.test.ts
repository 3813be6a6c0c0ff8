/**
 * A sign-in that is under way while credentials change, or while sessions are ended, comes to nothing (R26, R30, T46): whoever
 * had the password of before, or a code of before, begins again with what counts now.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn, totpAt } from '../support/server/accounts';
import type { Browser } from '../support/server/createBrowser';
import { createTestServer, type TestServer } from '../support/server/createTestServer';
import { beginTotp } from '../support/server/factors';
import { act, callOf, nextCode, people, type Person, stepUpToken } from '../support/server/sensitive';

const { ada, bob, grace } = people;

let test: TestServer;
/** Done when the place of a sign-in is looked up: its first factor was right, and it has no session yet. */
let meanwhile: (() => Promise<unknown>) | undefined;

beforeAll(async () => {
  test = await createTestServer({
    locate: {
      async locate() {
        const now = meanwhile;
        meanwhile = undefined;
        await now?.();
        return null;
      },
    },
  });
});
beforeEach(async () => {
  meanwhile = undefined;
  await test.reset();
  for (const person of [ada, bob, grace]) await test.server.users.createUser(person);
});
afterAll(() => test.close());

async function signedIn(person: Person): Promise<Browser> {
  const browser = test.browser();
  test.clock.advance(30_000);
  await signIn(test, browser, person as never);
  return browser;
}

/** Gets everything ready, so that the change itself is one call. */
type Change = (
  person: Person,
) => Promise<() => Promise<{ readonly status: number } | { readonly revokedCount: number }>>;

const newPassword: Change = async (person) => {
  const owner = await signedIn(person);
  const token = await stepUpToken(test, owner, { actionType: 'password_change', person });
  return () => act(owner, callOf('password_change', person), token);
};
const deletion: Change = async (person) => {
  const owner = await signedIn(person);
  const token = await stepUpToken(test, owner, { actionType: 'account_deletion', person });
  return () => act(owner, callOf('account_deletion', person), token);
};
const enrolment: Change = async (person) => {
  const owner = await signedIn(person);
  const { enrolmentId, secret } = await beginTotp(owner, person);
  return () => owner.call('auth.confirmTotpEnrolment', { enrolmentId, code: totpAt(test.clock.now(), secret) });
};
const administrator: Change = async ({ id: userId }) => {
  const admin = await signedIn(ada);
  const token = await stepUpToken(test, admin, { actionType: 'admin_action', person: ada });
  return () => act(admin, { path: 'admin.revokeUserTokens', input: { userId } }, token);
};
const host: Change =
  async ({ id: userId }) =>
  () =>
    test.server.revokeSessions({ userId });

const changes: readonly (readonly [string, Change])[] = [
  ['a new password', newPassword],
  ['an account that is deleted', deletion],
  ['an authenticator app', enrolment],
  ['an administrator who ends all tokens', administrator],
  ['a host that ends all sessions', host],
];
const withSecondFactor = changes.filter(([, change]) => change !== enrolment);

async function done(change: Awaited<ReturnType<Change>>): Promise<void> {
  const outcome = await change();
  expect('status' in outcome ? outcome.status : 200).toBe(200);
}

const liveSessions = async (browser: Browser): Promise<number> => (await browser.call('session.getStatus')).status;
const byPassword = (browser: Browser, { email, password }: Person) =>
  browser.call('auth.signIn', { identifier: email, password });

describe('a password that was right, before its session begins', () => {
  it.each(changes)('opens nothing after %s (R26, T46)', async (_, change) => {
    const ready = await change(bob);
    const thief = test.browser();
    meanwhile = () => done(ready);
    const { status, error } = await byPassword(thief, bob);
    expect([status, error?.errorCode]).toEqual([401, 'INVALID_CREDENTIALS']);
    expect([...thief.cookies.keys()]).toEqual([]);
  });

  it('is asked for again, and then opens what it still may', async () => {
    meanwhile = () => test.server.revokeSessions({ userId: bob.id });
    const browser = test.browser();
    await byPassword(browser, bob);
    expect((await byPassword(browser, bob)).status).toBe(200);
  });

  it('goes on where the host ended other sessions by their handles', async () => {
    meanwhile = () => test.server.revokeSessions({ userId: bob.id, sessionIds: ['another'] });
    expect((await byPassword(test.browser(), bob)).status).toBe(200);
  });
});

describe('a challenge for the second factor', () => {
  it.each(withSecondFactor)('takes no code after %s (R26, R30)', async (_, change) => {
    const ready = await change(grace);
    const thief = test.browser();
    const { challengeId } = (await byPassword(thief, grace)).data;
    await done(ready);
    const { error } = await thief.call('auth.verifySignIn2FA', { challengeId, code: nextCode(test) });
    expect(error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
    expect(await liveSessions(thief)).toBe(401);
  });

  it.each(withSecondFactor)('whose code was right opens nothing after %s (T46)', async (_, change) => {
    const ready = await change(grace);
    const thief = test.browser();
    const { challengeId } = (await byPassword(thief, grace)).data;
    const code = nextCode(test);
    meanwhile = () => done(ready);
    const { error } = await thief.call('auth.verifySignIn2FA', { challengeId, code });
    expect(error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
    expect(await liveSessions(thief)).toBe(401);
  });
});

describe('a code that was sent to a phone', () => {
  it.each(changes)('is a wrong one after %s, as for a number without an account (R26, R96)', async (_, change) => {
    const ready = await change(bob);
    const thief = test.browser();
    await thief.call('auth.requestPhoneOtp', { phone: bob.phone });
    const code = test.outbox.texts.at(-1)?.code;
    await done(ready);
    const { error } = await thief.call('auth.verifyPhoneOtp', { phone: bob.phone, code });
    expect(error).toMatchObject({ errorCode: 'INVALID_2FA_CODE', attemptsRemaining: 4 });
    expect(await liveSessions(thief)).toBe(401);
  });

  it.each(changes)('and was right opens nothing after %s (T46)', async (_, change) => {
    const ready = await change(bob);
    const thief = test.browser();
    await thief.call('auth.requestPhoneOtp', { phone: bob.phone });
    meanwhile = () => done(ready);
    const code = test.outbox.texts.at(-1)?.code;
    const { error } = await thief.call('auth.verifyPhoneOtp', { phone: bob.phone, code });
    expect(error?.errorCode).toBe('INVALID_2FA_CODE');
    expect(await liveSessions(thief)).toBe(401);
  });
});
