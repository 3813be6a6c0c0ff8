/** Attack: inputs with unknown keys, endless strings and absurd numbers, and outputs that carry more than was declared. */
import {
  getSessionsInput,
  noInputSchema,
  renameSessionInput,
  revokeSessionInput,
  revokeSessionsInput,
  revokeSessionsOutput,
  SessionSecurityError,
  sessionInfoSchema,
  sessionWarningSchema,
  signInInput,
} from 'react-session-security/contract';
import { sessionFixture } from 'react-session-security/testing';
import { describe, expect, it } from 'vitest';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

describe('input schemas', () => {
  it('take no unknown key', () => {
    expect(accepts(getSessionsInput, { userId: 'usr_other' })).toBe(false);
    expect(accepts(revokeSessionInput, { sessionId: 'a', userId: 'b' })).toBe(false);
    expect(accepts(noInputSchema, { admin: true })).toBe(false);
    expect(accepts(signInInput, { identifier: 'a', password: 'b', role: 'admin' })).toBe(false);
  });

  it('bound every string and number', () => {
    expect(accepts(getSessionsInput, { limit: 1e9 })).toBe(false);
    expect(accepts(getSessionsInput, { limit: 0 })).toBe(false);
    expect(accepts(getSessionsInput, { limit: 1.5 })).toBe(false);
    expect(accepts(getSessionsInput, { cursor: 'x'.repeat(257) })).toBe(false);
    expect(accepts(revokeSessionInput, { sessionId: 'x'.repeat(129) })).toBe(false);
    expect(accepts(revokeSessionsInput, { sessionIds: Array(101).fill('x') })).toBe(false);
    expect(accepts(revokeSessionsInput, { sessionIds: [] })).toBe(false);
    expect(accepts(renameSessionInput, { sessionId: 'a', deviceName: 'x'.repeat(10_000) })).toBe(false);
    expect(accepts(signInInput, { identifier: 'a', password: 'x'.repeat(1025) })).toBe(false);
  });

  it('does not tell a malformed handle from an unknown one (ASVS 8.2.2)', () => {
    for (const sessionId of ['', 'not a handle', "' or 1=1 --", '../../etc/passwd', 'ses_unknown']) {
      expect(accepts(revokeSessionInput, { sessionId })).toBe(true);
    }
  });

  it('take nothing or an empty object where there is no input', () => {
    expect([undefined, {}].map((value) => accepts(noInputSchema, value))).toEqual([true, true]);
  });
});

describe('output schemas', () => {
  it('let no undeclared field out', () => {
    expect(accepts(sessionInfoSchema, sessionFixture())).toBe(true);
    expect(accepts(sessionInfoSchema, { ...sessionFixture(), secretHash: 'e3b0c442' })).toBe(false);
  });

  it('say of each session whether it ended, and why not (C6)', () => {
    const cause = new SessionSecurityError('RATE_LIMITED', { reason: 'general', retryAfter: 30 }).toCause();
    const answer = (...results: readonly unknown[]) => ({ success: true, data: { results } });
    const [ended, gone] = [
      { sessionId: 'a', status: 'revoked' },
      { sessionId: 'b', status: 'not_found' },
    ];
    expect(accepts(revokeSessionsOutput, answer(ended, gone, { sessionId: 'c', status: 'failed', cause }))).toBe(true);
    expect(accepts(revokeSessionsOutput, answer({ sessionId: 'c', status: 'failed' }))).toBe(false);
    expect(accepts(revokeSessionsOutput, answer({ ...ended, cause }))).toBe(false);
    const stack = { ...cause, stack: 'at revoke (session.ts:1)' };
    expect(accepts(revokeSessionsOutput, answer({ sessionId: 'c', status: 'failed', cause: stack }))).toBe(false);
  });

  it('carry a warning of a type that is not known yet', () => {
    const warning = { id: 'w1', warningType: 'geo_change', reason: 'limit', message: 'New place' };
    expect(accepts(sessionWarningSchema, warning)).toBe(true);
  });
});
