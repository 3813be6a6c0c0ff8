/** One-time codes as people type and paste them. */
import { isBrandedSessionSecurityError } from '../../contract/errors';
import type { RandomPort } from '../ports/random';

export const codeLength = 6;

export function createCode(random: RandomPort): string {
  return String(random.integer(10 ** codeLength)).padStart(codeLength, '0');
}

/** Zero of the digit rows that phones and keyboards produce, besides ASCII: Arabic-Indic, Persian, Devanagari, Bengali. */
const zeros = [0x0660, 0x06f0, 0x0966, 0x09e6];

/** "１２３ ４５６" and "123-456" are 123456. What is left over that is no digit makes the code wrong, not the request. */
export function normaliseCode(text: string): string {
  return asciiDigits(text).replace(/[\s\p{Pd}\p{Cf}]/gu, '');
}

/** NFKC, with all digits as ASCII ones. */
export function asciiDigits(text: string): string {
  return Array.from(text.normalize('NFKC'), asciiDigit).join('');
}

function asciiDigit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const zero = zeros.find((start) => code >= start && code <= start + 9);
  return zero === undefined ? character : String(code - zero);
}

/** Wrong, or used before. Any other failure says nothing about the code, so it costs none of the attempts. */
export function isFailedGuess(error: unknown): boolean {
  return (
    isBrandedSessionSecurityError(error) &&
    (error.errorCode === 'INVALID_2FA_CODE' || error.errorCode === 'CHALLENGE_NOT_FOUND')
  );
}
