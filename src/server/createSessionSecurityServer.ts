/** Wires the reference server: options are checked, ports get their defaults, and a request finds its way. */
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { systemClock } from '../contract/clock';
import { definePolicy } from '../contract/policy';
import type { SensitiveActionType } from '../contract/sensitiveAction';
import { type SessionSecurityContext, createResponseEffects } from './context';
import { attemptHeader, transportHeader } from '../contract/requestHeader';
import { createAccessTokenKeys } from './crypto/accessTokenKeys';
import { createKeyring } from './crypto/keyring';
import type { Database, DatabaseDriver } from './database/DatabaseDriver';
import { migrate } from './database/migrate';
import { formatTrpcError } from './formatTrpcError';
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
import { refusalResponse } from './refusalResponse';
import { sessionSecurityRouter } from './router';
import { authenticate } from './services/authenticate';
import { createBackground } from './services/background';
import type { ServiceDeps } from './services/deps';
import { withProofForHost } from './services/hostAction';
import { createAccessTokens } from './services/jwt';
import { createRelyingParty } from './services/passkeyRelyingParty';
import { revokeForHost } from './services/revocation';
import { unlockSecondFactorsForHost } from './services/secondFactorReset';
import { prepareSessionLookups } from './services/sessionLookup';
import { expiryOf } from './services/sessionRow';
import type { ServerOptions } from './ServerOptions';
import type { ContextInfo, SessionSecurityServer } from './SessionSecurityServer';

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

  const effectsOn = (headers: Headers) => createResponseEffects(headers, cookies, transport, clearSiteData);

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
      response: effectsOn(info.responseHeaders),
    };
  }

  const withProof: SessionSecurityServer['withProof'] = async (request, action, effect, info = {}) => {
    const context = contextOf(request, { ...info, responseHeaders: new Headers() });
    const session = await authenticate(deps, context);
    return withProofForHost(deps, { ...action, session, caller: context.caller }, effect);
  };

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

    withProof,

    requireProof: (request, action, info) => withProof(request, action, (proved) => proved, info),

    refusalResponse: (error) => refusalResponse(deps, effectsOn, error),

    formatTrpcError: (refused) => formatTrpcError(deps, refused),

    revokeSessions: (which) => revokeForHost(deps, which),

    unlockSecondFactors: ({ userId }) => unlockSecondFactorsForHost(deps, userId),

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
