/** A page that a server rendered and a browser takes over: no warning, no second request, nothing left behind (A17). */
import { act, render } from '@testing-library/react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import {
  SessionExpiredBanner,
  SessionsList,
  SessionStatusBadge,
  SessionWarningBanner,
  useSessionManagement,
} from 'react-session-security';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { withSession } from '../support/withSession';

afterEach(() => vi.restoreAllMocks());

function Page() {
  const { tokenStatus } = useSessionManagement();
  return (
    <main data-token={tokenStatus}>
      <SessionWarningBanner />
      <SessionExpiredBanner />
      <SessionStatusBadge />
      <SessionsList />
    </main>
  );
}

it('takes over what a server rendered, asks once for each thing, and warns of nothing (StrictMode)', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
  const server = withSession();
  const html = renderToString(wrap(server, <Page />));
  expect(server.backend.calls).toEqual([]);

  const scene = withSession();
  const container = document.createElement('div');
  container.innerHTML = html;
  document.body.append(container);
  const recoverable = vi.fn();
  const root = await act(() => hydrateRoot(container, wrap(scene, <Page />), { onRecoverableError: recoverable }));
  await scene.advance(3000);
  expect(container.textContent).toContain('Your devices');
  expect(scene.callsTo('session.getStatus')).toBe(1);
  expect(scene.callsTo('session.getSessions')).toBe(1);
  act(() => root.unmount());
  expect(recoverable).not.toHaveBeenCalled();
  expect(complaints).not.toHaveBeenCalled();
});

it('mounted and unmounted fifty times, as hot reloading does, leaves no listener and no timer, and asks no more often', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
  const scene = withSession();
  const listening = countListeners(window, document);
  for (let cycle = 0; cycle < 50; cycle += 1) {
    const { unmount } = render(<Page />, { wrapper: scene.Wrapper });
    await scene.advance(cycle === 0 ? 3000 : 10);
    unmount();
  }
  await scene.advance(1000);
  expect(scene.tab.page.listenerCount).toBe(0);
  expect(scene.browser.pendingTimers).toBe(0);
  expect(listening()).toBe(0);
  expect(scene.callsTo('session.getStatus')).toBe(1);
  expect(complaints).not.toHaveBeenCalled();
});

function wrap({ Wrapper }: ReturnType<typeof withSession>, page: ReactNode) {
  return <Wrapper>{page}</Wrapper>;
}

/** Listeners added to the real targets since, less those that were removed. */
function countListeners(...targets: readonly EventTarget[]): () => number {
  const added = targets.map((target) => vi.spyOn(target, 'addEventListener'));
  const removed = targets.map((target) => vi.spyOn(target, 'removeEventListener'));
  const sum = (spies: readonly { readonly mock: { readonly calls: readonly unknown[] } }[]): number =>
    spies.reduce((total, { mock }) => total + mock.calls.length, 0);
  return () => sum(added) - sum(removed);
}
