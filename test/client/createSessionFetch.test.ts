/** `security.fetch`: the session's manners for REST calls (SPEC A8; ENGINE T-39, T-42, T-43, T-47, T-48). */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSessionSecurity } from 'react-session-security/client';
import type { SessionSecurityClient } from 'react-session-security/client';
import { systemClock } from 'react-session-security/contract';

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const now = () => new Date().toISOString();
const refused = (errorCode: string, reason?: string): Response =>
  json({ error: { data: { cause: { errorCode, message: 'No.', ...(reason !== undefined && { reason }) } } } }, 401);

interface Seen {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
  readonly credentials: RequestCredentials | undefined;
}

/** A back end that wants the token of the day, and a client in the bearer transport that talks to it. */
function bearerApp({ answer }: { answer?: (request: Seen) => Response | undefined } = {}) {
  const seen: Seen[] = [];
  let tokens = 0;
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, { ...init, ...(init?.body !== undefined && { duplex: 'half' }) });
    const entry: Seen = {
      url: request.url,
      headers: request.headers,
      body: await request.text(),
      credentials: init?.credentials,
    };
    seen.push(entry);
    if (entry.url.includes('auth.refresh')) {
      tokens += 1;
      const data = {
        sessionId: 's',
        userId: 'u',
        accessToken: `t${String(tokens)}`,
        expiresIn: 900,
        serverTime: now(),
      };
      return json({ result: { data: { success: true, data } } });
    }
    return answer?.(entry) ?? json({ ok: true });
  };
  let aged = 0;
  const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + aged };
  const client = createSessionSecurity({
    clock,
    url: 'https://app.example/api/trpc',
    transport: 'bearer',
    fetch: send,
    trustedOrigins: ['https://api.example'],
  });
  const calls = () => seen.filter(({ url }) => !url.includes('auth.refresh'));
  /** A token of some age: one that was made for the very call would not be renewed for it (T-41). */
  const warm = async (): Promise<void> => {
    await client.engine.tokens?.get();
    aged += 5;
  };
  return { client, warm, seen, calls, refreshes: () => tokens };
}

const bearerOf = ({ headers }: Seen): string | null => headers.get('authorization');
const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('what is sent', () => {
  it('carries the guard’s header and the token to a trusted origin', async () => {
    const { client, calls } = bearerApp();
    await client.fetch('https://api.example/orders');
    const [call] = calls();
    expect(call && bearerOf(call)).toBe('Bearer t1');
    expect(call?.headers.get('x-session-security')).toBe('1');
    expect(call?.credentials).toBe('include');
  });

  it.each([
    'https://evil.example/orders',
    'https://app.example.evil.example/',
    'http://app.example/',
    'https://app.example:8443/',
  ])('T-47: %s gets neither token nor header nor cookies, and its 401 refreshes nothing', async (url) => {
    const { client, calls, refreshes } = bearerApp({ answer: () => refused('UNAUTHENTICATED', 'access_token') });
    await client.fetch(url);
    const [call] = calls();
    expect([call && bearerOf(call), call?.headers.get('x-session-security'), call?.credentials]).toEqual([
      null,
      null,
      undefined,
    ]);
    expect([calls().length, refreshes()]).toEqual([1, 0]);
  });

  it('keeps the caller’s own headers', async () => {
    const { client, calls } = bearerApp();
    await client.fetch('https://app.example/x', { headers: { 'x-mine': 'yes' } });
    expect(calls()[0]?.headers.get('x-mine')).toBe('yes');
  });
});

describe('what is refused', () => {
  it('T-39: for its token: one refresh for all, and each is sent once more', async () => {
    const { client, calls, refreshes, warm } = bearerApp({
      answer: (call) => (bearerOf(call) === 'Bearer t1' ? refused('UNAUTHENTICATED', 'access_token') : undefined),
    });
    // The token is there before the calls are made, as in a page that has been open for a while.
    await warm();
    const responses = await Promise.all(Array.from({ length: 10 }, () => client.fetch('https://app.example/x')));
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 200));
    expect(refreshes()).toBe(2);
    expect(calls()).toHaveLength(20);
  });

  it('for a session that is over: no refresh, no repetition, and the client knows', async () => {
    const { client, calls, refreshes } = bearerApp({ answer: () => refused('SESSION_REVOKED') });
    const response = await client.fetch('https://app.example/x');
    expect([response.status, calls().length, refreshes()]).toEqual([401, 1, 1]);
    expect(client.session()).toMatchObject({ status: 'ended', cause: { errorCode: 'SESSION_REVOKED' } });
  });

  it('T-48: by the network: is not repeated', async () => {
    const { client, calls } = bearerApp({
      answer() {
        throw new TypeError('Failed to fetch');
      },
    });
    expect(await failure(client.fetch('https://app.example/pay', { method: 'POST', body: '1' }))).toBeInstanceOf(
      TypeError,
    );
    expect(calls()).toHaveLength(1);
  });

  const form = (): FormData => {
    const data = new FormData();
    data.set('file', new File(['contents'], 'a.txt'));
    return data;
  };
  const bodies: readonly (readonly [string, () => BodyInit])[] = [
    ['a string', () => 'text'],
    ['parameters', () => new URLSearchParams({ a: '1' })],
    ['a blob', () => new Blob(['blob'])],
    ['a buffer', () => new TextEncoder().encode('buffer').buffer],
    ['a form with a file', form],
  ];
  it.each(bodies)('T-42: with %s as its body: the repetition is the same', async (_, body) => {
    const { client, calls, warm } = bearerApp({
      answer: (call) => (bearerOf(call) === 'Bearer t2' ? undefined : refused('UNAUTHENTICATED', 'access_token')),
    });
    await warm();
    const response = await client.fetch('https://app.example/x', { method: 'POST', body: body() });
    expect(response.status).toBe(200);
    const [first, second] = calls()
      .slice(-2)
      .map((call) => call.body.replaceAll(/formdata-undici-\d+/g, 'boundary'));
    expect(second).toBe(first);
    expect(second?.length).toBeGreaterThan(2);
  });

  it('T-42: a Request is repeated whole', async () => {
    const { client, calls, warm } = bearerApp({
      answer: (call) => (bearerOf(call) === 'Bearer t2' ? undefined : refused('UNAUTHENTICATED', 'access_token')),
    });
    await warm();
    const request = new Request('https://app.example/x', { method: 'PUT', body: 'whole' });
    expect((await client.fetch(request)).status).toBe(200);
    expect(
      calls()
        .slice(-2)
        .map(({ body }) => body),
    ).toEqual(['whole', 'whole']);
  });

  it('T-42: a stream can’t be: a typed error says so, with the refusal as its cause', async () => {
    const { client, calls, warm } = bearerApp({
      answer: (call) => (call.url.endsWith('/x') ? refused('UNAUTHENTICATED', 'access_token') : undefined),
    });
    await warm();
    const stream = new Blob(['stream']).stream();
    const error = await failure(
      client.fetch('https://app.example/x', { method: 'POST', body: stream, duplex: 'half' } as RequestInit),
    );
    expect(error).toMatchObject({ code: 'NOT_REPLAYABLE', cause: expect.any(Response) as Response });
    expect(calls().filter(({ url }) => url.endsWith('/x'))).toHaveLength(1);
  });

  it('T-43: by its caller: at once', async () => {
    const { client } = bearerApp();
    expect(await failure(client.fetch('https://app.example/x', { signal: AbortSignal.abort() }))).toMatchObject({
      name: 'AbortError',
    });
  });
});

it('T-46: handed to the client as its own transport: a refresh doesn’t wait for itself', async () => {
  const sent: string[] = [];
  vi.stubGlobal('fetch', async (input: string | URL, init?: RequestInit) => {
    sent.push(input.toString());
    const isRefresh = input.toString().includes('auth.refresh');
    const token = new Headers(init?.headers).get('authorization');
    if (!isRefresh && token === 'Bearer t1') return refused('UNAUTHENTICATED', 'access_token');
    const accessToken = `t${String(sent.filter((url) => url.includes('auth.refresh')).length)}`;
    const data = { sessionId: 's', userId: 'u', accessToken, expiresIn: 900, serverTime: now() };
    return json(isRefresh ? { result: { data: { success: true, data } } } : { ok: true });
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  let aged = 0;
  const client: SessionSecurityClient = createSessionSecurity({
    url: 'https://app.example/api/trpc',
    transport: 'bearer',
    clock: { ...systemClock, monotonic: () => systemClock.monotonic() + aged },
    fetch: (input, init) => client.fetch(input, init),
  });
  await client.engine.tokens?.get();
  aged += 5;
  const response = await client.fetch('https://app.example/orders');
  expect(response.status).toBe(200);
  expect(sent.map((url) => new URL(url).pathname)).toEqual([
    '/api/trpc/auth.refresh',
    '/orders',
    '/api/trpc/auth.refresh',
    '/orders',
  ]);
});
