/** `restLink` against a real HTTP server: what is sent, what is read, and every way in which a back end can fail. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createSessionSecurity,
  getSessionSecurityError,
  isNoAnswer,
  restLink,
  UnmappedProcedureError,
  UnreadableAnswerError,
} from 'react-session-security/client';
import type { RestLinkOptions } from 'react-session-security/client';
import { sessionsFixture } from 'react-session-security/testing';
import { afterEach, describe, expect, it } from 'vitest';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function backEnd(answer: (seen: Seen, response: ServerResponse) => void): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one = { method: request.method, url: request.url, headers: request.headers, body };
      seen.push(one);
      answer(one, response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const routes: RestLinkOptions['routes'] = {
  'session.getSessions': { method: 'GET', path: (input) => `/sessions?limit=${input?.limit ?? 20}` },
  'session.revokeSession': { method: 'DELETE', path: ({ sessionId }) => `/sessions/${encodeURIComponent(sessionId)}` },
  'session.renameSession': { method: 'PATCH', path: '/sessions' },
  'session.revokeAllOtherSessions': { method: 'POST', path: '/sessions/revoke-others' },
};

const clientOf = (baseUrl: string, options: Partial<RestLinkOptions> = {}) =>
  createSessionSecurity({ link: restLink({ baseUrl, routes, ...options }) });

const page = { sessions: sessionsFixture, totalCount: 5, maxSessions: 5, serverTime: '2026-11-21T09:00:00Z' };

describe('restLink, what is sent', () => {
  it('sends a read without a body, with the header that a cross-site form cannot set', async () => {
    const { url, seen } = await backEnd((_, response) => json(response, 200, page));
    await clientOf(url).call('session.getSessions', { limit: 3 });
    expect(seen).toMatchObject([{ method: 'GET', url: '/sessions?limit=3', body: '' }]);
    expect(seen[0]?.headers).toMatchObject({ accept: 'application/json', 'x-session-security': '1' });
    expect(seen[0]?.headers).not.toHaveProperty('content-type');
  });

  it('sends the input as JSON, and no body with DELETE', async () => {
    const { url, seen } = await backEnd((_, response) => json(response, 200, {}));
    const client = clientOf(url);
    await client.call('session.renameSession', { sessionId: 'a', deviceName: 'Büro' });
    await client.call('session.revokeSession', { sessionId: 'a/../b?c' });
    await client.call('session.revokeAllOtherSessions');
    expect(seen.map(({ body }) => body)).toEqual(['{"sessionId":"a","deviceName":"Büro"}', '', '{}']);
    expect(seen[0]?.headers['content-type']).toBe('application/json');
    expect(seen[1]?.url).toBe('/sessions/a%2F..%2Fb%3Fc');
  });

  it('writes snake_case where the back end does', async () => {
    const { url, seen } = await backEnd((_, response) => json(response, 200, {}));
    await clientOf(url, { casing: 'snake' }).call('session.renameSession', { sessionId: 'a', deviceName: 'b' });
    expect(seen[0]?.body).toBe('{"session_id":"a","device_name":"b"}');
  });

  it('takes a body and headers of the caller', async () => {
    const { url, seen } = await backEnd((_, response) => json(response, 200, {}));
    const client = clientOf(url, {
      headers: () => ({ authorization: 'Bearer t' }),
      routes: {
        'session.revokeSession': { method: 'POST', path: '/revoke', body: ({ sessionId }) => ({ id: sessionId }) },
      },
    });
    await client.call('session.revokeSession', { sessionId: 'a' });
    expect(seen).toMatchObject([{ body: '{"id":"a"}', headers: { authorization: 'Bearer t' } }]);
  });

  it('asks for cookies of the configured origin only', async () => {
    const asked: unknown[] = [];
    const fetchLike: typeof fetch = async (_, init) => {
      asked.push(init?.credentials);
      return Response.json(page);
    };
    await clientOf('https://api.example.com', { fetch: fetchLike }).call('session.getSessions');
    await clientOf('/api', { fetch: fetchLike }).call('session.getSessions');
    expect(asked).toEqual(['include', 'same-origin']);
  });
});

describe('restLink, what is read', () => {
  it('reads the data of an envelope, or the body itself', async () => {
    const { url } = await backEnd((_, response) => json(response, 200, { success: true, data: page }));
    await expect(clientOf(url).call('session.getSessions')).resolves.toEqual(page);
    const bare = await backEnd((_, response) => json(response, 200, page));
    await expect(clientOf(bare.url).call('session.getSessions')).resolves.toEqual(page);
  });

  it('reads snake_case deeply and drops keys that reach for a prototype', async () => {
    const { url } = await backEnd((_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(
          '{"_id":1,"total_count":1,"sessions":[{"last_activity_at":"x","__proto__":{"polluted":true}}],"constructor":{}}',
        ),
    );
    const data = await clientOf(url, { casing: 'snake' }).call('session.getSessions');
    expect(data).toEqual({ _id: 1, totalCount: 1, sessions: [{ lastActivityAt: 'x' }] });
    expect({}).not.toHaveProperty('polluted');
  });

  it('maps the answer with the route’s function', async () => {
    const { url } = await backEnd((_, response) => response.writeHead(204).end());
    const client = clientOf(url, {
      routes: {
        'session.revokeSession': {
          method: 'DELETE',
          path: '/one',
          data: (_, { sessionId }) => ({ revokedId: sessionId }),
        },
      },
    });
    await expect(client.call('session.revokeSession', { sessionId: 'a' })).resolves.toEqual({ revokedId: 'a' });
  });

  it('reads five megabytes', async () => {
    const many = {
      ...page,
      sessions: Array.from({ length: 5_000 }, () => ({ ...sessionsFixture[0], note: 'x'.repeat(1_000) })),
    };
    const { url } = await backEnd((_, response) => json(response, 200, many));
    const { sessions } = await clientOf(url).call('session.getSessions');
    expect(sessions).toHaveLength(5_000);
  });

  it('follows a redirect', async () => {
    const { url, seen } = await backEnd(({ url: path }, response) =>
      path === '/v2' ? json(response, 200, page) : response.writeHead(307, { location: '/v2' }).end(),
    );
    await expect(clientOf(url).call('session.getSessions')).resolves.toEqual(page);
    expect(seen.map(({ url: path }) => path)).toEqual(['/sessions?limit=20', '/v2']);
  });
});

describe('restLink, when the back end fails', () => {
  const failureOf = async (call: Promise<unknown>): Promise<Error> => {
    try {
      await call;
    } catch (error) {
      return error as Error;
    }
    throw new Error('The call was expected to fail.');
  };

  it('reads the refusal out of the answer', async () => {
    const { url } = await backEnd((_, response) =>
      json(response, 401, { error: { error_code: 'SESSION_REVOKED', reason: 'session_limit' } }),
    );
    const error = await failureOf(clientOf(url, { casing: 'snake' }).call('session.getSessions'));
    expect(getSessionSecurityError(error)).toMatchObject({ errorCode: 'SESSION_REVOKED', reason: 'session_limit' });
    expect(error).toMatchObject({ data: { httpStatus: 401, code: 'UNAUTHORIZED' } });
  });

  it('keeps the time to wait of a 429', async () => {
    const { url } = await backEnd((_, response) => {
      response.setHeader('retry-after', '12');
      json(response, 429, { errorCode: 'RATE_LIMITED' });
    });
    const error = await failureOf(clientOf(url).call('session.getSessions'));
    expect(getSessionSecurityError(error)).toMatchObject({ errorCode: 'RATE_LIMITED', retryAfter: 12 });
  });

  it('has no code for a 500, which must sign nobody out', async () => {
    const { url } = await backEnd((_, response) => json(response, 500, { message: 'select * from sessions failed' }));
    const error = await failureOf(clientOf(url).call('session.getSessions'));
    expect(getSessionSecurityError(error)).toBeUndefined();
    expect(error.message).toMatch(/answered 500/);
    expect(error.message).not.toMatch(/select/);
  });

  const readable = {
    'session.revokeSession': { method: 'DELETE', path: '/one', data: () => ({ revokedId: 'a' }) },
  } as const;
  const html = '<!doctype html><title>Sign in</title>';
  it.each<[string, RestLinkOptions['routes'], (response: ServerResponse) => void, number, RegExp]>([
    ['an HTML page', routes, (r) => r.writeHead(200, { 'content-type': 'text/html' }).end(html), 200, /without JSON/],
    [
      'an HTML page that is said to be JSON',
      routes,
      (r) => r.writeHead(200, { 'content-type': 'application/json' }).end(html),
      200,
      /without JSON/,
    ],
    ['an HTML page for a mutation that may be empty', readable, (r) => r.writeHead(200).end(html), 200, /without JSON/],
    [
      'a proxy’s page',
      routes,
      (r) => r.writeHead(502, { 'content-type': 'text/html' }).end(html),
      502,
      /without a known error code/,
    ],
    ['JSON that is cut off', routes, (r) => r.writeHead(200).end('{"revokedId":"a'), 200, /without JSON/],
    ['nothing', routes, (r) => r.writeHead(200).end(), 200, /with an empty body.*`data` function/],
    ['204', routes, (r) => r.writeHead(204).end(), 204, /with an empty body.*`data` function/],
    ['null', routes, (r) => json(r, 200, null), 200, /not an object/],
    ['text', routes, (r) => json(r, 200, 'ok'), 200, /not an object/],
    ['an envelope without data', routes, (r) => json(r, 200, { data: null }), 200, /not an object/],
  ])('fails with a typed error for %s, and signs nobody out', async (_, mapped, answer, status, message) => {
    const { url } = await backEnd((_seen, response) => answer(response));
    const error = await failureOf(clientOf(url, { routes: mapped }).call('session.revokeSession', { sessionId: 'a' }));
    expect(error.cause).toBeInstanceOf(UnreadableAnswerError);
    expect(error.cause).toMatchObject({ code: 'UNREADABLE_ANSWER', status });
    expect(error.message).toMatch(/^react-session-security: the back end answered /);
    expect(error.message).toMatch(message);
    expect(getSessionSecurityError(error)).toBeUndefined();
    expect(isNoAnswer(error)).toBe(false);
  });

  it('takes an empty answer to a query for none at all, whatever is mapped', async () => {
    const { url } = await backEnd((_, response) => response.writeHead(204).end());
    const mapped = { 'session.getSessions': { method: 'GET', path: '/', data: () => page } } as const;
    const error = await failureOf(clientOf(url, { routes: mapped }).call('session.getSessions'));
    expect(error.cause).toBeInstanceOf(UnreadableAnswerError);
  });

  it('is not led to a sign-in page by a redirect', async () => {
    const { url } = await backEnd(({ url: path }, response) =>
      path === '/login'
        ? response.writeHead(200, { 'content-type': 'text/html' }).end(html)
        : response.writeHead(302, { location: '/login' }).end(),
    );
    const error = await failureOf(clientOf(url).call('session.getSessions'));
    expect(error.cause).toBeInstanceOf(UnreadableAnswerError);
  });

  it('settles when the connection drops in the middle', async () => {
    const { url } = await backEnd((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"sessions":[', () => response.destroy());
    });
    const error = await failureOf(clientOf(url).call('session.getSessions'));
    expect(getSessionSecurityError(error)).toBeUndefined();
    expect(isNoAnswer(error)).toBe(true);
  });

  it('closes the request when the caller loses interest', async () => {
    const controller = new AbortController();
    let onClose: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      onClose = resolve;
    });
    const { url } = await backEnd((_, response) => {
      response.on('close', onClose);
      controller.abort();
    });
    await failureOf(clientOf(url).call('session.getSessions', undefined, { signal: controller.signal }));
    await expect(gone).resolves.toBeUndefined();
  });

  it('says that a procedure has no route', async () => {
    const error = await failureOf(clientOf('http://127.0.0.1:9').call('session.getStatus'));
    expect(error.message).toMatch(
      /restLink has no entry for "session.getStatus".*Add 'session.getStatus' to the routes of restLink/,
    );
    expect(error.cause).toBeInstanceOf(UnmappedProcedureError);
    expect(error.cause).toMatchObject({ code: 'UNMAPPED_PROCEDURE', path: 'session.getStatus' });
  });
});
