/** What a request brings and what its answer takes along: the only place where services meet HTTP. */
import type { SessionCookies } from './http/sessionCookie';
import type { SessionCredential } from './services/authenticate';
import type { RequestOrigin, ServiceDeps } from './services/deps';
import type { SignInCaller } from './services/signInCaller';

export interface SessionSecurityContext {
  readonly deps: ServiceDeps;
  readonly origin: RequestOrigin;
  readonly credential: SessionCredential;
  readonly caller: SignInCaller;
  readonly response: ResponseEffects;
}

/** What a procedure may do to the answer besides its data. */
export interface ResponseEffects {
  startSession(secret: string, maxAgeMs: number | undefined): void;
  bindPreAuth(secret: string): void;
  /** The browser forgets its cookies. */
  endSession(): void;
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
    endSession() {
      headers.append('set-cookie', cookies.session.expire());
      headers.append('set-cookie', cookies.preAuth.expire());
    },
    forgetCachedPages() {
      clearSiteData(headers);
    },
    retryAfter(seconds) {
      headers.set('retry-after', String(seconds));
    },
  };
}
