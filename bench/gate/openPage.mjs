/** A page of our own with one session: its cookies, its clock, and everything that a call can go through. */
import { createSessionSecurity } from 'react-session-security/client';

/** @typedef {{ security: ReturnType<typeof createSessionSecurity>, send: typeof fetch, token: () => string, moveClock: (ms: number) => void }} OpenPage */

/**
 * @param {{ origin: string, skewMs: number, account: { email: string, password: string } }} options `skewMs`: how far the server's clock is ahead
 * @returns {Promise<OpenPage>} signed in
 */
export async function openPage({ origin, skewMs, account }) {
  let ahead = skewMs;
  const send = fetchWithCookies(origin);
  const security = createSessionSecurity({
    url: `${origin}/api/trpc`,
    transport: 'bearer',
    fetch: send,
    clock: {
      now: () => Date.now() + ahead,
      monotonic: () => performance.now() + ahead,
      schedule(task, delayMs) {
        const timer = setTimeout(() => task(), delayMs);
        return () => clearTimeout(timer);
      },
    },
  });
  await security.call('auth.signIn', { identifier: account.email, password: account.password });
  // The engine may still be on its way, and the token with it.
  await security.engine.tokens?.get();
  return {
    security,
    send,
    token: () => security.headers()['authorization'] ?? '',
    moveClock(ms) {
      ahead += ms;
    },
  };
}

/** Node has no cookies of its own. @param {string} origin @returns {typeof fetch} */
function fetchWithCookies(origin) {
  /** @type {Map<string, string>} */
  const cookies = new Map();
  return async (input, init) => {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set('origin', origin);
    headers.set('user-agent', 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0');
    if (cookies.size > 0) headers.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '));
    const response = await fetch(input, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split('=');
      cookies.set(name, value);
    }
    return response;
  };
}
