/** One-time codes: made, and judged by what became of them. */
import { isBrandedSessionSecurityError } from '../../contract/errors';
import { codeLength } from '../../contract/oneTimeCode';
import type { RandomPort } from '../ports/random';

export function createCode(random: RandomPort): string {
  return String(random.integer(10 ** codeLength)).padStart(codeLength, '0');
}

/** Wrong, or used before. Any other failure says nothing about the code, so it costs none of the attempts. */
export function isFailedGuess(error: unknown): boolean {
  return (
    isBrandedSessionSecurityError(error) &&
    (error.errorCode === 'INVALID_2FA_CODE' || error.errorCode === 'CHALLENGE_NOT_FOUND')
  );
}
