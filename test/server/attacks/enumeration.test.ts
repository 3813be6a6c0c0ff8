/**
 * Attack (R80, R96): find out who has an account, by what is answered or by how much work it takes. Work is counted
 * (hashes, statements), because times can't be asserted on a shared machine.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob, grace, signIn } from '../../support/server/accounts';
import { type Answer, type Browser, iphoneSafari } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { countStatements } from '../../support/server/countStatements';
import { stepUpToken, verifySecondFactor } from '../../support/server/sensitive';

const nobody = { email: 'nobody@example.com', phone: '+442079460000' };

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
});
afterAll(() => test.close());

/** All that an observer sees, without what differs by nature. */
const visible = ({ status, text, setCookies, headers }: Answer) => ({
  status,
  text,
  cookies: setCookies.map((line) => line.replace(/=[\w-]{43};/u, '=…;')),
  headers: [...headers].filter(([name]) => name !== 'set-cookie'),
});

describe('sign-in by password', () => {
  it.each([[nobody.email], [nobody.phone], ['no identifier at all'], ['@'], ['\u0000@\u0000']])(
    'answers for %j as for a wrong password, byte for byte',
    async (identifier) => {
      const wrong = await test.browser().call('auth.signIn', { identifier: ada.email, password: 'wrong' });
      const unknown = await test.browser().call('auth.signIn', { identifier, password: 'wrong' });
      expect(visible(unknown)).toEqual(visible(wrong));
    },
  );

  it('verifies one hash, and asks the database as often, whether or not there is an account', async () => {
    const work = async (identifier: string) => {
      const before = { hashed: test.hasher.hashed, verified: test.hasher.verified };
      const statements = await countStatements(test.driver, () =>
        test.browser({ remoteAddress: '198.51.100.1' }).call('auth.signIn', { identifier, password: 'wrong' }),
      );
      return {
        hashed: test.hasher.hashed - before.hashed,
        verified: test.hasher.verified - before.verified,
        statements,
      };
    };
    await work(ada.email);
    const known = await work(ada.email);
    expect(known).toMatchObject({ hashed: 0, verified: 1 });
    expect(await work(nobody.email)).toEqual(known);
  });

  it('hashes as often for the first of all callers, known or not', async () => {
    const firstOf = async (identifier: string) => {
      const before = test.hasher.hashed + test.hasher.verified;
      await test.variant().browser().call('auth.signIn', { identifier, password: 'wrong' });
      return test.hasher.hashed + test.hasher.verified - before;
    };
    expect(await firstOf(ada.email)).toBe(await firstOf(nobody.email));
  });

  it('blocks unknown accounts after as many attempts', async () => {
    const statuses = async (identifier: string, remoteAddress: string) => {
      const seen = [];
      for (let count = 0; count < 7; count += 1) {
        seen.push(
          visible(await test.browser({ remoteAddress }).call('auth.signIn', { identifier, password: 'wrong' })),
        );
      }
      return seen;
    };
    expect(await statuses(nobody.email, '198.51.100.1')).toEqual(await statuses(ada.email, '198.51.100.2'));
  });
});

describe('sign-in by text', () => {
  it('answers alike, binds alike and works alike for numbers without an account, and sends them nothing', async () => {
    const ask = async (phone: string) => {
      const browser = test.browser({ userAgent: iphoneSafari, remoteAddress: '198.51.100.1' });
      let answer: Answer | undefined;
      const statements = await countStatements(test.driver, async () => {
        answer = await browser.call('auth.requestPhoneOtp', { phone });
      });
      const wrong = await browser.call('auth.verifyPhoneOtp', { phone, code: 'x' });
      return {
        asked: JSON.parse(JSON.stringify(visible(answer as Answer)).replaceAll(phone.slice(-4), '####')) as unknown,
        wrong: visible(wrong),
        statements,
      };
    };
    expect(await ask(nobody.phone)).toEqual(await ask(ada.phone));
    expect(test.outbox.texts.map(({ to }) => to)).toEqual([ada.phone]);
  });

  it('answers before the text is on its way, so that a slow provider tells nothing', async () => {
    const slow = test.variant({ sms: { send: () => new Promise(() => {}) } });
    expect((await slow.browser().call('auth.requestPhoneOtp', { phone: ada.phone })).status).toBe(200);
  });
});

describe('a change of address', () => {
  const change = (browser: Browser, newEmail: string, token?: string) =>
    browser.call('auth.changeEmail', { newEmail, ...(token !== undefined && { stepUpToken: token }) });
  const others = Array.from({ length: 6 }, (_, index) => `other-${index}@example.com`);

  it.each([
    ['one step-up', bob],
    ['the grace period of one code', grace],
  ] as const)('tells of five taken addresses for %s, then of none, whoever asks on', async (_, person) => {
    await test.server.users.createUser(person);
    for (const email of others) await test.server.users.createUser({ email });
    const browser = test.browser();
    await signIn(test, browser, person);
    const token = person === bob ? await stepUpToken(test, browser, { actionType: 'email_change', person }) : undefined;
    const told = [];
    for (const email of others) {
      const { error } = await change(browser, email, token);
      told.push(error?.reason ?? error?.errorCode);
    }
    expect(told).toEqual([...Array<string>(5).fill('email_taken'), 'RATE_LIMITED']);
  });

  it('to a free address counts for nothing', async () => {
    await test.server.users.createUser(grace);
    const browser = test.browser();
    await signIn(test, browser, grace);
    for (let count = 0; count < 7; count += 1) {
      expect((await change(browser, `new-${count}@example.com`)).status).toBe(200);
      await verifySecondFactor(test, browser, 'email_change');
    }
  });
});
