/** How somebody proved who they are. Two spellings are in use in the field; both are read, one is written. */

/** How somebody proved who they are, in the one spelling that is written. */
export const verificationMethods = [
  '2fa_totp',
  '2fa_sms',
  'password',
  'authenticated',
  'backup_code',
  'passkey',
] as const;

/** One of {@link verificationMethods}. */
export type VerificationMethod = (typeof verificationMethods)[number];

/** Each way in which the field writes a {@link VerificationMethod}; all are read. */
export const verificationMethodSpellings = [
  '2fa_totp',
  '2FA_TOTP',
  'totp',
  '2fa_sms',
  '2FA_SMS',
  'sms',
  'password',
  'authenticated',
  'backup_code',
  'BACKUP_CODE',
  'passkey',
  'webauthn',
] as const;

/** One of {@link verificationMethodSpellings}. */
export type VerificationMethodSpelling = (typeof verificationMethodSpellings)[number];

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
