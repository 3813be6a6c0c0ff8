import { createSessionSecurity } from 'react-session-security/client';
import type { SessionSecurityOptions } from 'react-session-security/client';
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
});
