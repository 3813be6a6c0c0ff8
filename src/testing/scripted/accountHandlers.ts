/** Sensitive actions on one's own account (C17): refused until there is proof, then done, as the reference server does. */
import type { SessionSecurityHandlers } from '../../client/handlersLink';
import type { SecuritySettings } from '../../contract/account';
import { SessionSecurityError } from '../../contract/errors';
import type { ActionGuard } from './createActionGuard';
import type { CredentialChanges } from './createCredentialChanges';
import type { SessionStore } from './createSessionStore';
import type { LiveAccount } from './LiveAccount';

export interface AccountHandlersInput {
  readonly store: SessionStore;
  readonly account: LiveAccount;
  readonly guard: ActionGuard;
  readonly credentials: CredentialChanges;
}

export function accountHandlers({ store, account, guard, credentials }: AccountHandlersInput): SessionSecurityHandlers {
  let settings: SecuritySettings = { notifyNewDevice: true, protectPaymentSettings: false };

  return {
    'auth.changePassword': (parameters) =>
      guard.run({
        actionType: 'password_change',
        parameters,
        work() {
          const { currentPassword, newPassword, keepCurrentSession = true, revokeOtherSessions = true } = parameters;
          if (currentPassword === undefined) throw invalid('current_password');
          if (currentPassword !== account.password) throw new SessionSecurityError('INVALID_CREDENTIALS');
          if (currentPassword === newPassword) throw invalid('same_password');
          account.password = newPassword;
          credentials.announce();
          const own = store.requireOwn();
          const ending = store.live().filter(({ id }) => (id === own?.id ? !keepCurrentSession : revokeOtherSessions));
          const ids = ending.map(({ id }) => id);
          return { revokedCount: store.end(ids, 'revoked').size };
        },
      }),
    'auth.changeEmail': (parameters) =>
      guard.run({
        actionType: 'email_change',
        parameters,
        work() {
          const email = parameters.newEmail.trim().toLowerCase();
          if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(email)) throw invalid('email');
          if (email === account.email) throw invalid('same_email');
          if (account.takenEmails.includes(email)) throw invalid('email_taken');
          account.email = email;
          credentials.announce();
          return { email };
        },
      }),
    'auth.getSecuritySettings': () => {
      store.requireOwn();
      return settings;
    },
    'auth.updateSecuritySettings': (parameters) =>
      guard.run({
        actionType: 'security_settings',
        parameters,
        work() {
          const { notifyNewDevice, protectPaymentSettings } = parameters;
          settings = {
            notifyNewDevice: notifyNewDevice ?? settings.notifyNewDevice,
            protectPaymentSettings: protectPaymentSettings ?? settings.protectPaymentSettings,
          };
          return settings;
        },
      }),
  };
}

function invalid(reason: string): SessionSecurityError {
  return new SessionSecurityError('INVALID_REQUEST', { reason });
}
