import { getExampleNumber, getCountries } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import {
  maskEmail,
  maskPhone,
  normaliseEmail,
  normaliseIdentifier,
  normalisePhone,
} from '../../../src/server/ports/identifier';

const numbers = getCountries().flatMap((country) => getExampleNumber(country, examples) ?? []);

describe('phone numbers', () => {
  it('of every country are read in the usual spellings and written as E.164 (R98)', () => {
    expect(numbers.length).toBeGreaterThanOrEqual(240);
    for (const number of numbers) {
      const spellings = [
        number.number,
        number.formatInternational(),
        `00${number.number.slice(1)}`,
        ` ${number.number} `,
      ];
      for (const spelling of spellings) expect(normalisePhone(spelling)).toBe(number.number);
    }
  });

  it.each([
    '',
    '+',
    '12345',
    '2079460958',
    '+44 20 7946',
    'call +442079460958 now',
    '+442079460958@example.com',
    '+99912345678',
  ])('are not seen in %j', (text) => {
    expect(normalisePhone(text)).toBeNull();
  });

  it('are masked to the last four digits', () => {
    expect(maskPhone('+442079460958')).toBe('••• 0958');
  });
});

describe('mail addresses', () => {
  it.each([
    ['Ada@Example.COM', 'ada@example.com'],
    ['  ada+tag@example.com', 'ada+tag@example.com'],
    ['a\u0301da@example.com', '\u00e1da@example.com'],
  ])('%j is %j', (typed, email) => {
    expect(normaliseEmail(typed)).toBe(email);
  });

  it.each([
    '',
    'ada',
    '@example.com',
    'ada@',
    'a b@example.com',
    'a@b@c',
    'ada@exa\u0000mple.com',
    'a\u202e@example.com',
    `${'a'.repeat(65)}@example.com`,
  ])('none in %j', (text) => {
    expect(normaliseEmail(text)).toBeNull();
  });

  it('are masked to their first character', () => {
    expect(maskEmail('ada@example.com')).toBe('a•••@example.com');
    expect(maskEmail('👩🏽@example.com')).toBe('👩•••@example.com');
  });
});

describe('normaliseIdentifier', () => {
  it('tells mail from phone, and neither', () => {
    expect(normaliseIdentifier('Ada@example.com')).toEqual({ kind: 'email', value: 'ada@example.com' });
    expect(normaliseIdentifier('+44 20 7946 0958')).toEqual({ kind: 'phone', value: '+442079460958' });
    expect(normaliseIdentifier('ada')).toBeNull();
  });
});
