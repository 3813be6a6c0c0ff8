import { TRPCClientError } from '@trpc/client';
import { createSessionSecurity, getSessionSecurityError, handlersLink } from 'react-session-security/client';
import type { SessionSecurityHandlers } from 'react-session-security/client';
import { SessionSecurityError } from 'react-session-security/contract';
import { sessionsFixture } from 'react-session-security/testing';
import { describe, expect, it } from 'vitest';

const page = { sessions: sessionsFixture, totalCount: 5, maxSessions: 5, serverTime: '2026-11-21T09:00:00Z' };
const clientOf = (handlers: SessionSecurityHandlers) => createSessionSecurity({ link: handlersLink(handlers) });
const failureOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('The call was expected to fail.');
};
const throwing = (error: unknown) =>
  clientOf({
    'session.getSessions': () => {
      throw error;
    },
  }).call('session.getSessions');

describe('handlersLink', () => {
  it('answers with what a handler returns, now or later', async () => {
    await expect(clientOf({ 'session.getSessions': () => page }).call('session.getSessions')).resolves.toEqual(page);
    await expect(clientOf({ 'session.getSessions': async () => page }).call('session.getSessions')).resolves.toEqual(
      page,
    );
  });

  it('hands over the input and a live signal', async () => {
    const seen: unknown[] = [];
    const client = clientOf({
      'session.revokeSession': (input, { signal }) => {
        seen.push(input, signal.aborted);
        return { revokedId: input.sessionId };
      },
    });
    await client.call('session.revokeSession', { sessionId: 'ses_tv' });
    expect(seen).toEqual([{ sessionId: 'ses_tv' }, false]);
  });

  it('aborts the handler’s signal when the caller loses interest', async () => {
    const controller = new AbortController();
    const aborted = new Promise((resolve) => {
      const client = clientOf({
        'session.getSessions': (_, { signal }) =>
          new Promise(() => {
            signal.addEventListener('abort', () => resolve(signal.reason));
          }),
      });
      client.call('session.getSessions', undefined, { signal: controller.signal }).catch(() => {});
    });
    controller.abort(new Error('page left'));
    await expect(aborted).resolves.toMatchObject({ message: 'page left' });
  });

  it('turns a refusal into the error that our own server would cause', async () => {
    const error = await failureOf(throwing(new SessionSecurityError('STEP_UP_REQUIRED', { action: 'email_change' })));
    expect(error).toBeInstanceOf(TRPCClientError);
    expect(error).toMatchObject({
      data: { httpStatus: 403, code: 'FORBIDDEN', path: 'session.getSessions', cause: { action: 'email_change' } },
    });
    expect(getSessionSecurityError(error)?.errorCode).toBe('STEP_UP_REQUIRED');
  });

  it('reads a thrown body and a thrown Response too', async () => {
    const fromBody = await failureOf(throwing({ errorCode: 'SESSION_REVOKED' }));
    const fromResponse = await failureOf(throwing(Response.json({ code: 'SESSION_REVOKED' }, { status: 401 })));
    expect([fromBody, fromResponse].map((error) => getSessionSecurityError(error)?.errorCode)).toEqual([
      'SESSION_REVOKED',
      'SESSION_REVOKED',
    ]);
  });

  it.each([
    ['an error of another kind', new TypeError('fetch failed')],
    ['text', 'down'],
    ['nothing', undefined],
    ['an object that cannot be printed', Object.create(null)],
    ['a Response without a code', new Response('down', { status: 503 })],
  ])('settles with an error without a code when %s is thrown', async (_, thrown) => {
    const error = await failureOf(throwing(thrown));
    expect(error).toBeInstanceOf(TRPCClientError);
    expect(getSessionSecurityError(error)).toBeUndefined();
  });

  it.each(['session.getStatus', 'constructor', '__proto__', 'toString'])(
    'says that %s has no handler',
    async (path) => {
      const error = await failureOf(clientOf({}).call(path as 'session.getStatus'));
      expect(error).toMatchObject({
        message: expect.stringContaining(`handlersLink has no entry for "${path}"`) as string,
      });
    },
  );
});
