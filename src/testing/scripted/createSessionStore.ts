/** The sessions of one person in memory, and which of them this browser has: alive, ended and why, or none. */
import type { Clock } from '../../contract/clock';
import { SessionSecurityError } from '../../contract/errors';
import { toEpochMs, toIso } from '../../contract/instant';
import { policyPresets } from '../../contract/policy';
import type { OnLimit } from '../../contract/policy';
import type { SessionInfo } from '../../contract/session';
import { sorted } from './sorted';

export type EndReason = 'revoked' | 'signed_out' | 'session_limit' | 'replaced';

export interface SessionStoreOptions {
  readonly sessions: readonly SessionInfo[];
  readonly maxSessions: number;
  readonly onLimit: OnLimit;
  readonly clock: Clock;
}

export interface SessionStore {
  live(): readonly SessionInfo[];
  /** `undefined` where the list never had a current one: then everything but its own status is answered all the same. */
  requireOwn(): SessionInfo | undefined;
  /** @throws {SessionSecurityError} `SESSION_NOT_FOUND` */
  require(id: string): SessionInfo;
  change(id: string, changes: Partial<SessionInfo>): void;
  /** By this browser: it also forgets its own. Returns which of them there were. */
  end(ids: readonly string[], reason: EndReason): ReadonlySet<string>;
  /** Always works, also twice. */
  signOut(): void;
  /** By somebody else: this browser finds out at its next call. */
  endElsewhere(id: string, reason: EndReason): void;
  /** @throws {SessionSecurityError} `SESSION_LIMIT_REACHED` */
  start(session: SessionInfo, replaceOldest: boolean): { readonly evictedCount: number };
}

const { idleTimeoutMs, absoluteTimeoutMs } = policyPresets.consumer.session;

export function createSessionStore({
  sessions: given,
  maxSessions,
  onLimit,
  clock,
}: SessionStoreOptions): SessionStore {
  const madeAt = clock.now();
  const endedFor = new Map<string, EndReason>();
  let sessions = [...given];
  const first = given.find(({ isCurrent }) => isCurrent);
  /** What the cookie would say. */
  let cookie: { readonly id: string } | 'none' | 'unneeded' = first === undefined ? 'unneeded' : { id: first.id };

  /** One that was over before this back end was made never ends: fixed data must not depend on the day. */
  const isLive = (session: SessionInfo): boolean => {
    const expiresAt = epochOf(session.expiresAt);
    return clock.now() < expiresAt || expiresAt <= madeAt;
  };
  const live = (): readonly SessionInfo[] => sessions.filter(isLive);
  const remove = (ids: ReadonlySet<string>, reason: EndReason): void => {
    for (const id of ids) endedFor.set(id, reason);
    sessions = sessions.filter(({ id }) => !ids.has(id));
  };
  const makeRoom = (replaceOldest: boolean): number => {
    const excess = live().length + 1 - maxSessions;
    if (excess <= 0) return 0;
    if (onLimit === 'reject' || (onLimit === 'ask' && !replaceOldest)) {
      throw new SessionSecurityError('SESSION_LIMIT_REACHED', { reason: onLimit });
    }
    const oldest = sorted(live(), (a, b) => epochOf(a.lastActivityAt) - epochOf(b.lastActivityAt));
    remove(new Set(oldest.slice(0, excess).map(({ id }) => id)), 'session_limit');
    return excess;
  };

  return {
    live,
    requireOwn() {
      if (cookie === 'unneeded') return undefined;
      if (cookie === 'none') throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'no_session' });
      const { id } = cookie;
      const own = sessions.find((session) => session.id === id);
      if (own === undefined)
        throw new SessionSecurityError('SESSION_REVOKED', { reason: endedFor.get(id) ?? 'revoked' });
      if (isLive(own)) return own;
      const reason = clock.now() >= deadlinesOf(own).absoluteExpiresAt ? 'absolute' : 'idle';
      throw new SessionSecurityError('SESSION_EXPIRED', { reason });
    },
    require(id) {
      const session = live().find((candidate) => candidate.id === id);
      if (session === undefined) throw new SessionSecurityError('SESSION_NOT_FOUND');
      return session;
    },
    change(id, changes) {
      sessions = sessions.map((session) => (session.id === id ? { ...session, ...changes } : session));
    },
    end(ids, reason) {
      const ended = new Set(live().flatMap(({ id }) => (ids.includes(id) ? [id] : [])));
      remove(ended, reason);
      if (typeof cookie === 'object' && ended.has(cookie.id)) cookie = 'none';
      return ended;
    },
    signOut() {
      if (typeof cookie === 'object') remove(new Set([cookie.id]), 'signed_out');
      cookie = 'none';
    },
    endElsewhere: (id, reason) => remove(new Set([id]), reason),
    start(session, replaceOldest) {
      const before = sessions;
      if (typeof cookie === 'object') remove(new Set([cookie.id]), 'replaced');
      try {
        const evictedCount = makeRoom(replaceOldest);
        sessions = [session, ...sessions.map((other) => ({ ...other, isCurrent: false }))];
        cookie = { id: session.id };
        return { evictedCount };
      } catch (error) {
        // A sign-in that is refused changes nothing.
        sessions = before;
        throw error;
      }
    },
  };
}

/** Epoch milliseconds. Where the fixture's own `expiresAt` is later than its age allows, it wins. */
export function deadlinesOf({ createdAt, lastActivityAt, expiresAt }: SessionInfo) {
  return {
    idleExpiresAt: epochOf(lastActivityAt) + idleTimeoutMs,
    absoluteExpiresAt: Math.max(epochOf(createdAt) + absoluteTimeoutMs, epochOf(expiresAt)),
  };
}

/** What activity at `now` makes of a session. */
export function activeAt(now: number, session: SessionInfo): Pick<SessionInfo, 'lastActivityAt' | 'expiresAt'> {
  const { absoluteExpiresAt } = deadlinesOf(session);
  return { lastActivityAt: toIso(now), expiresAt: toIso(Math.min(now + idleTimeoutMs, absoluteExpiresAt)) };
}

export function epochOf(instant: SessionInfo['createdAt']): number {
  return toEpochMs(instant) ?? 0;
}
