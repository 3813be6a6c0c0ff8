/**
 * A change of a user's factors, whole or not at all: the change, its record, and what follows from it for proofs and
 * sessions (T14, R2, R49, R83). The user is told afterwards (R41).
 */
import type { SecurityEventType } from '../../contract/securityEvent';
import { actionTransaction } from './actionTransaction';
import { type CredentialChangeOutcome, afterCredentialChange } from './credentialChange';
import type { ServiceDeps } from './deps';
import { sendNotice } from './notice';
import { recordSecurityEvents } from './securityEvent';
import type { GuardedCaller, ProvedAction } from './sensitiveAction';
import { type ActionProof, recordSensitiveAction } from './sensitiveActionLog';
import { requireStillLive } from './session';
import { lockUser } from './userLock';

/** Who changes something, and what allowed it. */
interface FactorCaller extends GuardedCaller {
  readonly granted: ActionProof;
}

export interface FactorChange<Answer> {
  readonly event: SecurityEventType;
  /** Under the lock of the user, so that what it reads stays so. What it throws undoes everything. */
  readonly change: (inTransaction: ServiceDeps) => Promise<Answer>;
}

export interface FactorChanged<Answer> extends Pick<CredentialChangeOutcome, 'renewed'> {
  readonly answer: Answer;
}

/** A change that a proof was asked for. */
export async function changeFactors<Answer>(
  deps: ServiceDeps,
  action: ProvedAction,
  change: FactorChange<Answer>,
): Promise<FactorChanged<Answer>> {
  const changed = await actionTransaction(deps, action, (inTransaction) => apply(inTransaction, action, change));
  noteChange(deps, action, change.event);
  return changed;
}

/** A change that was begun against a proof and is ended by one of its own: a code of the new app, the new passkey itself. */
export async function confirmFactor<Answer>(
  deps: ServiceDeps,
  { session, caller }: GuardedCaller,
  { method, ...change }: FactorChange<Answer> & { readonly method: '2fa_totp' | 'passkey' },
): Promise<FactorChanged<Answer>> {
  const confirmed = { session, caller, granted: { required2fa: false, requiredStepUp: true, method } };
  const changed = await deps.database.transaction(async (database) => {
    const inTransaction = { ...deps, database };
    await lockUser(database, session.userId);
    await requireStillLive(inTransaction, session);
    return apply(inTransaction, confirmed, change);
  });
  noteChange(deps, confirmed, change.event);
  return changed;
}

async function apply<Answer>(
  inTransaction: ServiceDeps,
  { session, caller, granted }: FactorCaller,
  { event, change }: FactorChange<Answer>,
): Promise<FactorChanged<Answer>> {
  const { userId, id: sessionId } = session;
  const answer = await change({ ...inTransaction, users: inTransaction.usersIn(inTransaction.database) });
  await recordSecurityEvents(inTransaction, caller.origin, [
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
}

function noteChange(deps: ServiceDeps, { session, caller }: GuardedCaller, event: SecurityEventType): void {
  sendNotice(deps, { userId: session.userId, type: event, session, caller });
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
