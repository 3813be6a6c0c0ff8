/** The heartbeat (C4): the only thing that moves a session's last activity (NIST SP 800-63B-4 §5.1.2, R16). */
import { and, eq, lte } from 'drizzle-orm';
import { toIso } from '../../contract/instant';
import { sessions } from '../database/schema';
import { SessionSecurityError } from '../../contract/errors';
import { throwUnlessLive } from './authenticate';
import type { ServiceDeps } from './deps';
import { expiryOf, isLive, sessionColumns, type SessionRow } from './sessionRow';

export interface UpdateActivityInput {
  readonly session: SessionRow;
}

export async function updateActivity(deps: ServiceDeps, { session }: UpdateActivityInput) {
  const { database, clock, policy } = deps;
  const now = clock.now();
  // Conditional, so a session that was revoked or ran out a moment ago can't be revived; server time only (R15).
  const [moved] = await database
    .update(sessions)
    .set({ lastActivityAt: now })
    .where(
      and(
        eq(sessions.id, session.id),
        isLive(policy, now),
        lte(sessions.lastActivityAt, now - policy.heartbeat.minIntervalMs),
      ),
    )
    .returning({ createdAt: sessions.createdAt, lastActivityAt: sessions.lastActivityAt });
  const current = moved ?? (await unmoved(deps, session.id));
  return {
    lastActivityAt: toIso(current.lastActivityAt),
    idleExpiresAt: toIso(expiryOf(current, policy).idleExpiresAt),
    serverTime: toIso(now),
  };
}

/** Too soon after the last one, which is fine, or no longer live, which is not. */
async function unmoved(deps: ServiceDeps, sessionId: string): Promise<SessionRow> {
  const [row] = await deps.database.select(sessionColumns).from(sessions).where(eq(sessions.id, sessionId));
  if (row === undefined) throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'unknown_session' });
  throwUnlessLive(deps, row);
  return row;
}
