/** Wires the reference server: options are checked, ports get their defaults, and a request finds its way. */
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { type Clock, systemClock } from '../contract/clock';
import { definePolicy, type PolicyOptions } from '../contract/policy';
import { type SessionSecurityContext, createResponseEffects } from './context';
import { createKeyring } from './crypto/keyring';
import type { DatabaseDriver } from './database/DatabaseDriver';
import { migrate } from './database/migrate';
import { addressBucket, createClientAddress, type TrustedProxies } from './http/clientAddress';
import { createHttpGuard } from './http/createHttpGuard';
import { applySecurityHeaders, clearSiteData } from './http/securityHeaders';
import { type CookieOptions, createSessionCookies } from './http/sessionCookie';
import { createDefaultUsers, type DefaultUsers } from './ports/defaultUsers';
import { type LocatePort, unknownPlace } from './ports/locate';
import { jsonLog, type LogPort } from './ports/log';
import { type NotifyPort, silentNotify } from './ports/notify';
import { argon2idHasher, type PasswordHasher } from './ports/passwordHasher';
import { type RandomPort, systemRandom } from './ports/random';
import { type SmsPort, unsentSms } from './ports/sms';
import type { UsersPort } from './ports/users';
import { sessionSecurityRouter, type SessionSecurityRouter } from './router';
import { authenticate } from './services/authenticate';
import { createBackground } from './services/background';
import type { ServiceDeps } from './services/deps';
import { prepareSessionLookups } from './services/sessionLookup';
import { expiryOf } from './services/sessionRow';

export interface ServerOptions {
  /** `pgliteDriver()` or `postgresDriver()`. */
  readonly database: DatabaseDriver;
  /** 32 random bytes in base64 (`openssl rand -base64 32`), the same on every instance. */
  readonly encryptionKey: string;
  /** Exact origins of the apps that may call, e.g. `https://app.example.com`. */
  readonly origins: readonly string[];
  /** @default '/api/trpc' */
  readonly basePath?: string;
  readonly policy?: PolicyOptions;
  readonly cookies?: {
    /** @default 'strict' */
    readonly sameSite?: 'strict' | 'lax';
    /** Plain http, for development only. @default false */
    readonly allowInsecure?: boolean;
    /** @default 'sid' */
    readonly name?: string;
  };
  /** How many proxies stand before the server, or their addresses (CIDR). @default 0, forwarding headers are ignored */
  readonly trustedProxies?: TrustedProxies;
  /** The app's own accounts. @default a table of ours, see {@link SessionSecurityServer.users} */
  readonly users?: UsersPort;
  readonly sms?: SmsPort;
  readonly notify?: NotifyPort;
  readonly locate?: LocatePort;
  readonly clock?: Clock;
  readonly random?: RandomPort;
  /** For the default accounts. @default Argon2id */
  readonly passwordHasher?: PasswordHasher;
  /** @default warnings and errors as JSON lines on standard error */
  readonly log?: LogPort;
}

export interface RequestInfo {
  /** The peer's address as the host's socket knows it. Without it, all callers share the limits of one address. */
  readonly remoteAddress?: string;
}

export interface ContextInfo extends RequestInfo {
  /** Takes the cookies of the answer; pass tRPC's `resHeaders`. */
  readonly responseHeaders: Headers;
}

/** For the host's own routes. Instants are epoch milliseconds. */
export interface AuthenticatedSession {
  /** Public handle. */
  readonly sessionId: string;
  readonly userId: string;
  readonly signInMethod: string;
  readonly createdAt: number;
  readonly lastActivityAt: number;
  readonly authenticatedAt: number;
  readonly secondFactorAt: number | null;
  readonly expiresAt: number;
}

export interface SessionSecurityServer {
  /** To be mounted in a host's own tRPC app, behind {@link createHttpGuard}: tRPC alone doesn't stop forged requests. */
  readonly router: SessionSecurityRouter;
  /** The whole server as one fetch-standard function, guard included. */
  handler(request: Request, info?: RequestInfo): Promise<Response>;
  /** For hosts that mount `router` themselves. */
  createContext(request: Request, info: ContextInfo): Promise<SessionSecurityContext>;
  /**
   * Who calls one of the host's own routes. Reads the cookie only: a route that changes something needs its own CSRF check.
   *
   * @throws {SessionSecurityError} `UNAUTHENTICATED`, `SESSION_REVOKED` or `SESSION_EXPIRED`.
   */
  authenticate(request: Request, info?: RequestInfo): Promise<AuthenticatedSession>;
  /** The default accounts. @throws when the app brought its own. */
  readonly users: DefaultUsers;
  /** Makes or updates the tables. Idempotent, and safe when several instances start at once. */
  migrate(): Promise<void>;
  /** Waits for texts and notices that are under way, then lets go of the database. */
  close(): Promise<void>;
}

/** @throws {TypeError | RangeError} for options that are wrong or unsafe, saying which and what to do. */
export function createSessionSecurityServer(options: ServerOptions): SessionSecurityServer {
  requireDatabase(options.database);
  const { database: driver, origins, basePath = '/api/trpc', clock = systemClock, random = systemRandom } = options;
  const { database } = driver;
  const keyring = createKeyring(options.encryptionKey, random);
  const policy = definePolicy(options.policy);
  const log = options.log ?? jsonLog();
  const guard = createHttpGuard({ origins, basePath });
  const cookies = createSessionCookies({ sameSite: 'strict', ...options.cookies } satisfies CookieOptions);
  const clientAddress = createClientAddress(options.trustedProxies);
  if (cookies.warning !== null) log.write({ level: 'warn', event: 'insecure_cookies', hint: cookies.warning });
  const defaultUsers =
    options.users === undefined
      ? createDefaultUsers({
          database,
          clock,
          random,
          keyring,
          passwordHasher: options.passwordHasher ?? argon2idHasher(),
        })
      : undefined;
  const background = createBackground(log);
  const deps: ServiceDeps = {
    database,
    clock,
    random,
    keyring,
    policy,
    log,
    background,
    users: options.users ?? (defaultUsers as DefaultUsers),
    sms: options.sms ?? unsentSms(log),
    notify: options.notify ?? silentNotify,
    locate: options.locate ?? unknownPlace,
    lookups: prepareSessionLookups(database, options.users === undefined ? 'ours' : 'foreign'),
  };

  function contextOf({ headers }: Request, info: ContextInfo): SessionSecurityContext {
    const ipAddress = clientAddress(headers, info.remoteAddress);
    const origin = {
      ipAddress,
      addressBucket: addressBucket(ipAddress),
      userAgent: headers.get('user-agent')?.slice(0, maxUserAgentLength) ?? null,
      headers,
    };
    const credential = cookies.session.read(headers);
    return {
      deps,
      origin,
      credential,
      caller: {
        origin,
        session: credential,
        preAuth: cookies.preAuth.read(headers),
        device: cookies.device.read(headers),
      },
      response: createResponseEffects(info.responseHeaders, cookies, clearSiteData),
    };
  }

  return {
    router: sessionSecurityRouter,

    async handler(request, info = {}) {
      const decision = await guard(request);
      if (decision.status !== 'allowed') {
        if (decision.status === 'refused') {
          const { errorCode, reason } = decision.cause;
          log.write({ level: 'info', event: 'request_refused', errorCode, ...(reason !== undefined && { reason }) });
        }
        return decision.response;
      }
      const response = await fetchRequestHandler({
        endpoint: basePath,
        req: decision.request,
        router: sessionSecurityRouter,
        createContext: ({ resHeaders }) => contextOf(request, { ...info, responseHeaders: resHeaders }),
      });
      applySecurityHeaders(response.headers, request, origins);
      return response;
    },

    createContext: async (request, info) => contextOf(request, info),

    async authenticate(request, info = {}) {
      const session = await authenticate(deps, contextOf(request, { ...info, responseHeaders: new Headers() }));
      const { id, userId, signInMethod, createdAt, lastActivityAt, authenticatedAt, secondFactorAt } = session;
      return {
        sessionId: id,
        userId,
        signInMethod,
        createdAt,
        lastActivityAt,
        authenticatedAt,
        secondFactorAt,
        expiresAt: expiryOf(session, policy).expiresAt,
      };
    },

    get users() {
      if (defaultUsers !== undefined) return defaultUsers;
      throw new Error(
        'react-session-security: `server.users` is the default account table, but this server was given its own `users` port, ' +
          'so nothing would read what you put there. Use your own store instead.',
      );
    },

    migrate: () => migrate(database, clock),

    async close() {
      await background.settle();
      await driver.close();
    },
  };
}

/** What is kept of a user agent (R29). */
const maxUserAgentLength = 512;

function requireDatabase(driver: DatabaseDriver | undefined): void {
  if (typeof driver === 'object' && driver !== null && 'database' in driver) return;
  throw new TypeError(
    'react-session-security: `database` is missing, so sessions would have nowhere to live. Pass `pgliteDriver()` from ' +
      'react-session-security/server/pglite, or `postgresDriver({ connectionString })` from react-session-security/server/postgres.',
  );
}
