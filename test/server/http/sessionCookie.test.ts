/**
 * The attacks: a cookie without its attributes is sent along cross-site or read by a script (R4, R5); one that
 * outgrows the browser's limits is dropped and takes the session with it (R6); a sibling host tosses a second one
 * in to fix the session (T7, R7).
 */
import { describe, expect, it } from 'vitest';
import { type CookieOptions, createSessionCookies } from '../../../src/server/http/sessionCookie';

const secret = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE';
const attributesOf = (cookie: string): readonly string[] => cookie.split('; ').slice(1);
const cookies = (header: string): Headers => new Headers({ cookie: header });

const configurations: readonly CookieOptions[] = (['strict', 'lax'] as const).flatMap((sameSite) =>
  [undefined, true, false].flatMap((allowInsecure) =>
    [undefined, 'a', 'acme-session_1', 'x'.repeat(64)].map((name) => ({ sameSite, allowInsecure, name })),
  ),
);
const lifetimes = [undefined, -1, 0, 999, 1000, 86_400_000, 34_560_000_000, 34_560_001_000, Number.MAX_SAFE_INTEGER];

describe('every cookie in every configuration', () => {
  it.each(configurations)('has its attributes and fits the limits: %j', (options) => {
    const { session, preAuth, device } = createSessionCookies(options);
    expect(new Set([session.name, preAuth.name, device.name]).size).toBe(3);
    for (const cookie of [session, preAuth, device]) {
      for (const text of [...lifetimes.map((ms) => cookie.serialize(secret, ms)), cookie.expire()]) {
        const attributes = attributesOf(text);
        expect(attributes).toContain('HttpOnly');
        expect(attributes).toContain('Path=/');
        expect(attributes).toContain(options.sameSite === 'strict' ? 'SameSite=Strict' : 'SameSite=Lax');
        expect(attributes.some((attribute) => /^domain/iu.test(attribute))).toBe(false);
        const isHostCookie = text.startsWith('__Host-');
        expect(isHostCookie).toBe(options.allowInsecure !== true);
        expect(attributes.includes('Secure')).toBe(isHostCookie);
        expect(text.split(';', 1)[0]?.length).toBeLessThanOrEqual(4096);
        const maxAge = Number(/Max-Age=(-?\d+)/u.exec(text)?.[1] ?? 0);
        expect(maxAge).toBeGreaterThanOrEqual(0);
        expect(maxAge).toBeLessThanOrEqual(34_560_000);
      }
    }
  });

  it.each(configurations)('is read back as it was written: %j', (options) => {
    const { session, preAuth, device } = createSessionCookies(options);
    const header = [preAuth.serialize('other'), device.serialize('third'), session.serialize(secret)]
      .map((text) => text.split(';', 1)[0])
      .join('; ');
    expect(session.read(cookies(header))).toEqual({ status: 'present', value: secret });
    expect(preAuth.read(cookies(header))).toEqual({ status: 'present', value: 'other' });
    expect(device.read(cookies(header))).toEqual({ status: 'present', value: 'third' });
  });
});

describe('the default cookies', () => {
  const { session, preAuth, device, warning } = createSessionCookies({ sameSite: 'strict' });

  it('are __Host- cookies that end with the browser unless told otherwise', () => {
    expect(session.serialize(secret)).toBe(`__Host-sid=${secret}; Path=/; HttpOnly; SameSite=Strict; Secure`);
    expect(session.serialize(secret, 1500)).toContain('; Max-Age=1');
    expect([preAuth.name, device.name]).toEqual(['__Host-pre', '__Host-device']);
    expect(warning).toBeNull();
  });

  it('are expired under the same attributes, or the browser would keep them', () => {
    expect(session.expire()).toMatch(/^__Host-sid=; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=0; Expires=/u);
  });

  it.each([
    ['twice with different values', `__Host-sid=${secret}; __Host-sid=planted`, 'duplicate'],
    ['a real one after a planted empty one', `__Host-sid=; __Host-sid=${secret}`, 'duplicate'],
    [
      'planted behind a comma in another cookie, which any sibling host may set',
      'theme=x,__Host-sid=planted',
      'absent',
    ],
    ['planted behind a comma and a blank', 'theme=x, __Host-sid=planted', 'absent'],
    ['beside one planted behind a comma', `theme=x,__Host-sid=planted; __Host-sid=${secret}`, 'present'],
    ['under a name that only JavaScript would trim to ours', '\u00a0__Host-sid=planted; \u000b__Host-sid=x', 'absent'],
    ['with blanks and tabs around it', `a=b;\t __Host-sid \t= ${secret}\t`, 'present'],
    ['twice with one value', `__Host-sid=${secret}; __Host-sid=${secret}`, 'present'],
    ['without the prefix', `sid=${secret}`, 'absent'],
    ['with a prefix in other letters', `__host-sid=${secret}; __HOST-sid=${secret}`, 'absent'],
    ['as part of another name', `x__Host-sid=${secret}; __Host-sidx=${secret}`, 'absent'],
    ['inside another value', `a=__Host-sid=${secret}`, 'absent'],
    ['without a value', '__Host-sid', 'absent'],
    ['not at all', 'a=b', 'absent'],
  ])('sent %s', (_, header, status) => {
    expect(session.read(cookies(header)).status).toBe(status);
  });

  it('sent twice are kept apart, eight values at most, none of them chosen', () => {
    const header = Array.from({ length: 500 }, (_, index) => `__Host-sid=value-${index}`).join('; ');
    expect(session.read(cookies(header))).toEqual({
      status: 'duplicate',
      values: Array.from({ length: 8 }, (_, index) => `value-${index}`),
    });
  });

  it('are absent when no cookie is sent', () => {
    expect(session.read(new Headers()).status).toBe('absent');
  });

  it.each(['', 'a b', 'a;b', 'a,b', 'a=b', '{"user":1}', 'a.b.c', 'ü', 'a\r\nset-cookie: x=y', 'x'.repeat(4096)])(
    'refuse to carry %j',
    (value) => {
      expect(() => session.serialize(value)).toThrow(/^react-session-security: /u);
    },
  );
});

describe('settings that would weaken them', () => {
  it.each([undefined, 'none', 'None', '', 'Strict', null])('sameSite %j', (sameSite) => {
    expect(() => createSessionCookies({ sameSite } as unknown as CookieOptions)).toThrow(/sameSite/u);
  });

  it.each(['', 'a b', 'a=b', 'a;b', '__Host-sid', '__secure-sid', 'x'.repeat(65), 'ü'])('name %j', (name) => {
    expect(() => createSessionCookies({ sameSite: 'strict', name })).toThrow(/cookies\.name/u);
  });

  it('allowInsecure comes with a warning to log', () => {
    const { session, warning } = createSessionCookies({ sameSite: 'lax', allowInsecure: true });
    expect(session.name).toBe('sid');
    expect(warning).toMatch(/^react-session-security: cookies\.allowInsecure/u);
  });
});
