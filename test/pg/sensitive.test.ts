/**
 * Attack (R32–R34, R44, T10, T11, T15): win by being fast. Two instances on one real Postgres, calls at the same moment, 20
 * rounds each; what may happen once happens once, and no prompt, session, text or batch widens the guess budget.
 */
import { postgresDriver } from 'react-session-security/server/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { signIn, totpAt } from '../support/server/accounts';
import { bearerPage } from '../support/server/bearer';
import type { Answer, Browser } from '../support/server/createBrowser';
import { createTestServer, type TestServer } from '../support/server/createTestServer';
import { createTurns, type Turns } from '../support/server/createTurns';
import { ownDatabase } from '../support/server/ownDatabase';
import {
  act,
  callOf,
  nextCode,
  openChallenge,
  people,
  pia,
  stepUpToken,
  verifySecondFactor,
  victim,
} from '../support/server/sensitive';

const { ada, bob, grace } = people;
const rounds = 20;
const minutes = 60_000;

let test: TestServer;
/** A second instance, with a pool of its own. */
let second: ReturnType<TestServer['variant']>;
let bearer: ReturnType<TestServer['variant']>;
let turns: Turns;
let closeSecond: () => Promise<void>;

/** The session's limit of calls would stop most of a burst before it meets what is tested. */
const policy = { limits: { general: { max: 100_000, windowMs: 1000, blockMs: 0 } } };

beforeAll(async () => {
  const first = await ownDatabase(inject('pgUrl'), 'rss_sensitive');
  test = await createTestServer({ database: first.driver, policy });
  const driver = postgresDriver({ connectionString: first.connectionString, maxConnections: 20 });
  second = test.variant({ database: driver });
  bearer = test.variant({ database: first.driver, transport: 'bearer' });
  turns = await createTurns(first.connectionString);
  closeSecond = () => second.server.close();
});
async function begin(): Promise<void> {
  await test.reset();
  for (const person of [ada, bob, grace, victim, pia]) await test.server.users.createUser(person);
}
beforeEach(begin);
afterAll(async () => {
  await turns.close();
  await closeSecond();
  await test.close();
});

/** Another page of the same browser; every other one is answered by the second instance. */
function pagesOf(browser: Browser, count: number): Browser[] {
  return Array.from({ length: count }, (_, index) => {
    const page = (index % 2 === 0 ? test : second).browser({ remoteAddress: `198.51.100.${String(index % 250)}` });
    for (const [name, value] of browser.cookies) page.cookies.set(name, value);
    return page;
  });
}

async function signedIn(person: { readonly email: string; readonly password: string }): Promise<Browser> {
  const browser = test.browser();
  test.clock.advance(30_000);
  const { status } = await signIn(test, browser, person as never);
  expect(status).toBe(200);
  return browser;
}

const count = (answers: readonly Answer[], code: string | undefined): number =>
  answers.filter(({ error }) => error?.errorCode === code).length;

async function eachRound(work: (round: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) await begin();
    await work(round);
  }
}

describe('one step-up token', () => {
  it('sent by 100 calls at once is accepted once (R44)', { timeout: 240_000 }, () =>
    eachRound(async () => {
      const browser = await signedIn(ada);
      const token = await stepUpToken(test, browser, { actionType: 'role_change', person: ada });
      const answers = await Promise.all(
        pagesOf(browser, 100).map((page) => act(page, callOf('role_change', ada), token)),
      );
      expect([count(answers, undefined), count(answers, 'STEP_UP_TOKEN_ALREADY_USED')]).toEqual([1, 99]);
      const rows = await test.rows('SELECT success FROM session_security.sensitive_action_logs WHERE success');
      expect(rows).toHaveLength(1);
    }),
  );
});

describe('wrong codes', () => {
  it('50 at once in one prompt: five are looked at (R33)', { timeout: 240_000 }, () =>
    eachRound(async () => {
      const browser = await signedIn(grace);
      const { challengeId } = await openChallenge(browser, 'email_change');
      const answers = await Promise.all(
        pagesOf(browser, 50).map((page) => page.call('auth.verify2FAChallenge', { challengeId, code: '000000' })),
      );
      expect([count(answers, 'INVALID_2FA_CODE'), count(answers, 'TOO_MANY_ATTEMPTS')]).toEqual([5, 45]);
    }),
  );

  it(
    'over many prompts, step-ups and sessions at once: still five, and none is a right one’s chance (R32)',
    { timeout: 240_000 },
    () =>
      eachRound(async () => {
        const sessions = [await signedIn(grace), await signedIn(grace), await signedIn(grace)];
        const prompts: (() => Promise<Answer>)[] = [];
        for (const browser of sessions) {
          const opened = await Promise.all(Array.from({ length: 5 }, () => openChallenge(browser, 'email_change')));
          const pages = pagesOf(browser, 10);
          for (const [index, page] of pages.entries()) {
            const challengeId = opened[index % 5]?.challengeId;
            prompts.push(
              index < 8
                ? () => page.call('auth.verify2FAChallenge', { challengeId, code: '000000' })
                : () =>
                    page.call('auth.createStepUpToken', { actionType: 'email_change', method: 'totp', code: '000000' }),
            );
          }
        }
        const answers = await Promise.all(prompts.map((guess) => guess()));
        expect([count(answers, 'INVALID_2FA_CODE'), count(answers, 'TOO_MANY_ATTEMPTS')]).toEqual([5, 25]);
        const [state] = await test.rows<{ n: number }>(
          'SELECT consecutive_failures AS n FROM session_security.second_factor_states',
        );
        expect(state?.n).toBe(5);
      }),
  );

  it('and a text that is sent again in between: still five (R32)', { timeout: 240_000 }, () =>
    eachRound(async () => {
      const browser = test.browser();
      await browser.call('auth.requestPhoneOtp', { phone: pia.phone });
      await browser.call('auth.verifyPhoneOtp', { phone: pia.phone, code: test.outbox.texts.at(-1)?.code });
      test.clock.advance(minutes);
      const { challengeId } = await openChallenge(browser, 'email_change', 'sms');
      test.clock.advance(30_000);
      const guess = { actionType: 'email_change', method: 'sms', code: '00000x' };
      const guesses = (times: number): Promise<Answer[]> =>
        Promise.all(
          pagesOf(browser, times).map((page, index) =>
            page.call('auth.createStepUpToken', index % 2 === 0 ? guess : { ...guess, challengeId }),
          ),
        );
      expect(count(await guesses(3), 'INVALID_2FA_CODE')).toBe(3);
      const [resent, more] = await Promise.all([browser.call('auth.resend2FAChallenge', { challengeId }), guesses(1)]);
      // Before the guess at its side, or after it.
      expect([1, 2]).toContain(resent.data['attemptsRemaining']);
      expect(test.outbox.texts).toHaveLength(3);
      expect(await test.rows('SELECT attempts FROM session_security.challenges')).toEqual([{ attempts: 4 }]);
      const answers = [...more, ...(await guesses(25))];
      expect([count(answers, 'INVALID_2FA_CODE'), count(answers, 'TOO_MANY_ATTEMPTS')]).toEqual([2, 24]);
    }),
  );

  it('500 in one request are none: guesses are not batched (R33)', async () => {
    const browser = await signedIn(grace);
    const { challengeId } = await openChallenge(browser, 'email_change');
    for (const size of [2, 500]) {
      const paths = Array<string>(size).fill('auth.verify2FAChallenge').join(',');
      const body = Object.fromEntries(
        Array.from({ length: size }, (_, index) => [index, { challengeId, code: '000000' }]),
      );
      const answer = await browser.fetch(`/api/trpc/${paths}?batch=1`, { method: 'POST', body: JSON.stringify(body) });
      expect(answer.status).toBe(400);
    }
    expect(await test.rows('SELECT 1 FROM session_security.second_factor_states')).toHaveLength(1);
    expect(await test.rows('SELECT attempts FROM session_security.challenges')).toEqual([{ attempts: 0 }]);
  });

  it('ten lock the factor on all instances and in all sessions, also at sign-in (R32)', { timeout: 240_000 }, () =>
    eachRound(async () => {
      const [first, other] = [await signedIn(grace), await signedIn(grace)];
      for (const browser of [first, other]) {
        const { challengeId } = await openChallenge(browser, 'email_change');
        await Promise.all(
          pagesOf(browser, 20).map((page) => page.call('auth.verify2FAChallenge', { challengeId, code: '000000' })),
        );
        test.clock.advance(5 * minutes);
      }
      for (const page of [...pagesOf(first, 2), ...pagesOf(other, 2)]) {
        const { error } = (await openChallenge(page, 'email_change')).answer;
        expect(error).toMatchObject({ errorCode: 'TOO_MANY_ATTEMPTS', reason: 'second_factor_locked' });
        const { error: stepUp } = await page.call('auth.createStepUpToken', {
          actionType: 'email_change',
          method: 'totp',
          code: nextCode(test),
        });
        expect(stepUp?.reason).toBe('second_factor_locked');
      }
      expect((await signIn(test, second.browser(), grace)).error?.reason).toBe('second_factor_locked');
    }),
  );
});

describe('one right code', () => {
  const answerPrompt = async (browser: Browser, code: string) => {
    const { challengeId } = await openChallenge(browser, 'email_change');
    return () => browser.call('auth.verify2FAChallenge', { challengeId, code });
  };

  it('sent at once to the prompts of two sessions is accepted once (R34)', { timeout: 240_000 }, () =>
    eachRound(async () => {
      const [one, two] = [await signedIn(grace), await signedIn(grace)];
      const code = nextCode(test);
      const answers = await turns.inTurn(grace, await answerPrompt(one, code), await answerPrompt(two, code));
      expect(answers.map(({ error }) => error?.errorCode)).toEqual([undefined, 'INVALID_2FA_CODE']);
    }),
  );

  it(
    'sent as a prompt’s answer and for another session’s step-up at once is accepted once (T11)',
    { timeout: 240_000 },
    () =>
      eachRound(async (round) => {
        const [one, two] = [await signedIn(grace), await signedIn(grace)];
        const code = nextCode(test);
        const stepUp = () => two.call('auth.createStepUpToken', { actionType: 'email_change', method: 'totp', code });
        const prompt = await answerPrompt(one, code);
        const answers = await turns.inTurn(grace, ...(round % 2 === 0 ? [prompt, stepUp] : [stepUp, prompt]));
        expect(answers.map(({ error }) => error?.errorCode)).toEqual([undefined, 'INVALID_2FA_CODE']);
      }),
  );
});

describe('one prompt', () => {
  it(
    'takes one of two right codes at once, also where a session’s proofs share one instant (R34)',
    { timeout: 240_000 },
    () =>
      eachRound(async () => {
        // Access tokens know a renewal by its time: in the instant of one proof there can be another.
        const page = bearerPage(bearer.browser());
        const { challengeId: signInChallenge } = (await page.signIn(grace)).data;
        const signInCode = totpAt(test.clock.now());
        page.keep(await page.browser.call('auth.verifySignIn2FA', { challengeId: signInChallenge, code: signInCode }));
        test.clock.advance(minutes);
        const prompt = async (code: string) => {
          const { data } = await page.call('auth.create2FAChallenge', { actionType: 'email_change' });
          return { challengeId: data['challengeId'], code };
        };
        const codeAt = (steps: number): string => totpAt(test.clock.now() + steps * 30_000);
        await page.call('auth.verify2FAChallenge', await prompt(codeAt(-1)));
        await page.refresh();
        const first = await prompt(codeAt(0));
        const answers = await turns.inTurn(
          grace,
          () => page.call('auth.verify2FAChallenge', first),
          () => page.call('auth.verify2FAChallenge', { ...first, code: codeAt(1) }),
        );
        expect(answers.map(({ error }) => error?.errorCode)).toEqual([undefined, 'CHALLENGE_NOT_FOUND']);
      }),
  );
});

describe('the session’s secret', () => {
  it('renewed by proofs at once leaves one that works, and the browser has it (R2)', { timeout: 240_000 }, () =>
    eachRound(async () => {
      const browser = await signedIn(bob);
      const input = { actionType: 'email_change', method: 'password', password: bob.password };
      const pages = pagesOf(browser, 4);
      const answers = await Promise.all(pages.map((page) => page.call('auth.createStepUpToken', input)));
      // One is granted and renews the secret; the others were proved with the one before, and begin again.
      expect([count(answers, undefined), count(answers, 'CHALLENGE_EXPIRED')]).toEqual([1, 3]);
      const renewed = answers.flatMap(({ setCookies }) => setCookies.filter((line) => line.startsWith('__Host-sid=')));
      expect(renewed).toHaveLength(1);
      const [value = ''] = (renewed[0] ?? '').replace('__Host-sid=', '').split(';');
      browser.cookies.set('__Host-sid', value);
      test.clock.advance(minutes);
      expect((await browser.call('session.getStatus')).status).toBe(200);
    }),
  );
});

describe('a password changed while other devices act', () => {
  it('leaves none of them alive, whatever they were proving (R26, R30)', { timeout: 240_000 }, () =>
    eachRound(async () => {
      const [browser, other] = [await signedIn(grace), await signedIn(grace)];
      await verifySecondFactor(test, browser, 'password_change');
      const { challengeId } = await openChallenge(other, 'email_change');
      const [verifying, renaming] = pagesOf(other, 2);
      const code = nextCode(test);
      const change = callOf('password_change', grace);
      const [changed] = await Promise.all([
        act(browser, change),
        verifying?.call('auth.verify2FAChallenge', { challengeId, code }),
        renaming?.call('auth.createStepUpToken', { actionType: 'email_change', method: 'totp', code }),
      ]);
      expect(changed.status).toBe(200);
      for (const page of [other, verifying, renaming]) {
        expect((await page?.call('session.getStatus'))?.status).toBe(401);
      }
    }),
  );
});
