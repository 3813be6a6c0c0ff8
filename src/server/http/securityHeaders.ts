/**
 * Headers of every answer, refusals included (R65–R67): nothing may be stored, sniffed, framed, referred or read
 * by an origin that is not listed.
 */

/** The part that depends on nothing. */
export const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const vary = 'Cookie, Origin, Sec-Fetch-Site';

/** Readable by a listed origin's scripts beside the body (SPEC V12). */
const exposedHeaders = 'Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate';

/**
 * Sets the security and CORS headers on an answer to `request`. A listed origin is named back to itself; any other
 * gets no CORS header at all, neither a reflection nor `*` nor `null` (ASVS 3.4.2).
 */
export function applySecurityHeaders(headers: Headers, request: Request, origins: readonly string[]): void {
  for (const name in securityHeaders) headers.set(name, securityHeaders[name as keyof typeof securityHeaders]);
  headers.set('vary', vary);
  const origin = request.headers.get('origin');
  if (origin !== null && origins.includes(origin)) {
    headers.set('access-control-allow-origin', origin);
    headers.set('access-control-allow-credentials', 'true');
    headers.set('access-control-expose-headers', exposedHeaders);
    const isSameOrigin = request.headers.get('sec-fetch-site') === 'same-origin';
    headers.set('cross-origin-resource-policy', isSameOrigin ? 'same-origin' : 'cross-origin');
  } else {
    headers.set('cross-origin-resource-policy', 'same-origin');
  }
}

export type ClearableSiteData = 'cache' | 'cookies' | 'storage';

/**
 * Asks the browser to forget at sign-out (R10). Only the cache by default: `cookies` clears the whole registrable
 * domain and `storage` whatever else lives on this origin, service workers included.
 */
export function clearSiteData(headers: Headers, what: readonly ClearableSiteData[] = ['cache']): void {
  headers.set('clear-site-data', what.map((kind) => `"${kind}"`).join(', '));
}
