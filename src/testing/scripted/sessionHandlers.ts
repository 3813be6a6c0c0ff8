/** `session.*` (C1–C8) over a store in memory, refusing what the reference server refuses and with its codes. */
import type { SessionSecurityHandlers } from '../../client/handlersLink';
import type { Clock } from '../../contract/clock';
import { cleanDeviceName } from '../../contract/deviceName';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import { policyPresets } from '../../contract/policy';
import type { OnLimit } from '../../contract/policy';
import type { GetSessionsInput, SessionInfo, SignedInUser } from '../../contract/session';
import { activeAt, deadlinesOf, epochOf } from './createSessionStore';
import type { SessionStore } from './createSessionStore';
import { sorted } from './sorted';
import { statusOf, warningsOf } from './statusOf';
import type { Proof } from './statusOf';

export interface SessionHandlersInput {
  readonly store: SessionStore;
  readonly user: SignedInUser;
  readonly maxSessions: number;
  readonly onLimit: OnLimit;
  readonly pageSize: number;
  readonly clock: Clock;
  /** How the user was last proved to be there. */
  readonly proof: () => Proof;
  readonly hasSecondFactor: () => boolean;
}

const { session: figures, heartbeat } = policyPresets.consumer;

export function sessionHandlers(input: SessionHandlersInput): SessionSecurityHandlers {
  const { store, user, maxSessions, onLimit, pageSize, clock, proof, hasSecondFactor } = input;
  const facts = (session: SessionInfo | undefined) => ({
    session,
    live: store.live(),
    maxSessions,
    onLimit,
    now: clock.now(),
  });

  /** Ending or renaming another session needs a fresh proof of who is there (R23). */
  const requireRecentProof = (): void => {
    if (clock.now() < proof().authenticatedAt + figures.recentAuthMs) return;
    throw new SessionSecurityError(hasSecondFactor() ? '2FA_REQUIRED' : 'STEP_UP_REQUIRED', {
      action: 'security_settings',
      reason: 'authentication_too_old',
    });
  };
  const end = (sessionIds: readonly string[]): ReadonlySet<string> => {
    const own = store.requireOwn();
    if (sessionIds.some((id) => id !== own?.id)) requireRecentProof();
    return store.end(sessionIds, 'revoked');
  };

  return {
    'session.getSessions': (asked) => {
      store.requireOwn();
      const now = clock.now();
      return { ...page(store.live(), asked, pageSize, now), maxSessions, onLimit, serverTime: toIso(now) };
    },
    'session.getStatus': () => {
      const session = store.requireOwn();
      if (session === undefined) throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'no_session' });
      return statusOf({ ...facts(session), session }, user, proof());
    },
    'session.getSessionWarnings': () => {
      const own = facts(store.requireOwn());
      return { warnings: warningsOf(own), serverTime: toIso(own.now) };
    },
    'session.updateActivity': () => {
      const own = store.requireOwn();
      const now = clock.now();
      const isDue = own !== undefined && now - epochOf(own.lastActivityAt) >= heartbeat.minIntervalMs;
      if (isDue) store.change(own.id, activeAt(now, own));
      const beaten = own === undefined ? undefined : store.require(own.id);
      return {
        lastActivityAt: beaten?.lastActivityAt ?? toIso(now),
        idleExpiresAt: toIso(beaten === undefined ? now + figures.idleTimeoutMs : deadlinesOf(beaten).idleExpiresAt),
        serverTime: toIso(now),
      };
    },
    'session.revokeSession': ({ sessionId }) => {
      if (!end([sessionId]).has(sessionId)) throw new SessionSecurityError('SESSION_NOT_FOUND');
      return { revokedId: sessionId };
    },
    'session.revokeSessions': ({ sessionIds }) => {
      const ended = end(sessionIds);
      return {
        results: sessionIds.map((sessionId) => ({ sessionId, status: ended.has(sessionId) ? 'revoked' : 'not_found' })),
      };
    },
    'session.revokeAllOtherSessions': () => {
      const own = store.requireOwn();
      requireRecentProof();
      const others = store.live().flatMap(({ id }) => (id === own?.id ? [] : [id]));
      return { revokedCount: store.end(others, 'revoked').size };
    },
    'session.renameSession': ({ sessionId, deviceName }) => {
      const own = store.requireOwn();
      const name = cleanDeviceName(deviceName);
      if (name === '') throw new SessionSecurityError('INVALID_REQUEST', { reason: 'device_name' });
      if (sessionId !== own?.id) requireRecentProof();
      store.change(store.require(sessionId).id, { deviceName: name });
      return { sessionId, deviceName: name };
    },
  };
}

function page(all: readonly SessionInfo[], asked: GetSessionsInput | undefined, pageSize: number, now: number) {
  const inactiveBefore = now - figures.inactiveAfterMs;
  const matches = sorted(
    all.filter((session) => {
      if (asked?.filter === 'inactive') return epochOf(session.lastActivityAt) <= inactiveBefore;
      return asked?.filter === 'untrusted' ? !session.isTrusted : true;
    }),
    (a, b) => Number(b.isCurrent) - Number(a.isCurrent) || epochOf(b.lastActivityAt) - epochOf(a.lastActivityAt),
  );
  const start = Number(asked?.cursor ?? 0);
  if (!Number.isInteger(start) || start < 0) throw new SessionSecurityError('INVALID_REQUEST', { reason: 'cursor' });
  const end = start + (asked?.limit ?? pageSize);
  return {
    sessions: matches.slice(start, end),
    totalCount: matches.length,
    ...(end < matches.length && { nextCursor: String(end) }),
  };
}
