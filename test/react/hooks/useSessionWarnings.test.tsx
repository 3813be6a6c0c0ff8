/** Warnings without markup, and the hooks that carry them beside other things. */
import { act, renderHook, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  messagesEn,
  NoAnswerError,
  useSessionManagement,
  useSessions,
  useSessionSecurity,
  useSessionStatus,
  useSessionWarnings,
} from 'react-session-security';
import { sessionsFixture } from 'react-session-security/testing';
import { withSession } from '../../support/withSession';

const minute = 60_000;

describe('useSessionWarnings', () => {
  it('gives what runs out first, and the back end’s other warnings, in the reader’s words', async () => {
    const scene = withSession({ idleIn: 4 * minute, maxSessions: 1 });
    const { result } = renderHook(() => useSessionWarnings(), { wrapper: scene.Wrapper });
    await scene.advance(100);
    expect(result.current.warnings).toMatchObject([
      { warningType: 'approaching_timeout', reason: 'idle', message: messagesEn.warnings.idle },
      { warningType: 'session_limit', currentCount: 1, maxSessions: 1, message: messagesEn.warnings.limit(1) },
    ]);
  });

  it('forgets a dismissal with the warning it was of (T-80)', async () => {
    const scene = withSession({ idleIn: 4 * minute });
    const { result } = renderHook(() => [useSessionWarnings(), useSessionWarnings()] as const, {
      wrapper: scene.Wrapper,
    });
    await scene.advance(100);
    act(() => result.current[0].dismiss(result.current[0].warnings[0]?.id ?? ''));
    expect(result.current.map(({ warnings }) => warnings)).toEqual([[], []]);
    await act(async () => void result.current[1].extend());
    await scene.advance(24 * 60 * minute - 4 * minute, 60 * minute);
    expect(result.current[0].warnings).toHaveLength(1);
  });

  it('tells that an extension is under way, that it failed, and that it got through after all', async () => {
    const scene = withSession({ idleIn: 4 * minute });
    const { result } = renderHook(() => useSessionWarnings(), { wrapper: scene.Wrapper });
    await scene.advance(100);
    scene.backend.fail('session.updateActivity', new NoAnswerError(), 1);
    const release = scene.backend.hold('session.updateActivity');
    act(() => void result.current.extend());
    await scene.advance(100);
    expect(result.current).toMatchObject({ isExtending: true, extension: 'pending' });
    release();
    await scene.advance(100);
    expect(result.current).toMatchObject({ isExtending: false, extension: 'failed' });
    await scene.advance(minute, 1000);
    expect(result.current.extension).toBe('idle');
    expect(scene.callsTo('session.updateActivity')).toBe(2);
  });
});

describe('useSessionSecurity', () => {
  it('carries the warnings while something watches the session, and asks for nothing itself', async () => {
    const scene = withSession({ idleIn: 4 * minute });
    const alone = renderHook(() => useSessionSecurity(), { wrapper: scene.Wrapper });
    await scene.advance(minute);
    expect(scene.backend.calls).toEqual([]);
    expect(alone.result.current.warnings).toEqual([]);
    const watched = renderHook(() => ({ kit: useSessionSecurity(), status: useSessionStatus() }), {
      wrapper: scene.Wrapper,
    });
    await scene.advance(100);
    const [warning] = watched.result.current.kit.warnings;
    expect(warning).toMatchObject({ warningType: 'approaching_timeout' });
    act(() => watched.result.current.kit.dismissWarning(warning?.id ?? ''));
    expect(watched.result.current.kit.warnings).toEqual([]);
  });

  it('signs out at once without a connection while the session is watched, and delivers it later, once (A14)', async () => {
    const scene = withSession({ sessions: sessionsFixture });
    const { result } = renderHook(
      () => ({ list: useSessions(), kit: useSessionSecurity(), status: useSessionStatus() }),
      {
        wrapper: scene.Wrapper,
      },
    );
    await scene.advance(100);
    await waitFor(() => expect(result.current.list.status).toBe('ready'));
    scene.backend.fail('auth.signOut', new NoAnswerError());
    await act(async () => void result.current.kit.signOut());
    expect(result.current.status.status).toBe('signedOut');
    expect(result.current.list).toMatchObject({ status: 'signed-out', sessions: [], end: { reason: 'signedOut' } });
    expect(result.current.kit.sessionCount).toBeUndefined();
    await scene.advance(100);
    scene.backend.succeed('auth.signOut');
    const before = scene.callsTo('auth.signOut');
    await scene.advance(5 * minute, 1000);
    expect(scene.callsTo('auth.signOut')).toBe(before + 1);
    expect(scene.backend.sessions.some(({ isCurrent }) => isCurrent)).toBe(false);
  });

  it('signs out with one request while the session is watched', async () => {
    const scene = withSession();
    const { result } = renderHook(() => ({ kit: useSessionSecurity(), status: useSessionStatus() }), {
      wrapper: scene.Wrapper,
    });
    await scene.advance(100);
    await act(async () => void result.current.kit.signOut());
    await scene.advance(minute);
    expect(scene.callsTo('auth.signOut')).toBe(1);
  });
});

describe('useSessionManagement', () => {
  it('gives the devices and how long the session lasts, in one', async () => {
    const scene = withSession({ idleIn: 6 * minute });
    const { result } = renderHook(() => useSessionManagement(), { wrapper: scene.Wrapper });
    expect(result.current).toMatchObject({ sessions: [], currentSession: undefined, tokenStatus: 'none' });
    await scene.advance(100);
    await waitFor(() => expect(result.current.currentSession?.id).toBe('ses_current'));
    expect(result.current).toMatchObject({ tokenStatus: 'valid', isTokenExpired: false, needsTokenRefresh: false });
    await scene.advance(2 * minute);
    expect(result.current).toMatchObject({ tokenStatus: 'expiring', needsTokenRefresh: true });
    await scene.advance(5 * minute);
    expect(result.current).toMatchObject({ tokenStatus: 'expired', isTokenExpired: true, needsTokenRefresh: false });
  });

  it('signs a device out', async () => {
    const scene = withSession({ sessions: sessionsFixture });
    const { result } = renderHook(() => useSessionManagement(), { wrapper: scene.Wrapper });
    await scene.advance(100);
    await waitFor(() => expect(result.current.sessions).toHaveLength(5));
    const outcome = await act(() => result.current.revokeSession('ses_tv'));
    expect(outcome.revokedIds).toEqual(['ses_tv']);
    await waitFor(() => expect(result.current.sessions).toHaveLength(4));
  });
});
