/** Where to go after signing in or confirming: only ever a path of the same origin (R70; RFC 9700 §4.11). Reaches browsers. */

const maxLength = 2048;
/** Any origin that nobody has: what resolves to another one leaves the page's own. */
const base = 'https://return-to.invalid';

/**
 * A path, with query and hash, that stays on the page's origin; `fallback` for anything else. For what came out of a URL, a
 * form or a storage, in browsers and on servers. The path comes back as browsers write it: `/a/../b` as `/b`.
 *
 * @param value hostile until checked: no string, longer than 2048, a scheme, `//host`, a backslash, a space or control
 *   character, or a path that becomes `//host` once it is normalised or decoded
 * @param fallback a path of your own. @default '/'
 * @example
 * router.push(sanitizeReturnTo(searchParams.get('returnTo'), '/account'));
 */
export function sanitizeReturnTo(value: unknown, fallback = '/'): string {
  if (typeof value !== 'string' || value.length > maxLength) return fallback;
  if (!/^\/(?![/\\]|%(?:2f|5c|09|0a|0d))[^\s\\\p{Cc}\p{Cf}]*$/iu.test(value)) return fallback;
  const url = parse(value);
  if (url === undefined || url.origin !== base || url.username !== '' || url.password !== '') return fallback;
  return /^\/(?![/\\]|%(?:2f|5c|09|0a|0d))/i.test(url.pathname) ? url.pathname + url.search + url.hash : fallback;
}

function parse(value: string): URL | undefined {
  try {
    return new URL(value, base);
  } catch {
    return undefined;
  }
}
