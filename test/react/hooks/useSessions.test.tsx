/** The headless list (SPEC S1, S8), and the bugs of the field's lists (PEERS B1–B3), each as a test. */
import { onlineManager } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { NoAnswerError, SessionSecurityError, useSessions } from 'react-session-security';
import type { UseSessionsOptions } from 'react-session-security';
import { manySessions, sessionFixture, sessionsFixture } from 'react-session-security/testing';
import type { ScriptedBackendOptions } from 'react-session-security/testing';
import { withBackend } from '../../support/withBackend';

const noAnswer = new NoAnswerError();

function start(options?: ScriptedBackendOptions, hookOptions?: UseSessionsOptions) {
  const setup = withBackend(options);
  const open = () => renderHook(() => useSessions(hookOptions), { wrapper: setup.Wrapper });
  return { ...setup, open };
}

async function ready(options?: ScriptedBackendOptions, hookOptions?: UseSessionsOptions) {
  const setup = start(options, hookOptions);
  const { result, unmount } = setup.open();
  await waitFor(() => expect(result.current.isLoading).toBe(false));
  return { ...setup, result, unmount };
}

afterEach(() => onlineManager.setOnline(true));

describe('useSessions', () => {
  it('lists the current session first and the others by last activity', async () => {
    const { result } = await ready();
    expect(result.current.status).toBe('ready');
    expect(result.current.current?.id).toBe('ses_current');
    expect(result.current.others.map(({ id }) => id)).toEqual(['ses_iphone', 'ses_macbook', 'ses_ipad', 'ses_tv']);
    expect(result.current).toMatchObject({ totalCount: 5, maxSessions: 10, isPending: false, isStale: false });
  });

  it('asks once under StrictMode, however many use it', async () => {
    const { Wrapper, callsTo } = start();
    const { result } = renderHook(() => [useSessions(), useSessions()], { wrapper: Wrapper });
    await waitFor(() => expect(result.current[0]?.status).toBe('ready'));
    expect(callsTo('session.getSessions')).toBe(1);
  });

  it('never takes a failed load for an empty list, and never keeps it', async () => {
    const { backend, open } = start();
    backend.fail('session.getSessions', new Error('500'), 1);
    const { result } = open();
    await waitFor(() => expect(result.current.status).toBe('error'));
    expect(result.current.error).toEqual({ kind: 'unknown' });
    await act(() => result.current.refetch());
    await waitFor(() => expect(result.current.status).toBe('ready'));
  });

  it.each([
    ['only this device', sessionsFixture.slice(0, 1)],
    ['nothing at all', []],
  ])('is empty with %s', async (_, sessions) => {
    const { result } = await ready({ sessions });
    expect(result.current.status).toBe('empty');
  });

  it.each(['STEP_UP_REQUIRED', '2FA_REQUIRED'] as const)('tells %s from a failure', async (code) => {
    const { backend, open } = start();
    backend.fail('session.getSessions', new SessionSecurityError(code));
    const { result } = open();
    await waitFor(() => expect(result.current.status).toBe('verification-required'));
    expect(result.current.error?.cause?.errorCode).toBe(code);
  });

  it('asks again where no answer came, at most twice, and never after a refusal', async () => {
    const lost = start();
    lost.backend.fail('session.getSessions', noAnswer);
    const { result } = lost.open();
    await waitFor(() => expect(result.current.status).toBe('error'), { timeout: 5000 });
    expect(result.current.error).toEqual({ kind: 'unreachable' });
    expect(lost.callsTo('session.getSessions')).toBe(3);

    const refused = start();
    refused.backend.fail('session.getSessions', new SessionSecurityError('RATE_LIMITED'));
    const second = refused.open();
    await waitFor(() => expect(second.result.current.status).toBe('error'));
    expect(refused.callsTo('session.getSessions')).toBe(1);
  });

  it('does not take a mistake in somebody’s code for a lost connection', async () => {
    const { backend, open, callsTo } = start();
    backend.fail('session.getSessions', new TypeError('undefined is not a function'));
    const { result } = open();
    await waitFor(() => expect(result.current.error).toEqual({ kind: 'unknown' }));
    expect(callsTo('session.getSessions')).toBe(1);
  });

  it('stays failed while it is tried again, so that nothing on screen has to go', async () => {
    const { backend, open } = start();
    backend.fail('session.getSessions', new Error('500'), 1);
    const { result } = open();
    await waitFor(() => expect(result.current.status).toBe('error'));
    const release = backend.hold('session.getSessions');
    act(() => void result.current.refetch());
    await waitFor(() => expect(result.current.isFetching).toBe(true));
    expect(result.current).toMatchObject({ status: 'error', error: { kind: 'unknown' }, isLoading: true });
    release();
    await waitFor(() => expect(result.current.status).toBe('ready'));
    expect(result.current.error).toBeUndefined();
  });

  it('keeps the last list and says so when a refetch fails', async () => {
    const { result, backend } = await ready();
    backend.fail('session.getSessions', new Error('500'));
    await act(() => result.current.refetch());
    await waitFor(() => expect(result.current).toMatchObject({ status: 'ready', isStale: true, staleReason: 'error' }));
    expect(result.current.sessions).toHaveLength(5);
  });

  it('keeps the last list and says so while offline', async () => {
    const { result } = await ready();
    act(() => onlineManager.setOnline(false));
    expect(result.current).toMatchObject({ status: 'ready', isStale: true, staleReason: 'offline' });
    expect(result.current.sessions).toHaveLength(5);
  });

  it('does not reorder what it was given', async () => {
    const sessions = Object.freeze([...manySessions(4)]);
    const { result } = await ready({ sessions });
    const before = result.current.sessions;
    await act(() => result.current.refetch());
    expect(result.current.sessions).toBe(before);
    await waitFor(() => expect(result.current.others).toHaveLength(3));
  });

  it('loads page after page, and keeps what it has when one fails', async () => {
    const { result, backend } = await ready({ sessions: manySessions(7) }, { pageSize: 3 });
    expect(result.current).toMatchObject({ totalCount: 7, hasMore: true });
    backend.fail('session.getSessions', new Error('500'), 1);
    await act(() => result.current.loadMore());
    await waitFor(() =>
      expect(result.current).toMatchObject({ status: 'ready', isStale: false, loadMoreError: { kind: 'unknown' } }),
    );
    await act(() => result.current.loadMore());
    await act(() => result.current.loadMore());
    await waitFor(() => expect(result.current.sessions).toHaveLength(7));
    expect(result.current.hasMore).toBe(false);
  });

  it('filters on the server', async () => {
    const { result } = await ready({}, { filter: 'inactive' });
    expect(result.current.others.map(({ id }) => id)).toEqual(['ses_tv']);
  });
});

describe('revoking', () => {
  it('takes the session off the list, and refetches the list, the warnings and the status', async () => {
    const { result, callsTo } = await ready();
    const outcome = await act(() => result.current.revoke('ses_tv'));
    expect(outcome).toEqual({ revokedIds: ['ses_tv'], revokedCount: 1, failures: [], failure: undefined });
    await waitFor(() => expect(result.current.stateOf('ses_tv')).toBe('revoked'));
    expect(result.current.others.map(({ id }) => id)).not.toContain('ses_tv');
    expect(result.current.totalCount).toBe(4);
    await waitFor(() => expect(callsTo('session.getSessions')).toBe(2));
  });

  it('keeps two rows in flight apart', async () => {
    const { result, backend } = await ready();
    const release = backend.hold('session.revokeSession');
    backend.fail('session.revokeSession', new Error('500'), 1);
    let first: Promise<unknown> = Promise.resolve();
    let second: Promise<unknown> = Promise.resolve();
    act(() => {
      first = result.current.revoke('ses_tv');
      second = result.current.revoke('ses_ipad');
    });
    await waitFor(() => expect(result.current.stateOf('ses_ipad')).toBe('revoking'));
    expect(result.current.stateOf('ses_tv')).toBe('revoking');
    expect(result.current.stateOf('ses_iphone')).toBe('idle');
    release();
    await act(() => Promise.all([first, second]));
    await waitFor(() => expect(result.current.stateOf('ses_tv')).toBe('failed'));
    expect(result.current.failureOf('ses_tv')).toEqual({ kind: 'unknown' });
    await waitFor(() => expect(result.current.stateOf('ses_ipad')).toBe('revoked'));
  });

  it('sends one request for one session, however often it is asked', async () => {
    const { result, backend, callsTo } = await ready();
    const release = backend.hold('session.revokeSession');
    let first: Promise<unknown> = Promise.resolve();
    act(() => {
      first = result.current.revoke('ses_tv');
    });
    await act(() => result.current.revoke('ses_tv'));
    release();
    await act(() => first);
    expect(callsTo('session.revokeSession')).toBe(1);
  });

  it('is never tried again by itself, and starts fresh when asked to', async () => {
    const { result, backend, callsTo } = await ready();
    backend.fail('session.revokeSession', noAnswer, 1);
    await act(() => result.current.revoke('ses_tv'));
    expect(callsTo('session.revokeSession')).toBe(1);
    await waitFor(() => expect(result.current.failureOf('ses_tv')).toEqual({ kind: 'unreachable' }));
    await act(() => result.current.revoke('ses_tv'));
    await waitFor(() => expect(result.current.stateOf('ses_tv')).toBe('revoked'));
    expect(result.current.errorOf('ses_tv')).toBeUndefined();
  });

  it('fails at once while offline instead of waiting for a connection', async () => {
    const { result, backend } = await ready();
    act(() => onlineManager.setOnline(false));
    backend.fail('session.revokeSession', noAnswer, 1);
    await act(() => result.current.revoke('ses_tv'));
    await waitFor(() => expect(result.current.failureOf('ses_tv')).toEqual({ kind: 'offline' }));
  });

  it('gives the server’s refusal by code', async () => {
    const { result, backend } = await ready();
    backend.fail(
      'session.revokeSession',
      new SessionSecurityError('STEP_UP_REQUIRED', { action: 'security_settings' }),
    );
    await act(() => result.current.revoke('ses_tv'));
    await waitFor(() =>
      expect(result.current.errorOf('ses_tv')).toMatchObject({
        errorCode: 'STEP_UP_REQUIRED',
        action: 'security_settings',
      }),
    );
  });

  it('takes a session that is gone already for revoked', async () => {
    const { result, backend } = await ready();
    backend.removeElsewhere('ses_tv');
    const outcome = await act(() => result.current.revoke('ses_tv'));
    expect(outcome.failures).toEqual([]);
    await waitFor(() => expect(result.current.others).toHaveLength(3));
  });

  it('says so when the server still lists what it said was revoked', async () => {
    const { result, backend } = await ready();
    backend.fail('session.revokeSession', new SessionSecurityError('SESSION_NOT_FOUND'));
    await act(() => result.current.revoke('ses_tv'));
    await waitFor(() => expect(result.current.failureOf('ses_tv')).toEqual({ kind: 'remained' }));
  });

  it('revokes all others in one call, also those that are not loaded', async () => {
    const { result, backend, callsTo } = await ready({ sessions: manySessions(9) }, { pageSize: 3 });
    await act(() => result.current.revokeOthers());
    expect(callsTo('session.revokeAllOtherSessions')).toBe(1);
    expect(backend.sessions.map(({ id }) => id)).toEqual(['ses_00000']);
    await waitFor(() => expect(result.current.status).toBe('empty'));
  });

  it('tells each row’s fate when some of many fail', async () => {
    const ids = manySessions(151).slice(1);
    const { result, backend } = await ready({ sessions: manySessions(151) }, { pageSize: 200 });
    /** 150 ids are two calls; the second is refused. */
    backend.fail('session.revokeSessions', new Error('500'), 1);
    const outcome = await act(() => result.current.revokeMany(ids.map(({ id }) => id)));
    expect(outcome.revokedIds.length + outcome.failures.length).toBe(150);
    await waitFor(() => expect(result.current.others).toHaveLength(outcome.failures.length));
    expect(result.current.others.every(({ id }) => result.current.stateOf(id) === 'failed')).toBe(true);
  });

  it('finishes when the list is unmounted in flight', async () => {
    const { result, backend, unmount } = await ready();
    const release = backend.hold('session.revokeSession');
    const pending = result.current.revoke('ses_tv');
    await waitFor(() => expect(backend.calls.at(-1)?.path).toBe('session.revokeSession'));
    unmount();
    release();
    await expect(pending).resolves.toEqual({
      revokedIds: ['ses_tv'],
      revokedCount: 1,
      failures: [],
      failure: undefined,
    });
  });
});

describe('renaming', () => {
  it('shows the name as the server keeps it', async () => {
    const { result } = await ready();
    const outcome = await act(() => result.current.rename('ses_tv', '  Living\u202E room '));
    expect(outcome).toEqual({ status: 'renamed', deviceName: 'Living room' });
    await waitFor(() =>
      expect(result.current.others.find(({ id }) => id === 'ses_tv')?.deviceName).toBe('Living room'),
    );
  });

  it('says why it failed, and leaves the name', async () => {
    const { result, backend } = await ready({
      sessions: [sessionFixture({ isCurrent: true }), ...sessionsFixture.slice(1)],
    });
    backend.fail('session.renameSession', new SessionSecurityError('RATE_LIMITED'), 1);
    const outcome = await act(() => result.current.rename('ses_tv', 'TV'));
    expect(outcome).toMatchObject({ status: 'failed', failure: { cause: { errorCode: 'RATE_LIMITED' } } });
    expect(result.current.others.find(({ id }) => id === 'ses_tv')?.deviceName).toBe('Samsung TV');
  });

  it('drops the row of a device that is not there any more', async () => {
    const { result, backend } = await ready();
    backend.removeElsewhere('ses_tv');
    const outcome = await act(() => result.current.rename('ses_tv', 'TV'));
    expect(outcome).toMatchObject({ status: 'failed', failure: { cause: { errorCode: 'SESSION_NOT_FOUND' } } });
    await waitFor(() => expect(result.current.others.map(({ id }) => id)).not.toContain('ses_tv'));
  });

  it('ends every other session on the server, also when none is loaded, and says how many', async () => {
    const { backend, callsTo, Wrapper } = withBackend();
    backend.fail('session.getSessions', new Error('500'));
    const { result } = renderHook(() => useSessions(), { wrapper: Wrapper });
    await waitFor(() => expect(result.current.status).toBe('error'));
    const outcome = await act(() => result.current.revokeOthers());
    expect(callsTo('session.revokeAllOtherSessions')).toBe(1);
    expect(outcome).toMatchObject({ revokedCount: 4, failure: undefined });
  });

  it('says why when none is loaded and the others could not be ended', async () => {
    const { backend, Wrapper } = withBackend();
    backend.fail('session.getSessions', new Error('500'));
    backend.fail('session.revokeAllOtherSessions', new SessionSecurityError('STEP_UP_REQUIRED'));
    const { result } = renderHook(() => useSessions(), { wrapper: Wrapper });
    await waitFor(() => expect(result.current.status).toBe('error'));
    const outcome = await act(() => result.current.revokeOthers());
    expect(outcome.failure?.cause?.errorCode).toBe('STEP_UP_REQUIRED');
  });
});
