/** Whether a user may do a sensitive action at all, asked before any proof (R46, R51); who may not leaves a row (R83). */
import { SessionSecurityError } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { UserAccount } from '../ports/users';
import type { ServiceDeps } from './deps';
import type { GuardedCaller } from './sensitiveAction';
import { recordSensitiveAction } from './sensitiveActionLog';

/** @throws {SessionSecurityError} `FORBIDDEN`. */
export async function requirePermitted(
  deps: ServiceDeps,
  { session, caller }: GuardedCaller,
  actionType: SensitiveActionType,
): Promise<UserAccount> {
  const user = await deps.users.findById(session.userId);
  // The account went away behind our back.
  if (user === null) throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'unknown_user' });
  if (await deps.mayPerform(user, actionType)) return user;
  await recordSensitiveAction(deps, { session, origin: caller.origin, actionType, failureReason: 'forbidden' });
  throw new SessionSecurityError('FORBIDDEN', { action: actionType });
}
