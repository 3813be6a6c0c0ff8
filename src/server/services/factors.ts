/** A user's second factors as a whole: the list, switching them off, new backup codes (C18). */
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import { deleteBackupCodes, describeBackupCodes, prepareBackupCodes, replaceBackupCodes } from './backupCodes';
import type { ServiceDeps } from './deps';
import { changeFactors } from './factorChange';
import { passkeysOf, toPasskey } from './passkeyRow';
import type { ProvedAction } from './sensitiveAction';
import type { SessionRow } from './sessionRow';
import { deleteEnrolments, requireTotpStore } from './totpEnrolment';

export async function getSecondFactors(deps: ServiceDeps, { session }: { readonly session: SessionRow }) {
  const { clock, policy, users, relyingParty } = deps;
  const { userId } = session;
  const rows = await passkeysOf(deps, userId);
  return {
    totp: (await hasTotp(deps, userId)) ? ('active' as const) : ('inactive' as const),
    canManageTotp: users.setTotpSecret !== undefined,
    backupCodes: await describeBackupCodes(deps, userId),
    passkeys: rows.map(toPasskey),
    maxPasskeys: relyingParty === null ? 0 : policy.passkey.maxPerUser,
    serverTime: toIso(clock.now()),
  };
}

/** @throws {SessionSecurityError} `TWO_FA_NOT_ENABLED`, or `METHOD_NOT_ALLOWED` where the app keeps TOTP to itself. */
export async function disableTwoFactor(deps: ServiceDeps, action: ProvedAction) {
  requireTotpStore(deps.users);
  const { userId } = action.session;
  return changeFactors(deps, action, {
    event: 'second_factor_removed',
    async change(inTransaction) {
      await requireTotp(inTransaction, userId);
      await requireTotpStore(inTransaction.users)(userId, null);
      await deleteBackupCodes(inTransaction, userId);
      await deleteEnrolments(inTransaction, userId);
      return { disabled: true as const };
    },
  });
}

/** @throws {SessionSecurityError} `TWO_FA_NOT_ENABLED`: backup codes stand in for a second factor. */
export async function regenerateBackupCodes(deps: ServiceDeps, action: ProvedAction) {
  const { userId } = action.session;
  await requireTotp(deps, userId);
  const prepared = await prepareBackupCodes(deps, userId);
  return changeFactors(deps, action, {
    event: 'backup_codes_issued',
    async change(inTransaction) {
      await requireTotp(inTransaction, userId);
      await replaceBackupCodes(inTransaction, userId, prepared);
      return { backupCodes: [...prepared.codes], serverTime: toIso(deps.clock.now()) };
    },
  });
}

async function hasTotp({ users }: ServiceDeps, userId: string): Promise<boolean> {
  return (await users.secondFactors(userId)).includes('2fa_totp');
}

async function requireTotp(deps: ServiceDeps, userId: string): Promise<void> {
  if (!(await hasTotp(deps, userId))) throw new SessionSecurityError('TWO_FA_NOT_ENABLED');
}
