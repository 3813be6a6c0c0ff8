import { toEpochMs, toIso } from 'react-session-security/contract';
import { describe, expect, it } from 'vitest';

const at = Date.UTC(2026, 10, 21, 9);

describe('instants', () => {
  it('reads ISO strings, epoch milliseconds and dates alike', () => {
    expect([toEpochMs('2026-11-21T09:00:00Z'), toEpochMs(at), toEpochMs(new Date(at))]).toEqual([at, at, at]);
  });

  it('reads nothing where there is no instant', () => {
    for (const value of [null, undefined, '', 'soon', Number.NaN, Infinity, new Date(Number.NaN)]) {
      expect(toEpochMs(value)).toBeUndefined();
    }
  });

  it('writes ISO in UTC', () => {
    expect(toIso(at)).toBe('2026-11-21T09:00:00.000Z');
  });
});
