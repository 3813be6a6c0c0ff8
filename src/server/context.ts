/** What a request brings and what its answer takes along: the only place where services meet HTTP. */
import type { CookieReading, SessionCookies } from './http/sessionCookie';
import type { RequestOrigin, ServiceDeps } from './services/deps';
import type { SignInCaller } from './services/signInCaller';

export interface SessionSecurityContext {
  readonly deps: ServiceDeps;
  readonly origin: RequestOrigin;
  readonly credential: CookieReading;
  readonly caller: SignInCaller;
  readonly response: ResponseEffects;
}

/** What a procedure may do to the answer besides its data. */
export interface ResponseEffects {
  startSession(secret: string, maxAgeMs: number | undefined): void;
  bindPreAuth(secret: string): void;
  rememberBrowser(secret: string, maxAgeMs: number): void;
  /** The browser forgets its session, and a sign-in in progress. */
  endSession(): void;
  /** It forgets the session alone: a sign-in in progress goes on. */
  dropSessionCookie(): void;
  /** It also forgets what it cached (R10). */
  forgetCachedPages(): void;
  retryAfter(seconds: number): void;
}

export function createResponseEffects(
  headers: Headers,
  cookies: SessionCookies,
  clearSiteData: (headers: Headers) => void,
): ResponseEffects {
  return {
    startSession(secret, maxAgeMs) {
      headers.append('set-cookie', cookies.session.serialize(secret, maxAgeMs));
      headers.append('set-cookie', cookies.preAuth.expire());
    },
    bindPreAuth(secret) {
      headers.append('set-cookie', cookies.preAuth.serialize(secret));
    },
    rememberBrowser(secret, maxAgeMs) {
      headers.append('set-cookie', cookies.device.serialize(secret, maxAgeMs));
    },
    endSession() {
      headers.append('set-cookie', cookies.session.expire());
      headers.append('set-cookie', cookies.preAuth.expire());
    },
    dropSessionCookie() {
      headers.append('set-cookie', cookies.session.expire());
    },
    forgetCachedPages() {
      clearSiteData(headers);
    },
    retryAfter(seconds) {
      headers.set('retry-after', String(seconds));
    },
  };
}
