/** What the hooks do before, at and after the end of the session: who asks what, and what is still known (R9, S4). */
import { act, renderHook, waitFor } from '@testing-library/react';
import { focusManager } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SessionSecurityError, useSessions, useSessionSecurity } from 'react-session-security';
import type { SessionSecurityProviderProps } from 'react-session-security';
import { withBackend } from '../../support/withBackend';

const asks = 'session.getSessions';

async function open(provider: Omit<SessionSecurityProviderProps, 'children' | 'client'> = {}) {
  const setup = withBackend({}, provider);
  const view = renderHook(() => ({ list: useSessions(), kit: useSessionSecurity() }), { wrapper: setup.Wrapper });
  await waitFor(() => expect(view.result.current.list.status).toBe('ready'));
  return { ...setup, ...view };
}

function comeBackToTheWindow(): void {
  focusManager.setFocused(false);
  focusManager.setFocused(true);
}

afterEach(() => focusManager.setFocused(undefined));

describe('the end of a session', () => {
  it.each([
    ['SESSION_REVOKED', 'revoked'],
    ['SESSION_EXPIRED', 'expired'],
    ['REFRESH_TOKEN_REUSED', 'revoked'],
    ['UNAUTHENTICATED', 'signedOut'],
  ] as const)('by %s is told as %s, with nothing left to show (R9)', async (code, reason) => {
    const { result, backend } = await open();
    backend.fail(asks, new SessionSecurityError(code));
    await act(() => result.current.list.refetch());
    await waitFor(() => expect(result.current.list.status).toBe('signed-out'));
    expect(result.current.list.end).toMatchObject({ reason, cause: { errorCode: code } });
    expect(result.current.list).toMatchObject({ sessions: [], others: [], totalCount: 0, isStale: false });
    expect(result.current.kit.sessionCount).toBeUndefined();
  });

  it('is told of a session that was over from the start', async () => {
    const { backend, Wrapper } = withBackend();
    backend.fail(asks, new SessionSecurityError('UNAUTHENTICATED'));
    const { result } = renderHook(() => useSessions(), { wrapper: Wrapper });
    await waitFor(() => expect(result.current.status).toBe('signed-out'));
  });

  it('is followed by no query, not even when the window is looked at again', async () => {
    const { result, backend, callsTo } = await open();
    backend.fail(asks, new SessionSecurityError('SESSION_REVOKED'));
    await act(() => result.current.list.refetch());
    await waitFor(() => expect(result.current.list.status).toBe('signed-out'));
    const before = callsTo(asks);
    await act(async () => comeBackToTheWindow());
    await act(() => result.current.list.loadMore());
    expect(callsTo(asks)).toBe(before);
  });

  it('is over when somebody signs in through the client, without a word from the host', async () => {
    const { result, backend, client } = await open();
    backend.fail(asks, new SessionSecurityError('SESSION_EXPIRED'), 1);
    await act(() => result.current.list.refetch());
    await waitFor(() => expect(result.current.list.status).toBe('signed-out'));
    await act(() => client.call('session.getStatus'));
    await waitFor(() => expect(result.current.list.status).toBe('ready'));
    expect(result.current.list.sessions).toHaveLength(5);
  });

  it('is over when the host says that somebody signed in, and stays when nobody did', async () => {
    const onSessionEnded = vi.fn();
    const { result, backend } = await open({ onSessionEnded });
    backend.fail(asks, new SessionSecurityError('SESSION_EXPIRED'), 2);
    await act(() => result.current.list.refetch());
    await act(() => result.current.kit.refreshSessions());
    expect(result.current.list.status).toBe('signed-out');
    await act(() => result.current.kit.refreshSessions());
    await waitFor(() => expect(result.current.list.status).toBe('ready'));
    expect(onSessionEnded).toHaveBeenCalledOnce();
  });

  it('is asked about once by a list that is mounted after it', async () => {
    const { result, backend, callsTo, Wrapper, client } = await open();
    backend.fail(asks, new SessionSecurityError('SESSION_EXPIRED'));
    await act(() => result.current.list.refetch());
    const before = callsTo(asks);
    const late = renderHook(() => useSessions({ filter: 'untrusted' }), { wrapper: Wrapper });
    await waitFor(() => expect(late.result.current.status).toBe('signed-out'));
    await act(async () => comeBackToTheWindow());
    expect(callsTo(asks)).toBe(before + 1);
    backend.succeed(asks);
    await act(() => client.call('session.getStatus'));
    await waitFor(() => expect(late.result.current.status).toBe('ready'));
  });
});

describe('signing out', () => {
  it('asks nothing between the request and its answer', async () => {
    const onSessionEnded = vi.fn();
    const { result, backend, callsTo } = await open({ onSessionEnded });
    const release = backend.hold('auth.signOut');
    let done: Promise<void> = Promise.resolve();
    act(() => {
      done = result.current.kit.signOut();
    });
    await waitFor(() => expect(callsTo('auth.signOut')).toBe(1));
    const before = callsTo(asks);
    await act(async () => comeBackToTheWindow());
    await act(() => result.current.kit.refreshSessions());
    await act(() => result.current.list.refetch());
    expect(callsTo(asks)).toBe(before);
    expect(result.current.list.status).toBe('ready');
    release();
    await act(() => done);
    expect(result.current.list).toMatchObject({ status: 'signed-out', end: { reason: 'signedOut' }, sessions: [] });
    expect(onSessionEnded).not.toHaveBeenCalled();
  });

  it('is no news either when a refetch under way is refused meanwhile', async () => {
    const onSessionEnded = vi.fn();
    const { result, backend } = await open({ onSessionEnded });
    const release = backend.hold(asks);
    act(() => void result.current.list.refetch());
    await act(() => result.current.kit.signOut());
    backend.fail(asks, new SessionSecurityError('SESSION_REVOKED'));
    await act(async () => release());
    await waitFor(() => expect(result.current.list.end).toEqual({ reason: 'signedOut' }));
    expect(onSessionEnded).not.toHaveBeenCalled();
  });

  it('goes on as before when the server could not be told', async () => {
    const { result, backend, callsTo } = await open();
    backend.fail('auth.signOut', new Error('500'), 1);
    await act(() => expect(result.current.kit.signOut()).rejects.toThrow('500'));
    expect(result.current.list).toMatchObject({ status: 'ready', end: undefined });
    const before = callsTo(asks);
    await act(() => result.current.list.refetch());
    expect(callsTo(asks)).toBe(before + 1);
  });

  it('has worked when there was no session any more', async () => {
    const onSessionEnded = vi.fn();
    const { result, backend } = await open({ onSessionEnded });
    backend.fail('auth.signOut', new SessionSecurityError('SESSION_EXPIRED'));
    await act(() => result.current.kit.signOut());
    expect(result.current.list.end).toEqual({ reason: 'signedOut' });
    expect(onSessionEnded).not.toHaveBeenCalled();
  });

  it('is what revoking the current session is (S4)', async () => {
    const onSessionEnded = vi.fn();
    const { result, callsTo } = await open({ onSessionEnded });
    const outcome = await act(() => result.current.list.revoke('ses_current'));
    expect(outcome).toMatchObject({ revokedIds: ['ses_current'], failure: undefined });
    expect([callsTo('auth.signOut'), callsTo('session.revokeSession')]).toEqual([1, 0]);
    expect(result.current.list.end).toEqual({ reason: 'signedOut' });
    expect(onSessionEnded).not.toHaveBeenCalled();
  });

  it('comes last when the current session is revoked together with others', async () => {
    const { result, backend } = await open();
    await act(() => result.current.list.revokeMany(['ses_current', 'ses_tv', 'ses_ipad']));
    const revocations = backend.calls.filter(({ path }) => path !== asks).map(({ path, input }) => ({ path, input }));
    expect(revocations).toEqual([
      { path: 'session.revokeSessions', input: { sessionIds: ['ses_tv', 'ses_ipad'] } },
      { path: 'auth.signOut', input: undefined },
    ]);
  });

  it('fails on its own row when the server could not be told (S4)', async () => {
    const { result, backend } = await open();
    backend.fail('auth.signOut', new Error('500'), 1);
    await act(() => result.current.list.revoke('ses_current'));
    await waitFor(() => expect(result.current.list.stateOf('ses_current')).toBe('failed'));
    expect(result.current.list.status).toBe('ready');
  });
});
