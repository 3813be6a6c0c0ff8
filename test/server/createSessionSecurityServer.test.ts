import {
  argon2idHasher,
  createOutbox,
  createSessionSecurityServer,
  type ServerOptions,
} from 'react-session-security/server';
import { pgliteDriver } from 'react-session-security/server/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, signIn } from '../support/server/accounts';
import { appOrigin } from '../support/server/createBrowser';
import { createTestServer, testKey, type TestServer } from '../support/server/createTestServer';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(() => test.reset());
afterAll(() => test.close());

describe('options', () => {
  const create = (overrides: Partial<ServerOptions>) => () =>
    createSessionSecurityServer({ database: test.driver, encryptionKey: testKey, origins: [appOrigin], ...overrides });

  it.each<[string, Partial<ServerOptions>, RegExp]>([
    ['no database', { database: undefined as never }, /`database` is missing.*pgliteDriver/su],
    ['a short key', { encryptionKey: 'short' }, /`encryptionKey` must be 32 random bytes/u],
    ['no origin', { origins: [] }, /`origins` is empty/u],
    ['an address instead of an origin', { origins: ['https://app.example.com/'] }, /is not an origin/u],
    ['a relative path', { basePath: 'api' }, /basePath/u],
    ['SameSite=None', { cookies: { sameSite: 'none' as never } }, /sameSite/u],
    ['a policy with a hole', { policy: { session: { maxSessions: 0 } } }, /maxSessions/u],
    ['an unknown section of policy', { policy: { sesion: {} } as never }, /no section "sesion"/u],
    ['a negative count of proxies', { trustedProxies: -1 }, /trustedProxies/u],
  ])('with %s are refused at once, with what to do', (_, overrides, message) => {
    expect(create(overrides)).toThrow(/^react-session-security: /u);
    expect(create(overrides)).toThrow(message);
  });

  it('that weaken cookies are said aloud', async () => {
    const insecure = test.variant({ cookies: { allowInsecure: true } });
    expect(test.logLines.join('\n')).toMatch(/insecure_cookies.*Never run this in production/u);
    await test.server.users.createUser(ada);
    const { setCookies } = await signIn(test, insecure.browser());
    expect(setCookies[0]).toMatch(/^sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/u);
  });
});

describe('a server whose tables were not made', () => {
  it('tells its operator what to call', async () => {
    const lines: string[] = [];
    const server = createSessionSecurityServer({
      database: pgliteDriver(),
      encryptionKey: testKey,
      origins: [appOrigin],
      log: { write: (entry) => lines.push(JSON.stringify(entry)) },
    });
    const response = await server.handler(
      new Request(`${appOrigin}/api/trpc/auth.signIn`, {
        method: 'POST',
        body: JSON.stringify({ identifier: 'a@b.c', password: 'x' }),
        headers: { 'content-type': 'application/json', origin: appOrigin, 'x-session-security': '1' },
      }),
    );
    expect(response.status).toBe(500);
    expect(lines.join('\n')).toContain('server.migrate()');
    await server.close();
    await server.close();
  });
});

describe('server.users', () => {
  it('keeps passwords as Argon2id and second-factor secrets encrypted', async () => {
    const strong = test.variant({ passwordHasher: argon2idHasher() });
    await strong.server.users.createUser({ ...ada, totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' });
    const [row] = await test.rows<{ password_hash: string; totp_secret: string }>(
      'SELECT password_hash, totp_secret FROM session_security.users',
    );
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
    expect(row?.totp_secret).toMatch(/^v1\./u);
    expect(await strong.server.users.totpSecret(ada.id)).toBe('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    expect(await strong.server.users.secondFactors(ada.id)).toEqual(['2fa_totp']);
  });

  it('refuses what nobody could sign in with', async () => {
    const { users } = test.server;
    await expect(users.createUser({ email: 'nobody' })).rejects.toThrow(/`email` that cannot be used/u);
    await expect(users.createUser({ phone: '12' })).rejects.toThrow(/`phone`/u);
    const half = users.createUser({ email: 'a@b.c', password: `${ada.password}\ud83d` });
    await expect(half).rejects.toThrow(/`password` that cannot be used/u);
    await expect(users.createUser({ email: 'a@b.c', totpSecret: 'JBSWY3DP' })).rejects.toThrow(/`totpSecret`/u);
  });

  it('knows nobody by an unknown id', async () => {
    const { users } = test.server;
    expect(await users.findById('nobody')).toBeNull();
    expect(await users.secondFactors('nobody')).toEqual([]);
    expect(await users.totpSecret('nobody')).toBeNull();
    expect(await users.verifyPassword(null, 'x')).toBe(false);
  });

  it('does not give an address to two people', async () => {
    await test.server.users.createUser(ada);
    await expect(test.server.users.createUser({ email: 'ADA@example.com' })).rejects.toMatchObject({
      cause: { code: '23505' },
    });
  });
});

describe('without an sms port', () => {
  it('nothing is sent, and the log says so without the code', async () => {
    await test.server.users.createUser(ada);
    const silent = test.variant({ sms: undefined as never });
    expect((await silent.browser().call('auth.requestPhoneOtp', { phone: ada.phone })).status).toBe(200);
    await expect.poll(() => test.logLines.some((line) => line.includes('sms_not_sent'))).toBe(true);
    expect(test.logLines.join('\n')).not.toMatch(/\b\d{6}\b/u);
  });
});

describe('createOutbox', () => {
  it('keeps the newest', async () => {
    const outbox = createOutbox({ limit: 2 });
    for (const code of ['1', '2', '3']) await outbox.sms.send({ to: ada.phone, code, text: code, expiresAt: 0 });
    expect(outbox.texts.map(({ code }) => code)).toEqual(['2', '3']);
    outbox.clear();
    expect(outbox.texts).toEqual([]);
  });
});

describe('every answer', () => {
  it('has the cookie attributes of R4 and may not be stored', async () => {
    await test.server.users.createUser(ada);
    const browser = test.browser();
    const answers = [
      await browser.call('auth.requestPhoneOtp', { phone: ada.phone }),
      await browser.call('auth.signIn', { identifier: ada.email, password: ada.password, rememberMe: true }),
      await browser.call('session.getStatus'),
      await browser.call('auth.signOut'),
      await browser.call('session.getStatus', undefined, { cookie: `__Host-sid=${'A'.repeat(43)}` }),
      await browser.call('session.nothing'),
    ];
    const lines = answers.flatMap(({ setCookies }) => setCookies);
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      expect(line).toMatch(
        /^__Host-(?:sid|pre|device)=[\w-]*; Path=\/; HttpOnly; SameSite=Strict; Secure(?:; Max-Age=\d+)?(?:; Expires=[^;]+)?$/u,
      );
    }
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-type')).toMatch(/^application\/json/u);
    }
  });
});

describe('a router mounted by the host', () => {
  it('sets its cookies through the headers that were handed in', async () => {
    await test.server.users.createUser(ada);
    const responseHeaders = new Headers();
    const context = await test.server.createContext(new Request(`${appOrigin}/trpc`), { responseHeaders });
    const caller = test.server.router.createCaller(context);
    const { data } = await caller.auth.signIn({ identifier: ada.email, password: ada.password });
    expect(data).toMatchObject({ status: 'signed_in' });
    expect(responseHeaders.getSetCookie()[0]).toMatch(/^__Host-sid=/u);
  });
});
