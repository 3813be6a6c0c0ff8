import { definePolicy } from 'react-session-security/contract';
import { HOTP, Secret } from 'otpauth';
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

/**
 * RFC 6238 Appendix B, all 18: seconds, and the eight digits by SHA-1, SHA-256 and SHA-512. We serve SHA-1 with six digits,
 * which is what authenticator apps do; the rest shows that what computes them can be trusted.
 */
const appendixB = [
  [59, '94287082', '46119246', '90693936'],
  [1_111_111_109, '07081804', '68084774', '25091201'],
  [1_111_111_111, '14050471', '67062674', '99943326'],
  [1_234_567_890, '89005924', '91819424', '93441116'],
  [2_000_000_000, '69279037', '90698825', '38618901'],
  [20_000_000_000, '65353130', '77737706', '47863826'],
] as const;
const seedOf = (length: number): Secret => Secret.fromUTF8('1234567890'.repeat(7).slice(0, length));

describe('the 18 values of RFC 6238 Appendix B', () => {
  it.each(appendixB)('at %d s', (seconds, ...codes) => {
    const counter = Math.floor(seconds / 30);
    const found = [
      ['SHA1', 20],
      ['SHA256', 32],
      ['SHA512', 64],
    ].map(([algorithm, length]) =>
      HOTP.generate({ secret: seedOf(Number(length)), algorithm: String(algorithm), digits: 8, counter }),
    );
    expect(found).toEqual(codes);
  });
});
