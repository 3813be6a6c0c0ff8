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
    ['at least 20 s (WCAG 2.2.1)', { session: { warnBeforeMs: 19_999 } }],
    ['shorter than session.idleTimeoutMs', { session: { warnBeforeMs: 24 * hours } }],
    ['evict-oldest, reject or ask', { session: { onLimit: 'panic' } }],
    ['session.maxSessions must be a whole number from 1', { session: { maxSessions: 0 } }],
    ['session.maxSessions must be a whole number from 1', { session: { maxSessions: 2.5 } }],
    ['heartbeat.intervalMs must be shorter', { heartbeat: { intervalMs: 24 * hours } }],
    ['accessToken.leewayMs must not exceed 60 s', { accessToken: { leewayMs: 61_000 } }],
    ['accessToken.ttlMs must not exceed', { accessToken: { ttlMs: 31 * 24 * hours } }],
    ['refreshToken.idleMs must not be shorter', { refreshToken: { idleMs: 1 } }],
    ['challenge.ttlMs must not exceed 10 min', { challenge: { ttlMs: 11 * minutes } }],
    ['challenge.maxAttempts must be a whole number', { challenge: { maxAttempts: 0 } }],
    ['phoneOtp.ttlMs must not exceed 10 min', { phoneOtp: { ttlMs: 11 * minutes } }],
    ['phoneOtp.maxAttempts must be a whole number', { phoneOtp: { maxAttempts: 1.5 } }],
    ['stepUp.ttlMs must not exceed 10 min', { stepUp: { ttlMs: 11 * minutes } }],
    ['from 1 to 100', { secondFactor: { lockAfter: 101 } }],
    ['at most one TOTP step', { secondFactor: { totpStepsAfter: 2 } }],
    ['at least one operation', { limits: { signIn: { max: 0, windowMs: 1, blockMs: 1 } } }],
    ['session.idleTimeoutMs must be a number from 0', { session: { idleTimeoutMs: Number.NaN } }],
    ['session.idleTimeoutMs must be a number from 0', { session: { idleTimeoutMs: '15m' } }],
    ['session.idleTimeoutMs must be a number from 0', { session: { idleTimeoutMs: -1 } }],
    ['limits.signIn.blockMs must be a number', { limits: { signIn: { max: 1, windowMs: 1 } } }],
    ['session.requireRecentAuthForRevoke must be a boolean', { session: { requireRecentAuthForRevoke: 'yes' } }],
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
