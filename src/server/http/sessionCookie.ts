/**
 * The cookies that carry a session's secret and the pre-sign-in binding (R4–R7, R11). Attributes are fixed here and
 * nowhere else: `__Host-` (this host only, no `Domain`, `Path=/`), `Secure`, `HttpOnly` and an explicit `SameSite`.
 */

export interface CookieOptions {
  /** No default on purpose: a cookie without it is sent on cross-site POSTs for two minutes (rfc6265bis §5.6.7.2). */
  readonly sameSite: 'strict' | 'lax';
  /** Plain names without `Secure`, for development over http. Safari refuses `Secure` cookies on localhost. @default false */
  readonly allowInsecure?: boolean | undefined;
  /** Name of the session cookie after the prefix. @default 'sid' */
  readonly name?: string | undefined;
}

export type CookieReading =
  | { readonly status: 'absent' }
  | { readonly status: 'present'; readonly value: string }
  /**
   * Two values under one name: a sibling host or an older path planted one (T7). Treat as not signed in. `values` are
   * the first eight: enough to end what they stand for, never to choose from.
   */
  | { readonly status: 'duplicate'; readonly values: readonly string[] };

export interface Cookie {
  /** As the browser sees it, prefix included. */
  readonly name: string;
  read(headers: Headers): CookieReading;
  /**
   * A `Set-Cookie` value. Without `maxAgeMs` the browser forgets it when it closes.
   *
   * @throws {TypeError} if the value is not opaque base64url text that fits into a cookie.
   */
  serialize(value: string, maxAgeMs?: number): string;
  /** A `Set-Cookie` value that removes it. */
  expire(): string;
}

export interface SessionCookies {
  readonly session: Cookie;
  /** Carries the refresh token in bearer transport. Always `SameSite=Strict`: only pages of the app refresh. */
  readonly refresh: Cookie;
  /** Binds a sign-in in progress to one browser (T5). */
  readonly preAuth: Cookie;
  /** Recognises a browser that has signed in before, for limits only: it replaces no factor. */
  readonly device: Cookie;
  /** To be logged once at start; `null` when the settings are safe. */
  readonly warning: string | null;
}

/** Name and value together (rfc6265bis §5.5). */
const maxCookieLength = 4096;
/** 400 days (rfc6265bis §5.5). Browsers cut longer ones down to it. */
const maxAgeLimitSeconds = 34_560_000;

/** @throws {TypeError} for settings that would weaken the cookies. */
export function createSessionCookies(options: CookieOptions): SessionCookies {
  const { sameSite, allowInsecure = false, name = 'sid' } = options;
  if (sameSite !== 'strict' && sameSite !== 'lax') {
    throw new TypeError(
      `react-session-security: cookies.sameSite is ${String(sameSite)}, which lets other sites send the session cookie. ` +
        "Set it to 'strict', or to 'lax' if links from other sites must arrive signed in.",
    );
  }
  if (!/^[A-Za-z0-9_-]{1,64}$/u.test(name) || /^__(?:host|secure)-/iu.test(name)) {
    throw new TypeError(
      `react-session-security: cookies.name "${name}" can't be used. ` +
        'Use 1 to 64 letters, digits, "-" or "_"; the __Host- prefix is added for you.',
    );
  }
  const prefix = allowInsecure ? '' : '__Host-';
  const attributesFor = (site: 'Strict' | 'Lax'): string =>
    `; Path=/; HttpOnly; SameSite=${site}${allowInsecure ? '' : '; Secure'}`;
  const attributes = attributesFor(sameSite === 'strict' ? 'Strict' : 'Lax');
  const companion = (kind: string, ownAttributes = attributes): Cookie =>
    cookie(`${prefix}${name === 'sid' ? kind : `${name}-${kind}`}`, ownAttributes);
  return {
    session: cookie(`${prefix}${name}`, attributes),
    refresh: companion('rt', attributesFor('Strict')),
    preAuth: companion('pre'),
    device: companion('device'),
    warning: allowInsecure
      ? 'react-session-security: cookies.allowInsecure is on. Session cookies go over plain http and can be planted by ' +
        'sibling hosts. Never run this in production: serve https and remove the option.'
      : null,
  };
}

function cookie(name: string, attributes: string): Cookie {
  return {
    name,
    read: (headers) => readCookie(headers, name),
    serialize(value, maxAgeMs) {
      if (!/^[A-Za-z0-9_-]+$/u.test(value) || name.length + value.length > maxCookieLength) {
        throw new TypeError(
          `react-session-security: the value for cookie ${name} is not opaque base64url text of at most ` +
            `${maxCookieLength} characters. Cookies carry random secrets only, never data about the user.`,
        );
      }
      return `${name}=${value}${attributes}${maxAgeMs === undefined ? '' : `; Max-Age=${maxAgeSeconds(maxAgeMs)}`}`;
    },
    expire: () => `${name}=${attributes}; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT`,
  };
}

function maxAgeSeconds(maxAgeMs: number): number {
  return Math.min(Math.max(0, Math.floor(maxAgeMs / 1000)), maxAgeLimitSeconds);
}

const maxValues = 8;

function readCookie(headers: Headers, name: string): CookieReading {
  const header = headers.get('cookie');
  if (header === null || !header.includes(name)) return { status: 'absent' };
  const values = new Set<string>();
  // At semicolons only, as browsers write it (RFC 6265 §4.2.1): a comma is part of a value, and a sibling host that
  // plants `theme=x,__Host-sid=…` gets past the browser's check of the prefix.
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals === -1 || withoutBlanks(pair.slice(0, equals)) !== name) continue;
    values.add(withoutBlanks(pair.slice(equals + 1)));
    if (values.size === maxValues) break;
  }
  const [value] = values;
  if (value === undefined) return { status: 'absent' };
  return values.size === 1 ? { status: 'present', value } : { status: 'duplicate', values: [...values] };
}

/** Space and tab, as RFC 6265 §5.2 has it. `trim` takes more, and would make a planted `\u00a0__Host-sid` ours. */
function withoutBlanks(text: string): string {
  return text.replace(/^[ \t]+/u, '').replace(/[ \t]+$/u, '');
}
