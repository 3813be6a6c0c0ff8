import { systemRandom } from 'react-session-security/server';
import { describe, expect, it } from 'vitest';
import { normaliseCode } from '../../../src/contract/oneTimeCode';
import { createCode } from '../../../src/server/services/code';

describe('normaliseCode', () => {
  it.each([
    ['123456', '123456'],
    [' 123 456\n', '123456'],
    ['123-456', '123456'],
    ['123–456', '123456'],
    ['１２３４５６', '123456'],
    ['١٢٣٤٥٦', '123456'],
    ['۱۲۳۴۵۶', '123456'],
    ['१२३४५६', '123456'],
    ['\u200e123456\u200f', '123456'],
    ['12345a', '12345a'],
    ['', ''],
  ])('reads %j as %j', (typed, code) => {
    expect(normaliseCode(typed)).toBe(code);
  });
});

describe('createCode', () => {
  it('has six digits, also where the number is small', () => {
    expect(createCode({ ...systemRandom, integer: () => 7 })).toBe('000007');
    expect(createCode({ ...systemRandom, integer: (below) => below - 1 })).toBe('999999');
  });
});
