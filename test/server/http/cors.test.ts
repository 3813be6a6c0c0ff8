/**
 * The attack: an origin that only looks like the app's asks for the victim's sessions with credentials, and a server
 * that reflects, or matches by suffix, lets it read them (R65, T45; ASVS 3.4.2).
 */
import { describe, expect, it } from 'vitest';
import { createHttpGuard } from '../../../src/server/http/createHttpGuard';
import { api, app, basePath, createGuarded, get, sameOrigin } from './guarded';

const hostile = [
  'null',
  '*',
  'https://evil.example',
  'http://app.example.com',
  'https://app.example.com.evil.tld',
  'https://app.example.com.',
  'https://evil-app.example.com',
  'https://evilapp.example.com',
  'https://app.example.com:8443',
  'https://app.example.com:443',
  'https://APP.example.com',
  'https://app.example.com/',
  'https://app.example.com@evil.tld',
  'https://evil.tld#https://app.example.com',
  'https://example.com',
  'https://sub.app.example.com',
  'https://app.example.com https://evil.tld',
  'https://app.example.com, https://evil.tld',
  'file://',
  'capacitor://app.example.com',
  '',
];

const preflightOf = (origin: string): Request =>
  new Request(`${api}${basePath}/session.revokeSession`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-session-security',
    },
  });

const corsHeaders = (response: Response): string[] =>
  [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));

describe('CORS', () => {
  it.each(hostile)('gives %j nothing, neither at the preflight nor at the call', async (origin) => {
    const { handle, executed } = createGuarded();
    const preflight = await handle(preflightOf(origin));
    expect(preflight.status).toBe(403);
    expect(corsHeaders(preflight)).toEqual([]);
    const call = await handle(get('session.getStatus', { origin, 'x-session-security': '1' }));
    expect(call.status).toBe(403);
    expect(corsHeaders(call)).toEqual([]);
    expect(executed).toEqual([]);
  });

  it('answers a listed origin’s preflight with that origin, credentials and the headers that the client sends', async () => {
    const response = await createGuarded().handle(preflightOf(app));
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(app);
    expect(response.headers.get('access-control-allow-credentials')).toBe('true');
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, OPTIONS');
    // Not `trpc-accept`: it asks for a streamed answer, which would lose cookies.
    expect(response.headers.get('access-control-allow-headers')?.split(', ')).toEqual([
      'content-type',
      'x-session-security',
      'x-step-up-token',
      'x-trpc-source',
    ]);
    expect(response.headers.get('vary')).toContain('Origin');
  });

  it.each(['bearer', 'both'] as const)('allows what a client of %s transport sends besides', async (transport) => {
    const decision = await createHttpGuard({ origins: [app], basePath, transport })(preflightOf(app));
    const { response } = decision as Extract<typeof decision, { status: 'answered' }>;
    expect(response.headers.get('access-control-allow-headers')?.split(', ').slice(4)).toEqual([
      'authorization',
      'x-session-transport',
      'idempotency-key',
    ]);
  });

  it('lets a listed origin read its refusals', async () => {
    const response = await createGuarded().handle(get('nothing.here//', { ...sameOrigin, origin: app }));
    expect(response.status).toBe(404);
    expect(response.headers.get('access-control-allow-origin')).toBe(app);
  });

  it.each([
    [],
    ['*'],
    ['null'],
    ['app.example.com'],
    ['https://app.example.com/'],
    ['https://App.example.com'],
    ['https://app.example.com:443'],
    ['https://app.example.com', 'https://*.example.com/x'],
    ['ftp://app.example.com'],
  ])('refuses to start with origins %j', (...origins) => {
    expect(() => createHttpGuard({ origins })).toThrow(/^react-session-security: /u);
  });

  it.each(['api/trpc', '/api/../trpc', '/api trpc', ''])('refuses to start with base path %j', (path) => {
    expect(() => createHttpGuard({ origins: [app], basePath: path })).toThrow(/basePath/u);
  });
});
