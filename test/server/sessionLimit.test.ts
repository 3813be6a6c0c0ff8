/** What one session may do in a while: 100 operations in 15 minutes, then a pause of 15 (V6, V12, R78). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, signIn } from '../support/server/accounts';
import { bearerPage } from '../support/server/bearer';
import type { Browser } from '../support/server/createBrowser';
import { createTestServer, type TestServer } from '../support/server/createTestServer';

const seconds = 1000;
const minutes = 60 * seconds;

let test: TestServer;
let browser: Browser;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
  browser = test.browser();
  await signIn(test, browser);
});
afterAll(() => test.close());

const standing = ({ headers }: { readonly headers: Headers }) => [
  headers.get('ratelimit-policy'),
  headers.get('ratelimit'),
  headers.get('retry-after'),
];
const policy = '"general";q=100;w=900';

async function useUp(count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) await browser.call('session.getSessions');
}

describe('the limit of a session', () => {
  it('lets 100 operations through, refuses the next for 15 minutes, and then starts again', async () => {
    expect(standing(await browser.call('session.getSessions'))).toEqual([policy, '"general";r=99;t=900', null]);
    test.clock.advance(1 * minutes);
    await useUp(98);
    expect(standing(await browser.call('session.updateActivity'))).toEqual([policy, '"general";r=0;t=840', null]);
    for (const path of ['session.getSessions', 'session.updateActivity', 'session.revokeAllOtherSessions']) {
      const answer = await browser.call(path);
      expect([answer.status, answer.error?.errorCode, answer.error?.retryAfter]).toEqual([429, 'RATE_LIMITED', 900]);
      expect(standing(answer)).toEqual([policy, '"general";r=0;t=900', '900']);
      expect(answer.setCookies).toEqual([]);
    }
    test.clock.advance(15 * minutes);
    expect((await browser.call('session.getSessions')).status).toBe(200);
  });

  it('counts calls, not requests: a batch of ten is ten (R33)', async () => {
    const paths = Array<string>(10).fill('session.getSessions').join(',');
    const answer = await browser.fetch(`/api/trpc/${paths}?batch=1&input=${encodeURIComponent('{}')}`);
    expect(standing(answer)).toEqual([policy, '"general";r=90;t=900', null]);
  });

  it('does not hold back validation, nor signing out (R28)', async () => {
    await useUp(101);
    expect((await browser.call('session.getStatus')).status).toBe(200);
    expect((await browser.call('session.getSessionWarnings')).status).toBe(200);
    expect((await browser.call('auth.signOut')).status).toBe(200);
    expect((await browser.call('session.getStatus')).error?.reason).toBe('no_session');
  });

  it('is each session’s own, wherever it calls from', async () => {
    const phone = test.browser();
    await signIn(test, phone);
    await useUp(101);
    expect((await phone.call('session.getSessions')).status).toBe(200);
    const cookie = `__Host-sid=${browser.cookies.get('__Host-sid') ?? ''}`;
    const elsewhere = test.browser({ remoteAddress: '198.51.100.77' });
    expect((await elsewhere.call('session.getSessions', undefined, { cookie })).status).toBe(429);
  });

  it('leaves room for the kit’s own steady traffic: an hour of beats, and of a list on a page that is always looked at', async () => {
    for (let second = 0; second < 3600; second += 30) {
      const statuses = [(await browser.call('session.getSessions')).status];
      if (second % 300 === 0) {
        statuses.push((await browser.call('session.updateActivity')).status);
        statuses.push((await browser.call('session.getStatus')).status);
      }
      expect(new Set(statuses)).toEqual(new Set([200]));
      test.clock.advance(30 * seconds);
    }
  });

  it('is 50 in `strict`', async () => {
    const strict = test.variant({ policy: { preset: 'strict' } });
    const page = strict.browser();
    await signIn(test, page);
    expect(standing(await page.call('session.getSessions'))[1]).toBe('"general";r=49;t=900');
  });
});

describe('the limit of refreshes', () => {
  it('says how it stands, and tells a client what to wait for', async () => {
    const page = bearerPage(test.variant({ transport: 'bearer' }).browser());
    await page.signIn();
    expect(standing(await page.refresh())).toEqual(['"refresh";q=20;w=300', '"refresh";r=19;t=300', null]);
    for (let count = 0; count < 19; count += 1) await page.refresh();
    expect(standing(await page.refresh())).toEqual(['"refresh";q=20;w=300', '"refresh";r=0;t=900', '900']);
  });
});

it('limits of sign-in say nothing of how many guesses are left', async () => {
  const answer = await test.browser().call('auth.signIn', { identifier: ada.email, password: 'wrong' });
  expect(standing(answer)).toEqual([null, null, null]);
});

it('scripts of a listed origin may read the figures', async () => {
  const { headers } = await browser.call('session.getSessions', undefined, { origin: 'https://app.example.com' });
  expect(headers.get('access-control-expose-headers')).toBe(
    'Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate',
  );
});
