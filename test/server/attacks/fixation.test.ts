/**
 * Attack (R2, R3, T6, T7): a session id is planted in the victim's browser, or kept from before the sign-in, in the
 * hope that it becomes, or stays, valid.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, grace, signIn, totpAt } from '../../support/server/accounts';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';

const planted = 'A'.repeat(43);

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
  await test.server.users.createUser(grace);
});
afterAll(() => test.close());

const events = async () =>
  (await test.rows<{ type: string }>('SELECT type FROM session_security.security_events')).map(({ type }) => type);

describe('a planted session id', () => {
  it('is never adopted: refused, removed from the browser, noted', async () => {
    const victim = test.browser();
    victim.cookies.set('__Host-sid', planted);
    const { status, error, setCookies } = await victim.call('session.getStatus');
    expect(status).toBe(401);
    expect(error).toMatchObject({ errorCode: 'UNAUTHENTICATED', reason: 'unknown_session' });
    expect(setCookies[0]).toMatch(/^__Host-sid=; .*Max-Age=0/u);
    expect(await test.rows('SELECT id FROM session_security.sessions')).toEqual([]);
    expect(await events()).toEqual(['unknown_session_presented']);
  });

  it('is replaced by a new one at sign-in', async () => {
    const victim = test.browser();
    victim.cookies.set('__Host-sid', planted);
    expect((await signIn(test, victim)).status).toBe(200);
    expect(victim.cookies.get('__Host-sid')).not.toBe(planted);
    const attacker = test.browser();
    attacker.cookies.set('__Host-sid', planted);
    expect((await attacker.call('session.getStatus')).status).toBe(401);
  });

  it.each(['', 'short', 'A'.repeat(44), `${'A'.repeat(42)}=`, "' OR 1=1 --".padEnd(43, 'x'), '../../etc/passwd'])(
    'that cannot be ours is refused, and noted: %j',
    async (value) => {
      const browser = test.browser();
      const { status, error } = await browser.call('session.getStatus', undefined, { cookie: `__Host-sid=${value}` });
      expect(status).toBe(401);
      expect(error?.errorCode).toBe('UNAUTHENTICATED');
      expect(await events()).toEqual(['unknown_session_presented']);
    },
  );

  it('does not fill the table: noise from one address is noted a hundred times at most', async () => {
    const noise = test.browser();
    for (let count = 0; count < 120; count += 1) {
      await noise.call('session.getStatus', undefined, { cookie: `__Host-sid=${planted}` });
    }
    expect(await events()).toHaveLength(100);
  });

  it('beside a right one is a reason to believe neither', async () => {
    const victim = test.browser();
    await signIn(test, victim);
    const { status, error } = await victim.call('session.getStatus', undefined, {
      cookie: `__Host-sid=${planted}; __Host-sid=${victim.cookies.get('__Host-sid') ?? ''}`,
    });
    expect(status).toBe(401);
    expect(error).toMatchObject({ errorCode: 'UNAUTHENTICATED', reason: 'duplicate_cookie' });
  });

  it('behind a comma in a cookie that any sibling host may set is not a session cookie', async () => {
    const [attacker, victim] = [test.browser(), test.browser()];
    await signIn(test, attacker);
    const { error } = await victim.call('session.getStatus', undefined, {
      cookie: `theme=x,__Host-sid=${attacker.cookies.get('__Host-sid') ?? ''}`,
    });
    expect(error).toMatchObject({ errorCode: 'UNAUTHENTICATED', reason: 'no_session' });
  });

  it.each([
    ['before', (real: string, other: string) => `__Host-sid=${other}; __Host-sid=${real}`],
    ['after', (real: string, other: string) => `__Host-sid=${real}; __Host-sid=${other}`],
  ])('%s the right one keeps nobody from signing out: both end', async (_, header) => {
    const [attacker, victim, bystander] = [test.browser(), test.browser(), test.browser()];
    await signIn(test, attacker);
    await signIn(test, victim);
    await signIn(test, bystander);
    const secretOf = (browser: typeof victim) => browser.cookies.get('__Host-sid') ?? '';
    const secrets = [secretOf(victim), secretOf(attacker)] as const;
    expect((await victim.call('auth.signOut', {}, { cookie: header(...secrets) })).status).toBe(200);
    for (const secret of secrets) {
      const { error } = await test.browser().call('session.getStatus', undefined, { cookie: `__Host-sid=${secret}` });
      expect(error).toMatchObject({ errorCode: 'SESSION_REVOKED', reason: 'signed_out' });
    }
    expect((await bystander.call('session.getStatus')).status).toBe(200);
    expect((await events()).filter((type) => type === 'sign_out')).toHaveLength(2);
  });

  it('that is dead leaves a sign-in in progress alone when a page polls with it', async () => {
    const victim = test.browser();
    victim.cookies.set('__Host-sid', planted);
    await victim.call('auth.requestPhoneOtp', { phone: ada.phone });
    const poll = await victim.call('session.getStatus');
    expect(poll.setCookies).toEqual([expect.stringMatching(/^__Host-sid=; .*Max-Age=0/u)]);
    const { status } = await victim.call('auth.verifyPhoneOtp', {
      phone: ada.phone,
      code: test.outbox.texts.at(-1)?.code,
    });
    expect(status).toBe(200);
  });

  it('in an address, a header or an input is not looked at (R7)', async () => {
    const owner = test.browser();
    await signIn(test, owner);
    const secret = owner.cookies.get('__Host-sid') ?? '';
    const thief = test.browser();
    expect((await thief.fetch(`/api/trpc/session.getStatus?session=${secret}&sid=${secret}`)).status).toBe(401);
    expect((await thief.call('session.getStatus', undefined, { authorization: `Bearer ${secret}` })).status).toBe(401);
    expect((await thief.call('session.getStatus', undefined, { cookie: `sid=${secret}` })).status).toBe(401);
  });
});

describe('the public handle', () => {
  it('authenticates nothing (R1)', async () => {
    const owner = test.browser();
    const { data } = await signIn(test, owner);
    const thief = test.browser();
    for (const value of [
      data['sessionId'],
      ...(await test.rows<{ h: string }>('SELECT secret_hash h FROM session_security.sessions')).map(({ h }) => h),
    ]) {
      const { status } = await thief.call('session.getStatus', undefined, { cookie: `__Host-sid=${String(value)}` });
      expect(status).toBe(401);
    }
  });
});

describe('the secret', () => {
  it('is another one after every sign-in and second factor, and the old one is dead', async () => {
    const browser = test.browser();
    const secrets: string[] = [];
    for (const user of [ada, grace, ada]) {
      await signIn(test, browser, user);
      secrets.push(browser.cookies.get('__Host-sid') ?? '');
      test.clock.advance(30_000);
    }
    expect(new Set(secrets).size).toBe(3);
    const statuses = [];
    for (const secret of secrets) {
      statuses.push(
        (await test.browser().call('session.getStatus', undefined, { cookie: `__Host-sid=${secret}` })).status,
      );
    }
    expect(statuses).toEqual([401, 401, 200]);
  });

  it('is 32 random bytes, never the same twice', async () => {
    const roomy = test.variant({ policy: { session: { maxSessions: 1000 } } });
    const secrets = new Set<string>();
    for (let count = 0; count < 50; count += 1) {
      const browser = roomy.browser();
      await signIn(test, browser);
      secrets.add(browser.cookies.get('__Host-sid') ?? '');
    }
    expect(secrets.size).toBe(50);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });
});

describe('a planted pre-sign-in cookie', () => {
  it('binds nothing: the server sets its own', async () => {
    const victim = test.browser();
    victim.cookies.set('__Host-pre', planted);
    await victim.call('auth.requestPhoneOtp', { phone: ada.phone });
    expect(victim.cookies.get('__Host-pre')).not.toBe(planted);
    const attacker = test.browser();
    attacker.cookies.set('__Host-pre', planted);
    const { error } = await attacker.call('auth.verifyPhoneOtp', {
      phone: ada.phone,
      code: test.outbox.texts[0]?.code,
    });
    expect(error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
  });

  it('cannot make a victim finish the attacker’s sign-in (T5)', async () => {
    const attacker = test.browser();
    const { data } = await attacker.call('auth.signIn', { identifier: grace.email, password: grace.password });
    const victim = test.browser();
    const { error } = await victim.call('auth.verifySignIn2FA', {
      challengeId: data['challengeId'],
      code: totpAt(test.clock.now()),
    });
    expect(error?.errorCode).toBe('CHALLENGE_NOT_FOUND');
    expect(victim.cookies.size).toBe(0);
  });
});
