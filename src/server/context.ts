/** What a request brings and what its answer takes along: the only place where services meet HTTP. */
import type { RateLimit } from '../contract/policy';
import type { CredentialReading, ReadCookies, Transport } from './http/readCredential';
import type { SessionCookies } from './http/sessionCookie';
import type { RequestOrigin, ServiceDeps } from './services/deps';
import type { IssuedSecret } from './services/sessionStart';
import type { SignInCaller } from './services/signInCaller';

/** The context of every procedure. Opaque to hosts: `server.createContext` makes it. */
export interface SessionSecurityContext {
  readonly deps: ServiceDeps;
  readonly origin: RequestOrigin;
  readonly credential: CredentialReading;
  readonly cookies: ReadCookies;
  /** What the client calls this attempt at a refresh; `null` for none. */
  readonly attemptId: string | null;
  readonly caller: SignInCaller;
  readonly response: ResponseEffects;
}

/** What a procedure may do to the answer besides its data. */
export interface ResponseEffects {
  startSession(secret: IssuedSecret, maxAgeMs: number | undefined): void;
  /** The session goes on under a new secret; a sign-in in progress too. */
  renewSecret(secret: IssuedSecret, maxAgeMs: number | undefined): void;
  keepRefreshToken(token: string, maxAgeMs: number | undefined): void;
  bindPreAuth(secret: string): void;
  rememberBrowser(secret: string, maxAgeMs: number): void;
  /** The browser forgets its session, and a sign-in in progress. */
  endSession(): void;
  /** It forgets the session alone: a sign-in in progress goes on. */
  dropSessionCookie(): void;
  dropRefreshCookie(): void;
  /** It also forgets what it cached (R10). */
  forgetCachedPages(): void;
  retryAfter(seconds: number): void;
  /** RFC 9470 §3: what kind of authentication would do, and how old it may be. */
  askForAuthentication(level: 'second_factor' | 'step_up', maxAgeSeconds: number): void;
  /** How a limit stands, for clients that pace themselves. */
  rateLimit(standing: LimitStanding): void;
}

export interface LimitStanding {
  /** Its name in `policy.limits`. */
  readonly name: 'general' | 'refresh';
  readonly limit: RateLimit;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export function createResponseEffects(
  headers: Headers,
  cookies: SessionCookies,
  transport: Transport,
  clearSiteData: (headers: Headers) => void,
): ResponseEffects {
  const carriers = { session: cookies.session, refresh: cookies.refresh };
  /** Those that this server ever sets. */
  const used =
    transport === 'both'
      ? (['session', 'refresh'] as const)
      : ([transport === 'cookie' ? 'session' : 'refresh'] as const);
  let leastRemaining = Number.POSITIVE_INFINITY;
  return {
    startSession(secret, maxAgeMs) {
      headers.append('set-cookie', carriers[secret.kind].serialize(secret.value, maxAgeMs));
      for (const kind of used) if (kind !== secret.kind) headers.append('set-cookie', carriers[kind].expire());
      headers.append('set-cookie', cookies.preAuth.expire());
    },
    renewSecret(secret, maxAgeMs) {
      headers.append('set-cookie', carriers[secret.kind].serialize(secret.value, maxAgeMs));
    },
    keepRefreshToken(token, maxAgeMs) {
      headers.append('set-cookie', cookies.refresh.serialize(token, maxAgeMs));
    },
    bindPreAuth(secret) {
      headers.append('set-cookie', cookies.preAuth.serialize(secret));
    },
    rememberBrowser(secret, maxAgeMs) {
      headers.append('set-cookie', cookies.device.serialize(secret, maxAgeMs));
    },
    endSession() {
      for (const kind of used) headers.append('set-cookie', carriers[kind].expire());
      headers.append('set-cookie', cookies.preAuth.expire());
    },
    dropSessionCookie() {
      headers.append('set-cookie', cookies.session.expire());
    },
    dropRefreshCookie() {
      headers.append('set-cookie', cookies.refresh.expire());
    },
    forgetCachedPages() {
      clearSiteData(headers);
    },
    rateLimit({ name, limit, remaining, resetSeconds }) {
      // One answer may be that of a batch: the call that left least says how things stand.
      if (remaining > leastRemaining) return;
      leastRemaining = remaining;
      // As draft-ietf-httpapi-ratelimit-headers-10 writes them (structured fields).
      headers.set('ratelimit-policy', `"${name}";q=${limit.max};w=${Math.ceil(limit.windowMs / 1000)}`);
      headers.set('ratelimit', `"${name}";r=${remaining};t=${resetSeconds}`);
    },
    askForAuthentication(level, maxAgeSeconds) {
      const challenge = [
        'Bearer error="insufficient_user_authentication"',
        'error_description="More recent or stronger authentication is needed"',
        `acr_values="${level}"`,
        `max_age="${maxAgeSeconds}"`,
      ];
      headers.set('www-authenticate', challenge.join(', '));
    },
    retryAfter(seconds) {
      headers.set('retry-after', String(seconds));
    },
  };
}
