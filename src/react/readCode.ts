/** One-time codes as people type and paste them, made into what is sent; what is no code is never sent (R104). */
import { codeLength, normaliseCode } from '../contract/oneTimeCode';

/** "１２３ ４５٦", "123-456" and " 123456\n" are 123456; a part of a code is a part. `undefined` where there is anything else. */
export function readDigits(text: string): string | undefined {
  const digits = normaliseCode(text);
  return /^\d*$/u.test(digits) && digits.length <= codeLength ? digits : undefined;
}

/** Letters and digits, as on paper; which of them are one, the server knows. `undefined` for what can't be a backup code. */
export function readBackupCode(text: string): string | undefined {
  const code = normaliseCode(text).toUpperCase();
  return /^[\dA-Z]{6,32}$/u.test(code) ? code : undefined;
}

/** A whole code for `method`, as it is sent; `undefined` for anything else. */
export function readCode(method: string | undefined, text: string): string | undefined {
  if (method === 'backup_code') return readBackupCode(text);
  const digits = readDigits(text);
  return digits?.length === codeLength ? digits : undefined;
}
