/** Refresh tokens: exchanged at every use, repeated without harm, and never exchanged by two (R57, R58; RFC 9700 §4.14.2). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob } from '../support/server/accounts';
import { bearerPage, refreshCookie } from '../support/server/bearer';
import { createTestServer, type TestServer } from '../support/server/createTestServer';

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const days = 24 * hours;

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer({ transport: 'bearer' });
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
});
afterAll(() => test.close());

const signedIn = async (instance: Pick<TestServer, 'browser'> = test) => {
  const page = bearerPage(instance.browser());
  const { data } = await page.signIn();
  return { page, sessionId: String(data['sessionId']) };
};

/** Presents a refresh token from somewhere else. */
const present = (token: string, attemptId?: string, instance: Pick<TestServer, 'browser'> = test) =>
  instance.browser().call(
    'auth.refresh',
    {},
    {
      cookie: `${refreshCookie}=${token}`,
      ...(attemptId !== undefined && { 'idempotency-key': attemptId }),
    },
  );

const tokenIn = ({ setCookies }: { readonly setCookies: readonly string[] }) =>
  /^__Host-rt=([\w-]+)/u.exec(setCookies[0] ?? '')?.[1] ?? '';

const liveTokens = () => test.rows('SELECT token_hash FROM session_security.refresh_tokens WHERE rotated_at IS NULL');

const events = async (type: string) =>
  test.rows<{ severity: string; reason: string | null }>(
    `SELECT severity, reason FROM session_security.security_events WHERE type = '${type}'`,
  );

describe('a refresh', () => {
  it('answers with another access token and says whose it is, in the words of the contract', async () => {
    const { page, sessionId } = await signedIn();
    const [before, first] = [page.accessToken, page.refreshToken()];
    const { status, data, setCookies, text } = await page.refresh();
    expect(status).toBe(200);
    expect(data).toEqual({
      accessToken: expect.any(String) as string,
      tokenType: 'Bearer',
      expiresIn: 900,
      userId: ada.id,
      sessionId,
      serverTime: new Date(test.clock.now()).toISOString(),
    });
    expect(data['accessToken']).not.toBe(before);
    expect(setCookies).toHaveLength(1);
    expect(setCookies[0]).toMatch(/^__Host-rt=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/u);
    expect(page.refreshToken()).not.toBe(first);
    expect(text).not.toContain(page.refreshToken());
  });

  it('leaves exactly one token of the session that can be exchanged', async () => {
    const { page } = await signedIn();
    for (let turn = 0; turn < 5; turn += 1) {
      await page.refresh();
      test.clock.advance(14 * minutes);
      expect(await liveTokens()).toHaveLength(1);
    }
  });

  it('without a cookie, with one that is unknown, or with two, is refused; only what is wrong is dropped (R3, R7)', async () => {
    const { page } = await signedIn();
    const refusal = async (cookie: string) => {
      const { error, setCookies } = await test.browser().call('auth.refresh', {}, { cookie });
      return [error?.errorCode, error?.reason, setCookies.length];
    };
    expect(await refusal('theme=dark')).toEqual(['UNAUTHENTICATED', 'no_session', 0]);
    const unknown = ['UNAUTHENTICATED', 'unknown_refresh_token', 1];
    expect(await refusal(`${refreshCookie}=${'A'.repeat(43)}`)).toEqual(unknown);
    expect(await refusal(`${refreshCookie}=short`)).toEqual(unknown);
    expect(await refusal(`${refreshCookie}=${page.refreshToken()}; ${refreshCookie}=${'A'.repeat(43)}`)).toEqual([
      'UNAUTHENTICATED',
      'duplicate_refresh_cookie',
      1,
    ]);
    expect((await events('unknown_session_presented')).length).toBeGreaterThan(0);
    expect((await page.refresh()).status).toBe(200);
  });
});

describe('a refresh whose answer was lost', () => {
  it('is repeated within ten seconds: the same successor, no other (R57)', async () => {
    const { page } = await signedIn();
    const first = page.refreshToken();
    const answer = await present(first);
    test.clock.advance(10 * seconds - 1);
    const repeated = await present(first);
    expect(repeated.status).toBe(200);
    expect(tokenIn(repeated)).toBe(tokenIn(answer));
    expect(await liveTokens()).toHaveLength(1);
  });

  it('is repeated later by its own attempt id, as long as an access token lives', async () => {
    const { page } = await signedIn();
    const first = page.refreshToken();
    const answer = await present(first, 'attempt-1');
    test.clock.advance(14 * minutes);
    const repeated = await present(first, 'attempt-1');
    expect(repeated.status).toBe(200);
    expect(tokenIn(repeated)).toBe(tokenIn(answer));
    expect(await liveTokens()).toHaveLength(1);
    test.clock.advance(1 * minutes);
    expect((await present(first, 'attempt-1')).error?.errorCode).toBe('REFRESH_TOKEN_REUSED');
  });

  it('gets what is current by now when others went on in the meantime, so that nobody is logged out', async () => {
    const { page } = await signedIn();
    const first = page.refreshToken();
    await page.refresh();
    test.clock.advance(3 * seconds);
    await page.refresh();
    test.clock.advance(3 * seconds);
    const late = await present(first);
    expect(tokenIn(late)).toBe(page.refreshToken());
    expect(await liveTokens()).toHaveLength(1);
  });

  it('can be repeated in `strict` too, but only by its attempt id: there is no leeway', async () => {
    const strict = test.variant({ policy: { preset: 'strict' } });
    const { page } = await signedIn(strict);
    const first = page.refreshToken();
    const answer = await present(first, 'attempt-1', strict);
    expect(tokenIn(await present(first, 'attempt-1', strict))).toBe(tokenIn(answer));
    expect((await present(first, undefined, strict)).error?.errorCode).toBe('REFRESH_TOKEN_REUSED');
  });
});

describe('a stolen refresh token', () => {
  it('used after the owner’s ends the whole family and the session, and tells the owner (R57, T23)', async () => {
    const { page } = await signedIn();
    const stolen = page.refreshToken();
    await page.refresh('attempt-1');
    test.clock.advance(10 * seconds);
    const { status, error, setCookies } = await present(stolen, 'attempt-2');
    expect([status, error?.errorCode, setCookies]).toEqual([401, 'REFRESH_TOKEN_REUSED', []]);
    const over = { errorCode: 'SESSION_REVOKED', reason: 'refresh_reuse' };
    expect((await page.call('session.getStatus')).error).toMatchObject(over);
    expect((await page.refresh()).error).toMatchObject(over);
    expect((await present(stolen)).error).toMatchObject(over);
    expect(await events('refresh_reuse')).toEqual([{ severity: 'critical', reason: 'refresh_reuse' }]);
    expect(test.outbox.notices.map(({ type, userId }) => [type, userId])).toContainEqual(['refresh_reuse', ada.id]);
  });

  it('used before the owner’s is found out at the owner’s next refresh', async () => {
    const { page } = await signedIn();
    const thief = await present(page.refreshToken());
    test.clock.advance(14 * minutes);
    expect((await page.refresh()).error?.errorCode).toBe('REFRESH_TOKEN_REUSED');
    expect((await present(tokenIn(thief))).error).toMatchObject({ errorCode: 'SESSION_REVOKED' });
    const authorization = `Bearer ${String(thief.data['accessToken'])}`;
    expect((await test.browser().call('session.getStatus', undefined, { authorization })).status).toBe(401);
  });

  it('two generations old gives itself away even within the leeway of the last one', async () => {
    const { page } = await signedIn();
    const stolen = page.refreshToken();
    await page.refresh();
    test.clock.advance(1 * minutes);
    await page.refresh();
    expect((await present(stolen)).error?.errorCode).toBe('REFRESH_TOKEN_REUSED');
  });

  it('ends nobody else’s session', async () => {
    await test.server.users.createUser(bob);
    const { page } = await signedIn();
    const { page: phone } = await signedIn();
    const stranger = bearerPage(test.browser());
    await stranger.signIn(bob);
    const stolen = page.refreshToken();
    await page.refresh();
    test.clock.advance(1 * minutes);
    await present(stolen);
    expect((await phone.refresh()).status).toBe(200);
    expect((await stranger.refresh()).status).toBe(200);
  });
});

describe('the end of a family', () => {
  it('is the session’s absolute end, however often it is refreshed (R58)', async () => {
    const { page } = await signedIn();
    const endsAt = test.clock.now() + 30 * days;
    for (let halfDay = 0; halfDay < 60; halfDay += 1) {
      test.clock.advance(12 * hours - 1);
      const { status, data } = await page.refresh();
      if (status !== 200) break;
      expect(test.clock.now() + Number(data['expiresIn']) * 1000).toBeLessThanOrEqual(endsAt);
      await page.call('session.updateActivity');
    }
    const [row] = await test.rows<{ last: Date | string }>(
      'SELECT max(expires_at) AS last FROM session_security.refresh_tokens',
    );
    expect(new Date(row?.last ?? 0).getTime()).toBe(endsAt);
    test.clock.advance(endsAt - test.clock.now());
    expect((await page.refresh()).error).toMatchObject({ errorCode: 'SESSION_EXPIRED', reason: 'absolute' });
  });

  it('does not pile up rows: tokens that ran out are cleared away when their successors are made', async () => {
    const lasting = test.variant({
      policy: { session: { idleTimeoutMs: 29 * days }, refreshToken: { idleMs: 1 * hours } },
    });
    const { page } = await signedIn(lasting);
    for (let turn = 0; turn < 10; turn += 1) {
      test.clock.advance(50 * minutes);
      expect((await page.refresh()).status).toBe(200);
    }
    const rows = await test.rows('SELECT 1 FROM session_security.refresh_tokens');
    expect(rows.length).toBeLessThanOrEqual(3);
  });

  it('comes when nobody refreshes for as long as a refresh token may lie idle', async () => {
    const lasting = test.variant({ policy: { session: { idleTimeoutMs: 29 * days } } });
    const { page } = await signedIn(lasting);
    test.clock.advance(7 * days - 1);
    expect((await page.refresh()).status).toBe(200);
    test.clock.advance(7 * days);
    expect((await page.refresh()).error).toMatchObject({ errorCode: 'SESSION_EXPIRED', reason: 'idle' });
  });

  it('comes with the session, by whichever way it ends (R25, R59)', async () => {
    const owner = await signedIn();
    const ways: Record<string, (sessionId: string) => Promise<unknown>> = {
      revoked: (sessionId) => owner.page.call('session.revokeSession', { sessionId }),
      'revoked in a bundle': (sessionId) => owner.page.call('session.revokeSessions', { sessionIds: [sessionId] }),
      'revoked with all others': () => owner.page.call('session.revokeAllOtherSessions'),
      'revoked by the host': (sessionId) => test.server.revokeSessions({ userId: ada.id, sessionIds: [sessionId] }),
    };
    for (const [way, end] of Object.entries(ways)) {
      const { page, sessionId } = await signedIn();
      await end(sessionId);
      const outcome = [(await page.refresh()).error?.errorCode, (await page.call('session.getStatus')).status];
      expect([way, ...outcome]).toEqual([way, 'SESSION_REVOKED', 401]);
    }
    const evicted = owner.page;
    for (let count = 0; count < 5; count += 1) {
      test.clock.advance(1000);
      await signedIn();
    }
    expect((await evicted.refresh()).error).toMatchObject({ errorCode: 'SESSION_REVOKED', reason: 'session_limit' });
  });
});

describe('polling without input', () => {
  it('keeps no session alive: status and refreshes for longer than the idle limit (R16)', async () => {
    const { page } = await signedIn();
    const idleEndsAt = test.clock.now() + 24 * hours;
    const quarters = (24 * hours) / (15 * minutes);
    for (let count = 1; count < quarters; count += 1) {
      test.clock.advance(15 * minutes);
      expect((await page.refresh()).status).toBe(200);
      const { data } = await page.call('session.getStatus');
      expect(data['idleExpiresAt']).toBe(new Date(idleEndsAt).toISOString());
    }
    test.clock.advance(15 * minutes);
    const over = { errorCode: 'SESSION_EXPIRED', reason: 'idle' };
    expect((await page.call('session.getStatus')).error).toMatchObject(over);
    expect((await page.refresh()).error).toMatchObject(over);
  });
});

describe('refreshing too often', () => {
  it('is refused from the 21st within five minutes, for 15 minutes, and ends no session (V6)', async () => {
    const { page } = await signedIn();
    const { page: phone } = await signedIn();
    const statuses = [];
    for (let count = 0; count < 21; count += 1) statuses.push((await page.refresh()).status);
    expect(statuses).toEqual([...Array<number>(20).fill(200), 429]);
    const { error, headers, setCookies } = await page.refresh();
    expect(error).toMatchObject({ errorCode: 'RATE_LIMITED', retryAfter: 900 });
    expect([headers.get('retry-after'), setCookies]).toEqual(['900', []]);
    expect((await phone.refresh()).status).toBe(200);
    expect((await page.call('session.getStatus')).status).toBe(200);
    test.clock.advance(15 * minutes);
    expect((await page.refresh()).status).toBe(200);
  });
});

it('the activity, status and warnings of a session carry the server’s time (C2, C3, C4)', async () => {
  const { page } = await signedIn();
  const serverTime = new Date(test.clock.now()).toISOString();
  for (const path of ['session.getStatus', 'session.getSessionWarnings', 'session.updateActivity']) {
    expect((await page.call(path)).data).toMatchObject({ serverTime });
  }
});
