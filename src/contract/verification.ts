/** How somebody proved who they are. Two spellings are in use in the field; both are read, one is written. */

/** How somebody proved who they are, in the one spelling that is written. */
export type VerificationMethod = '2fa_totp' | '2fa_sms' | 'password' | 'authenticated' | 'backup_code' | 'passkey';

const spellings: Readonly<Record<string, VerificationMethod>> = {
  '2fa_totp': '2fa_totp',
  totp: '2fa_totp',
  '2fa_sms': '2fa_sms',
  sms: '2fa_sms',
  password: 'password',
  authenticated: 'authenticated',
  backup_code: 'backup_code',
  passkey: 'passkey',
  webauthn: 'passkey',
};

/** The canonical name of a method in either spelling (`2FA_TOTP`, `2fa_totp`, `totp`), or `undefined` if unknown. */
export function normaliseVerificationMethod(value: string): VerificationMethod | undefined {
  return Object.hasOwn(spellings, value.toLowerCase()) ? spellings[value.toLowerCase()] : undefined;
}

/** What proof the current session holds (part of C2). */
export interface VerificationStatus {
  /** When this session's user last gave a password, code or passkey. */
  readonly authenticatedAt: string;
  /** Until then, actions that ask for a recent authentication are let through. */
  readonly recentUntil: string;
  /** Until then, a second factor is not asked for again in this session; `null` if none was given. */
  readonly secondFactorUntil: string | null;
}
