import { definePolicy, policyPresets } from 'react-session-security/contract';
import type { PolicyOptions } from 'react-session-security/contract';
import { describe, expect, it } from 'vitest';

const minutes = 60_000;
const hours = 60 * minutes;

describe('definePolicy', () => {
  it.each(['consumer', 'aal2', 'strict'] as const)('accepts the preset %s as it is', (preset) => {
    expect(definePolicy({ preset })).toEqual(policyPresets[preset]);
  });

  it('defaults to consumer: five devices, a day idle, thirty days in all', () => {
    expect(definePolicy().session).toMatchObject({
      maxSessions: 5,
      idleTimeoutMs: 24 * hours,
      absoluteTimeoutMs: 30 * 24 * hours,
      onLimit: 'evict-oldest',
    });
  });

  it('keeps aal2 and strict within NIST SP 800-63B-4', () => {
    const { aal2, strict } = policyPresets;
    expect(aal2.session.idleTimeoutMs).toBeLessThanOrEqual(1 * hours);
    expect(aal2.session.absoluteTimeoutMs).toBeLessThanOrEqual(24 * hours);
    expect(strict.session.idleTimeoutMs).toBeLessThanOrEqual(15 * minutes);
    expect(strict.session.absoluteTimeoutMs).toBeLessThanOrEqual(12 * hours);
  });

  it('changes the figures that are named and no other', () => {
    const policy = definePolicy({ preset: 'strict', session: { maxSessions: 2 } });
    expect(policy).toEqual({
      ...policyPresets.strict,
      session: { ...policyPresets.strict.session, maxSessions: 2 },
    });
    expect(policyPresets.strict.session.maxSessions).toBe(5);
  });

  const unsafe: readonly (readonly [string, unknown])[] = [
    ['session.idleTimeoutMs must not exceed', { session: { idleTimeoutMs: 31 * 24 * hours } }],
    ['session.warnBeforeMs must be from 20000 to 34560000000 (WCAG 2.2.1)', { session: { warnBeforeMs: 19_999 } }],
    ['shorter than session.idleTimeoutMs', { session: { warnBeforeMs: 24 * hours } }],
    ['evict-oldest, reject or ask', { session: { onLimit: 'panic' } }],
    ['session.maxSessions must be from 1 to 1000', { session: { maxSessions: 0 } }],
    ['session.maxSessions must be a whole number', { session: { maxSessions: 2.5 } }],
    ['heartbeat.intervalMs must be shorter', { heartbeat: { intervalMs: 24 * hours } }],
    ['accessToken.leewayMs must be from 0 to 60000 (RFC 7519', { accessToken: { leewayMs: 61_000 } }],
    ['accessToken.ttlMs must not exceed', { accessToken: { ttlMs: 31 * 24 * hours } }],
    ['refreshToken.idleMs must not be shorter', { refreshToken: { idleMs: 1 } }],
    ['challenge.ttlMs must be from 30000 to 600000 (NIST', { challenge: { ttlMs: 11 * minutes } }],
    ['challenge.maxAttempts must be from 1 to 10', { challenge: { maxAttempts: 0 } }],
    ['phoneOtp.ttlMs must be from 30000 to 600000 (NIST', { phoneOtp: { ttlMs: 11 * minutes } }],
    ['phoneOtp.maxAttempts must be a whole number', { phoneOtp: { maxAttempts: 1.5 } }],
    ['stepUp.ttlMs must be from 30000 to 600000', { stepUp: { ttlMs: 11 * minutes } }],
    ['from 1 to 100', { secondFactor: { lockAfter: 101 } }],
    ['secondFactor.totpStepsAfter must be from 0 to 1 (RFC 6238', { secondFactor: { totpStepsAfter: 2 } }],
    ['limits.signIn.max must be from 1', { limits: { signIn: { max: 0, windowMs: 1000, blockMs: 1 } } }],
    ['session.idleTimeoutMs must be a whole number from 0', { session: { idleTimeoutMs: Number.NaN } }],
    ['session.idleTimeoutMs must be a whole number from 0', { session: { idleTimeoutMs: '15m' } }],
    ['session.idleTimeoutMs must be a whole number from 0', { session: { idleTimeoutMs: -1 } }],
    ['limits.signIn.blockMs must be a whole number', { limits: { signIn: { max: 1, windowMs: 1 } } }],
    ['session.requireRecentAuthForRevoke must be a boolean', { session: { requireRecentAuthForRevoke: 'yes' } }],
    [
      'limits.signInPerAccount.windowMs must be from 1000',
      { limits: { signInPerAccount: { max: 5, windowMs: 0, blockMs: 1 } } },
    ],
    [
      'limits.signInPerAccount.max must be from 1 to 100',
      { limits: { signInPerAccount: { max: 1e7, windowMs: 1000, blockMs: 1 } } },
    ],
    ['secondFactor.lockMs must be from 60000', { secondFactor: { lockMs: 0 } }],
    ['secondFactor.totpStepsBefore must be a whole number', { secondFactor: { totpStepsBefore: 0.5 } }],
    ['session.recentAuthMs must be from 0 to 900000 (ASVS 7.5.2)', { session: { recentAuthMs: 9e15 } }],
    ['session.absoluteTimeoutMs must be from', { session: { absoluteTimeoutMs: 9e15 } }],
    ['phoneOtp.maxAttempts must be from 1 to 10', { phoneOtp: { maxAttempts: 1e6 } }],
    ['challenge.ttlMs must be from 30000', { challenge: { ttlMs: 0 } }],
    ['there is no section "sessions"', { sessions: {} }],
    ['there is no figure "session.idleTimeout"', { session: { idleTimeout: 1 } }],
    ['unknown policy preset "constructor"', { preset: 'constructor' }],
  ];
  it.each(unsafe)('refuses to run, saying: %s', (problem, options) => {
    expect(() => definePolicy(options as PolicyOptions)).toThrow(RangeError);
    expect(() => definePolicy(options as PolicyOptions)).toThrow(problem);
    expect(() => definePolicy(options as PolicyOptions)).toThrow(/^react-session-security: /);
  });

  it('names every figure that is wrong at once', () => {
    const both = (): unknown => definePolicy({ session: { maxSessions: 0, warnBeforeMs: 1 } });
    expect(both).toThrow(/warnBeforeMs/);
    expect(both).toThrow(/maxSessions/);
  });
});
