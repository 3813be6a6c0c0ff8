/** The tolerant reader (E3): every shape that carries a refusal in the field, and shapes that try to break the reader. */
import { TRPCClientError } from '@trpc/client';
import { getSessionSecurityError, isSessionSecurityError } from 'react-session-security/client';
import { errorTable, SessionSecurityError } from 'react-session-security/contract';
import { describe, expect, it } from 'vitest';

const cause = {
  errorCode: 'STEP_UP_REQUIRED',
  message: 'Confirm it’s you.',
  action: 'password_change',
  reason: 'stale',
  retryAfter: 3,
  attemptsRemaining: 2,
} as const;
const wire = { message: 'refused', code: -32_003, data: { code: 'FORBIDDEN', httpStatus: 403, cause } };

/** What @trpc/client 10 threw: the same names, the facts on `data` and on `shape`. */
class TrpcTenError extends Error {
  readonly shape = wire;
  readonly data = wire.data;
}
/** An error class whose facts are getters of the prototype. */
class LazyError extends Error {
  get errorCode(): string {
    return cause.errorCode;
  }
}

const shapes: readonly (readonly [string, unknown])[] = [
  ['our own error', new SessionSecurityError('STEP_UP_REQUIRED', cause)],
  ['our own error, wrapped', new Error('query failed', { cause: new SessionSecurityError('STEP_UP_REQUIRED', cause) })],
  ['@trpc/client 11', TRPCClientError.from({ error: wire } as never)],
  ['@trpc/client 10', new TrpcTenError('refused')],
  ['the answer of a tRPC server', { error: wire }],
  ['the answer of a tRPC server with a transformer', { error: { json: wire } }],
  ['a batch of answers', [{ error: wire }]],
  ['a REST body', cause],
  ['a REST body in an envelope', { success: false, error: cause }],
  ['a value returned by a server action', { ok: false, error: { ...cause } }],
  ['an HTTP library’s body', Object.assign(new Error('403'), { body: { error: cause } })],
  ['facts without a prototype', Object.assign(Object.create(null) as object, cause)],
];

describe('getSessionSecurityError', () => {
  it.each(shapes)('reads %s', (_, shape) => {
    expect(getSessionSecurityError(shape)).toMatchObject({
      errorCode: 'STEP_UP_REQUIRED',
      action: 'password_change',
      reason: 'stale',
      retryAfter: 3,
      attemptsRemaining: 2,
    });
  });

  it.each([
    ['{ code }', { code: 'SESSION_EXPIRED' }],
    ['{ error_code }', { error_code: 'SESSION_EXPIRED' }],
    ['{ error: { code } }', { error: { code: 'SESSION_EXPIRED', message: 'gone' } }],
    ['{ error }', { error: 'SESSION_EXPIRED' }],
    ['the code as the message', new Error('SESSION_EXPIRED')],
    ['a number beside the code', { errorCode: 401, message: 'SESSION_EXPIRED' }],
    ['a getter of an error class', new LazyError('x')],
  ])('finds the code in %s', (_, shape) => {
    expect(getSessionSecurityError(shape)?.errorCode).toMatch(/SESSION_EXPIRED|STEP_UP_REQUIRED/);
  });

  it('reads snake_case facts', () => {
    expect(getSessionSecurityError({ error_code: 'RATE_LIMITED', retry_after: 9, attempts_remaining: 0 })).toEqual({
      errorCode: 'RATE_LIMITED',
      message: errorTable.RATE_LIMITED.message,
      retryAfter: 9,
      attemptsRemaining: 0,
    });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'SESSION_EXPIRED'],
    ['a network failure', new TypeError('fetch failed')],
    ['a code of somebody else', { errorCode: 'OUT_OF_CHEESE' }],
    ['tRPC’s own FORBIDDEN', { message: 'FORBIDDEN', code: -32_003, data: { code: 'FORBIDDEN', httpStatus: 403 } }],
    ['an HTTP library’s METHOD_NOT_ALLOWED', { code: 'METHOD_NOT_ALLOWED' }],
    ['a name of Object.prototype', { errorCode: 'constructor' }],
    ['an inherited code', Object.create({ errorCode: 'SESSION_EXPIRED' })],
    ['a code that is an object', { errorCode: { toString: () => 'SESSION_EXPIRED' } }],
    ['a code too deep', { a: 1, cause: { cause: { cause: { cause: { cause: cause } } } } }],
    ['an empty list', []],
  ])('finds nothing in %s', (_, shape) => {
    expect(getSessionSecurityError(shape)).toBeUndefined();
  });

  it('finds nothing on __proto__ of a parsed body, and pollutes nothing', () => {
    const body = JSON.parse(
      '{"__proto__":{"errorCode":"SESSION_EXPIRED"},"constructor":{"prototype":{"x":1}}}',
    ) as object;
    expect(getSessionSecurityError(body)).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('errorCode');
  });

  it.each([
    [
      'a getter that throws',
      {
        get errorCode(): string {
          throw new Error('boo');
        },
      },
    ],
    ['a proxy that refuses everything', hostileProxy()],
    ['a revoked proxy', revokedProxy()],
    ['a cycle', cycle()],
  ])('does not throw at %s', (_, shape) => {
    expect(getSessionSecurityError(shape)).toBeUndefined();
    expect(isSessionSecurityError(shape)).toBe(false);
  });

  it('drops facts of the wrong type', () => {
    const facts = { action: 'launch', reason: 7, retryAfter: '5', attemptsRemaining: -1, message: { html: '<b>' } };
    expect(getSessionSecurityError({ errorCode: 'RATE_LIMITED', ...facts })).toEqual({
      errorCode: 'RATE_LIMITED',
      message: errorTable.RATE_LIMITED.message,
    });
  });

  it('copies no key that it does not know, and no endless text', () => {
    const found = getSessionSecurityError({
      ...cause,
      token: 'secret',
      message: 'x'.repeat(1e6),
      reason: 'y'.repeat(500),
    });
    expect(found).not.toHaveProperty('token');
    expect(found?.message).toBe(errorTable.STEP_UP_REQUIRED.message);
    expect(found?.reason).toHaveLength(64);
  });
});

describe('getSessionSecurityError of a Response', () => {
  const json = (body: unknown, init: ResponseInit): Response =>
    new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' }, ...init });

  it('reads the body and leaves it to be read again', async () => {
    const response = json({ error: cause }, { status: 403 });
    await expect(getSessionSecurityError(response)).resolves.toMatchObject({ errorCode: 'STEP_UP_REQUIRED' });
    expect(response.bodyUsed).toBe(false);
    await expect(response.json()).resolves.toEqual({ error: cause });
  });

  it('reads application/problem+json', async () => {
    const response = new Response('{"code":"SESSION_REVOKED"}', {
      status: 401,
      headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    });
    await expect(getSessionSecurityError(response)).resolves.toMatchObject({ errorCode: 'SESSION_REVOKED' });
  });

  it('takes Retry-After where the body does not say', async () => {
    const headers = { 'content-type': 'application/json', 'retry-after': '17' };
    const limited = json({ errorCode: 'RATE_LIMITED' }, { status: 429, headers });
    await expect(getSessionSecurityError(limited)).resolves.toMatchObject({ retryAfter: 17 });
  });

  it.each([
    'Bearer error="insufficient_user_authentication", acr_values="myACR"',
    'DPoP error=insufficient_user_authentication',
    'Bearer realm="x", ERROR = "insufficient_user_authentication", max_age="5"',
  ])('reads the RFC 9470 challenge %s', async (challenge) => {
    const response = new Response('<h1>no</h1>', { status: 401, headers: { 'www-authenticate': challenge } });
    await expect(getSessionSecurityError(response)).resolves.toMatchObject({ errorCode: 'STEP_UP_REQUIRED' });
  });

  it('does not take an expired token for step-up', async () => {
    const response = new Response(null, {
      status: 401,
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    });
    await expect(getSessionSecurityError(response)).resolves.toBeUndefined();
  });

  it('finds nothing in a success, an HTML page, broken JSON or a body that was read', async () => {
    const read = json({ error: cause }, { status: 403 });
    await read.text();
    const responses = [
      json(cause, { status: 200 }),
      new Response('<html>SESSION_EXPIRED', { status: 502, headers: { 'content-type': 'text/html' } }),
      new Response('{"errorCode":', { status: 500, headers: { 'content-type': 'application/json' } }),
      read,
    ];
    await expect(Promise.all(responses.map((response) => getSessionSecurityError(response)))).resolves.toEqual(
      Array(4).fill(undefined),
    );
  });
});

describe('isSessionSecurityError', () => {
  it('asks for any code or for one', () => {
    expect(isSessionSecurityError(cause)).toBe(true);
    expect(isSessionSecurityError(cause, 'STEP_UP_REQUIRED')).toBe(true);
    expect(isSessionSecurityError(cause, '2FA_REQUIRED')).toBe(false);
    expect(isSessionSecurityError(new Error('other'))).toBe(false);
  });

  it('says no to a Response, which has to be read first', () => {
    expect(isSessionSecurityError(new Response('{}', { status: 403 }))).toBe(false);
  });
});

function hostileProxy(): unknown {
  const refuse = (): never => {
    throw new Error('refused');
  };
  return new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse });
}

function revokedProxy(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function cycle(): unknown {
  const self: Record<string, unknown> = {};
  for (const key of ['cause', 'data', 'error', 'shape', 'json', 'body']) self[key] = self;
  return self;
}
