/** Whether the user has lately shown who they are (SPEC F8): what is asked, when it ends, and who renders. */
import { act, render, renderHook, screen, waitFor } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import {
  createSessionSecurity,
  handlersLink,
  NoAnswerError,
  SessionSecurityProvider,
  toEpochMs,
  toIso,
  use2FAChallenge,
  useVerification,
} from 'react-session-security';
import type { Instant, SessionStatus, UseVerificationOptions } from 'react-session-security';
import { createManualClock, createScriptedBackend } from 'react-session-security/testing';
import { withSession } from '../../support/withSession';
import type { SessionSceneOptions } from '../../support/withSession';

const minute = 60_000;
const account = { secondFactorCode: '123456' };

function open(options: SessionSceneOptions = {}, asked: UseVerificationOptions = {}) {
  const scene = withSession({ account, ...options });
  let renders = 0;
  const view = renderHook(
    () => {
      renders += 1;
      return { verification: useVerification(asked), challenge: use2FAChallenge({ isPresenter: true }) };
    },
    { wrapper: scene.Wrapper },
  );
  return {
    ...scene,
    ...view,
    now: () => view.result.current.verification,
    /** An answer takes a moment to reach the page. */
    isIn: (status: string) => waitFor(() => expect(view.result.current.verification.status).toBe(status)),
    renders: () => renders,
    /** Gives a second factor, as the dialog would. */
    async prove(): Promise<void> {
      act(() => void view.result.current.challenge.show('security_settings'));
      await waitFor(() => expect(view.result.current.challenge.status).toBe('ready'));
      await act(async () => void (await view.result.current.challenge.verify('123456')));
    },
  };
}
const longAgo = (scene: { readonly browser: { now(): number } } = withSession()) => scene.browser.now() - 60 * minute;

/** As a server says it whose time is another. */
function laterBy(ms: number, { session, verification, ...status }: SessionStatus): SessionStatus {
  const later = (instant: Instant) => toIso((toEpochMs(instant) ?? 0) + ms);
  return {
    ...status,
    session: { ...session, lastActivityAt: later(session.lastActivityAt) },
    idleExpiresAt: later(status.idleExpiresAt),
    absoluteExpiresAt: later(status.absoluteExpiresAt),
    serverTime: later(status.serverTime),
    verification: { ...verification, recentUntil: later(verification.recentUntil) },
  };
}

describe('useVerification', () => {
  it('is unknown, then tells of a sign-in not long ago, and clears itself when that ends (F8)', async () => {
    const { now, advance, browser, isIn } = open();
    expect(now()).toMatchObject({ status: 'unknown', kind: undefined, until: undefined });
    const until = browser.now() + 15 * minute;
    await advance(100);
    await isIn('verified');
    expect(now()).toMatchObject({ status: 'verified', kind: 'authentication', until });
    await advance(until - browser.now() - 1, minute);
    expect(now().status).toBe('verified');
    await advance(1);
    expect(now()).toMatchObject({ status: 'unverified', kind: undefined, until: undefined });
  });

  it('knows of a second factor as soon as it was given, and asks once for that (F8)', async () => {
    const scene = open({ authenticatedAt: longAgo() }, { kind: 'second_factor' });
    await scene.advance(100);
    await scene.isIn('unverified');
    const asked = scene.callsTo('session.getStatus');
    await scene.prove();
    await waitFor(() => expect(scene.now()).toMatchObject({ status: 'verified', kind: 'second_factor' }));
    expect(scene.now().until).toBe(scene.browser.now() + 15 * minute);
    expect(scene.callsTo('session.getStatus')).toBe(asked + 1);
  });

  it('takes a sign-in by password for no second factor', async () => {
    const { now, advance, isIn } = open({}, { kind: 'second_factor' });
    await advance(100);
    await isIn('unverified');
    expect(now()).toMatchObject({ status: 'unverified', until: undefined });
  });

  it('renders nobody between one change and the next, however much time passes', async () => {
    const scene = open();
    await scene.advance(100);
    await scene.isIn('verified');
    const before = scene.renders();
    await scene.advance(10 * minute, 1000 * 30);
    expect(scene.now().status).toBe('verified');
    expect(scene.renders()).toBe(before);
  });

  it('asks once at the start beside the engine, however many use it, in StrictMode too (T-66)', async () => {
    const scene = withSession();
    renderHook(() => [useVerification(), useVerification({ kind: 'second_factor' }), useVerification()], {
      wrapper: scene.Wrapper,
    });
    await scene.advance(minute);
    expect(scene.callsTo('session.getStatus')).toBe(2);
  });

  it('asks once after a proof, however many show it', async () => {
    const scene = open({}, {});
    const others = renderHook(() => [useVerification(), useVerification()], { wrapper: scene.Wrapper });
    await scene.advance(100);
    await scene.isIn('verified');
    const asked = scene.callsTo('session.getStatus');
    await scene.prove();
    await waitFor(() => expect(scene.now().kind).toBe('second_factor'));
    // Two providers, so two caches.
    expect(scene.callsTo('session.getStatus')).toBe(asked + 2);
    others.unmount();
  });

  it.each([30 * minute, -30 * minute])(
    'goes by the server’s time, which is %i ms ahead of the device’s',
    async (ahead) => {
      const scene = open({ alterStatus: (status) => laterBy(ahead, status) });
      await waitFor(() => expect(scene.now().status).not.toBe('unknown'));
      await scene.advance(100);
      await scene.isIn('verified');
      await scene.advance(14 * minute, minute);
      expect(scene.now().status).toBe('verified');
      await scene.advance(minute);
      await scene.isIn('unverified');
    },
  );

  it('looks again when the server’s time becomes known after its answer', async () => {
    const clock = createManualClock();
    const backend = createScriptedBackend({ clock });
    const inner = createSessionSecurity({ link: backend.link, clock });
    const link = handlersLink({
      'session.getStatus': async () => laterBy(-30 * minute, await inner.call('session.getStatus')),
    });
    const client = createSessionSecurity({ link, clock, name: 'of-this-test' });
    const { result } = renderHook(() => useVerification().status, {
      wrapper: ({ children }) => <SessionSecurityProvider client={client}>{children}</SessionSecurityProvider>,
    });
    await waitFor(() => expect(result.current).toBe('unverified'));
    // The engine waits a moment before it asks.
    await act(() => client.engine.load());
    act(() => clock.advance(1000));
    await waitFor(() => expect(result.current).toBe('verified'));
  });

  it('is over with the session', async () => {
    const { now, advance, client, isIn } = open();
    await advance(100);
    await isIn('verified');
    await act(() => client.engine.signOut());
    await advance(100);
    expect(now()).toMatchObject({ status: 'unverified', until: undefined });
  });

  it('keeps what it knew, and says why it could not ask', async () => {
    const { now, advance, backend, isIn } = open();
    await advance(100);
    await isIn('verified');
    backend.fail('session.getStatus', new NoAnswerError());
    await act(async () => void now().refetch());
    await waitFor(() => expect(now().error?.kind).toBe('unreachable'), { timeout: 5000 });
    expect(now().status).toBe('verified');
  });

  it('stays unknown where the server can’t be asked', async () => {
    const { now, advance } = open({ without: ['session.getStatus'] });
    await advance(minute);
    expect(now()).toMatchObject({ status: 'unknown', until: undefined, error: undefined });
  });

  it.each([null, undefined, 'yes', { recentUntil: 'soon', secondFactorUntil: 7 }])(
    'says that nobody is verified where a back end answers %j',
    async (verification) => {
      const { now, advance } = open({ alterStatus: (status) => ({ ...status, verification: verification as never }) });
      await advance(100);
      await waitFor(() => expect(now().status).toBe('unverified'));
    },
  );

  it('keeps its function', async () => {
    const { now, isIn } = open();
    const { refetch } = now();
    await isIn('verified');
    expect(now().refetch).toBe(refetch);
  });

  it('stops everything when the last one leaves (T-66)', async () => {
    const { advance, unmount, browser, tab } = open();
    await advance(100);
    unmount();
    await advance(1000);
    expect(browser.pendingTimers).toBe(0);
    expect(tab.page.listenerCount).toBe(0);
  });
});

it('asks nothing on a server, where nobody knows', () => {
  const scene = withSession();
  const Status = () => <p>{useVerification().status}</p>;
  expect(
    renderToString(
      <scene.Wrapper>
        <Status />
      </scene.Wrapper>,
    ),
  ).toContain('unknown');
  expect(scene.backend.calls).toEqual([]);
});

it('follows its option', async () => {
  const scene = withSession();
  const Status = (options: UseVerificationOptions) => <p>{useVerification(options).status}</p>;
  const { rerender } = render(<Status />, { wrapper: scene.Wrapper });
  await scene.advance(100);
  expect(await screen.findByText('verified')).toBeInTheDocument();
  rerender(<Status kind="second_factor" />);
  expect(screen.getByText('unverified')).toBeInTheDocument();
});
