import { definePolicy } from 'react-session-security/contract';
import { Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { totpStepOf } from '../../../src/server/services/totp';

const secret = Secret.fromUTF8('12345678901234567890').base32;
const { secondFactor } = definePolicy();

/** RFC 6238 Appendix B, SHA-1: seconds, and the last six of the eight digits. */
const vectors = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const;

describe('totpStepOf', () => {
  it.each(vectors)('knows the code of RFC 6238 at %d s', (seconds, code) => {
    expect(totpStepOf(code, secret, seconds * 1000, secondFactor)).toBe(Math.floor(seconds / 30));
  });

  it.each(vectors)('knows it one step early and late at %d s, and not two', (seconds, code) => {
    const at = seconds * 1000;
    const step = Math.floor(seconds / 30);
    expect([-60_000, -30_000, 0, 30_000, 60_000].map((ms) => totpStepOf(code, secret, at + ms, secondFactor))).toEqual([
      null,
      step,
      step,
      step,
      null,
    ]);
  });

  it('takes the current and the last step only where the policy is strict', () => {
    const strict = definePolicy({ preset: 'strict' }).secondFactor;
    expect(totpStepOf('287082', secret, 29_000, strict)).toBeNull();
    expect(totpStepOf('287082', secret, 89_000, strict)).toBe(1);
  });

  it.each(['', '28708', '2870822', '287082 ', 'abcdef', '٢٨٧٠٨٢'])('knows no step for %j', (code) => {
    expect(totpStepOf(code, secret, 59_000, secondFactor)).toBeNull();
  });
});
