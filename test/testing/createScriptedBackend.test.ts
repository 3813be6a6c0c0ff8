import { createSessionSecurity, getSessionSecurityError } from 'react-session-security/client';
import { SessionSecurityError } from 'react-session-security/contract';
import {
  accountFixture,
  createManualClock,
  createScriptedBackend,
  manySessions,
  sessionFixture,
} from 'react-session-security/testing';
import type { ScriptedBackendOptions } from 'react-session-security/testing';
import { describe, expect, it } from 'vitest';

function start(options?: ScriptedBackendOptions) {
  const backend = createScriptedBackend(options);
  return { backend, security: createSessionSecurity({ link: backend.link }) };
}
const codeOf = async (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => 'no error',
    (error: unknown) => getSessionSecurityError(error)?.errorCode,
  );

describe('scripted back end', () => {
  it('lists the current session first, then by last activity, in pages', async () => {
    const { security } = start({ sessions: manySessions(7), maxSessions: 100, pageSize: 3 });
    const first = await security.call('session.getSessions');
    const second = await security.call('session.getSessions', { cursor: first.nextCursor });
    const third = await security.call('session.getSessions', { cursor: second.nextCursor });
    expect([first, second, third].flatMap(({ sessions }) => sessions.map(({ id }) => id))).toEqual(
      manySessions(7).map(({ id }) => id),
    );
    expect(first.sessions[0]?.isCurrent).toBe(true);
    expect(third).not.toHaveProperty('nextCursor');
    expect([first, second, third].map(({ totalCount }) => totalCount)).toEqual([7, 7, 7]);
  });

  it('filters as the server does', async () => {
    const { security } = start();
    const ids = async (filter: 'inactive' | 'untrusted') =>
      (await security.call('session.getSessions', { filter })).sessions.map(({ id }) => id);
    await expect(ids('inactive')).resolves.toEqual(['ses_tv']);
    await expect(ids('untrusted')).resolves.toEqual(['ses_macbook', 'ses_ipad', 'ses_tv']);
  });

  it('counts a session as inactive from the thirtieth day on, as the server does (S6)', async () => {
    const ago = (ms: number): string => new Date(Date.UTC(2026, 10, 21, 9) - ms).toISOString();
    const thirtyDays = 30 * 24 * 60 * 60_000;
    const { security } = start({
      sessions: [
        sessionFixture({ id: 'day_30', lastActivityAt: ago(thirtyDays) }),
        sessionFixture({ id: 'just_before', lastActivityAt: ago(thirtyDays - 1) }),
      ],
    });
    const { sessions } = await security.call('session.getSessions', { filter: 'inactive' });
    expect(sessions.map(({ id }) => id)).toEqual(['day_30']);
  });

  it('refuses a cursor that it never gave', async () => {
    const { security } = start();
    await expect(codeOf(security.call('session.getSessions', { cursor: 'DROP TABLE' }))).resolves.toBe(
      'INVALID_REQUEST',
    );
  });

  it('revokes one, many and all others, and says what became of each', async () => {
    const { backend, security } = start();
    await security.call('session.revokeSession', { sessionId: 'ses_tv' });
    await expect(codeOf(security.call('session.revokeSession', { sessionId: 'ses_tv' }))).resolves.toBe(
      'SESSION_NOT_FOUND',
    );
    await expect(security.call('session.revokeSessions', { sessionIds: ['ses_tv', 'ses_ipad'] })).resolves.toEqual({
      results: [
        { sessionId: 'ses_tv', status: 'not_found' },
        { sessionId: 'ses_ipad', status: 'revoked' },
      ],
    });
    await expect(security.call('session.revokeAllOtherSessions')).resolves.toEqual({ revokedCount: 2 });
    expect(backend.sessions.map(({ id }) => id)).toEqual(['ses_current']);
  });

  it('cleans a name before it keeps it', async () => {
    const { backend, security } = start();
    await security.call('session.renameSession', { sessionId: 'ses_ipad', deviceName: ' Kitchen\u202E iPad ' });
    expect(backend.sessions.find(({ id }) => id === 'ses_ipad')?.deviceName).toBe('Kitchen iPad');
  });

  it('knows nobody after a sign-out', async () => {
    const { security } = start();
    await expect(security.call('session.getStatus')).resolves.toMatchObject({ session: { id: 'ses_current' } });
    await security.call('auth.signOut');
    await expect(codeOf(security.call('session.getStatus'))).resolves.toBe('UNAUTHENTICATED');
  });

  it('says why this browser is no longer signed in, whatever it asks', async () => {
    const { backend, security } = start();
    backend.removeElsewhere('ses_current', 'session_limit');
    for (const path of ['session.getSessions', 'session.getStatus', 'session.updateActivity'] as const) {
      await expect(security.call(path)).rejects.toMatchObject({
        data: { httpStatus: 401, cause: { errorCode: 'SESSION_REVOKED', reason: 'session_limit' } },
      });
    }
  });

  it('lets sessions run out by its clock, and fixed data never by the calendar', async () => {
    const clock = createManualClock();
    const { backend, security } = start({ clock });
    clock.advance(60 * 60_000);
    expect(backend.sessions.map(({ id }) => id)).not.toContain('ses_tv');
    clock.advance(23 * 60 * 60_000);
    await expect(codeOf(security.call('session.getSessions'))).resolves.toBe('SESSION_EXPIRED');
    const years = start({ clock: createManualClock(Date.UTC(2036, 0, 1)) });
    await expect(years.security.call('session.getSessions')).resolves.toMatchObject({ totalCount: 5 });
  });

  it('signs in with what accountFixture says, and starts signed out when told to', async () => {
    const { security } = start({ isSignedOut: true, sessions: [] });
    await expect(codeOf(security.call('session.getSessions'))).resolves.toBe('UNAUTHENTICATED');
    const { email: identifier, password } = accountFixture;
    await security.call('auth.signIn', { identifier, password, device: { deviceName: 'Kiosk' } });
    await expect(security.call('session.getSessions')).resolves.toMatchObject({
      sessions: [{ deviceName: 'Kiosk', isCurrent: true, signInMethod: 'password' }],
    });
  });

  it('wants a fresh proof when the one it was made with is too old (R23)', async () => {
    const clock = createManualClock();
    const { security } = start({ clock, authenticatedAt: clock.now() - 15 * 60_000 });
    const rename = (sessionId: string) =>
      codeOf(security.call('session.renameSession', { sessionId, deviceName: 'x' }));
    await expect(rename('ses_ipad')).resolves.toBe('STEP_UP_REQUIRED');
    await expect(rename('ses_current')).resolves.toBe('no error');
  });

  it('answers a list that has no current session all the same', async () => {
    const { security } = start({ sessions: [] });
    await expect(security.call('session.getSessions')).resolves.toMatchObject({ sessions: [], totalCount: 0 });
    await expect(codeOf(security.call('session.getStatus'))).resolves.toBe('UNAUTHENTICATED');
  });

  it('warns when the limit is reached, and not before', async () => {
    const full = await start().security.call('session.getSessionWarnings');
    expect(full.warnings).toMatchObject([{ warningType: 'session_limit', currentCount: 5, maxSessions: 5 }]);
    const room = await start({ maxSessions: 6 }).security.call('session.getSessionWarnings');
    expect(room.warnings).toEqual([]);
  });

  it('fails on command, as often as it was told, and recovers', async () => {
    const { backend, security } = start();
    backend.fail('session.revokeSession', new SessionSecurityError('STEP_UP_REQUIRED'), 1);
    const revoke = () => security.call('session.revokeSession', { sessionId: 'ses_tv' });
    await expect(codeOf(revoke())).resolves.toBe('STEP_UP_REQUIRED');
    await expect(revoke()).resolves.toEqual({ revokedId: 'ses_tv' });
    backend.fail('session.getSessions', new TypeError('fetch failed'));
    await expect(codeOf(security.call('session.getSessions'))).resolves.toBeUndefined();
    await expect(codeOf(security.call('session.getSessions'))).resolves.toBeUndefined();
    backend.succeed('session.getSessions');
    await expect(security.call('session.getSessions')).resolves.toMatchObject({ totalCount: 4 });
  });

  it('holds calls until it lets them go', async () => {
    const { backend, security } = start();
    const release = backend.hold('session.revokeSession');
    let settled = false;
    const call = security.call('session.revokeSession', { sessionId: 'ses_tv' }).then(() => {
      settled = true;
    });
    await security.call('session.getSessions');
    expect(settled).toBe(false);
    expect(backend.sessions).toHaveLength(5);
    release();
    await call;
    expect(backend.sessions).toHaveLength(4);
  });

  it('remembers what it was asked, also when it failed', async () => {
    const { backend, security } = start();
    backend.fail('session.renameSession', new Error('no'));
    await codeOf(security.call('session.renameSession', { sessionId: 'a', deviceName: 'b' }));
    expect(backend.calls).toEqual([{ path: 'session.renameSession', input: { sessionId: 'a', deviceName: 'b' } }]);
  });

  it('is alone: two back ends share nothing', async () => {
    const one = start();
    await one.security.call('session.revokeAllOtherSessions');
    expect(start().backend.sessions).toHaveLength(5);
  });
});
