/** Where the focus is after something it stood on is gone, in a real browser (R100, R102); and what it shows of a row (S2). */
import { render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SessionSecurityError, SessionsList, useSessionSecurity } from 'react-session-security';
import type { SessionsListProps } from 'react-session-security';
import { manySessions } from 'react-session-security/testing';
import type { ScriptedBackend } from 'react-session-security/testing';
import '../../src/styles/standalone.css';
import '../support/setupDom';
import { withBackend } from '../support/withBackend';

interface Scene {
  readonly options?: Parameters<typeof withBackend>[0];
  readonly props?: SessionsListProps;
  readonly prepare?: (backend: ScriptedBackend) => void;
}

function open({ options, props, prepare }: Scene = {}) {
  const setup = withBackend(options);
  prepare?.(setup.backend);
  return { ...setup, ...render(<SessionsList {...props} />, { wrapper: setup.Wrapper }) };
}

const heading = () => screen.getByRole('heading', { name: 'Your devices' });
const others = () => screen.findByRole('list', { name: 'Other devices' });
const button = (name: string | RegExp) => screen.findByRole('button', { name });

async function press(name: string | RegExp) {
  (await button(name)).focus();
  await userEvent.keyboard('{Enter}');
}

beforeEach(() => page.viewport(860, 700));

describe('after a first load that failed', () => {
  it('“Try again” keeps the focus while it works and when it fails, and gives it to the heading when it succeeds', async () => {
    const { backend } = open({ prepare: ({ fail }) => fail('session.getSessions', new Error('500'), 2) });
    await press('Try again');
    await waitFor(() => expect(backend.calls).toHaveLength(2));
    await waitFor(async () => expect(await button('Try again')).not.toHaveAttribute('aria-busy'));
    expect(await button('Try again')).toHaveFocus();
    const release = backend.hold('session.getSessions');
    await userEvent.keyboard('{Enter}');
    await waitFor(async () => expect(await button('Try again')).toHaveAttribute('aria-busy', 'true'));
    expect(await button('Try again')).toHaveFocus();
    expect(screen.getByText('Your devices couldn’t be loaded')).toBeVisible();
    release();
    await others();
    await waitFor(() => expect(heading()).toHaveFocus());
  });

  it('leaves the focus alone where it was elsewhere', async () => {
    const setup = withBackend();
    setup.backend.fail('session.getSessions', new Error('500'), 1);
    const Outside = () => {
      const { refreshSessions } = useSessionSecurity();
      return <input aria-label="Elsewhere" onKeyDown={() => void refreshSessions()} />;
    };
    render(
      <>
        <SessionsList />
        <Outside />
      </>,
      { wrapper: setup.Wrapper },
    );
    (await button('Try again')).focus();
    screen.getByRole('textbox', { name: 'Elsewhere' }).focus();
    await userEvent.keyboard('{Shift}');
    await others();
    expect(screen.getByRole('textbox', { name: 'Elsewhere' })).toHaveFocus();
  });
});

describe('after renaming', () => {
  it.each([
    ['saving', '{Enter}'],
    ['leaving it as it was', '{Escape}'],
  ])('by %s, the button that began it has the focus and its ring again', async (_, key) => {
    open();
    await press(/^Details of .Work MacBook/);
    await press(/^Rename/);
    await userEvent.keyboard('Travel laptop');
    await userEvent.keyboard(key);
    await waitFor(async () => expect(await button(/^Rename/)).toHaveFocus());
    expect(getComputedStyle(await button(/^Rename/)).outlineStyle).toBe('solid');
  });
});

describe('after a button that did its work', () => {
  it('on a row, the focus is still on that row', async () => {
    const { backend } = open({ prepare: ({ fail }) => fail('session.revokeSession', new Error('500'), 1) });
    await press(/^Sign out .Work MacBook/);
    await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
    const release = backend.hold('session.revokeSession');
    await press(/^Try again to sign out .Work MacBook/);
    await waitFor(async () => expect(await button(/^Sign out .Work MacBook/)).toHaveFocus());
    release();
    await waitFor(() => expect(heading()).toHaveFocus());
  });

  it('at the end of the list, it is at the heading', async () => {
    open({ options: { sessions: manySessions(4) }, props: { pageSize: 2 } });
    await press('Show more');
    await waitFor(async () => expect((await others()).children).toHaveLength(3));
    await waitFor(() => expect(heading()).toHaveFocus());
  });

  it('and when the session is over, it is at the heading', async () => {
    const { backend, client } = open();
    (await button(/^Sign out .Work MacBook/)).focus();
    backend.fail('session.getStatus', new SessionSecurityError('SESSION_REVOKED'));
    await client.call('session.getStatus').catch(() => {});
    await screen.findByText('This device was signed out');
    await waitFor(() => expect(heading()).toHaveFocus());
  });
});

describe('the exact moment of the last activity (S2)', () => {
  const momentOf = (name: string) =>
    screen
      .getByText(name)
      .closest('[data-slot=session-row]')
      ?.querySelector('[data-slot=session-active-at]') as Element;

  it.each([
    ['wide', 860],
    ['narrow', 320],
  ])('shows while the keyboard is on a row, within it, and moves nothing: %s', async (_, width) => {
    await page.viewport(width, 700);
    open();
    const list = await others();
    const moment = momentOf('Work MacBook');
    expect(getComputedStyle(moment).visibility).toBe('hidden');
    const before = list.getBoundingClientRect().height;
    (await button(/^Details of .Work MacBook/)).focus();
    await userEvent.keyboard('{Shift}');
    await waitFor(() => expect(getComputedStyle(moment).visibility).toBe('visible'));
    expect(moment).toHaveTextContent('Nov 21, 2026, 4:00 AM');
    expect(list.getBoundingClientRect().height).toBe(before);
    const row = moment.closest('li')?.getBoundingClientRect() as DOMRect;
    const { left, right, bottom } = moment.getBoundingClientRect();
    expect(left).toBeGreaterThanOrEqual(row.left);
    expect(right).toBeLessThanOrEqual(row.right);
    expect(bottom).toBeLessThanOrEqual(row.bottom);
    expect(getComputedStyle(momentOf('Samsung TV')).visibility).toBe('hidden');
  });

  it.each([860, 320])('covers no other word of its row at %d px', async (width) => {
    await page.viewport(width, 700);
    open();
    await others();
    for (const toggle of screen.getAllByRole('button', { name: /^Details/ })) {
      toggle.focus();
      await userEvent.keyboard('{Shift}');
      const row = toggle.closest('[data-slot=session-row]') as HTMLElement;
      const moment = row.querySelector('[data-slot=session-active-at]') as Element;
      const box = moment.getBoundingClientRect();
      for (const word of row.querySelectorAll(
        '[data-slot=session-name], [data-slot=session-meta] bdi, [data-slot=session-sign-out]',
      )) {
        const other = word.getBoundingClientRect();
        const isApart =
          other.right <= box.left || other.left >= box.right || other.bottom <= box.top || other.top >= box.bottom;
        expect([word.textContent, isApart]).toEqual([word.textContent, true]);
      }
    }
  });
});
