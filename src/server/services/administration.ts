/** What administrators do to other accounts (C17). Who may is asked before, and proof is always fresh. */
import { and, ne } from 'drizzle-orm';
import type { ChangeUserRoleInput, RevokeUserTokensInput } from '../../contract/admin';
import { SessionSecurityError } from '../../contract/errors';
import { sessions } from '../database/schema';
import type { UserAccount } from '../ports/users';
import { actionTransaction } from './actionTransaction';
import { voidProofs } from './credentialChange';
import type { ServiceDeps } from './deps';
import { sendNotice } from './notice';
import { endSessionsOf } from './revocation';
import { renewSecret } from './secretRenewal';
import { recordSecurityEvents } from './securityEvent';
import type { ProvedAction } from './sensitiveAction';
import { recordSensitiveAction } from './sensitiveActionLog';
import { isLiveOf } from './sessionRow';

/**
 * The other account's sessions go on, each under a new secret from its next call, and without grace (R2).
 *
 * @throws {SessionSecurityError} `INVALID_REQUEST` (reason `role` or `user`).
 */
export async function changeUserRole(
  deps: ServiceDeps,
  action: ProvedAction,
  { userId, newRole }: ChangeUserRoleInput,
) {
  const { session, caller, granted: proof } = action;
  const { origin } = caller;
  if (!deps.roles.includes(newRole)) throw new SessionSecurityError('INVALID_REQUEST', { reason: 'role' });
  await requireUser(deps, userId);
  const roles = [newRole];
  const change = async (inTransaction: ServiceDeps) => {
    const { database } = inTransaction;
    await deps.usersIn(database).setRoles?.(userId, roles);
    await voidProofs(inTransaction, userId);
    await database
      .update(sessions)
      .set({ renewalDue: true, secondFactorAt: null })
      .where(and(isLiveOf(userId, deps.policy, deps.clock.now()), ne(sessions.id, session.id)));
    const details = { userId, newRole };
    await recordSensitiveAction(inTransaction, {
      session,
      origin,
      actionType: 'role_change',
      proof,
      failureReason: null,
      details,
    });
    await recordSecurityEvents(inTransaction, origin, [
      { type: 'role_changed', success: true, severity: 'warning', userId, reason: 'administrator' },
    ]);
    return userId === session.userId ? renewSecret(inTransaction, { session, caller }) : null;
  };
  const renewed = await actionTransaction(deps, action, change, [userId]);
  sendNotice(deps, { userId, type: 'role_changed', session: null, caller });
  return { renewed, answer: { userId, roles } };
}

/** Sessions with their access and refresh tokens. @throws {SessionSecurityError} `INVALID_REQUEST` (reason `user`). */
export async function revokeUserTokens(deps: ServiceDeps, action: ProvedAction, { userId }: RevokeUserTokensInput) {
  const { session, caller, granted: proof } = action;
  const { origin } = caller;
  await requireUser(deps, userId);
  const revoke = async (inTransaction: ServiceDeps) => {
    const ended = await endSessionsOf(inTransaction, { userId }, origin);
    await voidProofs(inTransaction, userId);
    const details = { userId, ...ended };
    await recordSensitiveAction(inTransaction, {
      session,
      origin,
      actionType: 'admin_action',
      proof,
      failureReason: null,
      details,
    });
    await recordSecurityEvents(inTransaction, origin, [
      { type: 'tokens_revoked', success: true, severity: 'warning', userId, reason: 'administrator' },
    ]);
    return ended;
  };
  const revoked = await actionTransaction(deps, action, revoke, [userId]);
  sendNotice(deps, { userId, type: 'tokens_revoked', session: null, caller });
  return revoked;
}

async function requireUser({ users }: ServiceDeps, userId: string): Promise<UserAccount> {
  const user = userId.includes('\0') ? null : await users.findById(userId);
  if (user === null) throw new SessionSecurityError('INVALID_REQUEST', { reason: 'user' });
  return user;
}
