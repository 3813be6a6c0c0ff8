/** The short way for plain queries answers as tRPC's own fetch adapter does, and only what it can. */
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readPlainQuery } from '../../../src/server/http/answerQuery';
import { ada, signIn } from '../../support/server/accounts';
import { appOrigin, createBrowser, type Browser } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';

let test: TestServer;
let browser: Browser;
/** The same server and the same cookies, through the adapter. */
let adapted: Browser;
beforeAll(async () => {
  test = await createTestServer();
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
  browser = test.browser();
  await signIn(test, browser);
  adapted = createBrowser((request, info) =>
    fetchRequestHandler({
      endpoint: '/api/trpc',
      req: request,
      router: test.server.router,
      createContext: ({ resHeaders }) => test.server.createContext(request, { ...info, responseHeaders: resHeaders }),
    }),
  );
  for (const [name, value] of browser.cookies) adapted.cookies.set(name, value);
});
afterAll(() => test.close());

describe('a plain query', () => {
  it.each([
    ['with nothing to say', 'session.getStatus', undefined],
    ['with an empty input', 'session.getStatus', {}],
    ['with an input', 'session.getSessions', { limit: 1 }],
    ['with an input that is null', 'session.getSessions', null],
    ['with an input that no schema takes', 'session.getSessions', { limit: 0 }],
    ['with a cursor that is none', 'session.getSessions', { cursor: 'broken' }],
  ])('%s is answered byte for byte as the adapter answers', async (_, path, input) => {
    const [ours, theirs] = [await browser.call(path, input), await adapted.call(path, input)];
    expect([ours.status, ours.text, ours.setCookies]).toEqual([theirs.status, theirs.text, theirs.setCookies]);
    expect(ours.headers.get('content-type')).toBe(theirs.headers.get('content-type'));
  });

  it.each([
    ['nobody', undefined],
    ['a forged session', 'A'.repeat(43)],
    ['a session that is not even one', 'x'],
  ])('of %s is refused as by the adapter, cookies included', async (_, secret) => {
    for (const one of [browser, adapted]) {
      one.cookies.clear();
      if (secret !== undefined) one.cookies.set('__Host-sid', secret);
    }
    const [ours, theirs] = [await browser.call('session.getStatus'), await adapted.call('session.getStatus')];
    expect(ours.status).toBe(401);
    expect([ours.status, ours.text, ours.setCookies]).toEqual([theirs.status, theirs.text, theirs.setCookies]);
  });

  it('that fails for a reason of ours says nothing about it, as through the adapter', async () => {
    await test.rows('ALTER TABLE session_security.sessions RENAME TO elsewhere');
    const [ours, theirs] = [await browser.call('session.getStatus'), await adapted.call('session.getStatus')];
    await test.rows('ALTER TABLE session_security.elsewhere RENAME TO sessions');
    expect([ours.status, ours.text]).toEqual([500, theirs.text]);
    expect(ours.text).not.toContain('sessions');
  });

  it('does not stand in for anything else', () => {
    const read = (method: string, path: string, query = '') =>
      readPlainQuery(new Request(`${appOrigin}/api/trpc/${path}${query}`, { method }), path.split(','));
    expect(read('GET', 'session.getStatus')).toEqual({ path: 'session.getStatus', input: null });
    for (const request of [
      read('HEAD', 'session.getStatus'),
      read('POST', 'session.getStatus'),
      read('GET', 'auth.signOut'),
      read('GET', 'session.nothing'),
      read('GET', 'toString'),
      read('GET', 'session.getStatus,session.getSessions', '?batch=1'),
      read('GET', 'session.getStatus', '?batch=1'),
      read('GET', 'session.getStatus', '?connectionParams={}'),
      read('GET', 'session.getStatus', '?input={}&input={}'),
    ]) {
      expect(request).toBeUndefined();
    }
  });
});
