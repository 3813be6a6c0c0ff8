/** Proof by passkey (C15; WebAuthn L3 §7.2), signed by an authenticator in software: the cryptography is real. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PasskeyAssertion, SensitiveActionType } from 'react-session-security/contract';
import { ada, bob, signIn } from '../../support/server/accounts';
import { appOrigin, type Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { addPasskey, assertPasskey, beginPasskey, codeOf, enrolTotp, stepUp } from '../../support/server/factors';
import type { SoftwareAuthenticator } from '../../support/server/softwareAuthenticator';

const minutes = 60_000;
const host = new URL(appOrigin).hostname;

let test: TestServer;
let browser: Browser;
let authenticator: SoftwareAuthenticator;
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
  ({ authenticator } = await addPasskey(browser, ada));
});
afterAll(() => test.close());

const prove = (assertion: unknown, by = browser, actionType: SensitiveActionType = 'security_settings') =>
  by.call('auth.createStepUpToken', { method: 'passkey', assertion, actionType });
const refusals = async () =>
  test.rows(`SELECT reason, severity FROM session_security.security_events WHERE type = 'passkey_refused'`);
const listed = async () =>
  (await browser.call('auth.getSecondFactors')).data['passkeys'] as readonly { readonly lastUsedAt: string | null }[];

describe('proof by passkey', () => {
  it('asks for an answer by one of the user’s passkeys, with a verified user', async () => {
    const { data } = await browser.call('auth.beginPasskeyAssertion', { actionType: 'email_change' });
    expect(data).toEqual({
      options: {
        challenge: expect.stringMatching(/^[\w-]{43}$/u) as string,
        rpId: host,
        timeout: 5 * minutes,
        userVerification: 'required',
        allowCredentials: [{ type: 'public-key', id: authenticator.credentials[0]?.id, transports: ['internal'] }],
      },
      actionType: 'email_change',
      expiresAt: new Date(test.clock.now() + 5 * minutes).toISOString(),
      serverTime: new Date(test.clock.now()).toISOString(),
    });
  });

  it('opens what was asked for, and shows on the list', async () => {
    const stepUpToken = await stepUp(browser, {
      method: 'passkey',
      assertion: await assertPasskey(browser, authenticator),
    });
    expect((await browser.call('auth.beginTotpEnrolment', { stepUpToken })).status).toBe(200);
    expect((await listed())[0]?.lastUsedAt).toBe(new Date(test.clock.now()).toISOString());
  });

  it('stands for the second factor where one is set up', async () => {
    await enrolTotp(test, browser, ada);
    const assertion = await assertPasskey(browser, authenticator);
    const stepUpToken = await stepUp(browser, { method: 'passkey', assertion });
    expect((await browser.call('auth.disableTwoFactor', { stepUpToken })).status).toBe(200);
  });

  it('accepts passkeys that do not count their uses', async () => {
    const { authenticator: synced } = await addPasskey(browser, ada, { counts: false, isSynced: true });
    for (let use = 0; use < 3; use += 1) expect((await prove(await assertPasskey(browser, synced))).status).toBe(200);
  });

  it('counts once', async () => {
    const assertion = await assertPasskey(browser, authenticator);
    expect((await prove(assertion)).status).toBe(200);
    expect(codeOf(await prove(assertion))).toBe('CHALLENGE_NOT_FOUND');
  });

  it('ends after five minutes', async () => {
    const assertion = await assertPasskey(browser, authenticator);
    test.clock.advance(5 * minutes);
    expect(codeOf(await prove(assertion))).toBe('CHALLENGE_EXPIRED');
  });

  it('is for the action that it was asked for', async () => {
    const assertion = await assertPasskey(browser, authenticator, { actionType: 'email_change' });
    expect(codeOf(await prove(assertion))).toBe('CHALLENGE_NOT_FOUND');
    expect((await prove(assertion, browser, 'email_change')).status).toBe(200);
  });

  it('is for the session that it was asked in', async () => {
    const assertion = await assertPasskey(browser, authenticator);
    const other = test.browser();
    await signIn(test, other);
    expect(codeOf(await prove(assertion, other))).toBe('CHALLENGE_NOT_FOUND');
  });

  it('is not given by a challenge for a new passkey', async () => {
    const { challenge } = await beginPasskey(browser, ada);
    expect(codeOf(await prove(await assertPasskey(browser, authenticator, { challenge })))).toBe('CHALLENGE_NOT_FOUND');
  });

  it('is not given by another user’s passkey, even for a challenge of one’s own', async () => {
    const stranger = test.browser();
    await signIn(test, stranger, bob);
    const { authenticator: foreign } = await addPasskey(stranger, bob);
    const { data } = await browser.call('auth.beginPasskeyAssertion', { actionType: 'security_settings' });
    const options = data['options'] as Parameters<SoftwareAuthenticator['get']>[0];
    const credential = foreign.credentials[0];
    if (credential === undefined) throw new Error('Bob has a passkey.');
    const assertion = foreign.get(options, { as: credential });
    const anonymous = { ...assertion, response: { ...assertion.response, userHandle: null } };
    expect(codeOf(await prove(anonymous))).toBe('INVALID_CREDENTIALS');
    expect(await refusals()).toEqual([{ reason: 'passkey_unknown', severity: 'warning' }]);
  });

  it('is not given under another user’s name', async () => {
    const assertion = await assertPasskey(browser, authenticator);
    const userHandle = Buffer.from('somebody else').toString('base64url');
    const answer = await prove({ ...assertion, response: { ...assertion.response, userHandle } });
    expect(codeOf(answer)).toBe('INVALID_CREDENTIALS');
  });

  it.each([
    ['from another origin', { origin: 'https://evil.test' }, 'passkey_origin'],
    ['from within a foreign frame', { crossOrigin: true }, 'passkey_origin'],
    ['for another relying party', { rpId: 'evil.test' }, 'passkey_relying_party'],
    ['without a verified user', { isUserVerified: false }, 'passkey_user_verification'],
    ['without anybody there', { isUserPresent: false }, 'passkey_user_verification'],
    ['of another ceremony', { type: 'webauthn.create' }, 'passkey_malformed'],
    [
      'with a signature that is none',
      { tamper: (bytes: Buffer) => Buffer.from(bytes).fill(1, 10) },
      'passkey_signature',
    ],
  ] as const)('is refused %s, with a trace, and the user may start again', async (_, changes, reason) => {
    expect(codeOf(await prove(await assertPasskey(browser, authenticator, changes)))).toBe('INVALID_CREDENTIALS');
    expect(await refusals()).toEqual([{ reason, severity: 'warning' }]);
    expect((await prove(await assertPasskey(browser, authenticator))).status).toBe(200);
  });

  it('is refused with the signature of another answer', async () => {
    const [first, second] = [await assertPasskey(browser, authenticator), await assertPasskey(browser, authenticator)];
    const { signature } = second.response;
    expect(codeOf(await prove({ ...first, response: { ...first.response, signature } }))).toBe('INVALID_CREDENTIALS');
    expect(await refusals()).toEqual([{ reason: 'passkey_signature', severity: 'warning' }]);
  });

  it('tries one answer for each challenge', async () => {
    const { data } = await browser.call('auth.beginPasskeyAssertion', { actionType: 'security_settings' });
    const options = data['options'] as Parameters<SoftwareAuthenticator['get']>[0];
    await prove(authenticator.get(options, { isUserVerified: false }));
    expect(codeOf(await prove(authenticator.get(options)))).toBe('CHALLENGE_NOT_FOUND');
  });

  it('is refused with authenticator data that was cut off', async () => {
    const assertion = await assertPasskey(browser, authenticator);
    const authenticatorData = assertion.response.authenticatorData.slice(0, 20);
    const answer = await prove({ ...assertion, response: { ...assertion.response, authenticatorData } });
    expect(codeOf(answer)).toBe('INVALID_CREDENTIALS');
    expect(await refusals()).toEqual([{ reason: 'passkey_malformed', severity: 'warning' }]);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an oversized signature', { signature: 'A'.repeat(4_000) }],
    ['text that is not base64url', { authenticatorData: '!!!!' }],
  ])('is refused as a request with %s', async (_, part) => {
    const assertion = await assertPasskey(browser, authenticator);
    const broken =
      part === undefined || part === null ? part : { ...assertion, response: { ...assertion.response, ...part } };
    expect((await prove(broken)).error).toMatchObject({ errorCode: 'INVALID_REQUEST', reason: 'input' });
  });

  it('that was made by a copy of the key is refused, and the user is told', async () => {
    await prove(await assertPasskey(browser, authenticator));
    await prove(await assertPasskey(browser, authenticator));
    test.outbox.clear();
    expect(codeOf(await prove(await assertPasskey(browser, authenticator, { counter: 2 })))).toBe(
      'INVALID_CREDENTIALS',
    );
    expect(codeOf(await prove(await assertPasskey(browser, authenticator, { counter: 0 })))).toBe(
      'INVALID_CREDENTIALS',
    );
    const refusal = { reason: 'passkey_counter', severity: 'critical' };
    expect(await refusals()).toEqual([refusal, refusal]);
    const notice = { userId: ada.id, type: 'passkey_refused', severity: 'critical' };
    expect(test.outbox.notices).toMatchObject([notice, notice]);
  });

  it('takes counters up to the largest that an authenticator can send', async () => {
    expect((await prove(await assertPasskey(browser, authenticator, { counter: 0xffffffff }))).status).toBe(200);
  });

  it('locks nobody out, however often it is wrong: there is nothing to guess', async () => {
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await prove(await assertPasskey(browser, authenticator, { isUserVerified: false }));
    }
    expect((await prove(await assertPasskey(browser, authenticator))).status).toBe(200);
  });

  it('is not offered to a user without a passkey', async () => {
    const stranger = test.browser();
    await signIn(test, stranger, bob);
    expect(
      (await stranger.call('auth.beginPasskeyAssertion', { actionType: 'security_settings' })).error,
    ).toMatchObject({
      errorCode: 'METHOD_NOT_ALLOWED',
      reason: 'no_passkey',
    });
  });

  it('R51: is not asked for where the user may not do the thing at all', async () => {
    const stranger = test.browser();
    await signIn(test, stranger, bob);
    expect(codeOf(await stranger.call('auth.beginPasskeyAssertion', { actionType: 'role_change' }))).toBe('FORBIDDEN');
  });

  it('ends with the passkey', async () => {
    const assertion: PasskeyAssertion = await assertPasskey(browser, authenticator);
    const [own] = (await browser.call('auth.getSecondFactors')).data['passkeys'] as { id: string }[];
    await browser.call('auth.removePasskey', { passkeyId: own?.id, stepUpToken: await stepUp(browser, ada) });
    expect(codeOf(await prove(assertion))).toBe('METHOD_NOT_ALLOWED');
  });
});
