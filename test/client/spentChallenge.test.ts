/**
 * Five wrong codes over the real server (SPEC F6, F7, F12): the guesses of a challenge are spent for every method, those of a
 * method are its own; the user gets on by another method at once, and by the same one after the wait.
 */
import { createSessionSecurity } from 'react-session-security/client';
import type { SessionSecurityClient } from 'react-session-security/client';
import { createInProcessBrowser } from 'react-session-security/testing';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { grace } from '../support/server/accounts';
import { appOrigin } from '../support/server/createBrowser';
import { createTestServer } from '../support/server/createTestServer';
import type { TestServer } from '../support/server/createTestServer';
import { nextCode } from '../support/server/sensitive';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(grace);
});
afterAll(() => test.close());

const stateOf = (security: SessionSecurityClient) => security.proofs.getSnapshot()?.state;

/** Grace, signed in with her app, with a backup code at hand, and after five wrong guesses at the prompt of a change. */
async function guessWrongly() {
  const { server, clock } = test;
  const security = createSessionSecurity({
    link: createInProcessBrowser({ server, origin: appOrigin, clock }).link,
    clock,
  });
  const answer = await security.call('auth.signIn', { identifier: grace.email, password: grace.password });
  if (answer.status !== '2fa_required') throw new Error('No second factor was asked for.');
  await security.call('auth.verifySignIn2FA', { challengeId: answer.challengeId, code: nextCode(test) });
  const proof = { actionType: 'security_settings', method: 'totp', code: nextCode(test) } as const;
  const { token: stepUpToken } = await security.call('auth.createStepUpToken', proof);
  const { backupCodes } = await security.call('auth.regenerateBackupCodes', { stepUpToken });
  security.proofs.present(['second_factor']);
  clock.advance(20 * 60_000);

  const change = () => security.call('auth.changeEmail', { newEmail: 'grace@example.org' });
  const is = (state: object) => vi.waitFor(() => expect(stateOf(security)).toMatchObject(state));
  const changed = change();
  changed.catch(() => {});
  await is({ status: 'ready', method: '2fa_totp' });
  for (const attemptsRemaining of [4, 3, 2, 1, 0]) {
    security.proofs.submit({ code: '000000' });
    // oxlint-disable-next-line no-await-in-loop -- one guess after the other
    await is({ status: 'ready', attemptsRemaining });
  }
  return { proofs: security.proofs, change, changed, is, backupCode: backupCodes[0] ?? '' };
}

it('lets a right backup code in at the same prompt', async () => {
  const { proofs, changed, is, backupCode } = await guessWrongly();
  proofs.chooseMethod('backup_code');
  await is({ status: 'ready', method: 'backup_code', attemptsRemaining: 5 });
  proofs.submit({ code: backupCode });
  await expect(changed).resolves.toEqual({ email: 'grace@example.org' });
});

it('lets it in there too when the app’s codes are known to be locked', async () => {
  const { proofs, changed, is, backupCode } = await guessWrongly();
  proofs.submit({ code: nextCode(test) });
  await is({ status: 'locked', method: '2fa_totp', error: { code: 'TOO_MANY_ATTEMPTS' } });
  proofs.chooseMethod('backup_code');
  await is({ status: 'ready', method: 'backup_code' });
  proofs.submit({ code: backupCode });
  await expect(changed).resolves.toBeDefined();
});

it('lets it in at a prompt that is opened anew', async () => {
  const { proofs, change, changed, is, backupCode } = await guessWrongly();
  proofs.cancel();
  await expect(changed).rejects.toThrow('cancelled');
  const again = change();
  again.catch(() => {});
  await is({ status: 'ready' });
  proofs.chooseMethod('backup_code');
  await is({ status: 'ready', method: 'backup_code' });
  proofs.submit({ code: backupCode });
  await expect(again).resolves.toBeDefined();
});

it('offers a new start after the wait that the server names, and then takes a code of the app', async () => {
  const { proofs, changed, is } = await guessWrongly();
  proofs.submit({ code: nextCode(test) });
  await is({ status: 'locked' });
  const { lockedUntil = 0 } = proofs.getSnapshot()?.state ?? {};
  expect(lockedUntil - test.clock.now()).toBeGreaterThan(60_000);
  test.clock.advance(lockedUntil - test.clock.now());
  await is({ status: 'expired' });
  proofs.restart();
  await is({ status: 'ready', method: '2fa_totp', attemptsRemaining: 5 });
  proofs.submit({ code: nextCode(test) });
  await expect(changed).resolves.toBeDefined();
});
