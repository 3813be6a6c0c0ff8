/** Sensitive actions on one's own account (C17): refused until there is proof, then done, as the reference server does. */
import type { SessionSecurityHandlers } from '../../client/handlersLink';
import { parametersDigest } from '../../client/proofs/parametersDigest';
import type { SecuritySettings } from '../../contract/account';
import type { Clock } from '../../contract/clock';
import { SessionSecurityError } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { SignedInUser } from '../../contract/session';
import type { ScriptedAccount } from '../fixtures';
import type { SecondFactors } from './createSecondFactors';
import type { SessionStore } from './createSessionStore';
import type { StepUpTokens } from './createStepUpTokens';
import { missingOf, permit } from './proofHandlers';
import type { Proof } from './statusOf';

export interface AccountHandlersInput {
  readonly store: SessionStore;
  readonly user: SignedInUser;
  readonly account: ScriptedAccount;
  readonly factors: SecondFactors;
  readonly tokens: StepUpTokens;
  readonly proof: () => Proof;
  readonly clock: Clock;
  readonly onPasswordChanged: (password: string) => void;
}

export function accountHandlers(input: AccountHandlersInput): SessionSecurityHandlers {
  const { store, user, account, factors, tokens, proof, clock, onPasswordChanged } = input;
  let settings: SecuritySettings = { notifyNewDevice: true, protectPaymentSettings: false };

  const requireProof = async (
    action: SensitiveActionType,
    parameters: { readonly stepUpToken?: string | undefined },
  ): Promise<void> => {
    store.requireOwn();
    permit(user, action);
    const { stepUpToken } = parameters;
    if (stepUpToken !== undefined) {
      return tokens.consume(stepUpToken, action, await parametersDigest(parameters));
    }
    const missing = missingOf(action, factors, proof(), clock.now());
    if (missing === 'nothing') return undefined;
    throw missing === 'second_factor'
      ? new SessionSecurityError('2FA_REQUIRED', { action, reason: 'no_recent_second_factor' })
      : new SessionSecurityError('STEP_UP_REQUIRED', { action, reason: 'no_step_up_token' });
  };

  return {
    async 'auth.changePassword'(given) {
      await requireProof('password_change', given);
      const { currentPassword, newPassword, keepCurrentSession = true, revokeOtherSessions = true } = given;
      if (currentPassword === undefined) {
        throw new SessionSecurityError('INVALID_REQUEST', { reason: 'current_password' });
      }
      if (currentPassword !== account.password) throw new SessionSecurityError('INVALID_CREDENTIALS');
      if (currentPassword === newPassword) {
        throw new SessionSecurityError('INVALID_REQUEST', { reason: 'same_password' });
      }
      onPasswordChanged(newPassword);
      const own = store.requireOwn();
      const ending = store.live().filter(({ id }) => (id === own?.id ? !keepCurrentSession : revokeOtherSessions));
      const ids = ending.map(({ id }) => id);
      return { revokedCount: store.end(ids, 'revoked').size };
    },
    async 'auth.changeEmail'(given) {
      await requireProof('email_change', given);
      const email = given.newEmail.trim().toLowerCase();
      if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(email)) {
        throw new SessionSecurityError('INVALID_REQUEST', { reason: 'email' });
      }
      return { email };
    },
    async 'auth.updateSecuritySettings'(given) {
      await requireProof('security_settings', given);
      const { notifyNewDevice = settings.notifyNewDevice, protectPaymentSettings = settings.protectPaymentSettings } =
        given;
      settings = { notifyNewDevice, protectPaymentSettings };
      return settings;
    },
  };
}
