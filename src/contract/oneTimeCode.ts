/** One-time codes as people type and paste them; both sides read them alike. Reaches browsers. */

/** Of codes from authenticator apps and texts. */
export const codeLength = 6;

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
