/**
 * A back end in memory that does what it is told: answers from a list of sessions, fails or stalls on command, and
 * remembers what it was asked. For tests of your own screens and for stories (SPEC K5).
 */
import { handlersLink } from '../client/handlersLink';
import type { HandlerContext, SessionSecurityHandlers } from '../client/handlersLink';
import type { SessionSecurityLink } from '../client/links';
import type { Clock } from '../contract/clock';
import { cleanDeviceName } from '../contract/deviceName';
import { SessionSecurityError } from '../contract/errors';
import { toEpochMs, toIso } from '../contract/instant';
import { policyPresets } from '../contract/policy';
import type { ProcedurePath } from '../contract/procedures';
import type { GetSessionsInput, SessionInfo, SessionsPage, SessionStatus, SignedInUser } from '../contract/session';
import type { SessionWarning } from '../contract/warning';
import { createManualClock } from './createManualClock';
import { sessionsFixture, userFixture } from './fixtures';

export interface ScriptedBackendOptions {
  /** @default the five of `sessionsFixture` */
  readonly sessions?: readonly SessionInfo[];
  readonly user?: SignedInUser;
  /** @default 5 */
  readonly maxSessions?: number;
  /** What `limit` means when the client sends none. @default 20 */
  readonly pageSize?: number;
  /** @default a manual clock at the fixtures' moment */
  readonly clock?: Clock;
}

export interface ScriptedCall {
  readonly path: ProcedurePath;
  readonly input: unknown;
}

export interface ScriptedBackend {
  /** Give it to `createSessionSecurity({ link })`. */
  readonly link: SessionSecurityLink;
  /** Everything that was asked, oldest first. */
  readonly calls: readonly ScriptedCall[];
  readonly sessions: readonly SessionInfo[];
  /** Makes calls to `path` fail. @param times how many of them. @default Infinity */
  fail(path: ProcedurePath, error: unknown, times?: number): void;
  /** Lets calls to `path` succeed again. */
  succeed(path: ProcedurePath): void;
  /** Keeps calls to `path` waiting until the returned function is called. */
  hold(path: ProcedurePath): () => void;
  /** Ends a session behind the client's back, as another device would. */
  removeElsewhere(sessionId: string): void;
}

interface Failure {
  readonly error: unknown;
  left: number;
}

export function createScriptedBackend(options: ScriptedBackendOptions = {}): ScriptedBackend {
  const { user = userFixture, maxSessions = 5, pageSize = 20, clock = createManualClock() } = options;
  let sessions = [...(options.sessions ?? sessionsFixture)];
  const calls: ScriptedCall[] = [];
  const failures = new Map<ProcedurePath, Failure>();
  const holds = new Map<ProcedurePath, Promise<void>>();

  const serverTime = (): string => toIso(clock.now());
  const remove = (ids: ReadonlySet<string>): void => {
    sessions = sessions.filter(({ id }) => !ids.has(id));
  };
  const require = (id: string): SessionInfo => {
    const session = sessions.find((candidate) => candidate.id === id);
    if (session === undefined) throw new SessionSecurityError('SESSION_NOT_FOUND');
    return session;
  };

  const handlers: SessionSecurityHandlers = {
    'session.getSessions': (input) => page(sessions, input, { pageSize, maxSessions, serverTime: serverTime() }),
    'session.getStatus': () => status(sessions, user, maxSessions, serverTime()),
    'session.getSessionWarnings': () => ({ warnings: limitWarnings(sessions, maxSessions), serverTime: serverTime() }),
    'session.updateActivity': () => ({
      lastActivityAt: serverTime(),
      idleExpiresAt: toIso(clock.now() + policyPresets.consumer.session.idleTimeoutMs),
      serverTime: serverTime(),
    }),
    'session.revokeSession': ({ sessionId }) => {
      remove(new Set([require(sessionId).id]));
      return { revokedId: sessionId };
    },
    'session.revokeSessions': ({ sessionIds }) => {
      const known = new Set(sessions.map(({ id }) => id));
      remove(new Set(sessionIds));
      return {
        results: sessionIds.map((sessionId) => ({ sessionId, status: known.has(sessionId) ? 'revoked' : 'not_found' })),
      };
    },
    'session.revokeAllOtherSessions': () => {
      const others = sessions.filter(({ isCurrent }) => !isCurrent).map(({ id }) => id);
      remove(new Set(others));
      return { revokedCount: others.length };
    },
    'session.renameSession': ({ sessionId, deviceName }) => {
      const renamed = { ...require(sessionId), deviceName: cleanDeviceName(deviceName) };
      sessions = sessions.map((session) => (session.id === sessionId ? renamed : session));
      return { sessionId, deviceName: renamed.deviceName };
    },
    'auth.signOut': () => {
      remove(new Set(sessions.filter(({ isCurrent }) => isCurrent).map(({ id }) => id)));
      return { signedOut: true };
    },
  };

  const scripted = (path: ProcedurePath, handler: (input: never, context: HandlerContext) => unknown) => {
    return async (input: never, context: HandlerContext): Promise<unknown> => {
      calls.push({ path, input });
      await holds.get(path);
      context.signal.throwIfAborted();
      const failure = failures.get(path);
      if (failure !== undefined && failure.left > 0) {
        failure.left -= 1;
        throw failure.error;
      }
      return handler(input, context);
    };
  };

  return {
    link: handlersLink(
      Object.fromEntries(
        Object.entries(handlers).map(([path, handler]) => [path, scripted(path as ProcedurePath, handler)]),
      ),
    ),
    calls,
    get sessions() {
      return sessions;
    },
    fail: (path, error, times = Infinity) => void failures.set(path, { error, left: times }),
    succeed: (path) => void failures.delete(path),
    hold(path) {
      const { promise, resolve } = withResolvers();
      holds.set(path, promise);
      return () => {
        holds.delete(path);
        resolve();
      };
    },
    removeElsewhere: (sessionId) => remove(new Set([sessionId])),
  };
}

function page(
  all: readonly SessionInfo[],
  input: GetSessionsInput | undefined,
  { pageSize, maxSessions, serverTime }: { pageSize: number; maxSessions: number; serverTime: string },
): SessionsPage {
  const inactiveBefore = (toEpochMs(serverTime) ?? 0) - policyPresets.consumer.session.inactiveAfterMs;
  const matches = all
    .filter((session) => {
      if (input?.filter === 'inactive') return (toEpochMs(session.lastActivityAt) ?? 0) < inactiveBefore;
      return input?.filter === 'untrusted' ? !session.isTrusted : true;
    })
    .toSorted(
      (a, b) =>
        Number(b.isCurrent) - Number(a.isCurrent) ||
        (toEpochMs(b.lastActivityAt) ?? 0) - (toEpochMs(a.lastActivityAt) ?? 0),
    );
  const start = Number(input?.cursor ?? 0);
  if (!Number.isInteger(start) || start < 0) throw new SessionSecurityError('INVALID_REQUEST', { reason: 'cursor' });
  const end = start + (input?.limit ?? pageSize);
  return {
    sessions: matches.slice(start, end),
    totalCount: matches.length,
    maxSessions,
    ...(end < matches.length && { nextCursor: String(end) }),
    serverTime,
  };
}

function status(
  sessions: readonly SessionInfo[],
  user: SignedInUser,
  maxSessions: number,
  serverTime: string,
): SessionStatus {
  const session = sessions.find(({ isCurrent }) => isCurrent);
  if (session === undefined) throw new SessionSecurityError('UNAUTHENTICATED');
  const { session: figures, heartbeat } = policyPresets.consumer;
  const startedAt = toEpochMs(session.createdAt) ?? 0;
  const activeAt = toEpochMs(session.lastActivityAt) ?? 0;
  return {
    status: 'active',
    user,
    session,
    idleExpiresAt: toIso(activeAt + figures.idleTimeoutMs),
    absoluteExpiresAt: toIso(startedAt + figures.absoluteTimeoutMs),
    warnings: limitWarnings(sessions, maxSessions),
    policy: {
      idleTimeoutMs: figures.idleTimeoutMs,
      absoluteTimeoutMs: figures.absoluteTimeoutMs,
      warnBeforeMs: figures.warnBeforeMs,
      heartbeatIntervalMs: heartbeat.intervalMs,
      maxSessions,
    },
    verification: {
      authenticatedAt: toIso(startedAt),
      recentUntil: toIso(startedAt + figures.recentAuthMs),
      secondFactorUntil: null,
    },
    serverTime,
  };
}

function limitWarnings(sessions: readonly SessionInfo[], maxSessions: number): SessionWarning[] {
  if (sessions.length < maxSessions) return [];
  return [
    {
      id: `session_limit:${sessions.length}`,
      warningType: 'session_limit',
      reason: 'limit',
      message: 'You are signed in on as many devices as your account allows.',
      currentCount: sessions.length,
      maxSessions,
    },
  ];
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
