/** `returnTo` against what open redirects are made of (R70): nothing leaves the origin, and honest paths come back whole. */
import { readFileSync } from 'node:fs';
import { sanitizeReturnTo } from 'react-session-security/contract';
import { describe, expect, it } from 'vitest';

const origin = 'https://app.example.com';

const hostile: readonly unknown[] = [
  'https://evil.com',
  'http:evil.com',
  'https:/evil.com',
  'https:///evil.com',
  '//evil.com',
  '///evil.com',
  '////evil.com',
  '/\\evil.com',
  '\\/evil.com',
  '\\\\evil.com',
  '/\\/evil.com',
  '/\t/evil.com',
  '/\n/evil.com',
  '/\r\n/evil.com',
  '\t//evil.com',
  ' //evil.com',
  '/ /evil.com',
  '/%09/evil.com',
  '/%0a/evil.com',
  '/%0d/evil.com',
  '/%2f/evil.com',
  '/%2F%2Fevil.com',
  '/%5cevil.com',
  '/%5C/evil.com',
  '/.//evil.com',
  '/..//evil.com',
  '/./\\evil.com',
  '/a/..//evil.com',
  '/a/../..//evil.com',
  '/%2e//evil.com',
  '/%2e%2e//evil.com',
  '/a/%2e%2e//evil.com',
  '/.%2f/evil.com/../..//evil.com',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'blob:https://app.example.com/1',
  'file:///etc/passwd',
  'evil.com',
  '@evil.com',
  '.evil.com',
  '?next=//evil.com',
  '#//evil.com',
  '',
  '/\u0000',
  '/\u200b/evil.com',
  '/\u202e/moc.live',
  '/\u2028/evil.com',
  '\u3000//evil.com',
  '//evil。com',
  '//[::1]/',
  '//0x7f.1/',
  '//evil.com%2f@app.example.com',
  `/${'a'.repeat(2048)}`,
  null,
  undefined,
  42,
  {},
  ['/admin'],
  { toString: () => '//evil.com' },
];

describe('sanitizeReturnTo', () => {
  it.each(hostile)('gives the fallback for %j', (value) => {
    expect(sanitizeReturnTo(value, '/account')).toBe('/account');
  });

  it.each([
    ['/', '/'],
    ['/admin', '/admin'],
    ['/admin/users?id=1&tab=roles#top', '/admin/users?id=1&tab=roles#top'],
    ['/search?next=//evil.com', '/search?next=//evil.com'],
    ['/a/../b', '/b'],
    ['/größe', '/gr%C3%B6%C3%9Fe'],
    ['/a//b', '/a//b'],
    ['/mail/@ada', '/mail/@ada'],
  ])('lets %j through as %j', (value, expected) => {
    expect(sanitizeReturnTo(value)).toBe(expected);
  });

  it('leaves the origin with none of 20,000 paths put together from what browsers treat specially', () => {
    const parts = [
      '/',
      '//',
      '\\',
      '.',
      '..',
      '%2e',
      '%2f',
      '%5c',
      '%09',
      '\t',
      '\n',
      '@',
      ':',
      '?',
      '#',
      'evil.com',
      'https:',
      ';',
      '%00',
    ];
    let seed = 7;
    const next = (): number => (seed = (seed * 16_807) % 2_147_483_647);
    for (let round = 0; round < 20_000; round += 1) {
      const value = Array.from({ length: 1 + (next() % 6) }, () => parts[next() % parts.length]).join('');
      const target = sanitizeReturnTo(value);
      expect([value, new URL(target, origin).origin]).toEqual([value, origin]);
      expect([value, /^\/(?!\/)/.test(target)]).toEqual([value, true]);
      expect([value, sanitizeReturnTo(target)]).toEqual([value, target]);
    }
  });
});

describe('what open redirects are made of, multiplied out (R70)', () => {
  const starts = [
    '',
    '/',
    '//',
    '///',
    '\\',
    '/\\',
    '\\/',
    '/\t/',
    '/\n/',
    '/\r/',
    '\t//',
    ' //',
    '/ /',
    '/./',
    '/.//',
    '/..//',
    '/a/..//',
  ];
  const encoded = [
    '/%2f',
    '/%2F/',
    '/%5c',
    '/%5C/',
    '/%09/',
    '/%0a/',
    '/%0d/',
    '/%2e/',
    '/%2e%2e//',
    '/%252f',
    '%2f%2f',
    '/%u2215',
  ];
  const unicode = [
    '/\u2044',
    '/\u2215',
    '/\uff0f',
    '/\uff0f\uff0f',
    '\uff0f/',
    '/\u3002/',
    '/\u200b/',
    '/\u00ad/',
    '/\u202e/',
    '/\ufeff/',
    '/\u0000/',
    '/\u2028/',
    '/\u0085/',
  ];
  const schemes = [
    'http:',
    'https:',
    'https:/',
    'https://',
    'https:///',
    'https:\\',
    'HtTpS://',
    'javascript:',
    'java\tscript:',
    'data:text/html,',
    'vbscript:',
    'blob:',
    'file://',
    'ws://',
    'about:',
  ];
  const hosts = [
    'evil.com',
    'evil\u3002com',
    '\u24d4vil.com',
    'app.example.com@evil.com',
    'app.example.com.evil.com',
    'evil.com\\@app.example.com',
    'evil.com#@app.example.com',
    '[::1]',
    '0x7f.1',
    'evil.com:443',
    '@evil.com',
    'evil.com%2f..',
    'evil.com/../..//evil.com',
  ];
  const payloads = [...starts, ...encoded, ...unicode, ...schemes, ...starts.map((start) => `${start}https:`)].flatMap(
    (start) => hosts.flatMap((host) => [`${start}${host}`, `${start}${host}/`, `${start}${host}?next=/`]),
  );

  it('comes to more than 2000 payloads, of which many do leave the origin unsanitized', () => {
    const leaving = payloads.filter((payload) => originOf(payload) !== origin);
    expect(new Set(payloads).size).toBeGreaterThan(2000);
    expect(leaving.length).toBeGreaterThan(750);
  });

  it('is hostile in none of them afterwards: not by a browser, not decoded once more, not normalised', () => {
    expect(payloads.filter(isHostileAfterwards)).toEqual([]);
  });
});

describe('lists that others made (R70)', () => {
  // Not imported: bundlers don't read the half characters in it.
  const file = readFileSync(new URL('openRedirectPayloads.json', import.meta.url), 'utf8');
  const lists = Object.entries(JSON.parse(file) as Record<string, string[]>);

  it.each(lists)('is hostile in none of those of %s', (_, list) => {
    const payloads = list.flatMap((payload) => [payload, `/${payload}`, `//${payload}`, `/a/..${payload}`]);
    expect(payloads.filter((payload) => originOf(payload) !== origin).length).toBeGreaterThan(list.length);
    expect(payloads.filter(isHostileAfterwards)).toEqual([]);
  });
});

function isHostileAfterwards(payload: string): boolean {
  const target = sanitizeReturnTo(payload, '/account');
  const { pathname } = new URL(target, origin);
  const decoded = target.replaceAll(/%(?:2f|5c|09|0a|0d|2e)/gi, (code) => decodeURIComponent(code));
  return [target, pathname, decoded].some((path) => originOf(path) !== origin || !/^\/(?![/\\])/.test(path));
}

function originOf(target: string): string | undefined {
  try {
    return new URL(target, origin).origin;
  } catch {
    return undefined;
  }
}
