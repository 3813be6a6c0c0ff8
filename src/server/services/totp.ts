/** Time-based codes (RFC 6238), on the server's clock. Which step a code belongs to; letting it through once is not here. */
import { HOTP, Secret } from 'otpauth';
import type { SessionSecurityPolicy } from '../../contract/policy';
import { equalInConstantTime } from '../crypto/keyring';
import { codeLength } from '../../contract/oneTimeCode';

const stepMs = 30_000;

/** The newest step within the window whose code this is; `null` for a wrong one. Every step is computed, always. */
export function totpStepOf(
  code: string,
  secretBase32: string,
  now: number,
  { totpStepsBefore, totpStepsAfter }: SessionSecurityPolicy['secondFactor'],
): number | null {
  const secret = Secret.fromBase32(secretBase32);
  const current = Math.floor(now / stepMs);
  let found: number | null = null;
  for (let step = current - totpStepsBefore; step <= current + totpStepsAfter; step += 1) {
    if (equalInConstantTime(HOTP.generate({ secret, counter: step, digits: codeLength }), code)) found = step;
  }
  return found;
}
