/**
 * The session server as the engine sees it: its own clock, its own limits, one cookie jar for the browser, and every
 * way in which an answer can fail to come. Counts what it is asked.
 */
import type { Outcome } from '../../../src/engine/Outcome';
import type { ServerWarning } from '../../../src/engine/SessionRecord';
import type { RefreshAnswer, SessionTransport, StatusAnswer } from '../../../src/engine/SessionTransport';
import type { SimulatedBrowser, SimulatedTab } from './simulateBrowser';

export interface SimulatedPolicy {
  readonly idleTimeoutMs: number;
  readonly absoluteTimeoutMs: number;
  readonly warnBeforeMs: number;
  readonly heartbeatIntervalMs: number;
}

export interface SimulateBackendOptions {
  readonly browser: SimulatedBrowser;
  readonly policy?: Partial<SimulatedPolicy>;
  readonly latencyMs?: number;
  /** Server minus the browser's wall clock at the start. */
  readonly offsetMs?: number;
  /** Access tokens, and a refresh token in the browser's cookie jar that is good for one use. */
  readonly bearer?: BearerOptions;
}

export interface BearerOptions {
  readonly ttlMs?: number;
  /** How long the last refresh token still brings the same successor. @default 10000 */
  readonly leewayMs?: number;
  /** The access token lies in a cookie too. @default false */
  readonly isShared?: boolean;
}

export interface SimulatedSession {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number;
  lastActivityAt: number;
  ended: 'revoked' | 'idle' | 'absolute' | undefined;
}

export type Fault =
  /** Nobody answers, at once. */
  | 'offline'
  /** Nobody answers, ever. */
  | 'hang'
  | { readonly throttle: number }
  | 'ambiguous'
  /** It is done, but the answer never arrives. */
  | 'lost';

export interface SimulatedBackend {
  readonly calls: Record<'validate' | 'heartbeat' | 'signOut' | 'refresh', number>;
  /** The most that were under way together. */
  readonly mostRefreshesAtOnce: number;
  /** Every attempt id that came with a refresh. */
  readonly attemptIds: string[];
  /** Whether the server would take `token` now. */
  accepts(token: string | undefined): boolean;
  readonly total: number;
  /** When each call was received, by the server's clock. */
  readonly log: { readonly at: number; readonly call: string; readonly userId: string | undefined }[];
  /** The one the browser's cookie belongs to. */
  current: SimulatedSession | undefined;
  fault: Fault | undefined;
  warnings: readonly ServerWarning[];
  /** No more tokens, while everything else is answered. */
  refusesRefresh: 'SESSION_EXPIRED' | 'SESSION_REVOKED' | 'REFRESH_TOKEN_REUSED' | undefined;
  latencyMs: number;
  now(): number;
  /** Advances the server's clock beside the browser's: call after moving the browser's clock by hand. */
  passes(ms: number): void;
  signIn(userId?: string): SimulatedSession;
  transportFor(tab: SimulatedTab): SessionTransport;
}

const defaults: SimulatedPolicy = {
  idleTimeoutMs: 15 * 60_000,
  absoluteTimeoutMs: 30 * 24 * 60 * 60_000,
  warnBeforeMs: 5 * 60_000,
  heartbeatIntervalMs: 5 * 60_000,
};

export function simulateBackend({
  browser,
  policy: overrides,
  latencyMs = 20,
  offsetMs = 0,
  bearer,
}: SimulateBackendOptions): SimulatedBackend {
  const policy = { ...defaults, ...overrides };
  const calls = { validate: 0, heartbeat: 0, signOut: 0, refresh: 0 };
  const attemptIds: string[] = [];
  const refreshesUnderWay = new Set<() => boolean>();
  let mostRefreshesAtOnce = 0;
  let family: RefreshFamily | undefined;
  const log: SimulatedBackend['log'] = [];
  let slept = 0;
  const start = browser.now();
  let nextId = 1;

  const backend: SimulatedBackend = {
    calls,
    attemptIds,
    get mostRefreshesAtOnce() {
      return mostRefreshesAtOnce;
    },
    accepts(token) {
      const [sessionId, , expiresAt] = token?.split('.') ?? [];
      const { current } = backend;
      return (
        current !== undefined &&
        current.ended === undefined &&
        sessionId === current.id &&
        Number(expiresAt) > backend.now()
      );
    },
    log,
    current: undefined,
    fault: undefined,
    warnings: [],
    refusesRefresh: undefined,
    latencyMs,
    get total() {
      return calls.validate + calls.heartbeat + calls.signOut + calls.refresh;
    },
    now: () => start + offsetMs + browser.monotonic() + slept,
    passes(ms) {
      slept += ms;
    },
    signIn(userId = 'maya') {
      const now = backend.now();
      family = { cookie: 1, previous: 0, rotatedAt: now, lastAttempt: '' };
      backend.current = { id: `s${String(nextId++)}`, userId, createdAt: now, lastActivityAt: now, ended: undefined };
      return backend.current;
    },
    transportFor(tab) {
      const ask = <Value>(call: keyof typeof calls, answer: () => Outcome<Value>): Promise<Outcome<Value>> => {
        calls[call] += 1;
        log.push({ at: backend.now(), call, userId: backend.current?.userId });
        const { fault } = backend;
        if (fault === 'hang') return new Promise(() => {});
        return tab
          .arrive(backend.latencyMs / 2, () => {
            if (fault === undefined) return answer();
            if (fault === 'lost') answer();
            return failureOf(fault === 'lost' ? 'offline' : fault);
          })
          .then((result) => tab.arrive(backend.latencyMs / 2, () => result));
      };
      const refresh: NonNullable<SessionTransport['refresh']> = ({ attemptId, signal }) => {
        attemptIds.push(attemptId);
        const cookie = family?.cookie ?? 0;
        // A frozen tab is passed over (T-12), and may go on where it was once it thaws.
        const { freezes } = tab;
        const isUnderWay = (): boolean => tab.isRunning && tab.freezes === freezes && !signal.aborted;
        const others = [...refreshesUnderWay].filter((isStillUnderWay) => isStillUnderWay()).length;
        mostRefreshesAtOnce = Math.max(mostRefreshesAtOnce, others + 1);
        refreshesUnderWay.add(isUnderWay);
        const answered = ask('refresh', () => {
          const code = backend.refusesRefresh;
          if (code !== undefined) return { kind: 'rejected', code, cause: undefined };
          return whenLive((session) => rotate(session, cookie, attemptId));
        });
        void answered.finally(() => refreshesUnderWay.delete(isUnderWay));
        return answered;
      };
      return {
        ...(bearer !== undefined && { refresh }),
        validate: () => ask('validate', () => whenLive(statusOf)),
        heartbeat: () =>
          ask('heartbeat', () =>
            whenLive((session) => {
              session.lastActivityAt = backend.now();
              return { serverTime: backend.now(), lastActivityAt: session.lastActivityAt };
            }),
          ),
        signOut: () =>
          ask('signOut', () => {
            backend.current = undefined;
            return { kind: 'ok', value: {} };
          }),
      };
    },
  };

  function rotate(session: SimulatedSession, cookie: number, attemptId: string): RefreshAnswer {
    const { ttlMs = 900_000, leewayMs = 10_000, isShared = false } = bearer ?? {};
    const now = backend.now();
    if (family === undefined) throw new Error('Nobody is signed in.');
    const isRepetition =
      cookie === family.previous && (now - family.rotatedAt < leewayMs || attemptId === family.lastAttempt);
    if (cookie !== family.cookie && !isRepetition) {
      session.ended = 'revoked';
      throw new Reused();
    }
    if (!isRepetition)
      family = { cookie: family.cookie + 1, previous: family.cookie, rotatedAt: now, lastAttempt: attemptId };
    const token = `${session.id}.${String(family.cookie)}.${String(now + ttlMs)}`;
    return {
      serverTime: now,
      userId: session.userId,
      sessionId: session.id,
      expiresInMs: ttlMs,
      accessToken: isShared ? undefined : token,
    };
  }

  function whenLive<Value>(answer: (session: SimulatedSession) => Value): Outcome<Value> {
    const session = backend.current;
    if (session === undefined) return { kind: 'rejected', code: 'UNAUTHENTICATED', cause: undefined };
    const now = backend.now();
    if (now >= session.lastActivityAt + policy.idleTimeoutMs) session.ended ??= 'idle';
    if (now >= session.createdAt + policy.absoluteTimeoutMs) session.ended ??= 'absolute';
    if (session.ended === 'revoked') return { kind: 'rejected', code: 'SESSION_REVOKED', cause: undefined };
    if (session.ended !== undefined) {
      return { kind: 'rejected', code: 'SESSION_EXPIRED', reason: session.ended, cause: undefined };
    }
    try {
      return { kind: 'ok', value: answer(session) };
    } catch (error) {
      if (error instanceof Reused) return { kind: 'rejected', code: 'REFRESH_TOKEN_REUSED', cause: error };
      throw error;
    }
  }

  function statusOf(session: SimulatedSession): StatusAnswer {
    const { idleTimeoutMs, warnBeforeMs, heartbeatIntervalMs, absoluteTimeoutMs } = policy;
    return {
      serverTime: backend.now(),
      userId: session.userId,
      sessionId: session.id,
      lastActivityAt: session.lastActivityAt,
      absoluteExpiresAt: session.createdAt + absoluteTimeoutMs,
      idleTimeoutMs,
      warnBeforeMs,
      heartbeatIntervalMs,
      warnings: backend.warnings,
    };
  }

  return backend;
}

interface RefreshFamily {
  readonly cookie: number;
  readonly previous: number;
  readonly rotatedAt: number;
  readonly lastAttempt: string;
}

class Reused extends Error {}

function failureOf(fault: Exclude<Fault, 'hang' | 'lost'>): Outcome<never> {
  if (fault === 'offline') return { kind: 'transient', cause: new TypeError('Failed to fetch') };
  if (fault === 'ambiguous') return { kind: 'ambiguous', cause: undefined };
  return { kind: 'throttled', retryAfterMs: fault.throttle, cause: undefined };
}
