/** Attack (R84–R86): find a password, a code or a token of a sensitive action in a log line, an event, a row or an error. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  PasskeyRegistrationBegun,
  SensitiveActionType,
  TotpEnrolmentBegun,
} from 'react-session-security/contract';
import { signIn, totpAt } from '../../support/server/accounts';
import type { Answer } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { assertPasskey, stepUp } from '../../support/server/factors';
import { createSoftwareAuthenticator, type SoftwareAuthenticator } from '../../support/server/softwareAuthenticator';
import {
  act,
  callOf,
  nextCode,
  openChallenge,
  people,
  pia,
  requestStepUp,
  victim,
} from '../../support/server/sensitive';

const { ada, bob, grace } = people;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
  await test.server.users.createUser(victim);
  await test.server.users.createUser(pia);
  for (const person of Object.values(people)) await test.server.users.createUser(person);
});
afterAll(() => test.close());

/** What the authenticator signed, as the server made it. */
const challengeIn = ({ response }: ReturnType<SoftwareAuthenticator['get']>): string => {
  const clientData = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString('utf8')) as {
    readonly challenge: string;
  };
  return clientData.challenge;
};

/** All tables as they are now. */
async function dumpOf(): Promise<string> {
  const tables = await test.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'session_security'`,
  );
  expect(tables.length).toBeGreaterThan(14);
  return JSON.stringify(
    await Promise.all(tables.map(({ name }) => test.rows(`SELECT * FROM session_security.${name}`))),
  );
}

it('a run of everything leaves no secret outside of the one answer that carries it', async () => {
  const newPassword = 'a password of another day';
  const secrets = new Set<string>([ada.password, grace.password, grace.totpSecret, newPassword, 'guessed-password']);
  const answers: Answer[] = [];
  const keep = async (answer: Promise<Answer>): Promise<Answer> => {
    answers.push(await answer);
    return answer;
  };
  const browser = test.browser();
  const keepCookies = () => {
    for (const value of browser.cookies.values()) secrets.add(value);
  };
  await keep(signIn(test, browser, grace));
  keepCookies();
  test.clock.advance(16 * 60_000);
  await keep(act(browser, callOf('password_change', grace)));
  const { challengeId, answer } = await openChallenge(browser, 'password_change');
  answers.push(answer);
  await keep(browser.call('auth.verify2FAChallenge', { challengeId, code: '918273' }));
  const code = nextCode(test);
  await keep(browser.call('auth.verify2FAChallenge', { challengeId, code }));
  keepCookies();
  await keep(browser.call('auth.verify2FAChallenge', { challengeId, code }));
  const change = { currentPassword: grace.password, newPassword };
  await keep(browser.call('auth.changePassword', { ...change, currentPassword: 'guessed-password' }));
  await keep(browser.call('auth.changePassword', { ...change, hint: newPassword }));
  await keep(browser.call('auth.changePassword', change));
  keepCookies();

  test.clock.advance(30_000);
  const renewing = { actionType: 'security_settings', person: { ...grace, password: newPassword } } as const;
  const proved = await requestStepUp(test, browser, renewing);
  const stepUpToken = String(proved.data['token']);
  const made = await browser.call('auth.regenerateBackupCodes', { stepUpToken });
  const backupCodes = made.data['backupCodes'] as readonly string[];
  expect(backupCodes).toHaveLength(10);
  for (const secret of [stepUpToken, ...backupCodes]) secrets.add(secret);
  keepCookies();
  test.clock.advance(16 * 60_000);
  const byBackupCode = await openChallenge(browser, 'email_change', 'backup_code');
  const spent = { challengeId: byBackupCode.challengeId, method: 'backup_code', code: backupCodes[0] };
  await keep(browser.call('auth.verify2FAChallenge', { ...spent, code: `${backupCodes[0]}x` }));
  expect((await keep(browser.call('auth.verify2FAChallenge', spent))).status).toBe(200);
  expect((await keep(browser.call('auth.verify2FAChallenge', spent))).status).not.toBe(200);
  keepCookies();

  const admin = test.browser();
  await keep(signIn(test, admin, ada));
  const guess = { actionType: 'role_change', method: 'password', password: 'guessed-password' };
  await keep(admin.call('auth.createStepUpToken', guess));
  const granted = await requestStepUp(test, admin, { actionType: 'role_change', person: ada });
  const token = String(granted.data['token']);
  expect(token).toMatch(/^[0-9a-f]{64}$/u);
  await keep(act(admin, callOf('email_change', ada), token));
  await keep(act(admin, callOf('role_change', ada), token));
  await keep(act(admin, callOf('role_change', ada), token));
  for (const value of admin.cookies.values()) secrets.add(value);

  const owner = test.browser();
  await keep(signIn(test, owner, bob));
  const remember = (...values: readonly string[]) => {
    for (const value of [...values, ...owner.cookies.values()]) secrets.add(value);
  };
  const tokenFor = async (actionType: SensitiveActionType) => {
    const proof = await stepUp(owner, { password: bob.password }, actionType);
    remember(proof);
    return proof;
  };
  const registration = await owner.call('auth.beginPasskeyRegistration', {
    stepUpToken: await tokenFor('security_settings'),
  });
  const { options } = registration.data as unknown as PasskeyRegistrationBegun;
  const authenticator = createSoftwareAuthenticator();
  const credential = authenticator.create(options);
  await keep(owner.call('auth.confirmPasskeyRegistration', { credential }));
  await keep(owner.call('auth.confirmPasskeyRegistration', { credential }));
  remember(options.challenge);
  const assertion = await assertPasskey(owner, authenticator, { actionType: 'email_change' });
  const byPasskey = { actionType: 'email_change', method: 'passkey', assertion };
  const given = await owner.call('auth.createStepUpToken', byPasskey);
  expect(given.status).toBe(200);
  await keep(owner.call('auth.createStepUpToken', byPasskey));
  const passkeyToken = String(given.data['token']);
  remember(passkeyToken, assertion.response.signature, challengeIn(assertion));
  await keep(owner.call('auth.changeEmail', { newEmail: ada.email, stepUpToken: passkeyToken }));
  await keep(owner.call('auth.changeEmail', { newEmail: 'bob@example.org', stepUpToken: passkeyToken }));
  expect(await test.server.users.findById(bob.id)).toMatchObject({ email: 'bob@example.org' });
  const begun = await owner.call('auth.beginTotpEnrolment', { stepUpToken: await tokenFor('security_settings') });
  const app = begun.data as unknown as TotpEnrolmentBegun;
  const { enrolmentId } = app;
  await keep(owner.call('auth.confirmTotpEnrolment', { enrolmentId, code: '918273' }));
  const appCode = totpAt(test.clock.now(), app.secret);
  const enrolled = await owner.call('auth.confirmTotpEnrolment', { enrolmentId, code: appCode });
  remember(app.secret, appCode, ...(enrolled.data['backupCodes'] as string[]));
  const nextAppCode = nextCode(test, app.secret);
  const leaving = await stepUp(owner, { method: 'totp', code: nextAppCode }, 'account_deletion');
  remember(nextAppCode, leaving);
  // The end of an account takes what was kept for it along.
  const stored = await dumpOf();
  expect((await keep(owner.call('auth.deleteAccount', { stepUpToken: leaving }))).status).toBe(200);
  await keep(owner.call('auth.deleteAccount', { stepUpToken: leaving }));

  const phone = test.browser();
  await keep(phone.call('auth.requestPhoneOtp', { phone: pia.phone }));
  await keep(phone.call('auth.verifyPhoneOtp', { phone: pia.phone, code: test.outbox.texts.at(-1)?.code }));
  test.clock.advance(60_000);
  answers.push((await openChallenge(phone, 'email_change', 'sms')).answer);
  const text = test.outbox.texts.at(-1)?.code ?? '';
  const bySms = { actionType: 'email_change', method: 'sms' } as const;
  await keep(phone.call('auth.createStepUpToken', { ...bySms, code: `${text}1` }));
  const texted = await phone.call('auth.createStepUpToken', { ...bySms, code: text });
  await keep(phone.call('auth.createStepUpToken', { ...bySms, code: text }));
  const textedToken = String(texted.data['token']);
  expect(textedToken).toMatch(/^[0-9a-f]{64}$/u);
  await keep(phone.call('auth.changeEmail', { newEmail: 'pia@example.org', stepUpToken: textedToken }));
  for (const value of [textedToken, ...phone.cookies.values()]) secrets.add(value);
  for (const secret of [token, code, text, '918273', challengeId]) secrets.add(secret);

  const outside = [
    ...test.logLines,
    ...answers.filter(({ error }) => error !== undefined).map(({ text: body }) => body),
    JSON.stringify(test.outbox.notices),
    JSON.stringify(
      await test.rows('SELECT action_details, failure_reason FROM session_security.sensitive_action_logs'),
    ),
    JSON.stringify(await test.rows('SELECT type, reason, method FROM session_security.security_events')),
  ];
  expect(test.logLines.length).toBeGreaterThan(10);
  // The answers that hand out a token or backup codes are not among these.
  const kept = [...secrets].filter((secret) => secret !== challengeId);
  for (const { text: body, headers } of answers) {
    const shown = [body, ...Array.from(headers, ([name, value]) => (name === 'set-cookie' ? '' : value))].join('\n');
    for (const secret of kept) expect(shown).not.toContain(secret);
  }
  for (const secret of secrets) for (const line of outside) expect(line).not.toContain(secret);

  const dump = stored + (await dumpOf());
  // Six digits can stand in any timestamp or hash by accident, and a prompt's id is a key.
  const telling = kept.filter((secret) => secret.length > 6);
  for (const secret of telling) expect(dump).not.toContain(secret);
});
