/** Attack (R83): try a sensitive action in a way that fails early, and leave no row in the record of its user. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { addPasskey, assertPasskey } from '../../support/server/factors';
import { logRows, nextCode, openChallenge, people, pia, stepUpToken } from '../../support/server/sensitive';

const minutes = 60_000;
const { bob, grace } = people;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  for (const person of [bob, grace]) await test.server.users.createUser(person);
});
afterAll(() => test.close());

async function signedIn(person: typeof bob | typeof grace): Promise<Browser> {
  const browser = test.browser();
  await signIn(test, browser, person);
  test.clock.advance(minutes);
  return browser;
}

const rowsOf = async (userId: string) =>
  (await logRows(test, userId)).map((row) => [row.action_type, row.failure_reason]);
const verify = (browser: Browser, input: object) => browser.call('auth.verify2FAChallenge', input);

describe('the record of attempts has', () => {
  it('prompts that could not be opened', async () => {
    const [withFactor, without] = [await signedIn(grace), await signedIn(bob)];
    await openChallenge(without, 'email_change');
    expect(await rowsOf(bob.id)).toEqual([['email_change', 'two_fa_not_enabled']]);
    await openChallenge(withFactor, 'email_change', 'password');
    await test.rows(
      `UPDATE session_security.second_factor_states SET consecutive_failures = 100 WHERE user_id = '${grace.id}'`,
    );
    await openChallenge(withFactor, 'security_settings');
    expect(await rowsOf(grace.id)).toEqual([
      ['email_change', 'method_not_allowed'],
      ['security_settings', 'too_many_attempts'],
    ]);
  });

  it('answers by a method that was not offered, and answers that come too late', async () => {
    const browser = await signedIn(grace);
    const { challengeId } = await openChallenge(browser, 'email_change');
    await verify(browser, { challengeId, code: '000000', method: 'sms' });
    for (let guess = 0; guess < 5; guess += 1) await verify(browser, { challengeId, code: 'x' });
    await verify(browser, { challengeId, code: nextCode(test) });
    expect(await rowsOf(grace.id)).toEqual([
      ['email_change', 'method_not_allowed'],
      ...Array.from({ length: 5 }, () => ['email_change', 'invalid_2fa_code']),
      ['email_change', 'too_many_attempts'],
    ]);
  });

  it('answers in another prompt when the guesses are used up, on the user’s own record', async () => {
    const browser = await signedIn(grace);
    const [first, second] = [
      await openChallenge(browser, 'email_change'),
      await openChallenge(browser, 'email_change'),
    ];
    for (let guess = 0; guess < 5; guess += 1) await verify(browser, { challengeId: first.challengeId, code: 'x' });
    await verify(browser, { challengeId: second.challengeId, code: nextCode(test) });
    expect((await rowsOf(grace.id)).at(-1)).toEqual(['email_change', 'too_many_attempts']);
    const { data } = await browser.call('session.getStatus');
    const { id } = data['session'] as { id: string };
    expect(
      await test.rows(
        `SELECT user_id, session_id, reason FROM session_security.security_events WHERE type = 'rate_limited'`,
      ),
    ).toEqual([{ user_id: grace.id, session_id: id, reason: 'second_factor' }]);
  });

  it('passkeys that are not accepted', async () => {
    const browser = await signedIn(grace);
    const proof = { method: 'totp', code: nextCode(test) } as const;
    const { authenticator } = await addPasskey(browser, proof);
    const { challengeId } = await openChallenge(browser, 'email_change');
    const assertion = await assertPasskey(browser, authenticator, {
      actionType: 'email_change',
      origin: 'https://evil.example',
    });
    await verify(browser, { challengeId, method: 'passkey', assertion });
    expect((await rowsOf(grace.id)).at(-1)).toEqual(['email_change', 'invalid_credentials']);
  });

  it('refusals of what its user may not do, once', async () => {
    const browser = await signedIn(grace);
    const { challengeId } = await openChallenge(browser, 'email_change');
    const strict = test.variant({ mayPerform: () => false }).browser();
    for (const [name, value] of browser.cookies) strict.cookies.set(name, value);
    await verify(strict, { challengeId, code: nextCode(test) });
    expect(await rowsOf(grace.id)).toEqual([['email_change', 'forbidden']]);
  });

  it('step-ups by a text that was never sent', async () => {
    await test.server.users.createUser(pia);
    const browser = test.browser();
    await browser.call('auth.requestPhoneOtp', { phone: pia.phone });
    await browser.call('auth.verifyPhoneOtp', { phone: pia.phone, code: test.outbox.texts.at(-1)?.code });
    await browser.call('auth.createStepUpToken', { actionType: 'email_change', method: 'sms', code: '000000' });
    expect(await rowsOf(pia.id)).toEqual([['email_change', 'challenge_not_found']]);
  });

  it('tokens that are not accepted where devices are signed out or renamed', async () => {
    const browser = await signedIn(bob);
    const other = await stepUpToken(test, browser, { actionType: 'email_change', person: bob });
    const shown = { sessionId: 'another', stepUpToken: 'f'.repeat(64) };
    await browser.call('session.revokeSession', shown);
    await browser.call('session.renameSession', { ...shown, deviceName: 'Mine' });
    await browser.call('session.revokeAllOtherSessions', { stepUpToken: other });
    expect(await rowsOf(bob.id)).toEqual([
      ['security_settings', 'step_up_token_invalid'],
      ['security_settings', 'step_up_token_invalid'],
      ['security_settings', 'step_up_token_action_mismatch'],
    ]);
  });
});
