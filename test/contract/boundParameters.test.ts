/** What a step-up token is bound to must be written alike on both sides (R45), and hold no secret. */
import { boundParameters } from 'react-session-security/contract';
import { describe, expect, it } from 'vitest';
import { secretNames } from '../support/secretNames';

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

  it.each(secretNames)('knows a secret by its name, however it is spelt: %s', (name) => {
    expect(boundParameters({ [name]: 'x' })).toBe('{}');
  });

  it.each([
    'secretaryEmail',
    'passwordResetEmail',
    'countryCode',
    'paymentToken',
    'tokenId',
    'opinion',
    'codes',
    'pinned',
  ])('binds what only sounds like one: %s (R45)', (name) => {
    expect(boundParameters({ [name]: 'x' })).toBe(`{"${name}":"x"}`);
  });

  it('tells dates apart, and writes them as they travel: what the server reads is digested alike (R45)', () => {
    const input = { from: new Date(0), at: [{ url: new URL('https://example.com') }], n: Number.NaN };
    expect(boundParameters(input)).toBe(
      '{"at":[{"url":"https://example.com/"}],"from":"1970-01-01T00:00:00.000Z","n":null}',
    );
    expect(boundParameters(JSON.parse(JSON.stringify(input)))).toBe(boundParameters(input));
    expect(boundParameters({ from: new Date(1) })).not.toBe(boundParameters({ from: new Date(0) }));
  });

  it.each<[string, unknown]>([
    ['Map', new Map([['a', 1]])],
    ['Set', new Set(['a'])],
    ['bigint', 1n],
    ['FormData', new FormData()],
    ['Uint8Array', new Uint8Array(2)],
    [
      'Amount',
      new (class Amount {
        readonly value = 1;
      })(),
    ],
    ['function', () => 1],
    ['symbol', Symbol('a')],
  ])('refuses a %s, and says where it is and what to do', (kind, value) => {
    expect(() => boundParameters({ list: [{ transfer: value }] })).toThrow(
      new RegExp(`"transfer".* is a ${kind}.*Pass plain JSON`, 'u'),
    );
    expect(() => boundParameters(value)).toThrow(TypeError);
  });

  it('takes objects without a prototype', () => {
    expect(boundParameters(Object.assign(Object.create(null) as object, { a: 1 }))).toBe('{"a":1}');
  });
});
