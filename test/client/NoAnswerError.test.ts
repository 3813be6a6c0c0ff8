/** "No answer" is told where fetch is called, and nowhere else: a bug must not look like a lost connection. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createSessionSecurity,
  getSessionSecurityError,
  handlersLink,
  httpLink,
  isNoAnswer,
  NoAnswerError,
  restLink,
} from 'react-session-security/client';
import { RequestTimeoutError, SessionSecurityError } from 'react-session-security/contract';
import { describe, expect, it } from 'vitest';

type Fetch = typeof fetch;
const links = [
  ['httpLink', (send?: Fetch, url = 'http://127.0.0.1:9') => httpLink({ url, fetch: send })],
  [
    'restLink',
    (send?: Fetch, baseUrl = 'http://127.0.0.1:9') =>
      restLink({
        baseUrl,
        routes: { 'session.getStatus': { method: 'GET', path: '/' } },
        ...(send !== undefined && { fetch: send }),
      }),
  ],
] as const;

const failureOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('The call was expected to fail.');
};

describe.each(links)('%s', (_, linkOver) => {
  const failing = (send?: Fetch, signal?: AbortSignal, url?: string) =>
    failureOf(
      createSessionSecurity({ link: linkOver(send, url) }).call(
        'session.getStatus',
        undefined,
        signal === undefined ? {} : { signal },
      ),
    );

  it('marks a back end that nothing listens at', async () => {
    const error = await failing();
    expect(isNoAnswer(error)).toBe(true);
    expect((error as Error).cause).toBeInstanceOf(NoAnswerError);
  });

  it('marks whatever a fetch of the caller’s rejects with', async () => {
    expect(isNoAnswer(await failing(async () => Promise.reject(new Error('Network request failed'))))).toBe(true);
  });

  it('marks an answer that breaks off', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('[{"result":', () => response.destroy());
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const error = await failing(undefined, undefined, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.close();
    expect(isNoAnswer(error)).toBe(true);
  });

  it('marks no page of HTML, and no other answer that can’t be read', async () => {
    const html = async (): Promise<Response> => new Response('<html>', { status: 200 });
    const error = await failing(html);
    expect(isNoAnswer(error)).toBe(false);
    expect((error as Error).cause).toMatchObject({ code: 'UNREADABLE_ANSWER', status: 200 });
  });

  it('marks no call that its own caller aborted', async () => {
    const controller = new AbortController();
    const call = failing(
      (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new TypeError('aborted by the page')));
          controller.abort();
        }),
      controller.signal,
    );
    expect(isNoAnswer(await call)).toBe(false);
  });

  it('marks no abort that a fetch of the caller’s made itself', async () => {
    const aborting = async () => Promise.reject(new DOMException('stopped', 'AbortError'));
    expect(isNoAnswer(await failing(aborting))).toBe(false);
  });

  it('leaves a refusal that a fetch of the caller’s has read', async () => {
    const error = await failing(async () => Promise.reject(new SessionSecurityError('SESSION_REVOKED')));
    expect(isNoAnswer(error)).toBe(false);
    expect(getSessionSecurityError(error)?.errorCode).toBe('SESSION_REVOKED');
  });
});

describe('isNoAnswer', () => {
  const thrownByHandler = (error: unknown) =>
    failureOf(
      createSessionSecurity({
        link: handlersLink({
          'session.getStatus': () => {
            throw error;
          },
        }),
      }).call('session.getStatus'),
    );

  it('takes no TypeError of a handler for the network: that is a bug', async () => {
    expect(isNoAnswer(await thrownByHandler(new TypeError('x is not a function')))).toBe(false);
  });

  it('believes a handler that says so', async () => {
    expect(isNoAnswer(await thrownByHandler(new NoAnswerError()))).toBe(true);
  });

  it('knows the errors of another copy of the package', () => {
    const foreign = Object.assign(new Error('no answer'), { [Symbol.for('react-session-security.no-answer')]: true });
    expect(isNoAnswer(new Error('wrapped', { cause: foreign }))).toBe(true);
  });

  it.each([
    ['a time-out of the platform', new DOMException('late', 'TimeoutError'), true],
    ['a time-out of ours', new RequestTimeoutError(), true],
    ['an abort', new DOMException('gone', 'AbortError'), false],
    ['nothing', undefined, false],
    ['text', 'NO_ANSWER', false],
  ])('reads %s', (_, error, expected) => {
    expect(isNoAnswer(error)).toBe(expected);
  });

  it('comes to an end with an error that is its own cause', () => {
    const loop = new Error('loop');
    loop.cause = loop;
    expect(isNoAnswer(loop)).toBe(false);
  });
});
