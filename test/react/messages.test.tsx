/** The catalogues: whole, in the right forms, with names that cannot spill. */
import { describe, expect, it } from 'vitest';
import { messagesAr, messagesEn, sessionSecurityErrorCodes } from 'react-session-security';

const pathsOf = (value: object, prefix = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null ? pathsOf(inner, `${prefix}${key}.`) : [`${prefix}${key}`],
  );

const callAll = (value: object): string[] =>
  Object.values(value).flatMap((inner: unknown) => {
    if (typeof inner === 'function') return String((inner as (...args: unknown[]) => unknown)(3, 5));
    return typeof inner === 'object' && inner !== null ? callAll(inner) : [String(inner)];
  });

describe('messages', () => {
  it('are complete in both languages', () => {
    expect(pathsOf(messagesAr).toSorted()).toEqual(pathsOf(messagesEn).toSorted());
    for (const code of sessionSecurityErrorCodes) expect(messagesAr.errors[code]).not.toBe(messagesEn.errors[code]);
  });

  it('leave no placeholder and no English in Arabic', () => {
    for (const text of callAll(messagesAr)) expect(text).toMatch(/[\u0600-\u06ff]/);
    for (const text of [...callAll(messagesAr), ...callAll(messagesEn)]) expect(text).not.toMatch(/[{}]|undefined/);
  });

  it('count in all six Arabic forms', () => {
    const { count } = messagesAr.sessions;
    expect([0, 1, 2, 3, 11, 100].map(count)).toEqual([
      'لا أجهزة',
      'جهاز واحد',
      'جهازان',
      '3 أجهزة',
      '11 جهازًا',
      '100 جهاز',
    ]);
  });

  it('count in both English forms', () => {
    expect([1, 2, 10_000].map(messagesEn.sessions.count)).toEqual(['1 device', '2 devices', '10,000 devices']);
    expect(messagesEn.sessions.confirmOthersTitle(1)).toBe('Sign out 1 other device?');
  });

  it('never show codes', () => {
    for (const text of [...callAll(messagesEn), ...callAll(messagesAr)]) expect(text).not.toMatch(/[A-Z]{2,}_[A-Z]/);
  });
});
