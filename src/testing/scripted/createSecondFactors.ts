/** What one user can prove who they are with, in the order of the reference server, and whether a code is right. */
import type { Clock } from '../../contract/clock';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { SecondFactors as FactorList } from '../../contract/secondFactor';
import { normaliseVerificationMethod } from '../../contract/verification';
import type { VerificationMethod } from '../../contract/verification';
import { backupCodeSet } from './backupCodeSet';
import type { PasskeyStore } from './createPasskeyStore';
import type { LiveAccount } from './LiveAccount';

export interface SecondFactors {
  /** A code of an app or by text. Backup codes and passkeys stand beside one. */
  isEnrolled(): boolean;
  methods(): readonly VerificationMethod[];
  /** The one that was asked for, or the first. @throws {SessionSecurityError} `METHOD_NOT_ALLOWED` */
  choose(asked: string | undefined): VerificationMethod;
  isRight(method: VerificationMethod, typed: string): boolean;
  /** A backup code counts once. */
  use(method: VerificationMethod, typed: string): void;
  backupCodes(): FactorList['backupCodes'];
  /** A new set; those from before are void (R37). */
  issueBackupCodes(): string[];
  dropBackupCodes(): void;
}

export function createSecondFactors(account: LiveAccount, passkeys: PasskeyStore, clock: Clock): SecondFactors {
  let codes = new Set(account.backupCodes.map(plain));
  let generatedAt = codes.size === 0 ? null : toIso(clock.now());
  let sets = 0;

  const isEnrolled = (): boolean => account.secondFactorCode !== null || account.textsCodes;
  const methods = (): readonly VerificationMethod[] => {
    const passkey = passkeys.list().length === 0 ? [] : (['passkey'] as const);
    if (!isEnrolled()) return ['password', ...passkey];
    return [
      ...(account.secondFactorCode === null ? [] : (['2fa_totp'] as const)),
      ...(account.textsCodes ? (['2fa_sms'] as const) : []),
      ...passkey,
      ...(codes.size === 0 ? [] : (['backup_code'] as const)),
    ];
  };
  return {
    isEnrolled,
    methods,
    choose(asked) {
      const method = asked === undefined ? methods()[0] : normaliseVerificationMethod(asked);
      if (method === undefined || !methods().includes(method)) throw new SessionSecurityError('METHOD_NOT_ALLOWED');
      return method;
    },
    isRight(method, typed) {
      if (method === 'password') return typed === account.password;
      if (method === 'backup_code') return codes.has(plain(typed));
      return plain(typed) === (method === '2fa_totp' ? account.secondFactorCode : account.phoneCode);
    },
    use(method, typed) {
      if (method === 'backup_code') codes.delete(plain(typed));
    },
    backupCodes: () => ({ remaining: codes.size, generatedAt }),
    issueBackupCodes() {
      const set = backupCodeSet((sets += 1));
      codes = new Set(set.map(plain));
      generatedAt = toIso(clock.now());
      return set;
    },
    dropBackupCodes() {
      codes = new Set();
      generatedAt = null;
    },
  };
}

function plain(code: string): string {
  return code
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '')
    .toUpperCase();
}
