/** Bearer transport (G3): an access token in the answer, a refresh token in a cookie, and no session cookie at all. */
import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { AccessTokenKey } from 'react-session-security/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob, grace, signIn, totpAt } from '../support/server/accounts';
import { bearerPage, refreshCookie } from '../support/server/bearer';
import { appOrigin } from '../support/server/createBrowser';
import { createTestServer, type TestServer } from '../support/server/createTestServer';

const minutes = 60_000;
let test: TestServer;
let both: ReturnType<TestServer['variant']>;
let cookieOnly: ReturnType<TestServer['variant']>;
beforeAll(async () => {
  test = await createTestServer({ transport: 'bearer' });
  both = test.variant({ transport: 'both' });
  cookieOnly = test.variant({ transport: 'cookie' });
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
});
afterAll(() => test.close());

const request = (headers: HeadersInit) => new Request(`${appOrigin}/invoices`, { headers });

describe('a sign-in in bearer transport', () => {
  it('answers with an access token of 15 minutes and puts the refresh token into a cookie only (R8)', async () => {
    const page = bearerPage(test.browser());
    const { data, setCookies, text } = await page.signIn();
    expect(data).toMatchObject({ status: 'signed_in', tokenType: 'Bearer', expiresIn: 900 });
    expect(setCookies[0]).toMatch(/^__Host-rt=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/u);
    expect(setCookies.some((line) => line.startsWith('__Host-sid='))).toBe(false);
    expect(text).not.toContain(page.refreshToken());
    expect((await page.call('session.getStatus')).data).toMatchObject({ user: { id: ada.id } });
  });

  it('mints what RFC 9068 calls for: at+jwt with issuer, audience, subject, session and times (V4)', async () => {
    const page = bearerPage(test.browser());
    const { data } = await page.signIn();
    const issuedAt = Math.floor(test.clock.now() / 1000);
    expect(decodeProtectedHeader(page.accessToken ?? '')).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: 'derived' });
    expect(decodeJwt(page.accessToken ?? '')).toEqual({
      iss: appOrigin,
      aud: appOrigin,
      sub: ada.id,
      sid: data['sessionId'],
      jti: expect.stringMatching(/^[\w-]{22}$/u) as string,
      iat: issuedAt,
      nbf: issuedAt,
      exp: issuedAt + 900,
    });
  });

  it('with a second factor, or by phone, answers with one too, but not before it is complete', async () => {
    await test.server.users.createUser(grace);
    const browser = test.browser();
    const first = await browser.call('auth.signIn', { identifier: grace.email, password: grace.password });
    expect(first.text).not.toContain('accessToken');
    expect(browser.cookies.has(refreshCookie)).toBe(false);
    const { challengeId } = first.data;
    const done = await browser.call('auth.verifySignIn2FA', { challengeId, code: totpAt(test.clock.now()) });
    expect(done.data).toMatchObject({ tokenType: 'Bearer' });
    const phone = test.browser();
    await phone.call('auth.requestPhoneOtp', { phone: ada.phone });
    const code = test.outbox.texts.at(-1)?.code;
    expect((await phone.call('auth.verifyPhoneOtp', { phone: ada.phone, code })).data).toMatchObject({
      tokenType: 'Bearer',
    });
  });

  it('keeps the cookie beyond the browser’s end with "remember me", also after a refresh', async () => {
    const browser = test.browser();
    const remembered = { identifier: ada.email, password: ada.password, rememberMe: true };
    const { setCookies } = await browser.call('auth.signIn', remembered);
    expect(setCookies[0]).toContain(`Max-Age=${String(30 * 24 * 3600)}`);
    test.clock.advance(60 * minutes);
    expect((await browser.call('auth.refresh')).setCookies[0]).toContain(`Max-Age=${String(30 * 24 * 3600 - 3600)}`);
  });

  it('ends the session that this browser had before, whoever’s it was (T6)', async () => {
    await test.server.users.createUser(bob);
    const page = bearerPage(test.browser());
    await page.signIn(ada);
    const stale = page.accessToken;
    await page.signIn(bob);
    const answer = await test.browser().call('session.getStatus', undefined, { authorization: `Bearer ${stale}` });
    expect(answer.error).toMatchObject({ errorCode: 'SESSION_REVOKED', reason: 'replaced' });
    expect((await page.call('session.getStatus')).data).toMatchObject({ user: { id: bob.id } });
  });

  it('stores neither token: what the database has authenticates nothing (R1)', async () => {
    const page = bearerPage(test.browser());
    await page.signIn();
    const dump = JSON.stringify([
      await test.rows('SELECT * FROM session_security.refresh_tokens'),
      await test.rows('SELECT * FROM session_security.sessions'),
    ]);
    expect(dump).not.toContain(page.refreshToken());
    const [row] = await test.rows<{ h: string }>('SELECT token_hash h FROM session_security.refresh_tokens');
    const { error } = await test.browser().call('auth.refresh', {}, { cookie: `${refreshCookie}=${row?.h ?? ''}` });
    expect(error).toMatchObject({ errorCode: 'UNAUTHENTICATED', reason: 'unknown_refresh_token' });
    expect(test.logLines.join('\n')).not.toContain(page.refreshToken());
  });
});

describe('a call in bearer transport', () => {
  it('with an expired access token is told to get another one, and keeps its cookies (R55, R60)', async () => {
    const page = bearerPage(test.browser());
    await page.signIn();
    test.clock.advance(15 * minutes + 30_000);
    expect((await page.call('session.getStatus')).status).toBe(200);
    test.clock.advance(31_000);
    for (const path of ['session.getStatus', 'session.getSessions', 'session.updateActivity']) {
      const { status, error, setCookies } = await page.call(path);
      expect([status, error?.errorCode, error?.reason]).toEqual([401, 'UNAUTHENTICATED', 'access_token']);
      expect(setCookies).toEqual([]);
    }
    await page.refresh();
    expect((await page.call('session.getStatus')).status).toBe(200);
  });

  it('without any access token is told so where there is a refresh token, and else that there is no session', async () => {
    const page = bearerPage(test.browser());
    await page.signIn();
    expect((await page.browser.call('session.getStatus')).error).toMatchObject({ reason: 'access_token' });
    expect((await test.browser().call('session.getStatus')).error).toMatchObject({ reason: 'no_session' });
  });

  it('of a session that is over is told that, not to refresh (R25)', async () => {
    const page = bearerPage(test.browser());
    await page.signIn();
    await test.server.revokeSessions({ userId: ada.id });
    expect((await page.call('session.getStatus')).error).toMatchObject({ errorCode: 'SESSION_REVOKED' });
    await page.signIn();
    const forever = test.variant({ policy: { accessToken: { ttlMs: 26 * 60 * minutes } } });
    const long = bearerPage(forever.browser());
    await long.signIn();
    test.clock.advance(24 * 60 * minutes);
    expect((await long.call('session.getStatus')).error).toMatchObject({
      errorCode: 'SESSION_EXPIRED',
      reason: 'idle',
    });
  });

  it('of a session whose row is gone gets no further than an unknown token', async () => {
    const page = bearerPage(test.browser());
    await page.signIn();
    await test.rows('DELETE FROM session_security.sessions');
    expect((await page.call('session.getStatus')).error).toMatchObject({ reason: 'access_token' });
    expect((await page.refresh()).error).toMatchObject({ reason: 'unknown_refresh_token' });
  });

  it('is not let in by a refresh token in its header, nor by an access token in the cookie (R54)', async () => {
    const page = bearerPage(test.browser());
    await page.signIn();
    const swapped = await test
      .browser()
      .call('session.getStatus', undefined, { authorization: `Bearer ${page.refreshToken()}` });
    expect(swapped.error).toMatchObject({ reason: 'access_token' });
    const asCookie = { cookie: `${refreshCookie}=${page.accessToken ?? ''}` };
    expect((await test.browser().call('auth.refresh', {}, asCookie)).error).toMatchObject({
      reason: 'unknown_refresh_token',
    });
  });

  it('ignores other schemes, and takes two tokens for none', async () => {
    const page = bearerPage(test.browser());
    await page.signIn();
    const call = (authorization: string) => test.browser().call('session.getStatus', undefined, { authorization });
    expect((await call('Basic YWRhOnB3')).error).toMatchObject({ reason: 'no_session' });
    expect((await call(`Bearer ${page.accessToken}, Bearer ${page.accessToken}`)).error).toMatchObject({
      reason: 'access_token',
    });
    expect((await call('Bearer')).error).toMatchObject({ reason: 'access_token' });
    expect((await call(`bearer ${page.accessToken}`)).status).toBe(200);
  });

  it('passes the same guard as any other: forged refreshes and sign-outs are refused (R64)', async () => {
    const page = bearerPage(test.browser());
    await page.signIn();
    for (const path of ['auth.refresh', 'auth.signOut']) {
      const crossSite = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
      expect((await page.browser.call(path, {}, crossSite)).error?.errorCode).toBe('CSRF_REJECTED');
      expect((await page.browser.call(path, {}, { 'x-session-security': '' })).error?.errorCode).toBe('CSRF_REJECTED');
    }
    expect((await page.browser.fetch('/api/trpc/auth.refresh')).status).toBe(405);
    expect((await page.refresh()).status).toBe(200);
  });
});

describe('a sign-out in bearer transport', () => {
  it('ends the session by the cookie alone, with no or an expired access token, also twice (R28)', async () => {
    const page = bearerPage(test.browser());
    await page.signIn();
    test.clock.advance(20 * minutes);
    const cookie = { cookie: `${refreshCookie}=${page.refreshToken()}` };
    const { status, setCookies } = await page.call('auth.signOut');
    expect(status).toBe(200);
    expect(setCookies.some((line) => line.startsWith(`${refreshCookie}=;`))).toBe(true);
    expect((await test.browser().call('auth.refresh', {}, cookie)).error).toMatchObject({
      errorCode: 'SESSION_REVOKED',
      reason: 'signed_out',
    });
    expect((await page.call('auth.signOut')).status).toBe(200);
  });

  it('ends it by the access token where the cookie is gone', async () => {
    const page = bearerPage(test.browser());
    await page.signIn();
    page.browser.cookies.delete(refreshCookie);
    await page.call('auth.signOut');
    expect((await page.call('session.getStatus')).error).toMatchObject({ errorCode: 'SESSION_REVOKED' });
  });
});

describe('a server for both transports', () => {
  const bearerHeaders = { 'x-session-transport': 'bearer' };
  const credentials = { identifier: ada.email, password: ada.password };

  it('gives a cookie to clients that say nothing, and tokens to those that ask', async () => {
    const plain = await both.browser().call('auth.signIn', credentials);
    expect(plain.setCookies[0]).toMatch(/^__Host-sid=[\w-]{43};/u);
    expect(plain.text).not.toContain('accessToken');
    const asked = await both.browser().call('auth.signIn', credentials, bearerHeaders);
    expect(asked.setCookies[0]).toMatch(/^__Host-rt=[\w-]{43};/u);
    expect(asked.data).toMatchObject({ tokenType: 'Bearer' });
  });

  it('lets a browser change over: the old session ends and its cookie goes', async () => {
    const browser = both.browser();
    await browser.call('auth.signIn', credentials);
    const { setCookies } = await browser.call('auth.signIn', credentials, bearerHeaders);
    expect(setCookies[1]).toMatch(/^__Host-sid=; .*Max-Age=0/u);
    expect([...browser.cookies.keys()].filter((name) => name !== '__Host-device')).toEqual([refreshCookie]);
    const live = await test.rows('SELECT id FROM session_security.sessions WHERE revoked_at IS NULL');
    expect(live).toHaveLength(1);
  });

  it('believes neither of an access token and a session cookie that come together (R7)', async () => {
    const [one, other] = [both.browser(), both.browser()];
    await one.call('auth.signIn', credentials);
    const { data } = await other.call('auth.signIn', credentials, bearerHeaders);
    const authorization = `Bearer ${String(data['accessToken'])}`;
    for (const path of ['session.getStatus', 'session.updateActivity', 'auth.refresh']) {
      const cookie = `__Host-sid=${one.cookies.get('__Host-sid') ?? ''}`;
      const { status, error } = await both.browser().call(path, undefined, { authorization, cookie });
      expect([status, error?.errorCode, error?.reason]).toEqual([401, 'UNAUTHENTICATED', 'two_credentials']);
    }
  });

  it('gives a script in a page no token for the session that is in the cookie', async () => {
    const browser = both.browser();
    await browser.call('auth.signIn', credentials);
    const { status, text } = await browser.call('auth.refresh', {}, bearerHeaders);
    expect(status).toBe(200);
    expect(text).not.toContain('accessToken');
  });

  it('tells the host’s own routes who calls, by either', async () => {
    const browser = both.browser();
    const { data } = await browser.call('auth.signIn', credentials);
    const cookie = `__Host-sid=${browser.cookies.get('__Host-sid') ?? ''}`;
    expect(await both.server.authenticate(request({ cookie }))).toMatchObject({ sessionId: data['sessionId'] });
    const asked = await both.browser().call('auth.signIn', credentials, bearerHeaders);
    const authorization = `Bearer ${String(asked.data['accessToken'])}`;
    expect(await both.server.authenticate(request({ authorization }))).toMatchObject({
      sessionId: asked.data['sessionId'],
      userId: ada.id,
    });
    await both.server.revokeSessions({ userId: ada.id });
    await expect(both.server.authenticate(request({ authorization }))).rejects.toMatchObject({
      errorCode: 'SESSION_REVOKED',
    });
  });
});

describe('a server for one transport', () => {
  it('does not look at the other’s credentials (R7)', async () => {
    const page = bearerPage(test.browser());
    await page.signIn();
    const inCookieServer = cookieOnly.browser();
    const headers = {
      authorization: `Bearer ${page.accessToken}`,
      cookie: `${refreshCookie}=${page.refreshToken()}`,
    };
    for (const path of ['session.getStatus', 'auth.refresh']) {
      expect((await inCookieServer.call(path, undefined, headers)).error).toMatchObject({ reason: 'no_session' });
    }
    const cookieUser = cookieOnly.browser();
    await signIn(test, cookieUser);
    const cookie = `__Host-sid=${cookieUser.cookies.get('__Host-sid') ?? ''}`;
    expect((await test.browser().call('session.getStatus', undefined, { cookie })).error).toMatchObject({
      reason: 'no_session',
    });
    await expect(test.server.authenticate(request({ cookie }))).rejects.toMatchObject({ reason: 'no_session' });
  });

  it('refuses to start with a transport that does not exist', () => {
    expect(() => test.variant({ transport: 'url' as 'cookie' })).toThrow(/transport "url"/u);
  });
});

describe('auth.refresh in cookie transport', () => {
  it('renews nothing, hands out no token, and says how long the session has', async () => {
    const browser = cookieOnly.browser();
    const { data } = await signIn(test, browser);
    test.clock.advance(60 * minutes);
    const refreshed = await browser.call('auth.refresh');
    expect(refreshed.data).toEqual({
      userId: ada.id,
      sessionId: data['sessionId'],
      expiresIn: 23 * 3600,
      serverTime: new Date(test.clock.now()).toISOString(),
    });
    expect(refreshed.setCookies).toEqual([]);
    expect((await cookieOnly.browser().call('auth.refresh')).error).toMatchObject({
      errorCode: 'UNAUTHENTICATED',
      reason: 'no_session',
    });
  });
});

describe('keys of the host’s own', () => {
  const pem = () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    return {
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    };
  };
  const [old, next] = [pem(), pem()];

  it('rotate: what the old one signed is good until it is taken out, also where only its public half is left', async () => {
    const serverWith = (...keys: AccessTokenKey[]) => test.variant({ accessToken: { keys } });
    const before = serverWith({ kid: 'k1', algorithm: 'EdDSA', privateKey: old.privateKey });
    const during = serverWith(
      { kid: 'k2', algorithm: 'EdDSA', privateKey: next.privateKey },
      { kid: 'k1', algorithm: 'EdDSA', publicKey: old.publicKey },
    );
    const after = serverWith({ kid: 'k2', algorithm: 'EdDSA', privateKey: next.privateKey });
    const page = bearerPage(before.browser());
    await page.signIn();
    const statusAt = async (instance: typeof before) => {
      const headers = { authorization: `Bearer ${page.accessToken}` };
      return (await instance.browser().call('session.getStatus', undefined, headers)).status;
    };
    expect([await statusAt(before), await statusAt(during), await statusAt(after)]).toEqual([200, 200, 401]);
    const cookie = { cookie: `${refreshCookie}=${page.refreshToken()}` };
    const { data } = await during.browser().call('auth.refresh', {}, cookie);
    expect(decodeProtectedHeader(String(data['accessToken']))).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k2' });
  });
});

describe('the host’s own revocation (V4)', () => {
  it('ends all of a user, some, or those from before a moment, and nobody else’s', async () => {
    await test.server.users.createUser(bob);
    const pages: { page: ReturnType<typeof bearerPage>; id: string; startedAt: number }[] = [];
    for (let count = 0; count < 4; count += 1) {
      const page = bearerPage(test.browser());
      const { data } = await page.signIn();
      pages.push({ page, id: String(data['sessionId']), startedAt: test.clock.now() });
      test.clock.advance(1000);
    }
    const stranger = bearerPage(test.browser());
    await stranger.signIn(bob);
    const statuses = async () =>
      Promise.all(pages.map(async ({ page }) => (await page.call('session.getStatus')).status));
    const ids = pages.map(({ id }) => id);
    expect(await test.server.revokeSessions({ userId: bob.id, sessionIds: ids })).toEqual({ revokedCount: 0 });
    expect(await test.server.revokeSessions({ userId: ada.id, sessionIds: ids.slice(3) })).toEqual({ revokedCount: 1 });
    expect(await statuses()).toEqual([200, 200, 200, 401]);
    const startedBefore = pages[1]?.startedAt ?? 0;
    expect(await test.server.revokeSessions({ userId: ada.id, startedBefore })).toEqual({ revokedCount: 1 });
    expect(await statuses()).toEqual([401, 200, 200, 401]);
    expect(await test.server.revokeSessions({ userId: ada.id })).toEqual({ revokedCount: 2 });
    expect(await statuses()).toEqual([401, 401, 401, 401]);
    expect((await stranger.call('session.getStatus')).status).toBe(200);
  });
});
