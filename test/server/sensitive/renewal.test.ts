/** The session's secret is renewed after a proof (R2): what becomes of the old one, and of proofs that are under way. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bob, signIn, totpAt } from '../../support/server/accounts';
import { appOrigin, type Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { beginPasskey, beginTotp, stepUp } from '../../support/server/factors';
import {
  act,
  callOf,
  nextCode,
  openChallenge,
  people,
  requestStepUp,
  stepUpToken,
  verifySecondFactor,
  victim,
} from '../../support/server/sensitive';
import { createSoftwareAuthenticator } from '../../support/server/softwareAuthenticator';

const minutes = 60_000;
const { ada, grace } = people;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(victim);
  for (const person of [ada, bob, grace]) await test.server.users.createUser(person);
});
afterAll(() => test.close());

async function signedIn(person: typeof ada | typeof bob | typeof grace): Promise<Browser> {
  const browser = test.browser();
  test.clock.advance(30_000);
  await signIn(test, browser, person);
  return browser;
}

/** The same cookies elsewhere: what one is answered, the other does not learn. */
function copyOf(browser: Browser, from: Pick<TestServer, 'browser'> = test): Browser {
  const copy = from.browser();
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
}

/** Proved there, and the answer with the new secret never came back. */
async function loseAnswer(browser: Browser): Promise<Browser> {
  const answered = copyOf(browser);
  expect((await verifySecondFactor(test, answered, 'email_change')).status).toBe(200);
  return answered;
}

const sid = (browser: Browser): string | undefined => browser.cookies.get('__Host-sid');
const statusOf = async (browser: Browser) => (await browser.call('session.getStatus')).status;

describe('an answer with a new secret that is lost', () => {
  it('signs nobody out: the old one is let in, without what was proved, and may prove it again', async () => {
    const browser = await signedIn(grace);
    test.clock.advance(16 * minutes);
    await loseAnswer(browser);
    test.clock.advance(30 * minutes);
    expect(await statusOf(browser)).toBe(200);
    expect((await act(browser, callOf('email_change', grace))).error?.errorCode).toBe('2FA_REQUIRED');
    const before = sid(browser);
    expect((await verifySecondFactor(test, browser, 'email_change')).status).toBe(200);
    expect(sid(browser)).not.toBe(before);
    expect((await act(browser, callOf('email_change', grace))).status).toBe(200);
  });

  it('keeps the old one alive no longer than the idle limit, however active it is', async () => {
    const browser = await signedIn(grace);
    await loseAnswer(browser);
    test.clock.advance(12 * 60 * minutes);
    expect((await browser.call('session.updateActivity')).status).toBe(200);
    test.clock.advance(12 * 60 * minutes - 1);
    expect(await statusOf(browser)).toBe(200);
    test.clock.advance(1);
    expect((await browser.call('session.getStatus')).error).toMatchObject({ reason: 'unknown_session' });
  });
});

describe('the old secret', () => {
  it('is dead ten seconds after the new one was first shown, and not before', async () => {
    const browser = await signedIn(grace);
    const answered = await loseAnswer(browser);
    test.clock.advance(2 * minutes);
    expect(await statusOf(answered)).toBe(200);
    test.clock.advance(9_999);
    expect(await statusOf(browser)).toBe(200);
    test.clock.advance(1);
    expect(await statusOf(copyOf(browser))).toBe(401);
    expect((await browser.call('session.getSessions')).status).toBe(401);
    expect(await statusOf(answered)).toBe(200);
  });

  it('does not count as recently proved: it signs no other device out (R23)', async () => {
    const [browser, other] = [await signedIn(grace), await signedIn(grace)];
    test.clock.advance(16 * minutes);
    const answered = await loseAnswer(browser);
    expect((await browser.call('session.revokeAllOtherSessions')).error?.errorCode).toBe('2FA_REQUIRED');
    expect(await statusOf(other)).toBe(200);
    expect((await answered.call('session.revokeAllOtherSessions')).data).toEqual({ revokedCount: 1 });
  });

  it('ends the session when it signs out (R28)', async () => {
    const browser = await signedIn(grace);
    const answered = await loseAnswer(browser);
    expect((await browser.call('auth.signOut')).status).toBe(200);
    const { error } = await answered.call('session.getStatus');
    expect(error).toMatchObject({ errorCode: 'SESSION_REVOKED', reason: 'signed_out' });
  });

  it('that is dead ends nothing when it signs out', async () => {
    const browser = await signedIn(grace);
    const answered = await loseAnswer(browser);
    await statusOf(answered);
    test.clock.advance(10_000);
    await browser.call('auth.signOut');
    expect(await statusOf(answered)).toBe(200);
  });

  it('is granted nothing while the new one is on its way or in use', async () => {
    const browser = await signedIn(ada);
    const request = { actionType: 'role_change', password: ada.password };
    const answered = copyOf(browser);
    const unaware = copyOf(browser);
    expect((await answered.call('auth.createStepUpToken', request)).status).toBe(200);
    const refused = { errorCode: 'CHALLENGE_EXPIRED', reason: 'superseded' };
    expect((await unaware.call('auth.createStepUpToken', request)).error).toMatchObject(refused);
    await statusOf(answered);
    test.clock.advance(9_999);
    expect((await unaware.call('auth.createStepUpToken', request)).error).toMatchObject(refused);
    expect(await test.rows('SELECT 1 FROM session_security.step_up_tokens')).toHaveLength(1);
    expect((await answered.call('auth.createStepUpToken', request)).status).toBe(200);
  });
});

describe('a renewal that is due after a change of role', () => {
  it('waits for a call that is not a read', async () => {
    const [admin, subject] = [await signedIn(ada), await signedIn(bob)];
    const token = await stepUpToken(test, admin, { actionType: 'role_change', person: ada });
    await admin.call('admin.changeUserRole', { userId: bob.id, newRole: 'admin', stepUpToken: token });
    const before = sid(subject);
    expect((await subject.call('session.getSessions')).status).toBe(200);
    expect(sid(subject)).toBe(before);
    expect((await subject.call('session.updateActivity')).status).toBe(200);
    expect(sid(subject)).not.toBe(before);
  });

  it('and a proof in one call leave the browser with a secret that is let in', async () => {
    const [admin, subject] = [await signedIn(ada), await signedIn(bob)];
    const token = await stepUpToken(test, admin, { actionType: 'role_change', person: ada });
    await admin.call('admin.changeUserRole', { userId: bob.id, newRole: 'admin', stepUpToken: token });
    const unaware = copyOf(subject);
    expect((await requestStepUp(test, subject, { actionType: 'role_change', person: bob })).status).toBe(200);
    expect(await statusOf(unaware)).toBe(200);
    expect(await statusOf(subject)).toBe(200);
    test.clock.advance(10_000);
    expect([await statusOf(subject), await statusOf(unaware)]).toEqual([200, 401]);
  });
});

describe('a change of credentials', () => {
  const changeOf = (person: typeof ada | typeof grace) => ({
    currentPassword: person.password,
    newPassword: 'a password of another day',
    revokeOtherSessions: false,
  });

  it.each(['a step-up', 'a code'] as const)(
    'that comes between a proof and its grant voids %s of another session',
    async (kind) => {
      const [owner, other] = [await signedIn(grace), await signedIn(grace)];
      const { challengeId } = await openChallenge(other, 'email_change');
      let reached = (): void => undefined;
      const isReached = new Promise<void>((resolve) => (reached = resolve));
      let release = (): void => undefined;
      const isReleased = new Promise<void>((resolve) => (release = resolve));
      const { users } = test.server;
      const slow = test.variant({
        users: {
          ...users,
          async totpSecret(id) {
            reached();
            await isReleased;
            return users.totpSecret(id);
          },
        },
      });
      const code = nextCode(test);
      const page = copyOf(other, slow);
      const underWay =
        kind === 'a code'
          ? page.call('auth.verify2FAChallenge', { challengeId, code })
          : page.call('auth.createStepUpToken', { actionType: 'email_change', method: 'totp', code });
      await isReached;
      expect((await owner.call('auth.changePassword', changeOf(grace))).status).toBe(200);
      release();
      expect((await underWay).error).toMatchObject({ errorCode: 'CHALLENGE_EXPIRED', reason: 'superseded' });
      expect(await test.rows('SELECT 1 FROM session_security.step_up_tokens WHERE voided_at IS NULL')).toEqual([]);
      expect((await act(other, callOf('email_change', grace))).error?.errorCode).toBe('2FA_REQUIRED');
    },
  );

  it('voids what an action of then would give back (R44)', async () => {
    const [owner, other] = [await signedIn(ada), await signedIn(ada)];
    const token = await stepUpToken(test, other, { actionType: 'role_change', person: ada });
    const request = new Request(`${appOrigin}/api/payout`, {
      method: 'POST',
      headers: { cookie: `__Host-sid=${sid(other) ?? ''}`, 'x-step-up-token': token },
    });
    const failed = test.server.withProof(request, { actionType: 'role_change' }, async () => {
      const stepUpForChange = await stepUpToken(test, owner, { actionType: 'password_change', person: ada });
      const change = { ...changeOf(ada), stepUpToken: stepUpForChange };
      expect((await owner.call('auth.changePassword', change)).status).toBe(200);
      throw new Error('The bank is closed.');
    });
    await expect(failed).rejects.toThrow('The bank is closed.');
    expect((await act(other, callOf('role_change', ada), token)).error?.errorCode).toBe('STEP_UP_TOKEN_ALREADY_USED');
  });

  it('ends the set-up of an authenticator app and of a passkey that were begun before (T14)', async () => {
    const [owner, other] = [await signedIn(ada), await signedIn(ada)];
    const { enrolmentId, secret } = await beginTotp(other, ada);
    const credential = createSoftwareAuthenticator().create(await beginPasskey(other, ada));
    const stepUpForChange = await stepUp(owner, ada, 'password_change');
    await owner.call('auth.changePassword', { ...changeOf(ada), stepUpToken: stepUpForChange });
    const code = totpAt(test.clock.now(), secret);
    for (const answer of [
      await other.call('auth.confirmTotpEnrolment', { enrolmentId, code }),
      await other.call('auth.confirmPasskeyRegistration', { credential }),
    ]) {
      expect(answer.error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
    }
    expect(await test.server.users.secondFactors(ada.id)).toEqual([]);
  });
});

it('a token made by a method that is no longer taken opens nothing (R50)', async () => {
  const withSms = test.variant({
    users: { ...test.server.users, secondFactors: async (id) => (id === grace.id ? ['2fa_sms', '2fa_totp'] : []) },
  });
  const browser = await signedIn(grace);
  const page = copyOf(browser, withSms);
  await openChallenge(page, 'email_change', 'sms');
  const code = test.outbox.texts.at(-1)?.code;
  const granted = await page.call('auth.createStepUpToken', { actionType: 'email_change', method: 'sms', code });
  const token = String(granted.data['token']);
  const { error } = await act(copyOf(page), callOf('email_change', grace), token);
  expect(error?.errorCode).toBe('STEP_UP_REQUIRED');
});
