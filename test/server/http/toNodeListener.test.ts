/**
 * Real sockets: what Node's HTTP server hands over, well-formed or not (R68, T35), and what goes back.
 */
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHttpGuard } from '../../../src/server/http/createHttpGuard';
import { type FetchHandler, toNodeListener } from '../../../src/server/http/toNodeListener';
import { wholeResponse } from '../../../src/server/http/wholeBody';

let server: http.Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
});

async function serve(handler: FetchHandler, onError?: (error: unknown) => void): Promise<string> {
  server = http.createServer(toNodeListener(handler, { onError }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends bytes as they are and gives what comes back until the server closes. */
async function raw(url: string, text: string): Promise<string> {
  const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
  socket.end(text);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const echo: FetchHandler = async (request, info) =>
  Response.json({
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
    remoteAddress: info.remoteAddress,
  });

describe('a request', () => {
  it('arrives with method, address, headers, body and remote address', async () => {
    const url = await serve(echo);
    const response = await fetch(`${url}/a/b?c=d%20e`, { method: 'POST', body: '{"f":"ü"}', headers: { 'x-g': 'h' } });
    expect(await response.json()).toMatchObject({
      method: 'POST',
      url: `${url}/a/b?c=d%20e`,
      body: '{"f":"ü"}',
      headers: { 'x-g': 'h' },
      remoteAddress: '127.0.0.1',
    });
  });

  it.each(['GET', 'DELETE', 'OPTIONS'])('%s without a body has none', async (method) => {
    const url = await serve((request) => Response.json({ hasBody: request.body !== null }));
    expect(await (await fetch(url, { method })).json()).toEqual({ hasBody: false });
  });

  it('keeps repeated headers apart from forged ones: cookies join as cookies, the rest as lists', async () => {
    const url = await serve(echo);
    const answer = await raw(
      url,
      'GET / HTTP/1.1\r\nHost: a.example\r\nCookie: a=1\r\nCookie: b=2\r\nX-Session-Security: 1\r\nX-Session-Security: 1\r\n' +
        'Content-Type: application/json\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n',
    );
    const body = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)) as {
      readonly headers: object;
    };
    expect(body.headers).toMatchObject({
      cookie: 'a=1; b=2',
      'x-session-security': '1, 1',
      'content-type': 'application/json, text/plain',
    });
  });

  it.each([
    ['a path in the host', 'GET /x HTTP/1.1\r\nHost: evil.example/api/trpc?\r\n'],
    ['credentials in the host', 'GET /x HTTP/1.1\r\nHost: user@evil.example\r\n'],
    ['a space in the host', 'GET /x HTTP/1.1\r\nHost: a b\r\n'],
    ['an open bracket', 'GET /x HTTP/1.1\r\nHost: [::1\r\n'],
    ['a port beyond all', 'GET /x HTTP/1.1\r\nHost: a.example:99999\r\n'],
    ['an empty host', 'GET /x HTTP/1.1\r\nHost:\r\n'],
    ['an absolute address that is none', 'GET http://[::1/ HTTP/1.1\r\nHost: a.example\r\n'],
  ])('with %s is a typed 400 and reaches nobody', async (_, head) => {
    const handler = vi.fn(echo);
    const url = await serve(handler);
    const answer = await raw(url, `${head}Connection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /u);
    expect(answer).toContain('"errorCode":"INVALID_REQUEST"');
    expect(answer.toLowerCase()).toContain('cache-control: no-store');
    expect(handler).not.toHaveBeenCalled();
    expect((await fetch(url)).status).toBe(200);
  });

  it('TRACE is a typed 405', async () => {
    const url = await serve(echo);
    const answer = await raw(url, 'TRACE / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 405 /u);
    expect(answer).toContain('http_method');
  });

  it.each([
    ['absolute form', 'GET http://b.example/p?q=1 HTTP/1.1\r\nHost: a.example\r\n', 'http://a.example/p?q=1'],
    ['no host in HTTP/1.0', 'GET /p HTTP/1.0\r\n', 'http://localhost/p'],
    ['an IPv6 host', 'GET /p HTTP/1.1\r\nHost: [::1]:8080\r\n', 'http://[::1]:8080/p'],
    ['two slashes', 'GET //evil.example/p HTTP/1.1\r\nHost: a.example\r\n', 'http://a.example//evil.example/p'],
  ])('in %s is understood', async (_, head, url) => {
    const answer = await raw(await serve(echo), `${head}Connection: close\r\n\r\n`);
    expect(answer).toContain(JSON.stringify(url));
  });

  it('over the guard’s limit is answered 413, chunked or not, and the connection serves the next one', async () => {
    const guard = createHttpGuard({ origins: ['http://app.example'], basePath: '/api/trpc' });
    const url = await serve(async (request) => {
      const decision = await guard(request);
      return decision.status === 'allowed' ? Response.json(await decision.request.json()) : decision.response;
    });
    const headers = { 'x-session-security': '1', origin: 'http://app.example', 'content-type': 'application/json' };
    const send = (body: BodyInit): Promise<Response> =>
      fetch(`${url}/api/trpc/session.revokeSession`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    const large = 'x'.repeat(300_000);
    expect((await send(large)).status).toBe(413);
    expect((await send(new Blob([large]).stream())).status).toBe(413);
    expect(await (await send('{"sessionId":"a"}')).json()).toEqual({ sessionId: 'a' });
  });

  it.each<[string, FetchHandler]>([
    ['nobody reads', () => new Response('done')],
    [
      'is left half read',
      async ({ body }) => {
        const reader = body?.getReader();
        await reader?.read();
        reader?.releaseLock();
        return new Response('done');
      },
    ],
  ])('whose body %s does not block its connection', async (_, handler) => {
    const url = await serve(handler);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const send = (): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const request = http.request(url, { method: 'POST', agent }, (response) => {
          response.resume().on('end', () => resolve(response.statusCode));
        });
        request.on('error', reject).end('x'.repeat(200_000));
      });
    expect(await send()).toBe(200);
    expect(await send()).toBe(200);
    agent.destroy();
  });

  it('is taken in only as fast as its body is read', async () => {
    let received = 0;
    const url = await serve(async ({ body }) => {
      await body?.getReader().read();
      // Time enough for some 50 MB to arrive, if nothing held them back.
      for (let turn = 0; turn < 1000; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      received = connection?.bytesRead ?? Number.POSITIVE_INFINITY;
      return new Response('done');
    });
    let connection: net.Socket | undefined;
    server?.on('connection', (socket) => (connection = socket));
    await (await fetch(url, { method: 'POST', body: new Uint8Array(50_000_000) })).text();
    expect(received).toBeLessThan(2_000_000);
  });

  it('answered before its body was read fails for whoever still reads it', async () => {
    const outcome = deferred<string>();
    const answered = deferred<undefined>();
    const url = await serve(({ body }) => {
      const reader = body?.getReader();
      void reader
        ?.read()
        .then(async () => {
          await answered.promise;
          // More than what may lie in the stream already.
          for (let part = await reader.read(); !part.done;) part = await reader.read();
          outcome.resolve('read to the end');
        })
        .catch((error: unknown) => outcome.resolve(String(error)));
      return new Response('done');
    });
    const response = await fetch(url, { method: 'POST', body: 'x'.repeat(1_000_000) });
    expect(await response.text()).toBe('done');
    answered.resolve(undefined);
    expect(await outcome.promise).toMatch(/answer was sent/u);
  });

  it('cut off in its body fails for the reader instead of looking complete', async () => {
    const outcome = deferred<string>();
    const url = await serve(async (request) => {
      outcome.resolve(
        await request.text().then(
          (text) => `read ${text}`,
          () => 'failed',
        ),
      );
      return new Response();
    });
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length: 100\r\n\r\n{"half":');
    await once(socket, 'connect');
    setImmediate(() => socket.destroy());
    expect(await outcome.promise).toBe('failed');
  });
});

describe('an answer', () => {
  it('keeps its status, headers and each cookie', async () => {
    const url = await serve(() => {
      const headers = new Headers({ 'x-a': '1' });
      headers.append('set-cookie', 'a=1; Path=/');
      headers.append('set-cookie', 'b=2; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
      return new Response('body', { status: 418, headers });
    });
    const response = await fetch(url);
    expect(response.status).toBe(418);
    expect(response.headers.get('x-a')).toBe('1');
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Expires=Thu, 01 Jan 1970 00:00:00 GMT']);
    expect(await response.text()).toBe('body');
  });

  it('that is one text goes out in one piece, with its length in bytes and the headers that were added', async () => {
    const url = await serve(() => {
      const response = wholeResponse('grün', { status: 201 });
      response.headers.set('x-a', '1');
      return response;
    });
    const answer = await raw(url, 'GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 201 /u);
    expect(answer).toMatch(/x-a: 1\r\n/iu);
    expect(answer).toMatch(/content-length: 5\r\n/iu);
    expect(answer).not.toMatch(/transfer-encoding/iu);
    expect(answer.endsWith('\r\n\r\ngrün')).toBe(true);
  });

  it('that is one text has no body for HEAD', async () => {
    const url = await serve(() => wholeResponse('text', {}));
    const answer = await raw(url, 'HEAD / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n');
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
  });

  it('to HEAD has no body, and its stream is let go', async () => {
    const cancel = vi.fn();
    const url = await serve(() => new Response(new ReadableStream({ cancel })));
    const response = await fetch(url, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
    await vi.waitFor(() => expect(cancel).toHaveBeenCalled());
  });

  it('streams: the first part is there before the second is made', async () => {
    const second = deferred<undefined>();
    const url = await serve(
      () =>
        new Response(
          new ReadableStream({
            async start(controller) {
              controller.enqueue(new TextEncoder().encode('first'));
              await second.promise;
              controller.enqueue(new TextEncoder().encode('second'));
              controller.close();
            },
          }),
          { headers: { 'content-type': 'text/event-stream' } },
        ),
    );
    const reader = ((await fetch(url)).body as ReadableStream<Uint8Array>).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('first');
    second.resolve(undefined);
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('second');
  });

  it('opens an event stream before its first event', async () => {
    const url = await serve(
      () => new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } }),
    );
    const abort = new AbortController();
    expect((await fetch(url, { signal: abort.signal })).status).toBe(200);
    abort.abort();
  });

  it('waits for a slow reader instead of piling up', async () => {
    let made = 0;
    const url = await serve(
      () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              made += 1;
              if (made > 2000) controller.close();
              else controller.enqueue(new Uint8Array(65_536));
            },
          }),
        ),
    );
    const response = await fetch(url);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let bytes = (await reader.read()).value?.byteLength ?? 0;
    expect(made).toBeLessThan(2000);
    for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.byteLength;
    expect(bytes).toBe(2000 * 65_536);
  });

  it('is abandoned when the client goes: the signal aborts and the stream is let go', async () => {
    const cancel = vi.fn();
    const aborted = vi.fn();
    const url = await serve((request) => {
      request.signal.addEventListener('abort', aborted);
      return new Response(new ReadableStream({ cancel }), { headers: { 'content-type': 'text/event-stream' } });
    });
    const abort = new AbortController();
    await fetch(url, { signal: abort.signal });
    abort.abort();
    await vi.waitFor(() => expect(aborted).toHaveBeenCalledOnce());
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce());
  });

  it('to a client that has left already: a signal that is asked for only now is aborted', async () => {
    const [asked, left, outcome] = [deferred<undefined>(), deferred<undefined>(), deferred<boolean>()];
    const url = await serve(async (request) => {
      asked.resolve(undefined);
      await left.promise;
      outcome.resolve(request.signal.aborted);
      return new Response('late');
    });
    server?.on('connection', (socket: net.Socket) => socket.on('close', () => setImmediate(left.resolve, undefined)));
    const abort = new AbortController();
    const answer = fetch(url, { signal: abort.signal }).catch(() => undefined);
    await asked.promise;
    abort.abort();
    await answer;
    expect(await outcome.promise).toBe(true);
  });

  it('does not abort the signal of a request that was answered', async () => {
    const aborted = vi.fn();
    const url = await serve((request) => {
      request.signal.addEventListener('abort', aborted);
      return new Response('done');
    });
    await (await fetch(url)).text();
    server?.closeAllConnections();
    await fetch(url);
    expect(aborted).not.toHaveBeenCalled();
  });

  it('of a handler that throws is a bare 500 that says nothing, and the host is told', async () => {
    const onError = vi.fn();
    const url = await serve(() => {
      throw new Error('secret detail');
    }, onError);
    const response = await fetch(url);
    expect(response.status).toBe(500);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).not.toContain('secret');
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: 'secret detail' }));
  });

  it('that breaks in the middle ends as a broken connection, not as a short answer', async () => {
    const onError = vi.fn();
    const breaking = deferred<undefined>();
    const url = await serve(
      () =>
        new Response(
          new ReadableStream({
            async start(controller) {
              controller.enqueue(new TextEncoder().encode('half'));
              await breaking.promise;
              controller.error(new Error('database gone'));
            },
          }),
        ),
      onError,
    );
    const response = await fetch(url);
    breaking.resolve(undefined);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(onError).toHaveBeenCalledOnce();
  });
});
