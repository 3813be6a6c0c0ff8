/** Where the session stands, in a word and an icon (SPEC A3, A14). */
import { act, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { SessionStatusBadge } from 'react-session-security';
import { describeConformance } from '../../support/describeConformance';
import { withSession } from '../../support/withSession';
import type { SessionSceneOptions } from '../../support/withSession';

const minute = 60_000;
const badge = () => document.querySelector('[data-slot=session-status-badge]');

async function openBadge(options: SessionSceneOptions = {}) {
  const scene = withSession(options);
  render(<SessionStatusBadge />, { wrapper: scene.Wrapper });
  return scene;
}

it('checks, then says that one is signed in, that it ends soon, and that it has ended (A3)', async () => {
  const { advance } = await openBadge({ idleIn: 6 * minute });
  expect(badge()).toHaveAttribute('data-state', 'checking');
  await advance(100);
  expect(badge()).toHaveTextContent('Signed in');
  await advance(2 * minute);
  expect(badge()).toHaveTextContent('Ends soon');
  await advance(5 * minute);
  expect(badge()).toHaveTextContent('Session ended');
});

it('says that there is no connection, and that the server does not answer (A14)', async () => {
  const { advance, backend, tab } = await openBadge();
  await advance(100);
  backend.fail('session.getStatus', new Error('500'));
  await advance(6 * minute);
  expect(badge()).toHaveTextContent('Server not answering');
  act(() => {
    tab.page.navigator.onLine = false;
    tab.page.window.dispatch('offline');
  });
  expect(badge()).toHaveTextContent('Offline');
});

it('says when the server has not been asked for long', async () => {
  const { advance, tab } = await openBadge();
  await advance(100);
  act(() => tab.hide());
  await advance(12 * minute, minute);
  expect(badge()).toHaveAttribute('data-state', 'unverified');
  expect(badge()).toHaveTextContent('Not checked lately');
});

it('says that nobody is signed in', async () => {
  const { advance } = await openBadge({ isSignedOut: true });
  await advance(2000);
  expect(badge()).toHaveAttribute('data-state', 'signed-out');
  expect(badge()).toHaveTextContent('Signed out');
});

it('always has an icon beside its word', async () => {
  const { advance } = await openBadge();
  await advance(100);
  expect(badge()?.querySelector('svg[aria-hidden=true]')).not.toBeNull();
});

describeConformance('SessionStatusBadge', {
  slot: 'session-status-badge',
  rootTag: 'span',
  settled: () => screen.findByText(/./, { selector: '[data-slot=session-status-label]' }),
  create: (props) => <SessionStatusBadge {...props} />,
});
