/** Second factors (C18) for one account, refusing what the reference server refuses and with its codes. */
import type { SessionSecurityHandlers } from '../../client/handlersLink';
import type { Clock } from '../../contract/clock';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import { normaliseCode } from '../../contract/oneTimeCode';
import { policyPresets } from '../../contract/policy';
import type { ActionGuard } from './createActionGuard';
import type { CredentialChanges } from './createCredentialChanges';
import type { PasskeyStore } from './createPasskeyStore';
import type { SecondFactors } from './createSecondFactors';
import type { SessionStore } from './createSessionStore';
import type { LiveAccount } from './LiveAccount';

export interface FactorHandlersInput {
  readonly store: SessionStore;
  readonly account: LiveAccount;
  readonly factors: SecondFactors;
  readonly passkeys: PasskeyStore;
  readonly guard: ActionGuard;
  readonly credentials: CredentialChanges;
  readonly clock: Clock;
}

interface Enrolment {
  readonly sessionId: string | undefined;
  readonly expiresAt: number;
  attempts: number;
}

const { challenge, secondFactor } = policyPresets.consumer;
const actionType = 'security_settings';
/** The same for everybody: what counts as its code is `account.authenticatorCode`. */
const secret = 'KRSXG5CTMVRXEZLUKN2HE2LOM5ZTGMRT';

export function factorHandlers(input: FactorHandlersInput): SessionSecurityHandlers {
  const { store, account, factors, passkeys, guard, credentials, clock } = input;
  const enrolments = new Map<string, Enrolment>();
  let count = 0;
  credentials.onChange(() => enrolments.clear());

  const requireTotp = (): void => {
    if (account.secondFactorCode === null) throw new SessionSecurityError('TWO_FA_NOT_ENABLED');
  };
  /** Before proof is asked for: nobody gives one for what can't be done. */
  const requireManaged = (): void => {
    guard.permit(actionType);
    if (account.canManageTotp) return;
    throw new SessionSecurityError('FORBIDDEN', { action: actionType, reason: 'unsupported' });
  };
  const codesIssued = () => ({ backupCodes: factors.issueBackupCodes(), serverTime: toIso(clock.now()) });
  const takeAttempt = (enrolmentId: string): Enrolment => {
    const found = enrolments.get(enrolmentId);
    if (found === undefined || found.sessionId !== store.requireOwn()?.id) {
      throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
    }
    if (clock.now() >= found.expiresAt) throw new SessionSecurityError('CHALLENGE_EXPIRED');
    if (found.attempts >= challenge.maxAttempts) {
      throw new SessionSecurityError('TOO_MANY_ATTEMPTS', { reason: 'challenge_attempts', attemptsRemaining: 0 });
    }
    found.attempts += 1;
    return found;
  };

  return {
    'auth.getSecondFactors': () => {
      store.requireOwn();
      return {
        totp: account.secondFactorCode === null ? 'inactive' : 'active',
        canManageTotp: account.canManageTotp,
        backupCodes: factors.backupCodes(),
        passkeys: passkeys.list(),
        maxPasskeys: account.maxPasskeys,
        serverTime: toIso(clock.now()),
      };
    },
    'auth.beginTotpEnrolment': (parameters) => {
      requireManaged();
      return guard.run({
        actionType,
        parameters,
        isFresh: true,
        work() {
          const enrolmentId = `enr_${(count += 1)}`;
          const now = clock.now();
          const expiresAt = now + secondFactor.enrolmentTtlMs;
          enrolments.set(enrolmentId, { sessionId: store.requireOwn()?.id, expiresAt, attempts: 0 });
          const label = `Example:${encodeURIComponent(account.email)}`;
          return {
            enrolmentId,
            secret,
            otpauthUri: `otpauth://totp/${label}?issuer=Example&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
            expiresAt: toIso(expiresAt),
            attemptsRemaining: challenge.maxAttempts,
            serverTime: toIso(now),
          };
        },
      });
    },
    'auth.confirmTotpEnrolment': ({ enrolmentId, code }) => {
      store.requireOwn();
      if (!account.canManageTotp) throw new SessionSecurityError('METHOD_NOT_ALLOWED', { reason: 'totp_not_managed' });
      const { attempts } = takeAttempt(enrolmentId);
      if (normaliseCode(code) !== account.authenticatorCode) {
        throw new SessionSecurityError('INVALID_2FA_CODE', { attemptsRemaining: challenge.maxAttempts - attempts });
      }
      account.secondFactorCode = account.authenticatorCode;
      credentials.announce();
      return codesIssued();
    },
    'auth.disableTwoFactor': (parameters) => {
      requireManaged();
      return guard.run({
        actionType,
        parameters,
        isFresh: true,
        work() {
          requireTotp();
          account.secondFactorCode = null;
          factors.dropBackupCodes();
          credentials.announce();
          return { disabled: true };
        },
      });
    },
    'auth.regenerateBackupCodes': (parameters) =>
      guard.run({
        actionType,
        parameters,
        isFresh: true,
        work() {
          requireTotp();
          credentials.announce();
          return codesIssued();
        },
      }),
  };
}
