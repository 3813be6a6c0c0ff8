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
import { actionTransaction } from './actionTransaction';
import type { ServiceDeps } from './deps';
import { sendNotice } from './notice';
import { recordSecurityEvents } from './securityEvent';
import type { ProvedAction } from './sensitiveAction';
import { recordSensitiveAction } from './sensitiveActionLog';
import type { RevocationReason } from './session';
import { voidSignIns } from './signInsUnderWay';

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

export async function deleteAccount(deps: ServiceDeps, action: ProvedAction) {
  const { session, caller, user, actionType, granted: proof } = action;
  const { userId } = session;
  const { origin } = caller;
  const reason: RevocationReason = 'account_deleted';
  await actionTransaction(deps, action, async (inTransaction) => {
    const { database } = inTransaction;
    await voidSignIns(inTransaction, userId);
    for (const table of emptied) await database.delete(table).where(eq(table.userId, userId));
    await database
      .update(sessions)
      .set({ revokedAt: deps.clock.now(), revokedReason: reason })
      .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)));
    await deps.usersIn(database).deleteUser?.(userId);
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
