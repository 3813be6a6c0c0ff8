/** The end of an account (C17): all sessions, all proofs, what was kept for them; the record stays (R26, R83). */
import { and, eq, isNull } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import {
  backupCodes,
  challenges,
  knownBrowsers,
  passkeyChallenges,
  passkeys,
  secondFactorStates,
  sessions,
  signInChallenges,
  stepUpTokens,
  totpEnrolments,
  userSettings,
} from '../database/schema';
import type { ServiceDeps } from './deps';
import { sendNotice } from './notice';
import { recordSecurityEvents } from './securityEvent';
import type { ProvedAction } from './sensitiveAction';
import { recordSensitiveAction } from './sensitiveActionLog';
import { requireStillLive, type RevocationReason } from './session';
import { lockUser } from './userLock';

/** Tables that are about a user's credentials and nothing else, in the order in which a proof touches them. */
const emptied: readonly (PgTable & { readonly userId: PgColumn })[] = [
  secondFactorStates,
  backupCodes,
  passkeyChallenges,
  passkeys,
  totpEnrolments,
  signInChallenges,
  challenges,
  stepUpTokens,
  knownBrowsers,
  userSettings,
];

export async function deleteAccount(deps: ServiceDeps, { session, caller, user, granted: proof }: ProvedAction) {
  const { userId } = session;
  const { origin } = caller;
  const reason: RevocationReason = 'account_deleted';
  await deps.database.transaction(async (database) => {
    const inTransaction = { ...deps, database };
    await lockUser(database, userId);
    await requireStillLive(inTransaction, session);
    for (const table of emptied) await database.delete(table).where(eq(table.userId, userId));
    await database
      .update(sessions)
      .set({ revokedAt: deps.clock.now(), revokedReason: reason })
      .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)));
    await deps.usersIn(database).deleteUser?.(userId);
    const actionType = 'account_deletion';
    await recordSensitiveAction(inTransaction, { session, origin, actionType, proof, failureReason: null });
    await recordSecurityEvents(inTransaction, origin, [
      { type: 'account_deleted', success: true, severity: 'critical', userId, sessionId: session.id },
    ]);
  });
  sendNotice(deps, {
    userId,
    type: 'account_deleted',
    severity: 'critical',
    session,
    caller,
    previousEmail: user.email,
  });
  return { deleted: true as const };
}
