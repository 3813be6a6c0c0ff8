/** Clients of 2026, what hints and registration add, and that no header can hurt (R92, R94; T33, T35). */
import { describe, expect, it } from 'vitest';
import { describeDevice } from '../../../src/server/device/describeDevice';
import { clientsOfToday } from './clientsOfToday';

const webKit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const appleWebKit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const chrome = 'Chrome/142.0.0.0';

const of = (headers: Record<string, string>, registration?: Parameters<typeof describeDevice>[1]) =>
  describeDevice(new Headers(headers), registration);

describe('the clients of today', () => {
  it.each(clientsOfToday)('$what', ({ userAgent, deviceName, deviceType, os, osVersion }) => {
    expect(of({ 'user-agent': userAgent })).toMatchObject({ deviceName, deviceType, os, osVersion });
  });

  it('that say nothing are unknown', () => {
    expect(of({})).toEqual({
      deviceName: 'Unknown device',
      deviceType: 'unknown',
      browser: null,
      browserVersion: null,
      os: null,
      osVersion: null,
      family: 'unknown|unknown|unknown',
      model: null,
    });
  });

  it('have a version and a model where the user agent tells', () => {
    const agent = `Mozilla/5.0 (Linux; Android 15; SAMSUNG SM-S938B Build/AP3A) ${webKit} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36`;
    expect(of({ 'user-agent': agent })).toMatchObject({ browserVersion: '29.0', model: 'SM-S938B' });
    expect(
      of({ 'user-agent': `Mozilla/5.0 (Linux; Android 10; K) ${webKit} ${chrome} Mobile Safari/537.36` }).model,
    ).toBeNull();
  });
});

describe('client hints', () => {
  const windows = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} ${chrome} Safari/537.36`;

  it.each([
    ['"15.0.0"', '11'],
    ['"13.0.0"', '11'],
    ['"10.0.0"', '10'],
    ['"1.0.0"', '10'],
    ['"0.1.0"', null],
    ['""', null],
    ['"; drop table"', null],
  ])('platform version %s is Windows %s', (platformVersion, osVersion) => {
    const hints = { 'sec-ch-ua-platform': '"Windows"', 'sec-ch-ua-platform-version': platformVersion };
    expect(of({ 'user-agent': windows, ...hints })).toMatchObject({
      os: 'Windows',
      osVersion,
      deviceName: 'Chrome on Windows',
    });
  });

  it('name Brave, which hides in its user agent', () => {
    const hints = { 'sec-ch-ua': '"Brave";v="142", "Chromium";v="142", "Not;A=Brand, \\"x";v="99"' };
    expect(of({ 'user-agent': windows, ...hints })).toMatchObject({ browser: 'Brave', browserVersion: '142' });
  });

  it('tell an Android tablet that asks for desktop pages', () => {
    const agent = `Mozilla/5.0 (X11; Linux x86_64) ${webKit} ${chrome} Safari/537.36`;
    const hints = { 'sec-ch-ua-platform': '"Android"', 'sec-ch-ua-mobile': '?0', 'sec-ch-ua-model': '"SM-X910"' };
    expect(of({ 'user-agent': agent, ...hints })).toMatchObject({
      deviceName: 'Chrome on Android',
      deviceType: 'tablet',
      model: 'SM-X910',
    });
  });

  it.each([
    ['"Tablet", "XR"', 'tablet'],
    ['"Mobile"', 'mobile'],
    ['"TV"', 'tv'],
    ['"Desktop"', 'desktop'],
  ])('form factors %s', (formFactors, deviceType) => {
    const agent = `Mozilla/5.0 (X11; Linux x86_64) ${webKit} ${chrome} Safari/537.36`;
    expect(of({ 'user-agent': agent, 'sec-ch-ua-form-factors': formFactors }).deviceType).toBe(deviceType);
  });

  it('speak for themselves without a user agent', () => {
    const hints = { 'sec-ch-ua': '"Brave";v="142"', 'sec-ch-ua-platform': '"macOS"' };
    expect(of(hints)).toMatchObject({ deviceName: 'Brave on macOS', os: 'macOS' });
  });
});

describe('registration', () => {
  const desktopSafari = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${appleWebKit} Version/26.0 Safari/605.1.15`;

  it('tells an iPad that asks for desktop pages from a Mac', () => {
    expect(of({ 'user-agent': desktopSafari }).deviceName).toBe('Safari on macOS');
    expect(
      of({ 'user-agent': desktopSafari }, { deviceType: 'tablet', platform: 'iPadOS', platformVersion: '26.1' }),
    ).toMatchObject({
      deviceName: 'Safari on iPad',
      deviceType: 'tablet',
      os: 'iPadOS',
      osVersion: '26.1',
      model: 'iPad',
    });
  });

  it('names the system of a native app whose user agent doesn’t', () => {
    const registration = { deviceType: 'tablet', platform: 'ios', platformVersion: '18_5' } as const;
    expect(of({ 'user-agent': 'Dart/3.9 (dart:io)' }, registration)).toMatchObject({
      deviceName: 'iOS app',
      deviceType: 'tablet',
      os: 'iOS',
      osVersion: '18.5',
    });
  });

  it('gives the device its name, but does not make a new device look known or a known one new', () => {
    const named = of(
      { 'user-agent': desktopSafari },
      { deviceName: '  Ann’s\tMac ', deviceType: 'tablet', platform: 'Linux' },
    );
    expect(named.deviceName).toBe('Ann’s Mac');
    expect(named.family).toBe(of({ 'user-agent': desktopSafari }).family);
  });

  it('of nonsense changes nothing', () => {
    const registration = {
      deviceName: '\u200b',
      platform: '__proto__',
      platformVersion: '<b>',
      deviceType: 'unknown',
    } as const;
    expect(of({ 'user-agent': desktopSafari }, registration)).toEqual(of({ 'user-agent': desktopSafari }));
  });
});

describe('the family key', () => {
  const agent = (version: number, os = 'Windows NT 10.0; Win64; x64'): string =>
    `Mozilla/5.0 (${os}) ${webKit} Chrome/${version}.0.0.0 Safari/537.36`;
  const family = (userAgent: string): string => of({ 'user-agent': userAgent }).family;

  it('survives an update and the change from Windows 10 to 11', () => {
    expect(family(agent(142))).toBe('chrome|windows|desktop');
    expect(family(agent(199))).toBe(family(agent(142)));
    const hints = { 'sec-ch-ua-platform': '"Windows"', 'sec-ch-ua-platform-version': '"15.0.0"' };
    expect(of({ 'user-agent': agent(142), ...hints }).family).toBe(family(agent(142)));
  });

  it('differs for another browser, system or type', () => {
    const keys = [
      agent(142),
      `${agent(142)} Edg/142.0.0.0`,
      agent(142, 'X11; Linux x86_64'),
      agent(142, 'Linux; Android 10; K'),
    ];
    expect(new Set(keys.map(family)).size).toBe(keys.length);
  });
});

describe('hostile headers', () => {
  /** Node allows 16 kB, other hosts more; this is far beyond both. */
  const huge: readonly (readonly [string, string])[] = [
    ['a megabyte', 'x'.repeat(1_000_000)],
    ['100,000 open parentheses', `Mozilla/5.0 ${'('.repeat(100_000)}`],
    ['100,000 nested parentheses', `Mozilla/5.0 ${'('.repeat(50_000)}${')'.repeat(50_000)}`],
    ['100,000 slashes', '/'.repeat(100_000)],
    ['repeated tokens', 'Macintosh Mobile '.repeat(60_000)],
    ['repeated brands', 'Chrome/1.1.1.1.1.1.1.1.'.repeat(40_000)],
    ['spaces', ' '.repeat(1_000_000)],
    ['digits', `Version/${'1.'.repeat(500_000)}`],
  ];

  it.each(huge)('%s: only the first 512 characters are looked at', (_, userAgent) => {
    const headers: Record<string, string> = { 'user-agent': userAgent };
    for (const name of ['sec-ch-ua', 'sec-ch-ua-platform', 'sec-ch-ua-full-version-list', 'sec-ch-ua-form-factors']) {
      headers[name] = userAgent;
    }
    const described = of(headers);
    const cut = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.trim().slice(0, 512)]));
    expect(described).toEqual(of(cut));
    expect(described.deviceName.length).toBeLessThanOrEqual(64);
  });

  it('only the first 512 characters of a hint are looked at', () => {
    const brands = `${'"Chromium";v="1", '.repeat(100)}"Brave";v="142"`;
    expect(of({ 'user-agent': 'Mozilla/5.0', 'sec-ch-ua': brands }).browser).not.toBe('Brave');
  });

  it.each([
    ['bidi override', 'Pho\u202Eecived siht', 'Pho ecived siht'],
    ['bidi isolates and marks', '\u2066This\u2069 \u200Fdevice\u061C', 'This device'],
    ['zero-width characters', 'Th\u200Bis\uFEFF de\u2060vice', 'Th is de vice'],
    ['line breaks and controls', 'a\r\nb\u0000c\u001b[31m', 'a b c [31m'],
    ['HTML, which is text', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['nothing visible', '\u200B\u202E\u0000', 'curl'],
  ])('a registered name with %s is made harmless', (_, deviceName, expected) => {
    expect(of({ 'user-agent': 'curl/8.14.1' }, { deviceName }).deviceName).toBe(expected);
  });

  it('a registered name of 10 kB is cut to 64 graphemes', () => {
    expect(of({}, { deviceName: '👩‍👩‍👧‍👦'.repeat(1000) }).deviceName.length).toBeLessThanOrEqual(512);
    expect(of({}, { deviceName: 'x'.repeat(10_000) }).deviceName).toBe('x'.repeat(64));
  });

  it('text in the user agent never becomes a name that looks like markup or another line', () => {
    for (const agent of ['<script>alert(1)</script>/1.0 x', 'This device / (x)', '\u00e9\u00ff/1 (', "'; --/1 x"]) {
      const { browser, deviceName } = of({ 'user-agent': agent });
      expect(browser).toBeNull();
      expect(deviceName).toBe('Unknown device');
    }
  });

  it.each([
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    '__defineGetter__',
    '__lookupSetter__',
  ])('a name that every JavaScript object answers to is text like any other: %s', (name) => {
    const windows = `Mozilla/5.0 (Windows ${name}; Win64) ${webKit} ${chrome} Safari/537.36`;
    const isText = (value: unknown): boolean => value === null || typeof value === 'string';
    for (const userAgent of ['', name, `${name}/1.0`, windows, `Mozilla/5.0 (${name}) ${webKit} ${chrome}`]) {
      for (const header of [
        'sec-ch-ua',
        'sec-ch-ua-full-version-list',
        'sec-ch-ua-mobile',
        'sec-ch-ua-platform',
        'sec-ch-ua-platform-version',
        'sec-ch-ua-model',
        'sec-ch-ua-form-factors',
      ]) {
        for (const value of [name, `"${name}"`, `"${name}";v="1"`, `"Windows", "${name}"`]) {
          const described = of(
            { 'user-agent': userAgent, [header]: value },
            { deviceName: name, platform: name, platformVersion: name },
          );
          expect(Object.values(described).filter((part) => !isText(part))).toEqual([]);
          expect(described.os ?? '').not.toContain('function');
        }
      }
    }
  });

  it('random text never throws', () => {
    // A fixed linear congruential sequence: the same strings in every run.
    let state = 42;
    const next = (below: number): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const tokens = [
      'Mozilla/5.0',
      '(',
      ')',
      ';',
      '/',
      'Android 1',
      'iPad',
      'Macintosh',
      'Version/',
      '"',
      'like',
      ' ',
      'TV',
      'KFAB',
      '\u00ff',
    ];
    for (let index = 0; index < 2000; index += 1) {
      const text = Array.from({ length: next(40) }, () => tokens[next(tokens.length)]).join(next(2) === 0 ? '' : ' ');
      expect(() => of({ 'user-agent': text, 'sec-ch-ua': text, 'sec-ch-ua-platform': text })).not.toThrow();
    }
  });
});
