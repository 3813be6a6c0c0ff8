/** New passkeys (C18; WebAuthn L3 §7.1), made by an authenticator in software: the cryptography is real. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PasskeyAttestation, PasskeyRegistrationBegun } from 'react-session-security/contract';
import { ada, bob, signIn } from '../../support/server/accounts';
import { appOrigin, type Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { addPasskey, beginPasskey, codeOf, stepUp } from '../../support/server/factors';
import { createSoftwareAuthenticator } from '../../support/server/softwareAuthenticator';

const minutes = 60_000;
const host = new URL(appOrigin).hostname;

let test: TestServer;
let browser: Browser;
const authenticator = createSoftwareAuthenticator();
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
});
afterAll(() => test.close());

const confirm = (credential: PasskeyAttestation, by = browser) =>
  by.call('auth.confirmPasskeyRegistration', { credential });
const listed = async (by = browser) => (await by.call('auth.getSecondFactors')).data['passkeys'] as unknown[];
const reasons = async () =>
  (await test.rows(`SELECT reason FROM session_security.security_events WHERE type = 'passkey_refused'`)).map(
    (row) => row['reason'],
  );

describe('registering a passkey', () => {
  it('asks the browser for a verified user, no attestation, and none that there is already', async () => {
    const begun = await browser.call('auth.beginPasskeyRegistration', { stepUpToken: await stepUp(browser, ada) });
    expect(begun.data).toEqual({
      options: {
        challenge: expect.stringMatching(/^[\w-]{43}$/u) as string,
        rp: { id: host, name: host },
        user: { id: expect.stringMatching(/^[\w-]{43}$/u) as string, name: ada.email, displayName: ada.displayName },
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
        timeout: 5 * minutes,
        attestation: 'none',
        authenticatorSelection: {
          residentKey: 'preferred',
          requireResidentKey: false,
          userVerification: 'required',
        },
        excludeCredentials: [],
      },
      expiresAt: new Date(test.clock.now() + 5 * minutes).toISOString(),
      serverTime: new Date(test.clock.now()).toISOString(),
    } satisfies PasskeyRegistrationBegun);
    const { authenticator: held } = await addPasskey(browser, ada);
    expect((await beginPasskey(browser, ada)).excludeCredentials).toEqual([
      { type: 'public-key', id: held.credentials[0]?.id, transports: ['internal'] },
    ]);
  });

  it('tells the authenticator nothing about the user by which one could be found', async () => {
    const { user } = await beginPasskey(browser, ada);
    expect(user.id).not.toContain(ada.id);
    expect((await beginPasskey(browser, ada)).user.id).toBe(user.id);
    const other = test.browser();
    await signIn(test, other, bob);
    expect((await beginPasskey(other, bob)).user.id).not.toBe(user.id);
  });

  it('puts it on the list, under the name of the device or one that is given', async () => {
    const { passkey } = await addPasskey(browser, ada, { isSynced: true });
    expect(passkey).toEqual({
      id: expect.any(String) as string,
      name: 'Chrome on Windows',
      isSynced: true,
      createdAt: new Date(test.clock.now()).toISOString(),
      lastUsedAt: null,
    });
    test.clock.advance(1_000);
    const credential = authenticator.create(await beginPasskey(browser, ada));
    await browser.call('auth.confirmPasskeyRegistration', { credential, name: 'Key\u202e ring' });
    expect(await listed()).toMatchObject([passkey, { name: 'Key ring', isSynced: false }]);
  });

  it('takes what browsers add to the answer, and keeps none of it', async () => {
    const credential = authenticator.create(await beginPasskey(browser, ada));
    const full = {
      ...credential,
      authenticatorAttachment: 'platform',
      clientExtensionResults: { credProps: { rk: true } },
      response: { ...credential.response, publicKeyAlgorithm: -7, __proto__: { transports: ['evil'] } },
    };
    expect((await browser.call('auth.confirmPasskeyRegistration', { credential: full })).status).toBe(200);
  });

  it('is no second factor at sign-in: no one can be asked for it before there is a session', async () => {
    await addPasskey(browser, ada);
    expect((await signIn(test, test.browser())).data['status']).toBe('signed_in');
  });

  it('counts once', async () => {
    const credential = authenticator.create(await beginPasskey(browser, ada));
    expect((await confirm(credential)).status).toBe(200);
    expect(codeOf(await confirm(credential))).toBe('CHALLENGE_NOT_FOUND');
    expect(await listed()).toHaveLength(1);
  });

  it('ends after five minutes', async () => {
    const early = authenticator.create(await beginPasskey(browser, ada));
    test.clock.advance(5 * minutes - 1);
    expect((await confirm(early)).status).toBe(200);
    const late = authenticator.create(await beginPasskey(browser, ada));
    test.clock.advance(5 * minutes);
    expect(codeOf(await confirm(late))).toBe('CHALLENGE_EXPIRED');
  });

  it('belongs to the session that began it', async () => {
    const credential = authenticator.create(await beginPasskey(browser, ada));
    const own = test.browser();
    await signIn(test, own);
    const stranger = test.browser();
    await signIn(test, stranger, bob);
    expect(codeOf(await confirm(credential, own))).toBe('CHALLENGE_NOT_FOUND');
    expect(codeOf(await confirm(credential, stranger))).toBe('CHALLENGE_NOT_FOUND');
    expect((await confirm(credential)).status).toBe(200);
  });

  it('needs a challenge that was made for it, not one for a proof', async () => {
    await addPasskey(browser, ada);
    const { data } = await browser.call('auth.beginPasskeyAssertion', { actionType: 'security_settings' });
    const { challenge } = data['options'] as { readonly challenge: string };
    const credential = authenticator.create(await beginPasskey(browser, ada), { challenge });
    expect(codeOf(await confirm(credential))).toBe('CHALLENGE_NOT_FOUND');
  });

  it.each([
    ['from another origin', { origin: 'https://app.example.com.evil.test' }, 'passkey_origin'],
    ['from the same host over plain http', { origin: `http://${host}` }, 'passkey_origin'],
    ['from within a foreign frame', { crossOrigin: true }, 'passkey_origin'],
    ['for another relying party', { rpId: 'evil.test' }, 'passkey_relying_party'],
    ['without a verified user', { isUserVerified: false }, 'passkey_user_verification'],
    ['without anybody there', { isUserPresent: false }, 'passkey_user_verification'],
    ['of another ceremony', { type: 'webauthn.get' }, 'passkey_malformed'],
    ['with its CBOR cut off', { tamper: (bytes: Buffer) => bytes.subarray(0, -20) }, 'passkey_malformed'],
    ['with nothing but a CBOR head', { tamper: () => Buffer.from([0xa3]) }, 'passkey_malformed'],
    [
      'with CBOR that claims to be huge',
      { tamper: () => Buffer.from('bbffffffffffffffff', 'hex') },
      'passkey_malformed',
    ],
    ['with CBOR nested a thousandfold', { tamper: () => Buffer.alloc(10_000, 0x81) }, 'passkey_malformed'],
    ['with bytes that are no CBOR', { tamper: () => Buffer.from('attestation') }, 'passkey_malformed'],
  ] as const)(
    'is refused %s, with a reason and a trace, and its challenge is not tried again',
    async (_, changes, reason) => {
      const options = await beginPasskey(browser, ada);
      const answer = await confirm(authenticator.create(options, changes));
      expect(answer.error).toMatchObject({ errorCode: 'INVALID_CREDENTIALS', reason });
      expect(await reasons()).toEqual([reason]);
      expect(await listed()).toEqual([]);
    },
  );

  it('takes the challenge of an answer whose cryptography is wrong', async () => {
    const options = await beginPasskey(browser, ada);
    await confirm(authenticator.create(options, { isUserVerified: false }));
    expect(codeOf(await confirm(authenticator.create(options)))).toBe('CHALLENGE_NOT_FOUND');
  });

  it('is refused with an attestation, which was not asked for', async () => {
    const credential = authenticator.create(await beginPasskey(browser, ada));
    const { attestationObject } = credential.response;
    const withFormat = Buffer.from(attestationObject, 'base64url').toString('latin1').replace('dnone', 'ctpm');
    const changed = {
      ...credential.response,
      attestationObject: Buffer.from(withFormat, 'latin1').toString('base64url'),
    };
    expect((await confirm({ ...credential, response: changed })).error?.reason).toBe('passkey_attestation');
  });

  it.each([
    ['an oversized attestation', { attestationObject: 'A'.repeat(20_000) }],
    ['text that is not base64url', { attestationObject: 'a+b/=' }],
    ['no client data', { clientDataJSON: '' }],
  ])('is refused as a request with %s', async (_, part) => {
    const credential = authenticator.create(await beginPasskey(browser, ada));
    const answer = await confirm({ ...credential, response: { ...credential.response, ...part } });
    expect(answer.error).toMatchObject({ errorCode: 'INVALID_REQUEST', reason: 'input' });
  });

  it('is refused with client data that says nothing', async () => {
    const credential = authenticator.create(await beginPasskey(browser, ada));
    for (const text of ['null', '[]', '"x"', '{', '{"type":"webauthn.create","challenge":{},"origin":[]}']) {
      const clientDataJSON = Buffer.from(text).toString('base64url');
      const answer = await confirm({ ...credential, response: { ...credential.response, clientDataJSON } });
      expect(answer.error).toMatchObject({ errorCode: 'INVALID_CREDENTIALS', reason: 'passkey_malformed' });
    }
  });

  it('is refused where it is another user’s already', async () => {
    const credential = authenticator.create(await beginPasskey(browser, ada));
    await confirm(credential);
    const other = test.browser();
    await signIn(test, other, bob);
    const { challenge } = await beginPasskey(other, bob);
    const clientData = { type: 'webauthn.create', challenge, origin: appOrigin, crossOrigin: false };
    const clientDataJSON = Buffer.from(JSON.stringify(clientData)).toString('base64url');
    const answer = await confirm({ ...credential, response: { ...credential.response, clientDataJSON } }, other);
    expect(answer.error).toMatchObject({ errorCode: 'INVALID_CREDENTIALS', reason: 'passkey_known' });
    expect(await listed(other)).toEqual([]);
  });

  it('stops at as many as the policy says', async () => {
    const few = test.variant({ policy: { passkey: { maxPerUser: 2 } } }).browser();
    await signIn(test, few);
    const waiting = authenticator.create(await beginPasskey(few, ada));
    await addPasskey(few, ada);
    await addPasskey(few, ada);
    expect((await few.call('auth.getSecondFactors')).data['maxPasskeys']).toBe(2);
    const stepUpToken = await stepUp(few, ada);
    expect((await few.call('auth.beginPasskeyRegistration', { stepUpToken })).error).toMatchObject({
      errorCode: 'INVALID_REQUEST',
      reason: 'passkey_limit',
    });
    // What was begun before the factors changed is void.
    expect(codeOf(await confirm(waiting, few))).toBe('CHALLENGE_NOT_FOUND');
  });
});
