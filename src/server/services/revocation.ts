/** Sessions that the host itself ends: a locked account, a reported theft, an incident (V4, V12). */
import { and, inArray, lt } from 'drizzle-orm';
import { sessions } from '../database/schema';
import type { RequestOrigin, ServiceDeps } from './deps';
import { recordSecurityEvents } from './securityEvent';
import type { RevocationReason } from './session';
import { isLiveOf } from './sessionRow';
import { voidSignIns } from './signInsUnderWay';
import { lockUser } from './userLock';

/** Which of a user's sessions. What is left out doesn't narrow it: nothing but `userId` means all. */
export interface HostRevocation {
  readonly userId: string;
  /** Public handles. */
  readonly sessionIds?: readonly string[];
  /** Sessions that began before, epoch milliseconds. */
  readonly startedBefore?: number;
}

/** Nobody's request. */
export const noOrigin: RequestOrigin = { ipAddress: null, addressBucket: '', userAgent: null, headers: new Headers() };

export async function revokeForHost(deps: ServiceDeps, which: HostRevocation) {
  return deps.database.transaction(async (database) => {
    const inTransaction = { ...deps, database };
    const ended = await endSessionsOf(inTransaction, which, noOrigin);
    // Sessions that are about to begin have no handle to be left out by.
    if (which.sessionIds === undefined) await voidSignIns(inTransaction, which.userId);
    return ended;
  });
}

/** `deps.database` must be a transaction. */
export async function endSessionsOf(deps: ServiceDeps, which: HostRevocation, origin: RequestOrigin) {
  const { userId, sessionIds, startedBefore } = which;
  const { database, clock, policy } = deps;
  const reason: RevocationReason = 'revoked';
  await lockUser(database, userId);
  const now = clock.now();
  const ended = await database
    .update(sessions)
    .set({ revokedAt: now, revokedReason: reason })
    .where(
      and(
        isLiveOf(userId, policy, now),
        sessionIds === undefined ? undefined : inArray(sessions.id, [...sessionIds]),
        startedBefore === undefined ? undefined : lt(sessions.createdAt, startedBefore),
      ),
    )
    .returning({ id: sessions.id });
  await recordSecurityEvents(
    deps,
    origin,
    ended.map(({ id }) => ({
      type: 'session_revoked',
      success: true,
      userId,
      sessionId: id,
      reason: origin === noOrigin ? 'host' : 'administrator',
    })),
  );
  return { revokedCount: ended.length };
}
