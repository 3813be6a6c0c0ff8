/**
 * Attack: a device is given a name that reads as another one, covers the rows around it or breaks the markup (S7, R94).
 */
import { cleanDeviceName } from 'react-session-security/contract';
import { describe, expect, it } from 'vitest';

const invisible =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200b\u200c\u200e\u200f\u2060\ufeff\u3164\u00ad]/u;

const hostile: readonly (readonly [string, string])[] = [
  ['right-to-left override', 'Chrome \u202Eecived siht'],
  ['isolates', '\u2066This device\u2069'],
  ['Arabic letter mark', 'This\u061C device'],
  ['zero-width space', 'Th\u200Bis dev\u200Bice'],
  ['zero-width non-joiner', 'Th\u200Cis'],
  ['joiner between letters', 'Th\u200Dis'],
  ['word joiner', 'Th\u2060is'],
  ['byte order mark', '\uFEFFThis device'],
  ['soft hyphen', 'Th\u00ADis'],
  ['Hangul filler', '\u3164\u115F\u1160\uFFA0'],
  ['combining grapheme joiner', 'T\u034Fhis'],
  ['Mongolian vowel separator', 'T\u180Ehis'],
  ['tags', 'This\u{E0041}\u{E0042}'],
  ['variation selectors', 'This\uFE01\u{E0101}'],
  ['interlinear annotation', '\uFFF9a\uFFFAb\uFFFB'],
  ['null and escape', 'a\u0000b\u001B[31mred'],
  ['C1 control', 'a\u009Bb'],
  ['line breaks', 'one\ntwo\r\nthree\u2028four\u2029five\u0085six'],
  ['lone surrogates', '\uD800Chrome\uDC00'],
  ['braille blank', '\u2800\u2800'],
];

describe('cleanDeviceName', () => {
  it.each(hostile)('leaves nothing of %s', (_, name) => {
    expect(cleanDeviceName(name)).not.toMatch(invisible);
    expect(cleanDeviceName(name)).not.toMatch(/\s\s|^\s|\s$/);
  });

  it.each(hostile)('finds nothing more to clean the second time: %s', (_, name) => {
    const once = cleanDeviceName(name.repeat(40));
    expect(cleanDeviceName(once)).toBe(once);
  });

  it('is empty when nothing visible was there', () => {
    for (const name of ['', '   ', '\u200B\u200B', '\u3164', '\u2800']) expect(cleanDeviceName(name)).toBe('');
  });

  it('keeps the names that people give', () => {
    const names = [
      'Maya’s iPhone',
      'Büro – 2. OG',
      '我的手机',
      'هاتف مايا',
      'Телефон',
      'Zoë',
      'नमस्ते',
      '👩‍💻 laptop',
      '❤️ tablet',
      '👨‍👩‍👧',
    ];
    expect(names.map(cleanDeviceName)).toEqual(names);
  });

  it('leaves markup as text for the renderer to escape', () => {
    expect(cleanDeviceName('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });

  it('writes one form of equal letters', () => {
    expect(cleanDeviceName('Zoe\u0308')).toBe('Zoë');
  });

  it('cuts at 64 graphemes, never inside one', () => {
    expect(cleanDeviceName('x'.repeat(10_000))).toHaveLength(64);
    expect(cleanDeviceName('👩‍💻'.repeat(100))).toBe('👩‍💻'.repeat(64));
  });

  it('bounds a single grapheme of endless joined emoji', () => {
    const cut = cleanDeviceName('👩\u200D'.repeat(2000));
    expect(cut.length).toBeLessThanOrEqual(512);
    expect(cut).not.toMatch(/\p{Cs}|\u200d$/u);
  });

  it('does not let one letter tower over its neighbours', () => {
    expect(cleanDeviceName(`Z${'\u0335\u0321\u0338'.repeat(200)}`).length).toBeLessThanOrEqual(5);
  });

  it('takes a megabyte without effort', () => {
    expect(cleanDeviceName(' \u200B'.repeat(500_000))).toBe('');
  });
});
