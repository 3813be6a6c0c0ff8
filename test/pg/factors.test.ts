/**
 * Attack (R33, R37, T13, T15): two at once, on two instances over one real database. What counts once must count once,
 * in each of twenty rounds.
 */
import { postgresDriver } from 'react-session-security/server/postgres';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { ada, signIn, totpAt } from '../support/server/accounts';
import type { Answer, Browser } from '../support/server/createBrowser';
import { createTestServer, type TestServer } from '../support/server/createTestServer';
import {
  addPasskey,
  assertPasskey,
  beginPasskey,
  beginTotp,
  codeOf,
  enrolTotp,
  stepUp,
} from '../support/server/factors';
import { ownDatabase } from '../support/server/ownDatabase';
import { createSoftwareAuthenticator } from '../support/server/softwareAuthenticator';

const rounds = 20;

let test: TestServer;
let second: ReturnType<TestServer['variant']>;
/** One session, seen by either instance. */
let browser: Browser;
let twin: Browser;

beforeAll(async () => {
  const first = await ownDatabase(inject('pgUrl'), 'rss_factors');
  test = await createTestServer({ database: first.driver });
  const driver = postgresDriver({ connectionString: first.connectionString, maxConnections: 20 });
  second = test.variant({ database: driver });
});
beforeEach(async () => {
  await test.reset();
  test.clock.setNow(Date.UTC(2026, 10, 21, 9, 0, 5));
  await test.server.users.createUser(ada);
  browser = test.browser();
  twin = second.browser();
  await signIn(test, browser);
});
afterAll(async () => {
  await second.server.close();
  await test.close();
});

/** The same call on both instances at the same moment, with the same cookies. */
async function twice(path: string, input: unknown, times = 2): Promise<Answer[]> {
  for (const [name, value] of browser.cookies) twin.cookies.set(name, value);
  const answers = await Promise.all(
    Array.from({ length: times }, (_, index) => (index % 2 === 0 ? browser : twin).call(path, input)),
  );
  const renewed = answers.find(({ setCookies }) => setCookies.length > 0);
  for (const line of renewed?.setCookies ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
    browser.cookies.set(name, value);
  }
  return answers;
}

const succeeded = (answers: readonly Answer[]): number => answers.filter(({ status }) => status === 200).length;

async function eachRound(round: () => Promise<void>): Promise<void> {
  for (let index = 0; index < rounds; index += 1) {
    await round();
    // Into the next window of every limit.
    test.clock.advance(20 * 60_000);
    await test.rows('TRUNCATE session_security.rate_limits');
  }
}

it('R37: one backup code given twice at once opens one thing', async () => {
  const { backupCodes, secret } = await enrolTotp(test, browser, ada);
  const codes = [...backupCodes];
  for (let round = 0; round < rounds; round += 1) {
    if (codes.length === 0) {
      const stepUpToken = await stepUp(browser, { method: 'totp', code: totpAt(test.clock.now(), secret) });
      const { data } = await browser.call('auth.regenerateBackupCodes', { stepUpToken });
      codes.push(...(data['backupCodes'] as string[]));
    }
    const input = { method: 'backup_code', code: codes.pop(), actionType: 'security_settings' };
    expect(succeeded(await twice('auth.createStepUpToken', input))).toBe(1);
    await test.rows('TRUNCATE session_security.rate_limits');
  }
});

it('one challenge for a new passkey, answered ten times at once, makes one passkey', async () => {
  const authenticator = createSoftwareAuthenticator();
  let expected = 0;
  await eachRound(async () => {
    if (expected === 10) {
      await test.rows('TRUNCATE session_security.passkeys');
      expected = 0;
    }
    const credential = authenticator.create(await beginPasskey(browser, ada));
    const answers = await twice('auth.confirmPasskeyRegistration', { credential }, 10);
    expect(succeeded(answers)).toBe(1);
    expected += 1;
    expect(await test.rows('SELECT id FROM session_security.passkeys')).toHaveLength(expected);
  });
});

it('twelve new passkeys at once stop at the limit of ten', async () => {
  const authenticator = createSoftwareAuthenticator();
  const credentials = [];
  for (let index = 0; index < 12; index += 1) {
    credentials.push(authenticator.create(await beginPasskey(browser, ada)));
    await test.rows('TRUNCATE session_security.rate_limits');
  }
  await Promise.all(credentials.map((credential) => browser.call('auth.confirmPasskeyRegistration', { credential })));
  expect(await test.rows('SELECT id FROM session_security.passkeys')).toHaveLength(10);
});

it('one enrolment confirmed five times at once gives one set of backup codes', async () => {
  let totp: { readonly secret: string } | undefined;
  await eachRound(async () => {
    const proof =
      totp === undefined
        ? { password: ada.password }
        : ({ method: 'totp', code: totpAt(test.clock.now(), totp.secret) } as const);
    const begun = await beginTotp(browser, proof);
    const input = { enrolmentId: begun.enrolmentId, code: totpAt(test.clock.now(), begun.secret) };
    const answers = await twice('auth.confirmTotpEnrolment', input, 5);
    expect(succeeded(answers)).toBe(1);
    expect(await test.rows('SELECT code_hash FROM session_security.backup_codes')).toHaveLength(10);
    totp = begun;
  });
});

it('fifty wrong codes at once for one enrolment: five are looked at', async () => {
  const { enrolmentId } = await beginTotp(browser, ada);
  const answers = await twice('auth.confirmTotpEnrolment', { enrolmentId, code: '000000' }, 50);
  const codes = answers.map(codeOf);
  expect(codes.filter((code) => code === 'INVALID_2FA_CODE')).toHaveLength(5);
  expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(45);
});

it('one answer by passkey, given ten times at once, opens one thing', async () => {
  // One that does not count, so that nothing but the challenge tells the answers apart.
  const { authenticator } = await addPasskey(browser, ada, { counts: false });
  await eachRound(async () => {
    const assertion = await assertPasskey(browser, authenticator);
    const input = { method: 'passkey', assertion, actionType: 'security_settings' };
    expect(succeeded(await twice('auth.createStepUpToken', input, 10))).toBe(1);
  });
});

it('two answers by copies of one key with the same count: one opens something', async () => {
  const { authenticator } = await addPasskey(browser, ada);
  await eachRound(async () => {
    const counter = (authenticator.credentials[0]?.counter ?? 0) + 5;
    const assertions = [
      await assertPasskey(browser, authenticator, { counter }),
      await assertPasskey(browser, authenticator, { counter }),
    ];
    for (const [name, value] of browser.cookies) twin.cookies.set(name, value);
    const answers = await Promise.all(
      assertions.map((assertion, index) =>
        (index === 0 ? browser : twin).call('auth.createStepUpToken', {
          method: 'passkey',
          assertion,
          actionType: 'security_settings',
        }),
      ),
    );
    expect(succeeded(answers)).toBe(1);
    const [credential] = authenticator.credentials;
    if (credential !== undefined) credential.counter = counter;
    const winner = answers.findIndex(({ status }) => status === 200);
    if (winner === 1) for (const [name, value] of twin.cookies) browser.cookies.set(name, value);
  });
});

it('a removal at the same moment as a use leaves no passkey that counts', async () => {
  await eachRound(async () => {
    const { authenticator, passkey } = await addPasskey(browser, ada);
    const assertion = await assertPasskey(browser, authenticator);
    const stepUpToken = await stepUp(browser, ada);
    for (const [name, value] of browser.cookies) twin.cookies.set(name, value);
    const [removed] = await Promise.all([
      browser.call('auth.removePasskey', { passkeyId: passkey.id, stepUpToken }),
      twin.call('auth.createStepUpToken', { method: 'passkey', assertion, actionType: 'security_settings' }),
    ]);
    expect(removed.status).toBe(200);
    expect(await test.rows('SELECT id FROM session_security.passkeys')).toEqual([]);
    await signIn(test, browser);
  });
});
