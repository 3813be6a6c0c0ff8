/** The link to our own server, as a server sees it: headers, cookies, and what may share a batch (R33, R62). */
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSessionSecurity, getSessionSecurityError } from 'react-session-security/client';
import { afterEach, describe, expect, it } from 'vitest';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function trpcServer(
  result: (path: string) => unknown = (path) => ({ result: { data: { success: true, data: { path } } } }),
): Promise<{ url: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const results = url.pathname.slice('/api/trpc/'.length).split(',').map(result);
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(url.searchParams.has('batch') ? results : results[0]));
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/trpc`, seen };
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?')[0] ?? '';

describe('httpLink', () => {
  it('sends the guard’s header with everything, and no caller’s header can replace it', async () => {
    const { url, seen } = await trpcServer();
    const security = createSessionSecurity({ url, headers: () => ({ 'x-session-security': '0', 'x-tenant': 'acme' }) });
    await security.call('session.getSessions');
    await security.call('auth.signOut');
    expect(seen.map(({ headers }) => [headers['x-session-security'], headers['x-tenant']])).toEqual([
      ['1', 'acme'],
      ['1', 'acme'],
    ]);
  });

  it('reads with GET and writes with POST', async () => {
    const { url, seen } = await trpcServer();
    const security = createSessionSecurity({ url });
    await security.call('session.getStatus');
    await security.call('session.revokeSession', { sessionId: 'a' });
    expect(seen.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(seen[1]?.headers['content-type']).toBe('application/json');
  });

  it('sends reads of one moment together and credentials alone', async () => {
    const { url, seen } = await trpcServer();
    const security = createSessionSecurity({ url });
    await Promise.all([
      security.call('session.getSessions'),
      security.call('session.getStatus'),
      security.call('auth.signIn', { identifier: 'a', password: 'b' }),
      security.call('auth.signIn', { identifier: 'a', password: 'c' }),
    ]);
    expect(seen.map(pathOf).toSorted()).toEqual([
      '/api/trpc/auth.signIn',
      '/api/trpc/auth.signIn',
      '/api/trpc/session.getSessions,session.getStatus',
    ]);
  });

  it('never puts more than ten calls into one request', async () => {
    const { url, seen } = await trpcServer();
    const security = createSessionSecurity({ url });
    await Promise.all(Array.from({ length: 25 }, () => security.call('session.getStatus')));
    expect(seen.map((request) => pathOf(request).split(',').length).toSorted((a, b) => a - b)).toEqual([5, 10, 10]);
  });

  it('asks for cookies of the configured origin only', async () => {
    const asked: unknown[] = [];
    const fetchLike: typeof fetch = async (_, init) => {
      asked.push(init?.credentials);
      return Response.json([{ result: { data: { success: true, data: {} } } }]);
    };
    await createSessionSecurity({ url: 'https://api.example.com/trpc', fetch: fetchLike }).call('session.getStatus');
    await createSessionSecurity({ url: '/api/trpc', fetch: fetchLike }).call('session.getStatus');
    expect(asked).toEqual(['include', 'same-origin']);
  });

  it.each([
    [
      'a refusal',
      { error: { message: 'no', code: -32_001, data: { cause: { errorCode: 'SESSION_REVOKED' } } } },
      'SESSION_REVOKED',
    ],
    ['a failure without a code', { error: { message: 'boom', code: -32_603, data: { httpStatus: 500 } } }, undefined],
    ['JSON that is not tRPC', { hello: 'world' }, undefined],
    ['a result without our envelope', { result: { data: null } }, undefined],
  ])('rejects with what can be read out of %s', async (_, answer, errorCode) => {
    const { url } = await trpcServer(() => answer);
    const call = createSessionSecurity({ url }).call('session.getStatus');
    const error: unknown = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    expect(getSessionSecurityError(error)?.errorCode).toBe(errorCode);
    expect((error as Error).message).not.toMatch(/undefined|null/);
  });
});
