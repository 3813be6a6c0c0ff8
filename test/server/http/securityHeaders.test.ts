import { describe, expect, it } from 'vitest';
import { applySecurityHeaders, clearSiteData } from '../../../src/server/http/securityHeaders';
import { api, app } from './guarded';

const applied = (headers: Record<string, string>): Headers => {
  const answer = new Headers();
  applySecurityHeaders(answer, new Request(api, { headers }), [app]);
  return answer;
};

describe('security headers', () => {
  it('let no cache keep an answer, nor give one visitor’s to another (R67)', () => {
    expect(applied({}).get('cache-control')).toBe('no-store');
    expect(applied({}).get('vary')).toBe('Cookie, Origin, Sec-Fetch-Site');
  });

  it('keep the answer to the own origin, and to a listed one that asks', () => {
    expect(applied({}).get('cross-origin-resource-policy')).toBe('same-origin');
    expect(applied({ origin: app, 'sec-fetch-site': 'same-origin' }).get('cross-origin-resource-policy')).toBe(
      'same-origin',
    );
    expect(applied({ origin: app, 'sec-fetch-site': 'cross-site' }).get('cross-origin-resource-policy')).toBe(
      'cross-origin',
    );
    expect(applied({ origin: 'https://evil.example' }).get('cross-origin-resource-policy')).toBe('same-origin');
  });

  it('let a listed origin see how long to wait', () => {
    expect(applied({ origin: app }).get('access-control-expose-headers')).toContain('Retry-After');
  });

  it('clear only the cache at sign-out unless told otherwise (R10)', () => {
    const headers = new Headers();
    clearSiteData(headers);
    expect(headers.get('clear-site-data')).toBe('"cache"');
    clearSiteData(headers, ['cookies', 'storage']);
    expect(headers.get('clear-site-data')).toBe('"cookies", "storage"');
  });
});
