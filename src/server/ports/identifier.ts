/** One spelling for what a user may sign in with (R98), or `null` for what is no identifier. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { UserIdentifier } from './users';

export function normaliseIdentifier(text: string): UserIdentifier | null {
  const email = normaliseEmail(text);
  if (email !== null) return { kind: 'email', value: email };
  const phone = normalisePhone(text);
  return phone === null ? null : { kind: 'phone', value: phone };
}

export function normaliseEmail(text: string): string | null {
  const email = text.trim().normalize('NFC').toLowerCase();
  return /^[^\s@\p{C}]{1,64}@[^\s@\p{C}]{1,255}$/u.test(email) ? email : null;
}

/** E.164. The country code is needed (`+` or `00`): guessing a country would send codes to strangers. */
export function normalisePhone(text: string): string | null {
  const number = parsePhoneNumberFromString(text.trim().replace(/^00/u, '+'), { extract: false });
  return number?.isValid() === true ? number.number : null;
}

/** `••• 4567` */
export function maskPhone(phone: string): string {
  return `••• ${phone.slice(-4)}`;
}

/** `m•••@example.com` */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${Array.from(email)[0] ?? ''}•••${email.slice(at)}`;
}
