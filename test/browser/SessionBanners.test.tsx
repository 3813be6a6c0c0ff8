/** The session's banners in a real browser at the narrowest width: what they cover, what moves, and what the keyboard does. */
import { act, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { messagesAr, SessionExpiredBanner, SessionWarningBanner } from 'react-session-security';
import '../../src/styles/standalone.css';
import '../support/setupDom';
import { withNearEnd } from '../support/withNearEnd';
import type { NearEndOptions } from '../support/withNearEnd';

const minute = 60_000;
const banner = (name: string) =>
  document.querySelector<HTMLElement>(`[data-slot=session-${name}-banner]`) ?? document.body;
const warning = () => banner('warning');
const ended = () => banner('expired');

function open(options: NearEndOptions) {
  const scene = withNearEnd(options);
  render(
    <main>
      <SessionWarningBanner onReauthenticate={() => {}} sessionsHref="#devices" />
      <SessionExpiredBanner
        renderSignIn={() => (
          <label>
            Password <input type="password" />
          </label>
        )}
      />
      {Array.from({ length: 30 }, (_, index) => (
        <p key={index}>
          <input aria-label={`Field ${String(index)}`} />
        </p>
      ))}
    </main>,
    { wrapper: scene.Wrapper },
  );
  return scene;
}

/** Whether anything but the element itself is where its middle is. */
function isCovered(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  return there !== element && !element.contains(there);
}

beforeEach(() => page.viewport(320, 568));

describe.each([
  ['English', {}],
  ['Arabic', { locale: 'ar', messages: messagesAr, dir: 'rtl' }],
] as const)('at 320 pixels, in %s', (_, provider) => {
  it.each([
    ['a warning', { idleIn: 4 * minute, maxSessions: 1 }, warning],
    ['the last minute', { idleIn: 30_000 }, warning],
    ['a session that is too old', { absoluteIn: 3 * minute }, warning],
  ])(
    '%s covers no element that has the focus (WCAG 2.4.11), and nothing scrolls sideways',
    async (_name, options, root) => {
      open({ ...options, provider });
      await waitFor(() => expect(root()).toHaveAttribute('data-state', 'warning'));
      for (const element of document.querySelectorAll<HTMLElement>('input, button, a')) {
        element.focus();
        expect(isCovered(element)).toBe(false);
      }
      expect(document.documentElement.scrollWidth).toBe(320);
      for (const button of root().querySelectorAll('button, a')) {
        expect(button.getBoundingClientRect().height).toBeGreaterThanOrEqual(40);
      }
    },
  );

  it('an ended session covers nothing either, with the form open', async () => {
    const { clock, client } = open({ idleIn: minute, provider });
    await waitFor(() => expect(client.engine.getSnapshot().isVerified).toBe(true));
    act(() => clock.advance(2 * minute));
    await waitFor(() => expect(ended()).toHaveAttribute('data-state', 'ended'));
    within(ended()).getByRole('button').focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByLabelText('Password')).toHaveFocus());
    for (const element of document.querySelectorAll<HTMLElement>('input, button')) {
      element.focus();
      expect(isCovered(element)).toBe(false);
    }
    expect(document.documentElement.scrollWidth).toBe(320);
  });
});

describe('the way to “Stay signed in”', () => {
  it('is one that a pointer can take: what it was heading for is harmless and where it was (A12)', async () => {
    await page.viewport(860, 600);
    open({ idleIn: 4 * minute });
    const stay = await screen.findByRole('button', { name: 'Stay signed in' });
    const before = warning().getBoundingClientRect().height;
    await userEvent.hover(screen.getByLabelText('Field 3'));
    await waitFor(() => expect(warning()).toHaveAttribute('data-state', 'stayed'));
    expect(stay).toBeInTheDocument();
    expect(warning().getBoundingClientRect().height).toBe(before);
  });

  it('is one press of a key, which does not close the good news as well', async () => {
    const { backend } = open({ idleIn: 4 * minute });
    const stay = await screen.findByRole('button', { name: 'Stay signed in' });
    stay.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(warning()).toHaveAttribute('data-state', 'stayed'));
    expect(stay).toHaveFocus();
    await waitFor(() => expect(backend.calls.filter(({ path }) => path === 'session.updateActivity')).toHaveLength(1));
  });
});

describe('the countdown', () => {
  it('is written in tabular numbers, so that it does not tremble', async () => {
    open({ idleIn: 4 * minute });
    const { fontVariantNumeric } = getComputedStyle(await screen.findByRole('timer'));
    expect(fontVariantNumeric).toBe('tabular-nums');
  });
});
