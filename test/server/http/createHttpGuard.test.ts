/**
 * What the guard does to malformed, oversize and multiplied requests (T35, T36, T50; R33, R66–R68), and that every
 * kind of client can read its refusals. And a streamed answer, whose headers are gone before a procedure could set a
 * cookie: sessions that nobody holds would push out real ones.
 */
import { createTRPCClient, httpBatchLink, httpBatchStreamLink, httpLink, TRPCClientError } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { describe, expect, it } from 'vitest';
import { createHttpGuard } from '../../../src/server/http/createHttpGuard';
import { api, app, basePath, createGuarded, get, post, sameOrigin, type WireError, wireError } from './guarded';

describe('batches', () => {
  const batch = (path: string, count: number): Request =>
    post(`${Array.from({ length: count }, () => path).join(',')}?batch=1`, sameOrigin, '{}');

  it('runs ten calls and refuses eleven, or 500', async () => {
    const { handle, executed } = createGuarded();
    expect((await handle(batch('session.updateActivity', 10))).status).toBe(200);
    expect(executed).toHaveLength(10);
    for (const count of [11, 500]) {
      const response = await handle(batch('session.updateActivity', count));
      expect(response.status).toBe(400);
      expect((await wireError(response)).data.cause).toMatchObject({
        errorCode: 'INVALID_REQUEST',
        reason: 'batch_size',
      });
    }
    expect(executed).toHaveLength(10);
  });

  it('is not amplified: the answer to 500 refused calls is one error', async () => {
    const response = await createGuarded().handle(batch('session.updateActivity', 500));
    expect((await response.text()).length).toBeLessThan(500);
  });

  it.each([
    'auth.verifySignIn2FA,auth.verifySignIn2FA?batch=1',
    'auth.verifySignIn2FA%2Cauth.verifySignIn2FA?batch=1',
    'session.getStatus,auth%2EsignIn?batch=1',
    'auth.verifySignIn2FA,auth.verifySignIn2FA?%62atch=%31',
    'auth.signIn,session.updateActivity?batch=1&batch=0',
  ])('may not multiply sign-in attempts: %s', async (path) => {
    const { handle, executed } = createGuarded();
    const response = await handle(post(path, sameOrigin));
    expect(response.status).toBe(400);
    expect((await wireError(response)).data.cause.reason).toBe('batched_auth');
    expect(executed).toEqual([]);
  });

  it('of one call is a call', async () => {
    const { handle, executed } = createGuarded();
    expect((await handle(post('auth.signOut?batch=1', sameOrigin))).status).toBe(200);
    expect(executed).toEqual(['auth.signOut']);
  });

  it('gets one error per call, with its path, so that a client can hand them out', async () => {
    const response = await createGuarded().handle(
      post('session.revokeSession,session.updateActivity?batch=1', { 'content-type': 'application/json' }),
    );
    const errors = (await response.json()) as readonly WireError[];
    expect(errors.map(({ error }) => error.data.path)).toEqual(['session.revokeSession', 'session.updateActivity']);
  });
});

describe('bodies', () => {
  const stream = (chunk: string, count: number): { readonly body: ReadableStream; readonly pulled: () => number } => {
    let pulled = 0;
    const body = new ReadableStream(
      {
        pull(controller) {
          pulled += 1;
          if (pulled > count) controller.close();
          else controller.enqueue(new TextEncoder().encode(chunk));
        },
      },
      { highWaterMark: 0 },
    );
    return { body, pulled: () => pulled };
  };
  const streamed = (body: ReadableStream, headers: Record<string, string> = {}): Request =>
    new Request(`${api}${basePath}/session.revokeSession`, {
      method: 'POST',
      headers: { ...sameOrigin, ...headers },
      body,
      duplex: 'half',
    } as RequestInit);

  it('of 64 kB are read, one byte more is 413', async () => {
    const { handle } = createGuarded();
    const exact = JSON.stringify('x'.repeat(65_534));
    expect((await handle(post('session.revokeSession', sameOrigin, exact))).status).toBe(200);
    const response = await handle(post('session.revokeSession', sameOrigin, `${exact} `));
    expect(response.status).toBe(413);
    expect((await wireError(response)).data).toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      cause: { reason: 'body_size' },
    });
  });

  it('without an announced length are cut off at the limit, not read to their end', async () => {
    const { body, pulled } = stream('x'.repeat(16_384), 10_000);
    expect((await createGuarded().handle(streamed(body))).status).toBe(413);
    expect(pulled()).toBeLessThan(10);
  });

  it('that announce too much are refused unread', async () => {
    const { body, pulled } = stream('{}', 1);
    const response = await createGuarded().handle(streamed(body, { 'content-length': '1000000' }));
    expect(response.status).toBe(413);
    expect(pulled()).toBe(0);
  });

  it('arrive whole at the procedure, characters split between chunks included', async () => {
    const guard = createHttpGuard({ origins: [app] });
    const bytes = new TextEncoder().encode(JSON.stringify({ name: '🦊' }));
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const decision = await guard(streamed(body));
    expect(decision.status).toBe('allowed');
    expect(decision.status === 'allowed' && (await decision.request.json())).toEqual({ name: '🦊' });
  });

  it.each([
    ['half an object', '{"a":'],
    ['two values', '{}{}'],
    ['a key twice', '{"sessionId":"mine","sessionId":"theirs"}'],
    ['a key twice, once escaped', '{"sessionId":"mine","session\\u0049d":"theirs"}'],
    ['a key twice inside a batch', '{"0":{"a":1,"a":2}}'],
    ['10,000 levels', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['invalid UTF-8', Uint8Array.of(0x22, 0xff, 0xfe, 0x22)],
  ])('that are %s are refused as INVALID_REQUEST', async (_, body) => {
    const { handle, executed } = createGuarded();
    const response = await handle(post('session.revokeSession', sameOrigin, body));
    expect(response.status).toBe(400);
    expect((await wireError(response)).data.cause).toMatchObject({ errorCode: 'INVALID_REQUEST', reason: 'json' });
    expect(executed).toEqual([]);
  });

  it('the same strictness holds for the input of a query', async () => {
    const { handle, executed } = createGuarded();
    const input = encodeURIComponent('{"limit":1,"limit":1000000000}');
    expect((await handle(get(`session.getSessions?input=${input}`, sameOrigin))).status).toBe(400);
    expect(executed).toEqual([]);
  });

  it('a JSON request without a body stands for no input', async () => {
    const guard = createHttpGuard({ origins: [app] });
    const decision = await guard(post('session.updateActivity', sameOrigin, null));
    expect(decision.status === 'allowed' && (await decision.request.json())).toEqual({});
  });
});

describe('headers', () => {
  it('with a user agent of 4,096 characters pass, a longer one is 431', async () => {
    const { handle } = createGuarded();
    const withAgent = (length: number): Request =>
      get('session.getStatus', { ...sameOrigin, 'user-agent': 'x'.repeat(length) });
    expect((await handle(withAgent(4096))).status).toBe(200);
    const response = await handle(withAgent(4097));
    expect(response.status).toBe(431);
    expect((await wireError(response)).data.cause).toMatchObject({
      errorCode: 'INVALID_REQUEST',
      reason: 'user_agent_size',
    });
    expect((await handle(withAgent(1_000_000))).status).toBe(431);
  });

  it('of more than 16 kB together are 431, wherever they are', async () => {
    const { handle } = createGuarded();
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x-filler-${index}`, 'x'.repeat(80)]));
    for (const request of [
      get('session.getStatus', { ...sameOrigin, cookie: 'a='.padEnd(17_000, 'x') }),
      get('session.getStatus', { ...sameOrigin, ...many }),
      get(`session.getStatus?input=${'x'.repeat(17_000)}`, sameOrigin),
    ]) {
      const response = await handle(request);
      expect(response.status).toBe(431);
      expect((await wireError(response)).data.cause.reason).toBe('header_size');
    }
  });
});

describe('methods and paths', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])('%s is 405 and names what is allowed', async (method) => {
    const request = new Request(`${api}${basePath}/session.getStatus`, { method, headers: sameOrigin });
    const response = await createGuarded().handle(request);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
    expect((await wireError(response)).data).toMatchObject({
      code: 'METHOD_NOT_SUPPORTED',
      cause: { errorCode: 'INVALID_REQUEST', reason: 'http_method' },
    });
  });

  it.each([
    '/api/trpc',
    '/api/trpc/',
    '/api/trpcsession.getStatus',
    '/api/trpc//session.getStatus',
    '/',
    '/api/trpc/session.getStatus/',
  ])('%s is not a procedure’s address: tRPC, which trims and cuts, never sees it', async (path) => {
    const { handle, executed } = createGuarded();
    const response = await handle(new Request(`${api}${path}`, { headers: sameOrigin }));
    expect(response.status).toBe(404);
    expect(executed).toEqual([]);
  });

  it('a broken escape in the path is a refusal, not a crash', async () => {
    const response = await createGuarded().handle(get('session.%E0%A4%A', sameOrigin));
    expect(response.status).toBe(400);
    expect((await wireError(response)).data.cause.reason).toBe('path');
  });
});

describe('streamed answers', () => {
  it.each([
    { 'trpc-accept': 'application/jsonl' },
    { accept: 'application/jsonl' },
    { accept: 'text/html, application/jsonl;q=0.5, */*' },
    { accept: '*/*', 'trpc-accept': 'application/jsonl' },
    { accept: 'application/jsonl', 'trpc-accept': 'application/json' },
  ])('are refused before anything runs: %j', async (headers) => {
    const { handle, executed } = createGuarded();
    for (const request of [
      post('auth.signIn?batch=1', { ...sameOrigin, ...headers }),
      post('auth.signIn', { ...sameOrigin, ...headers }),
      get('session.getStatus?batch=1', { ...sameOrigin, ...headers }),
    ]) {
      const response = await handle(request);
      expect(response.status).toBe(400);
      expect((await wireError(response)).data.cause).toMatchObject({
        errorCode: 'INVALID_REQUEST',
        reason: 'streaming',
      });
    }
    expect(executed).toEqual([]);
  });

  it('are what the link for them asks for: it reads the refusal, for queries and for mutations', async () => {
    const { handle, executed } = createGuarded();
    const client = createTRPCClient<AnyRouter>({
      links: [
        httpBatchStreamLink({
          url: `${api}${basePath}`,
          headers: { ...sameOrigin },
          fetch: (input, init) => handle(new Request(input as string, init as RequestInit)),
        }),
      ],
    }) as unknown as {
      readonly session: {
        readonly getStatus: { query(): Promise<unknown> };
        readonly updateActivity: { mutate(): Promise<unknown> };
      };
    };
    for (const call of [() => client.session.getStatus.query(), () => client.session.updateActivity.mutate()]) {
      await expect(call()).rejects.toMatchObject({
        data: { httpStatus: 400, cause: { errorCode: 'INVALID_REQUEST', reason: 'streaming' } },
      });
    }
    expect(executed).toEqual([]);
  });
});

describe('every answer of the guard', () => {
  it.each([
    ['a refusal', get('session.getStatus', {})],
    ['a 404', get('', sameOrigin)],
    [
      'a preflight',
      new Request(`${api}${basePath}/session.getStatus`, { method: 'OPTIONS', headers: { origin: app } }),
    ],
    ['a 413', post('session.revokeSession', sameOrigin, 'x'.repeat(70_000))],
  ])('carries the security headers: %s', async (_, request) => {
    const { headers } = await createGuarded().handle(request);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': expect.stringMatching(/^(?:same|cross)-origin$/u) as string,
      'referrer-policy': 'no-referrer',
      vary: 'Cookie, Origin, Sec-Fetch-Site',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([httpLink, httpBatchLink, httpBatchStreamLink])(
    'is read by @trpc/client like an error of a procedure',
    async (link) => {
      const { handle } = createGuarded();
      const client = createTRPCClient<AnyRouter>({
        links: [
          link({
            url: `${api}${basePath}`,
            fetch: (input, init) => handle(new Request(input as string, init as RequestInit)),
          }),
        ],
      }) as unknown as { readonly session: { readonly updateActivity: { mutate(): Promise<unknown> } } };
      const error: unknown = await client.session.updateActivity.mutate().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TRPCClientError);
      expect(error).toMatchObject({
        data: { httpStatus: 403, cause: { errorCode: 'CSRF_REJECTED', reason: 'request_header' } },
      });
    },
  );
});
