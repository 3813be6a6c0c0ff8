/** What a step-up token is bound to must be written alike on both sides (R45), and hold no secret. */
import { boundParameters } from 'react-session-security/contract';
import { describe, expect, it } from 'vitest';

describe('boundParameters', () => {
  it('writes the same for the same input, whatever the order of its keys', () => {
    const [left, right] = [
      { newRole: 'admin', userId: 'b', list: [{ y: 1, x: 2 }] },
      { list: [{ x: 2, y: 1 }], userId: 'b', newRole: 'admin' },
    ];
    expect(boundParameters(left)).toBe(boundParameters(right));
    expect(boundParameters(left)).toBe('{"list":[{"x":2,"y":1}],"newRole":"admin","userId":"b"}');
  });

  it('tells inputs apart by every value and by the order of lists', () => {
    const inputs = [
      { ids: ['a', 'b'] },
      { ids: ['b', 'a'] },
      { ids: ['ab'] },
      { ids: null },
      {},
      { id: '1' },
      { id: 1 },
    ];
    expect(new Set(inputs.map(boundParameters)).size).toBe(inputs.length);
  });

  it('leaves the token out, absent values, and what is secret, at any depth', () => {
    const secrets = {
      currentPassword: 'a',
      newPassword: 'b',
      totpSecret: 'c',
      code: 'd',
      stepUpToken: 'e',
      gone: undefined,
    };
    expect(boundParameters({ ...secrets, nested: secrets, kept: 1 })).toBe('{"kept":1,"nested":{}}');
  });

  it.each([undefined, null, {}])('writes no input as an empty one: %j', (input) => {
    expect(boundParameters(input)).toBe('{}');
  });

  it('is not misled by keys of the prototype', () => {
    const input = JSON.parse('{"__proto__":{"isAdmin":true},"a":1}') as unknown;
    expect(boundParameters(input)).toBe('{"__proto__":{"isAdmin":true},"a":1}');
  });
});
