import { observable } from '@trpc/server/observable';
import { createSessionSecurity, restLink, UnreadableAnswerError } from 'react-session-security/client';
import type { SessionSecurityLink, SessionSecurityOptions } from 'react-session-security/client';
import type { ProcedurePath } from 'react-session-security/contract';
import { createManualClock, createScriptedBackend } from 'react-session-security/testing';
import { describe, expect, it } from 'vitest';

describe('createSessionSecurity', () => {
  it.each([{}, { url: '' }, { link: undefined }, { url: undefined }])('says what is missing: %j', (options) => {
    expect(() => createSessionSecurity(options as unknown as SessionSecurityOptions)).toThrow(
      /^react-session-security: .*neither a url nor a link/,
    );
  });

  it('returns the bare data of a query and of a mutation', async () => {
    const backend = createScriptedBackend();
    const security = createSessionSecurity({ link: backend.link });
    await expect(security.call('session.getSessions')).resolves.toMatchObject({ totalCount: 5, maxSessions: 5 });
    await expect(security.call('session.revokeSession', { sessionId: 'ses_tv' })).resolves.toEqual({
      revokedId: 'ses_tv',
    });
    expect(backend.calls.map(({ path }) => path)).toEqual(['session.getSessions', 'session.revokeSession']);
  });

  it('does nothing before it is called', () => {
    const backend = createScriptedBackend();
    const clock = createManualClock();
    createSessionSecurity({ link: backend.link, clock });
    expect(backend.calls).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('hands on its clock', () => {
    const clock = createManualClock();
    expect(createSessionSecurity({ link: createScriptedBackend().link, clock }).clock).toBe(clock);
  });

  it('rejects at once when the caller loses interest', async () => {
    const backend = createScriptedBackend();
    const release = backend.hold('session.getSessions');
    const security = createSessionSecurity({ link: backend.link });
    const controller = new AbortController();
    const call = security.call('session.getSessions', undefined, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toThrow(/abort/i);
    release();
  });

  it('rejects when the caller had lost interest before', async () => {
    const security = createSessionSecurity({ link: createScriptedBackend().link });
    const signal = AbortSignal.abort();
    await expect(security.call('session.revokeSession', { sessionId: 'ses_tv' }, { signal })).rejects.toThrow(/abort/i);
  });

  it('knows which procedures its back end was mapped to', () => {
    const handlers = createSessionSecurity({
      link: createScriptedBackend({ without: ['session.renameSession'] }).link,
    });
    const rest = createSessionSecurity({
      link: restLink({ baseUrl: '/api', routes: { 'session.getSessions': { method: 'GET', path: '/' } } }),
    });
    const http = createSessionSecurity({ url: '/api/trpc' });
    const paths = ['session.getSessions', 'session.renameSession', 'constructor'] as ProcedurePath[];
    const supported = [handlers, rest, http].map((client) => paths.filter((path) => client.supports(path)));
    expect(supported).toEqual([['session.getSessions'], ['session.getSessions'], paths]);
  });

  it('asks a link of one’s own what it answers', () => {
    const { link } = createScriptedBackend();
    const own = Object.assign((...args: Parameters<typeof link>) => link(...args), {
      supports: (path: ProcedurePath) => path === 'session.getStatus',
    });
    const client = createSessionSecurity({ link: own });
    expect(client.supports('session.getStatus')).toBe(true);
    expect(client.supports('session.getSessions')).toBe(false);
  });

  it.each([{}, null, 'ok', { success: true }])('fails with a typed error when the answer is %j', async (answer) => {
    const link: SessionSecurityLink = () => () =>
      observable((observer) => {
        observer.next({ result: { type: 'data', data: answer } });
        observer.complete();
      });
    await expect(createSessionSecurity({ link }).call('session.getStatus')).rejects.toBeInstanceOf(
      UnreadableAnswerError,
    );
  });
});
