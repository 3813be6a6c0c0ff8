/**
 * Which session a request speaks for, by what the server accepts and nothing else (OWASP Session Management, "used
 * versus accepted mechanisms"; R7).
 */
import type { CookieReading, SessionCookies } from './sessionCookie';

/** How sessions travel (SPEC G3): a cookie, an access token beside a refresh cookie, or whichever a client asks for. */
export type Transport = 'cookie' | 'bearer' | 'both';

export type CredentialReading =
  | CookieReading
  | { readonly status: 'bearer'; readonly token: string }
  /** No access token yet, but a refresh token to get one for: a page that was just opened. */
  | { readonly status: 'refreshable' }
  /** An access token and a session cookie, which never belong together. */
  | { readonly status: 'conflict' };

export interface ReadCookies {
  readonly session: CookieReading;
  readonly refresh: CookieReading;
}

/** What the transport doesn't use is not there: it may be another server's on the same host. */
export function readCookies(headers: Headers, transport: Transport, { session, refresh }: SessionCookies): ReadCookies {
  const absent = { status: 'absent' } as const;
  return {
    session: transport === 'bearer' ? absent : session.read(headers),
    refresh: transport === 'cookie' ? absent : refresh.read(headers),
  };
}

export function readCredential(
  headers: Headers,
  transport: Transport,
  { session, refresh }: ReadCookies,
): CredentialReading {
  const token = transport === 'cookie' ? null : bearerTokenOf(headers);
  if (token !== null) return session.status === 'absent' ? { status: 'bearer', token } : { status: 'conflict' };
  return session.status === 'absent' && refresh.status !== 'absent' ? { status: 'refreshable' } : session;
}

/** `null` where there is none; another scheme is somebody else's (a proxy's Basic, say). Two are one malformed token. */
function bearerTokenOf(headers: Headers): string | null {
  const header = headers.get('authorization') ?? '';
  return /^bearer(?: |$)/iu.test(header) ? header.slice('bearer '.length) : null;
}
