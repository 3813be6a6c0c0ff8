/**
 * Attack (R81): lock the owner out with failures of one's own. Wrong passwords and codes from many addresses, codes that
 * nobody asked for, and limits that the owner's own parallel calls run into.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob, grace, signIn, totpAt } from '../../support/server/accounts';
import type { Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';
import { nth } from '../../support/server/nth';

const hours = 60 * 60_000;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  for (const user of [ada, bob, grace]) await test.server.users.createUser(user);
});
afterAll(() => test.close());

const stranger = (index: number) => test.browser({ remoteAddress: `2001:db8:0:${index.toString(16)}::1` });

const guess = (browser: Browser, password = 'wrong', identifier: string = ada.email) =>
  browser.call('auth.signIn', { identifier, password });

/** A hundred failures: as many as one account may have from browsers that it doesn't know. */
async function exhaust(identifier: string): Promise<void> {
  for (let address = 0; address < 20; address += 1) {
    for (let count = 0; count < 5; count += 1) await guess(stranger(address), 'wrong', identifier);
  }
}

describe('a hundred wrong passwords of strangers', () => {
  it('leave a browser that the account has signed in with alone, at any address', async () => {
    const known = test.browser();
    await signIn(test, known);
    await known.call('auth.signOut');
    await exhaust(ada.email);
    expect((await guess(stranger(900), ada.password)).status).toBe(429);
    const moved = test.browser({ remoteAddress: '2001:db8:0:1::1' });
    for (const [name, value] of known.cookies) moved.cookies.set(name, value);
    for (const browser of [known, moved]) expect((await guess(browser, ada.password)).status).toBe(200);
  });

  it('make strangers wait one hour, to the millisecond, and not until the day is over', async () => {
    test.clock.advance(23 * hours);
    await exhaust(ada.email);
    expect((await guess(stranger(900), ada.password)).error?.retryAfter).toBe(3600);
    test.clock.advance(hours - 1);
    expect((await guess(stranger(901), ada.password)).status).toBe(429);
    test.clock.advance(1);
    expect((await guess(stranger(902), ada.password)).status).toBe(200);
  });
});

describe('a browser that the account knows', () => {
  it('has five guesses of its own, and then waits like any other', async () => {
    const known = test.browser();
    await signIn(test, known);
    const statuses = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await guess(known)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await guess(test.browser(), ada.password)).status).toBe(200);
  });

  it('skips no factor', async () => {
    const known = test.browser();
    await signIn(test, known, grace);
    expect((await guess(known, grace.password, grace.email)).data['status']).toBe('2fa_required');
  });

  it('is nothing to another account', async () => {
    const known = test.browser();
    await signIn(test, known, bob);
    await exhaust(ada.email);
    expect((await guess(known, ada.password)).status).toBe(429);
  });

  it('keeps its cookie from one sign-in to the next, of which the database has a hash only', async () => {
    const browser = test.browser();
    await signIn(test, browser);
    const cookie = String(browser.cookies.get('__Host-device'));
    await signIn(test, browser, bob);
    expect(browser.cookies.get('__Host-device')).toBe(cookie);
    const rows = await test.rows('SELECT user_id, browser_hash FROM session_security.known_browsers ORDER BY user_id');
    expect(rows).toMatchObject([{ user_id: ada.id }, { user_id: bob.id }]);
    expect(JSON.stringify(rows)).not.toContain(cookie);
  });

  it('is forgotten after 400 days', async () => {
    const known = test.browser();
    await signIn(test, known);
    test.clock.advance(400 * 24 * hours);
    await exhaust(ada.email);
    expect((await guess(known, ada.password)).status).toBe(429);
  });
});

describe('wrong codes of strangers who have the password', () => {
  const begin = async (browser: Browser) => {
    const { data } = await guess(browser, grace.password, grace.email);
    return (code: string) => browser.call('auth.verifySignIn2FA', { challengeId: data['challengeId'], code });
  };
  const rightCode = () => totpAt(test.clock.now());
  /** As many as disable the factor; the locks in between are waited for. */
  async function disable(): Promise<void> {
    await test.rows(`INSERT INTO session_security.second_factor_states VALUES ('${grace.id}', 'totp', 99, NULL, NULL)
      ON CONFLICT (user_id, factor) DO UPDATE SET consecutive_failures = 99`);
    await (
      await begin(stranger(1))
    )('x');
    expect((await (await begin(stranger(2)))(rightCode())).error?.reason).toBe('second_factor_locked');
  }

  it('lock nobody out of a browser that the account has signed in with, and its right code ends the lock', async () => {
    const known = test.browser();
    await signIn(test, known, grace);
    await known.call('auth.signOut');
    await disable();
    test.clock.advance(30_000);
    expect((await (await begin(known))(rightCode())).data).toMatchObject({ status: 'signed_in' });
    test.clock.advance(30_000);
    expect((await (await begin(stranger(3)))(rightCode())).status).toBe(200);
  });

  it('are counted apart from those in a known browser, which are bounded too (RFC 4226 §7.3)', async () => {
    const known = test.browser();
    await signIn(test, known, grace);
    for (let round = 0; round < 2; round += 1) {
      const verify = await begin(known);
      for (let count = 0; count < 5; count += 1) expect((await verify('x')).error?.errorCode).toBe('INVALID_2FA_CODE');
    }
    test.clock.advance(30_000);
    const { error } = await (await begin(known))(rightCode());
    expect(error).toMatchObject({ errorCode: 'TOO_MANY_ATTEMPTS', reason: 'second_factor_locked', retryAfter: 870 });
    expect((await (await begin(stranger(1)))(rightCode())).status).toBe(200);
  });

  it('do not keep a code that was used in one browser from being refused in another (R34)', async () => {
    const known = test.browser();
    await signIn(test, known, grace);
    test.clock.advance(30_000);
    expect((await (await begin(known))(rightCode())).status).toBe(200);
    expect((await (await begin(stranger(1)))(rightCode())).error?.errorCode).toBe('INVALID_2FA_CODE');
  });

  it('are forgotten when the host’s support staff says so, and the record tells (NIST SP 800-63B-4 §3.2.2)', async () => {
    await disable();
    await test.server.unlockSecondFactors({ userId: grace.id });
    expect((await (await begin(stranger(3)))(rightCode())).status).toBe(200);
    expect(
      await test.rows(
        `SELECT user_id, reason FROM session_security.security_events WHERE type = 'second_factor_unlocked'`,
      ),
    ).toEqual([{ user_id: grace.id, reason: 'host' }]);
  });
});

describe('codes that nobody asked for', () => {
  it('don’t count against the account', async () => {
    for (let address = 0; address < 20; address += 1) {
      for (let count = 0; count < 5; count += 1) {
        const { error } = await stranger(address).call('auth.verifyPhoneOtp', { phone: bob.phone, code: '000000' });
        expect(error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
      }
    }
    const browser = stranger(1);
    await browser.call('auth.requestPhoneOtp', { phone: bob.phone });
    const { code } = nth(test.outbox.texts, 0);
    expect((await browser.call('auth.verifyPhoneOtp', { phone: bob.phone, code })).status).toBe(200);
  });

  it('still count once one was: five guesses for an account at an address, by password and text together', async () => {
    const browser = test.browser();
    await browser.call('auth.requestPhoneOtp', { phone: bob.phone });
    const verify = (code: string) => browser.call('auth.verifyPhoneOtp', { phone: bob.phone, code });
    for (let count = 0; count < 3; count += 1) await guess(browser, 'wrong', bob.email);
    for (let count = 0; count < 2; count += 1) expect((await verify('x')).error?.errorCode).toBe('INVALID_2FA_CODE');
    expect((await verify('x')).error?.errorCode).toBe('TOO_MANY_ATTEMPTS');
    // Refused unseen, so the code has its attempts left.
    expect(await test.rows('SELECT attempts FROM session_security.phone_otps')).toEqual([{ attempts: 2 }]);
  });
});

describe('the owner’s own calls', () => {
  it('block nothing: six right passwords at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => guess(test.browser(), ada.password)));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(5);
    expect((await guess(test.browser(), ada.password)).status).toBe(200);
  });

  it('lift no block that wrong passwords caused', async () => {
    for (let count = 0; count < 6; count += 1) await guess(stranger(1));
    expect((await guess(stranger(2), ada.password)).status).toBe(200);
    expect((await guess(stranger(1), ada.password)).status).toBe(429);
  });
});

describe('two names of one account', () => {
  it('bring five guesses, not ten', async () => {
    const statuses = [];
    for (const identifier of [ada.email, ada.phone, ada.email, ada.phone, ada.email, ada.phone]) {
      statuses.push((await guess(test.browser(), 'wrong', identifier)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });
});
