/**
 * A browser without a network: calls go through the whole of a real server (guard, cookies, router, database) in the
 * same process. The server is handed in as a value, so nothing of it is loaded from here.
 */
import { httpLink } from '../client/httpLink';
import type { SessionSecurityLink } from '../client/links';
import { systemClock } from '../contract/clock';
import type { Clock } from '../contract/clock';
import { createCookieJar } from './createCookieJar';

/** What is needed of a server: `createSessionSecurityServer(…)`, or a handler of your own that mounts it. */
export interface InProcessServer {
  handler(request: Request, info: { readonly remoteAddress?: string }): Response | Promise<Response>;
}

/** Where the page stands, and what its browser says about itself. */
export interface InProcessBrowserOptions {
  readonly server: InProcessServer;
  /** Where the page comes from; requests go to the same origin. @default 'https://localhost' */
  readonly origin?: string;
  /** Where the server's tRPC handler is mounted. @default '/api/trpc' */
  readonly basePath?: string;
  /** Sessions are named by it. @default one of Chrome on Windows */
  readonly userAgent?: string;
  /** The address that the server sees, and counts its limits by. @default '203.0.113.7' */
  readonly remoteAddress?: string;
  /** By which cookies expire: give it the server's. @default the machine's clock */
  readonly clock?: Pick<Clock, 'now'>;
}

/** One browser profile: its cookies are its own. */
export interface InProcessBrowser {
  /** Give it to `createSessionSecurity({ link })`. Batches as `httpLink` does. */
  readonly link: SessionSecurityLink;
  /** For routes of your own, when `server.handler` serves them. Relative URLs are those of the page. */
  readonly fetch: typeof fetch;
  /** Closes the browser and opens it again: a session without "remember me" is forgotten, one with it is kept (G2). */
  reopen(): void;
}

/**
 * A browser over a real server, for tests of your own screens in Node and jsdom. Two of them can be signed in at once,
 * so that one can revoke the other. Not for real browsers: those let no script read or write cookies, and the server
 * needs Node.
 *
 * @throws {TypeError} in a real browser.
 * @example
 * const server = createSessionSecurityServer({ database: pgliteDriver(), encryptionKey, origins: ['https://localhost'] });
 * await server.migrate();
 * const laptop = createSessionSecurity({ link: createInProcessBrowser({ server }).link });
 * const phone = createSessionSecurity({ link: createInProcessBrowser({ server, userAgent: iphone }).link });
 */
export function createInProcessBrowser({
  server,
  origin = 'https://localhost',
  basePath = '/api/trpc',
  userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  remoteAddress = '203.0.113.7',
  clock = systemClock,
}: InProcessBrowserOptions): InProcessBrowser {
  requireCookieHeaders(origin);
  const jar = createCookieJar(clock, origin.startsWith('https:'));

  const send: typeof fetch = async (input, init) => {
    const request = new Request(input instanceof Request ? input : new URL(input, origin), init);
    request.headers.set('user-agent', userAgent);
    request.headers.set('sec-fetch-site', 'same-origin');
    if (request.method !== 'GET' && request.method !== 'HEAD') request.headers.set('origin', origin);
    const cookie = jar.header();
    if (cookie !== undefined) request.headers.set('cookie', cookie);
    const response = await server.handler(request, { remoteAddress });
    jar.keep(response.headers.getSetCookie());
    return response;
  };

  return {
    link: httpLink({ url: origin + basePath, fetch: send }),
    fetch: send,
    reopen: jar.close,
  };
}

/** `Cookie` is a forbidden header of the Fetch standard; Node lets a request have it, browsers drop it in silence. */
function requireCookieHeaders(origin: string): void {
  const request = new Request(origin);
  request.headers.set('cookie', 'a=b');
  if (request.headers.has('cookie')) return;
  throw new TypeError(
    'react-session-security: createInProcessBrowser() carries cookies itself, which a real browser forbids, so nobody ' +
      'could sign in. Use it in Node or jsdom; in a real browser use createScriptedBackend(), or a server over HTTP.',
  );
}
