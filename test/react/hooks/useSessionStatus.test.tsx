/** The session's state in React: who renders when, how often is asked, and what a server renders. */
import { act, render, renderHook, screen } from '@testing-library/react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  SessionExpiredBanner,
  SessionStatusBadge,
  SessionWarningBanner,
  useSessionStatus,
} from 'react-session-security';
import { withSession } from '../../support/withSession';

const minute = 60_000;

describe('useSessionStatus', () => {
  it('goes from unknown to active, warns, and ends, with what may be done at each (A3)', async () => {
    const scene = withSession({ idleIn: 6 * minute });
    const { result } = renderHook(() => useSessionStatus(), { wrapper: scene.Wrapper });
    expect(result.current).toMatchObject({ sessionVerified: false, canMutate: false, sessionExpired: false });
    await scene.advance(100);
    expect(result.current).toMatchObject({ status: 'active', link: 'online', sessionVerified: true, canMutate: true });
    expect(result.current.expiresAt).toBeUndefined();
    await scene.advance(2 * minute);
    const endsAt = scene.browser.now() + 4 * minute - 100;
    expect(result.current).toMatchObject({ status: 'warning', canMutate: true, sessionWarning: { reason: 'idle' } });
    expect(Math.abs(Number(result.current.expiresAt) - endsAt)).toBeLessThan(1000);
    await scene.advance(5 * minute);
    expect(result.current).toMatchObject({
      status: 'expired',
      reason: 'idle',
      sessionExpired: true,
      sessionWarning: undefined,
      canMutate: false,
    });
  });

  it('does not call a sign-out an expiry', async () => {
    const scene = withSession();
    const { result } = renderHook(() => useSessionStatus(), { wrapper: scene.Wrapper });
    await scene.advance(100);
    await act(async () => void result.current.signOut());
    await scene.advance(100);
    expect(result.current).toMatchObject({ status: 'signedOut', reason: 'signedOut', sessionExpired: false });
  });

  it('renders none of 200 components that read it while the session is refreshed, used and validated (T-67)', async () => {
    const scene = withSession();
    let renders = 0;
    const Reader = () => {
      renders += 1;
      return useSessionStatus().status;
    };
    render(
      Array.from({ length: 200 }, (_, index) => <Reader key={index} />),
      { wrapper: scene.Wrapper },
    );
    await scene.advance(100);
    const before = {
      renders,
      validated: scene.callsTo('session.getStatus'),
      beaten: scene.callsTo('session.updateActivity'),
    };
    act(() => scene.tab.input());
    await scene.advance(11 * minute, minute);
    expect(scene.callsTo('session.getStatus')).toBeGreaterThan(before.validated);
    expect(scene.callsTo('session.updateActivity')).toBeGreaterThan(before.beaten);
    expect(renders).toBe(before.renders);
  });

  it('renders who selects one thing only when that changes (T-67)', async () => {
    const scene = withSession({ idleIn: 6 * minute });
    let renders = 0;
    const { result } = renderHook(
      () => {
        renders += 1;
        return useSessionStatus(({ sessionExpired }) => ({ sessionExpired }).sessionExpired);
      },
      { wrapper: scene.Wrapper },
    );
    await scene.advance(100);
    const before = renders;
    await scene.advance(2 * minute, minute);
    expect(renders).toBe(before);
    await scene.advance(5 * minute, minute);
    expect(result.current).toBe(true);
  });

  it('lets a selection be a new object each time', async () => {
    const scene = withSession();
    const { result } = renderHook(() => useSessionStatus(({ status, link }) => ({ status, link })), {
      wrapper: scene.Wrapper,
    });
    await scene.advance(100);
    expect(result.current).toEqual({ status: 'active', link: 'online' });
  });

  it('asks once at the start, however many use it, in StrictMode too (T-66)', async () => {
    const scene = withSession();
    renderHook(() => [useSessionStatus(), useSessionStatus()], { wrapper: scene.Wrapper });
    await scene.advance(minute);
    expect(scene.callsTo('session.getStatus')).toBe(1);
  });

  it('keeps its functions', async () => {
    const scene = withSession();
    const { result } = renderHook(() => useSessionStatus(), { wrapper: scene.Wrapper });
    const { validate, extend, signOut } = result.current;
    await scene.advance(100);
    expect(result.current).toMatchObject({ status: 'active', validate, extend, signOut });
  });

  it('stops everything when the last one leaves (T-66)', async () => {
    const scene = withSession();
    const { unmount } = renderHook(() => useSessionStatus(), { wrapper: scene.Wrapper });
    await scene.advance(100);
    unmount();
    await scene.advance(1000);
    expect(scene.tab.page.listenerCount).toBe(0);
    expect(scene.browser.pendingTimers).toBe(0);
  });
});

describe('on a server', () => {
  const App = () => (
    <main>
      <SessionWarningBanner />
      <SessionExpiredBanner />
      <SessionStatusBadge />
    </main>
  );
  const errors = vi.spyOn(console, 'error');
  afterEach(() => errors.mockClear());

  it('renders what the browser takes over without a word, though the session is already known there (T-73)', async () => {
    const scene = withSession({ idleIn: minute });
    const html = renderToString(
      <scene.Wrapper>
        <App />
      </scene.Wrapper>,
    );
    expect(scene.backend.calls).toEqual([]);
    expect(scene.tab.page.listenerCount).toBe(0);
    scene.client.engine.start();
    await scene.advance(100);
    expect(scene.client.engine.getSnapshot().status).toBe('warning');
    const container = document.body.appendChild(document.createElement('div'));
    container.innerHTML = html;
    const mismatches = vi.fn();
    const root = await act(async () =>
      hydrateRoot(
        container,
        <scene.Wrapper>
          <App />
        </scene.Wrapper>,
        { onRecoverableError: mismatches },
      ),
    );
    expect(mismatches).not.toHaveBeenCalled();
    expect(errors).not.toHaveBeenCalled();
    expect(await screen.findByRole('timer')).toBeInTheDocument();
    act(() => root.unmount());
    container.remove();
  });
});
