/**
 * The sensitive actions on one's own account (C17). Each comes here proved; effect and record are one transaction where the
 * accounts are in our table, and other people's hands lose what they had (ASVS 7.4.2, 7.4.3).
 */
import type {
  ChangeEmailInput,
  ChangePasswordInput,
  UpdatePaymentSettingsInput,
  UpdateSecuritySettingsInput,
} from '../../contract/account';
import { SessionSecurityError } from '../../contract/errors';
import type { SecurityEventType } from '../../contract/securityEvent';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import { normaliseEmail } from '../ports/identifier';
import { actionTransaction } from './actionTransaction';
import { savePaymentSettings, saveSecuritySettings } from './accountSettings';
import { afterCredentialChange } from './credentialChange';
import type { ServiceDeps } from './deps';
import { countedLookup } from './emailLookup';
import { sendNotice } from './notice';
import { isRightPassword, takePasswordAddress } from './passwordCheck';
import { hasPassword } from './passwordVerifier';
import { recordSecurityEvents } from './securityEvent';
import { recordSensitiveAction, type SensitiveAttempt } from './sensitiveActionLog';
import type { ProvedAction } from './sensitiveAction';

/**
 * @throws {SessionSecurityError} `INVALID_CREDENTIALS` for a wrong current password, counted as at sign-in;
 * `INVALID_REQUEST` (reason `current_password` or `same_password`).
 */
export async function changePassword(deps: ServiceDeps, action: ProvedAction, input: ChangePasswordInput) {
  const { session, caller } = action;
  const { newPassword, keepCurrentSession = true, revokeOtherSessions = true } = input;
  await requireCurrentPassword(deps, action, input);
  const outcome = await actionTransaction(deps, action, async (inTransaction) => {
    const changed = await afterCredentialChange(inTransaction, {
      session,
      caller,
      revokeOthers: revokeOtherSessions,
      endCurrent: !keepCurrentSession,
      reason: 'password_changed',
    });
    await deps.usersIn(inTransaction.database).setPassword?.(session.userId, newPassword);
    await record(inTransaction, action, { actionType: 'password_change', event: 'password_changed' });
    return changed;
  });
  sendNotice(deps, { userId: session.userId, type: 'password_changed', session, caller });
  return outcome;
}

/** Whoever has a password gives it once more, also within the grace period: the field is there in every form. */
async function requireCurrentPassword(
  deps: ServiceDeps,
  { session, caller, user }: ProvedAction,
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<void> {
  if (!(await hasPassword(deps, user))) return;
  if (currentPassword === undefined) throw new SessionSecurityError('INVALID_REQUEST', { reason: 'current_password' });
  const address = await takePasswordAddress(deps, caller);
  const account = { userId: session.userId, identifier: session.userId };
  const isRight = await isRightPassword(deps, { account, password: currentPassword, session, caller, address });
  if (!isRight) throw new SessionSecurityError('INVALID_CREDENTIALS');
  if (currentPassword === newPassword) throw new SessionSecurityError('INVALID_REQUEST', { reason: 'same_password' });
}

/**
 * The address is what an account is recovered by, so proof that was given for it before counts no more (R49); the other
 * sessions go on, each under a new secret from its next call, since no credential is known to be in other hands (R26).
 *
 * @throws {SessionSecurityError} `INVALID_REQUEST` (reason `email`, `same_email` or `email_taken`); `RATE_LIMITED`.
 */
export async function changeEmail(deps: ServiceDeps, action: ProvedAction, { newEmail }: ChangeEmailInput) {
  const { session, caller, user } = action;
  const email = normaliseEmail(newEmail);
  if (email === null) throw new SessionSecurityError('INVALID_REQUEST', { reason: 'email' });
  if (user.email !== null && normaliseEmail(user.email) === email) {
    throw new SessionSecurityError('INVALID_REQUEST', { reason: 'same_email' });
  }
  const change = () =>
    actionTransaction(deps, action, async (inTransaction) => {
      const changed = await afterCredentialChange(inTransaction, {
        session,
        caller,
        revokeOthers: false,
        // Nothing ends by it, so nobody is told.
        reason: 'factor_changed',
      });
      const outcome = await deps.usersIn(inTransaction.database).setEmail?.(session.userId, email);
      if (outcome === 'taken') throw new SessionSecurityError('INVALID_REQUEST', { reason: 'email_taken' });
      await record(inTransaction, action, { actionType: 'email_change', event: 'email_changed' });
      return changed;
    });
  const { renewed } = await countedLookup(deps, action, change);
  sendNotice(deps, { userId: session.userId, type: 'email_changed', session, caller, previousEmail: user.email });
  return { renewed, answer: { email } };
}

export async function updateSecuritySettings(
  deps: ServiceDeps,
  action: ProvedAction,
  { notifyNewDevice, protectPaymentSettings }: UpdateSecuritySettingsInput,
) {
  const { session, caller } = action;
  const settings = await actionTransaction(deps, action, async (inTransaction) => {
    const saved = await saveSecuritySettings(inTransaction, session.userId, {
      notifyNewDevice,
      protectPaymentSettings,
    });
    await record(inTransaction, action, {
      actionType: 'security_settings',
      event: 'security_settings_changed',
      details: { ...saved },
    });
    return saved;
  });
  sendNotice(deps, { userId: session.userId, type: 'security_settings_changed', severity: 'info', session, caller });
  return settings;
}

export async function updatePaymentSettings(
  deps: ServiceDeps,
  action: ProvedAction,
  { billingName, billingEmail, defaultMethodRef }: UpdatePaymentSettingsInput,
) {
  const { session, caller } = action;
  const settings = await actionTransaction(deps, action, async (inTransaction) => {
    const changes = { billingName, billingEmail, defaultMethodRef };
    const saved = await savePaymentSettings(inTransaction, session.userId, changes);
    await record(inTransaction, action, { actionType: 'payment_settings', event: 'payment_settings_changed' });
    return saved;
  });
  sendNotice(deps, { userId: session.userId, type: 'payment_settings_changed', severity: 'info', session, caller });
  return settings;
}

interface Effect {
  readonly actionType: SensitiveActionType;
  readonly event: SecurityEventType;
  readonly details?: NonNullable<SensitiveAttempt['details']>;
}

/** In the transaction of the effect. */
async function record(deps: ServiceDeps, action: ProvedAction, { actionType, event, details }: Effect): Promise<void> {
  const { session, caller, granted: proof } = action;
  const { origin } = caller;
  await recordSensitiveAction(deps, {
    session,
    origin,
    actionType,
    proof,
    failureReason: null,
    ...(details && { details }),
  });
  await recordSecurityEvents(deps, origin, [
    {
      type: event,
      success: true,
      severity: 'warning',
      userId: session.userId,
      sessionId: session.id,
      ...(proof.method !== null && { method: proof.method }),
    },
  ]);
}
