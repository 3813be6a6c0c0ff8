/**
 * A change of a user's factors, whole or not at all: the change, its record, and what follows from it for proofs and
 * sessions (T14, R2, R49, R83). The user is told afterwards (R41).
 */
import type { SecurityEventType } from '../../contract/securityEvent';
import { type CredentialChangeOutcome, afterCredentialChange } from './credentialChange';
import type { ServiceDeps } from './deps';
import { sendNotice } from './notice';
import { recordSecurityEvents } from './securityEvent';
import type { GuardedCaller } from './sensitiveAction';
import { type ActionProof, recordSensitiveAction } from './sensitiveActionLog';
import { lockUser } from './userLock';

/** Who changes something, and what allowed it. */
export interface FactorCaller extends GuardedCaller {
  readonly granted: ActionProof;
}

export interface FactorChange<Answer> extends FactorCaller {
  readonly event: SecurityEventType;
  /** Under the lock of the user, so that what it reads stays so. What it throws undoes everything. */
  readonly change: (inTransaction: ServiceDeps) => Promise<Answer>;
}

export interface FactorChanged<Answer> extends Pick<CredentialChangeOutcome, 'renewed'> {
  readonly answer: Answer;
}

export async function changeFactors<Answer>(
  deps: ServiceDeps,
  { session, caller, granted, event, change }: FactorChange<Answer>,
): Promise<FactorChanged<Answer>> {
  const { origin } = caller;
  const { userId, id: sessionId } = session;
  const changed = await deps.database.transaction(async (database) => {
    const inTransaction = { ...deps, database, users: deps.usersIn(database) };
    await lockUser(database, userId);
    const answer = await change(inTransaction);
    await recordSecurityEvents(inTransaction, origin, [
      { type: event, success: true, severity: 'warning', userId, sessionId },
    ]);
    await recordFactorAction(inTransaction, { session, caller, granted }, event);
    const { renewed } = await afterCredentialChange(inTransaction, {
      session,
      caller,
      revokeOthers: false,
      reason: 'factor_changed',
    });
    return { answer, renewed };
  });
  sendNotice(deps, { userId, type: event, session, caller });
  return changed;
}

/** One row of the log: what was done, in a word. */
export async function recordFactorAction(
  deps: ServiceDeps,
  { session, caller, granted }: FactorCaller,
  change: SecurityEventType | 'totp_enrolment_begun' | 'passkey_registration_begun',
): Promise<void> {
  const { origin } = caller;
  const details = { change };
  await recordSensitiveAction(deps, {
    session,
    origin,
    actionType: 'security_settings',
    proof: granted,
    failureReason: null,
    details,
  });
}

/** What was begun against a proof is ended by one of its own: a code of the new app, the new passkey itself. */
export function confirmedBy(method: '2fa_totp' | 'passkey'): ActionProof {
  return { required2fa: false, requiredStepUp: true, method };
}
