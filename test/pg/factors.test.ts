/**
 * Attack (R33, R37, T13, T15): two at once, on two instances over one real database. What counts once must count once,
 * in each of twenty rounds.
 */
import type { PasskeyAssertionBegun } from 'react-session-security/contract';
import { postgresDriver } from 'react-session-security/server/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { ada, signIn, totpAt } from '../support/server/accounts';
import { bearerPage } from '../support/server/bearer';
import type { Answer, Browser } from '../support/server/createBrowser';
import { createTestServer, type TestServer } from '../support/server/createTestServer';
import { createTurns, type Turns } from '../support/server/createTurns';
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
let bearer: ReturnType<TestServer['variant']>;
let turns: Turns;
/** One session, seen by either instance. */
let browser: Browser;
let twin: Browser;

beforeAll(async () => {
  const first = await ownDatabase(inject('pgUrl'), 'rss_factors');
  test = await createTestServer({ database: first.driver });
  const driver = postgresDriver({ connectionString: first.connectionString, maxConnections: 20 });
  second = test.variant({ database: driver });
  bearer = test.variant({ database: first.driver, transport: 'bearer' });
  turns = await createTurns(first.connectionString);
});
beforeEach(begin);
async function begin(): Promise<void> {
  await test.reset();
  test.clock.setNow(Date.UTC(2026, 10, 21, 9, 0, 5));
  await test.server.users.createUser(ada);
  browser = test.browser();
  twin = second.browser();
  await signIn(test, browser);
}
afterAll(async () => {
  await turns.close();
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

/** From the start, with a second session of the same user. */
async function eachRoundAnew(round: (other: Browser) => Promise<void>): Promise<void> {
  for (let index = 0; index < rounds; index += 1) {
    if (index > 0) await begin();
    const other = second.browser();
    await signIn(test, other);
    await round(other);
  }
}

describe('R37: one backup code', () => {
  it('given in two sessions at once opens one thing, in each of 20 rounds', () =>
    eachRoundAnew(async (other) => {
      const { backupCodes } = await enrolTotp(test, browser, ada);
      const input = { method: 'backup_code', code: backupCodes[0], actionType: 'security_settings' };
      const give = (from: Browser) => () => from.call('auth.createStepUpToken', input);
      const answers = await turns.inTurn(ada, give(browser), give(other));
      expect(answers.map(codeOf)).toEqual([undefined, 'INVALID_2FA_CODE']);
    }));

  it('given by two browsers that sign in at once lets one in, in each of 20 rounds', () =>
    eachRoundAnew(async () => {
      const { backupCodes } = await enrolTotp(test, browser, ada);
      const asked = [test.browser(), second.browser({ remoteAddress: '198.51.100.2' })] as const;
      const give = async (from: Browser) => {
        const { challengeId } = (await from.call('auth.signIn', { identifier: ada.email, password: ada.password }))
          .data;
        const input = { challengeId, method: 'backup_code', code: backupCodes[0] };
        return () => from.call('auth.verifySignIn2FA', input);
      };
      const answers = await turns.inTurn(ada, await give(asked[0]), await give(asked[1]));
      expect(answers.map(codeOf)).toEqual([undefined, 'INVALID_2FA_CODE']);
    }));
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

it('of twelve new passkeys at once one is added: the others were begun before a change of factors (T14)', async () => {
  const authenticator = createSoftwareAuthenticator();
  const credentials = [];
  for (let index = 0; index < 12; index += 1) {
    credentials.push(authenticator.create(await beginPasskey(browser, ada)));
    await test.rows('TRUNCATE session_security.rate_limits');
  }
  const answers = await Promise.all(
    credentials.map((credential) => browser.call('auth.confirmPasskeyRegistration', { credential })),
  );
  expect(succeeded(answers)).toBe(1);
  expect(answers.map(codeOf).filter((code) => code === 'CHALLENGE_NOT_FOUND')).toHaveLength(11);
  expect(await test.rows('SELECT id FROM session_security.passkeys')).toHaveLength(1);
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

it('one challenge for a new passkey, answered by two keys at once, makes one passkey', () =>
  eachRoundAnew(async () => {
    const options = await beginPasskey(browser, ada);
    const answer = () => {
      const credential = createSoftwareAuthenticator().create(options);
      return () => browser.call('auth.confirmPasskeyRegistration', { credential });
    };
    const answers = await turns.inTurn(ada, answer(), answer());
    expect(answers.map(codeOf)).toEqual([undefined, 'CHALLENGE_NOT_FOUND']);
  }));

it('one answer by passkey, given twice at once, opens one thing, also where a session’s proofs share one instant', () =>
  eachRoundAnew(async () => {
    // One that does not count, so that nothing but the challenge tells the answers apart.
    const { authenticator } = await addPasskey(browser, ada, { counts: false });
    // Access tokens know a renewal by its time: in the instant of one proof there can be another.
    const page = bearerPage(bearer.browser());
    await page.signIn();
    await page.call('auth.createStepUpToken', { actionType: 'security_settings', password: ada.password });
    const { data } = await page.call('auth.beginPasskeyAssertion', { actionType: 'security_settings' });
    const assertion = authenticator.get((data as unknown as PasskeyAssertionBegun).options);
    const input = { method: 'passkey', assertion, actionType: 'security_settings' };
    const give = () => page.call('auth.createStepUpToken', input);
    expect((await turns.inTurn(ada, give, give)).map(codeOf)).toEqual([undefined, 'INVALID_CREDENTIALS']);
  }));

it('two answers by copies of one key with the same count, in two sessions: one opens something', () =>
  eachRoundAnew(async (other) => {
    const { authenticator } = await addPasskey(browser, ada);
    const give = async (from: Browser) => {
      const assertion = await assertPasskey(from, authenticator, { counter: 5 });
      const input = { method: 'passkey', assertion, actionType: 'security_settings' };
      return () => from.call('auth.createStepUpToken', input);
    };
    const answers = await turns.inTurn(ada, await give(browser), await give(other));
    expect(answers.map(codeOf)).toEqual([undefined, 'INVALID_CREDENTIALS']);
  }));

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
