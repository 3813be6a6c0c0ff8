/** What one user can prove who they are with, in the order of the reference server, and whether a code is right. */
import { SessionSecurityError } from '../../contract/errors';
import { normaliseVerificationMethod } from '../../contract/verification';
import type { VerificationMethod } from '../../contract/verification';
import type { ScriptedAccount } from '../fixtures';

export interface SecondFactors {
  readonly isEnrolled: boolean;
  readonly methods: () => readonly VerificationMethod[];
  /** The one that was asked for, or the first. @throws {SessionSecurityError} `METHOD_NOT_ALLOWED` */
  choose(asked: string | undefined): VerificationMethod;
  isRight(method: VerificationMethod, typed: string): boolean;
  /** A backup code counts once. */
  use(method: VerificationMethod, typed: string): void;
}

export function createSecondFactors(account: ScriptedAccount): SecondFactors {
  const isEnrolled = account.secondFactorCode !== null || account.textsCodes;
  const backupCodes = new Set(account.backupCodes.map(plain));
  const methods = (): readonly VerificationMethod[] => {
    if (!isEnrolled) return ['password'];
    return [
      ...(account.secondFactorCode === null ? [] : (['2fa_totp'] as const)),
      ...(account.textsCodes ? (['2fa_sms'] as const) : []),
      ...(backupCodes.size === 0 ? [] : (['backup_code'] as const)),
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
      if (method === 'backup_code') return backupCodes.has(plain(typed));
      return plain(typed) === (method === '2fa_totp' ? account.secondFactorCode : account.phoneCode);
    },
    use(method, typed) {
      if (method === 'backup_code') backupCodes.delete(plain(typed));
    },
  };
}

function plain(code: string): string {
  return code
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '')
    .toUpperCase();
}
