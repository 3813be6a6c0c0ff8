/** Wires the reference server: options are checked, ports get their defaults, and a request finds its way. */
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { systemClock } from '../contract/clock';
import { definePolicy } from '../contract/policy';
import type { SensitiveActionType } from '../contract/sensitiveAction';
import { type SessionSecurityContext, createResponseEffects } from './context';
import { attemptHeader, stepUpTokenHeader, transportHeader } from '../contract/requestHeader';
import { createAccessTokenKeys } from './crypto/accessTokenKeys';
import { createKeyring } from './crypto/keyring';
import type { Database, DatabaseDriver } from './database/DatabaseDriver';
import { migrate } from './database/migrate';
import { answerQuery, readPlainQuery } from './http/answerQuery';
import { addressBucket, createClientAddress } from './http/clientAddress';
import { createHttpGuard } from './http/createHttpGuard';
import { readCookies, readCredential } from './http/readCredential';
import { applySecurityHeaders, clearSiteData } from './http/securityHeaders';
import { type CookieOptions, createSessionCookies } from './http/sessionCookie';
import { createDefaultUsers, type DefaultUsers } from './ports/defaultUsers';
import { unknownPlace } from './ports/locate';
import { jsonLog } from './ports/log';
import { silentNotify } from './ports/notify';
import type { UserAccount } from './ports/users';
import { argon2idHasher } from './ports/passwordHasher';
import { systemRandom } from './ports/random';
import { unsentSms } from './ports/sms';
import { sessionSecurityRouter, type SessionSecurityRouter } from './router';
import { authenticate } from './services/authenticate';
import { createBackground } from './services/background';
import type { ServiceDeps } from './services/deps';
import { type HostAction, type ProvedHostAction, requireProofForHost } from './services/hostAction';
import { createAccessTokens } from './services/jwt';
import { createRelyingParty } from './services/passkeyRelyingParty';
import { type HostRevocation, revokeForHost } from './services/revocation';
import { prepareSessionLookups } from './services/sessionLookup';
import { expiryOf } from './services/sessionRow';
import type { ServerOptions } from './ServerOptions';

/** What the host knows of a request beyond its headers. */
export interface RequestInfo {
  /** The peer's address as the host's socket knows it. Without it, all callers share the limits of one address. */
  readonly remoteAddress?: string;
}

/** What a host that mounts the router itself passes along with each request. */
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

/** The reference back end (SPEC 9): one handler, or its parts for hosts that mount them. */
export interface SessionSecurityServer {
  /** To be mounted in a host's own tRPC app, behind {@link createHttpGuard}: tRPC alone doesn't stop forged requests. */
  readonly router: SessionSecurityRouter;
  /** The whole server as one fetch-standard function, guard included. */
  handler(request: Request, info?: RequestInfo): Promise<Response>;
  /** For hosts that mount `router` themselves. */
  createContext(request: Request, info: ContextInfo): Promise<SessionSecurityContext>;
  /**
   * Who calls one of the host's own routes, by whichever transport the server has. Where that is a cookie, a route that
   * changes something needs its own CSRF check.
   *
   * @throws {SessionSecurityError} `UNAUTHENTICATED`, `SESSION_REVOKED` or `SESSION_EXPIRED`.
   */
  authenticate(request: Request, info?: RequestInfo): Promise<AuthenticatedSession>;
  /**
   * The guard of a sensitive action that is a route of the host's own: who calls, whether they may, and whether enough was
   * proved. A step-up token that is shown is used up. Every attempt is on record. Where the transport is a cookie, the
   * route needs its own CSRF check.
   *
   * @throws {SessionSecurityError} as {@link authenticate}; `FORBIDDEN`, `2FA_REQUIRED`, `STEP_UP_REQUIRED`, or what is wrong
   * with the token.
   */
  requireProof(request: Request, action: HostAction, info?: RequestInfo): Promise<ProvedHostAction>;
  /**
   * Ends sessions of a user for a reason of the host's own: all of them, some, or those from before a moment. Holds from
   * their next request on, access tokens included; their pages are told `SESSION_REVOKED`. Call it only for somebody who
   * may: nothing is asked here.
   */
  revokeSessions(which: HostRevocation): Promise<{ readonly revokedCount: number }>;
  /** The default accounts. @throws when the app brought its own. */
  readonly users: DefaultUsers;
  /** Makes or updates the tables. Idempotent, and safe when several instances start at once. */
  migrate(): Promise<void>;
  /** Waits for texts and notices that are under way, then lets go of the database. */
  close(): Promise<void>;
}

/**
 * The reference back end (SPEC 9) over one of the two database drivers. Nothing happens yet: call `migrate()` before serving.
 *
 * @throws {TypeError | RangeError} for options that are wrong or unsafe, saying which and what to do.
 */
export function createSessionSecurityServer(options: ServerOptions): SessionSecurityServer {
  requireDatabase(options.database);
  const { database: driver, origins, basePath = '/api/trpc', clock = systemClock, random = systemRandom } = options;
  const { transport = 'cookie' } = options;
  requireTransport(transport);
  const { database } = driver;
  const keyring = createKeyring(options.encryptionKey, random);
  const policy = definePolicy(options.policy);
  const log = options.log ?? jsonLog();
  const guard = createHttpGuard({ origins, basePath, transport });
  const cookies = createSessionCookies({ sameSite: 'strict', ...options.cookies } satisfies CookieOptions);
  const clientAddress = createClientAddress(options.trustedProxies);
  if (cookies.warning !== null) log.write({ level: 'warn', event: 'insecure_cookies', hint: cookies.warning });
  const passwordHasher = options.passwordHasher ?? argon2idHasher();
  const defaultUsersIn = (connection: Database): DefaultUsers =>
    createDefaultUsers({ database: connection, clock, random, keyring, passwordHasher });
  const defaultUsers = options.users === undefined ? defaultUsersIn(database) : undefined;
  const background = createBackground(log);
  const [issuer = ''] = origins;
  const appName = options.appName ?? new URL(issuer).hostname;
  const accessTokens = createAccessTokens({
    issuer,
    audience: issuer,
    ...options.accessToken,
    keys: createAccessTokenKeys(options.accessToken?.keys, keyring.accessTokenSecret),
    clock,
    random,
    policy,
  });
  const deps: ServiceDeps = {
    database,
    clock,
    random,
    keyring,
    policy,
    log,
    background,
    users: options.users ?? (defaultUsers as DefaultUsers),
    usersIn: (transaction) => options.users ?? defaultUsersIn(transaction),
    mayPerform: options.mayPerform ?? onlyAdministrators,
    roles: options.roles ?? ['user', 'admin'],
    stepUpStatus: options.stepUpStatus ?? 403,
    sms: options.sms ?? unsentSms(log),
    notify: options.notify ?? silentNotify,
    locate: options.locate ?? unknownPlace,
    lookups: prepareSessionLookups(database, options.users === undefined ? 'ours' : 'foreign'),
    accessTokens,
    appName,
    relyingParty: createRelyingParty(options.relyingParty, { origins, appName }),
  };

  function contextOf({ headers }: Request, info: ContextInfo): SessionSecurityContext {
    const ipAddress = clientAddress(headers, info.remoteAddress);
    const origin = {
      ipAddress,
      addressBucket: addressBucket(ipAddress),
      userAgent: headers.get('user-agent')?.slice(0, maxUserAgentLength) ?? null,
      headers,
    };
    const read = readCookies(headers, transport, cookies);
    const isBearer =
      transport === 'both' ? headers.get(transportHeader.name) === transportHeader.value : transport === 'bearer';
    return {
      deps,
      origin,
      credential: readCredential(headers, transport, read),
      cookies: read,
      attemptId: headers.get(attemptHeader.name)?.slice(0, maxAttemptIdLength) ?? null,
      caller: {
        origin,
        cookies: read,
        transport: isBearer ? 'bearer' : 'cookie',
        preAuth: cookies.preAuth.read(headers),
        device: cookies.device.read(headers),
      },
      response: createResponseEffects(info.responseHeaders, cookies, transport, clearSiteData),
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
      const createContext = (responseHeaders: Headers) => contextOf(request, { ...info, responseHeaders });
      const query = readPlainQuery(decision.request, decision.paths);
      const response =
        query === undefined
          ? await fetchRequestHandler({
              endpoint: basePath,
              req: decision.request,
              router: sessionSecurityRouter,
              createContext: ({ resHeaders }) => createContext(resHeaders),
            })
          : await answerQuery(sessionSecurityRouter, query, createContext);
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

    async requireProof(request, action, info = {}) {
      const context = contextOf(request, { ...info, responseHeaders: new Headers() });
      const session = await authenticate(deps, context);
      const stepUpToken = action.stepUpToken ?? request.headers.get(stepUpTokenHeader.name) ?? undefined;
      return requireProofForHost(deps, { ...action, session, caller: context.caller, stepUpToken });
    },

    revokeSessions: (which) => revokeForHost(deps, which),

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

/** The rule of `mayPerform` where the host has none of its own. */
function onlyAdministrators({ roles }: UserAccount, actionType: SensitiveActionType): boolean {
  return (actionType !== 'role_change' && actionType !== 'admin_action') || roles.includes('admin');
}

/** What is kept of a user agent (R29). */
const maxUserAgentLength = 512;

const maxAttemptIdLength = 256;

function requireTransport(transport: unknown): void {
  if (transport === 'cookie' || transport === 'bearer' || transport === 'both') return;
  throw new TypeError(
    `react-session-security: transport "${String(transport)}" is not known, so nobody could stay signed in. ` +
      "Use 'cookie', 'bearer' or 'both'.",
  );
}

function requireDatabase(driver: DatabaseDriver | undefined): void {
  if (typeof driver === 'object' && driver !== null && 'database' in driver) return;
  throw new TypeError(
    'react-session-security: `database` is missing, so sessions would have nowhere to live. Pass `pgliteDriver()` from ' +
      'react-session-security/server/pglite, or `postgresDriver({ connectionString })` from react-session-security/server/postgres.',
  );
}
