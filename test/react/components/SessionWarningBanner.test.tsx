/** The warning before the end: what it says and when, how it is taken back, and what somebody who can't see it is told. */
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { Profiler, useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { messagesAr, NoAnswerError, SessionWarningBanner } from 'react-session-security';
import type { SessionWarningBannerProps } from 'react-session-security';
import { sessionsFixture } from 'react-session-security/testing';
import { describeConformance } from '../../support/describeConformance';
import { listenToRegions } from '../../support/listenToRegions';
import { withSession } from '../../support/withSession';
import type { SessionSceneOptions } from '../../support/withSession';

const minute = 60_000;

async function open(options: SessionSceneOptions = {}, props: SessionWarningBannerProps = {}) {
  const scene = withSession({ idleIn: 6 * minute, ...options });
  const view = render(<SessionWarningBanner {...props} />, { wrapper: scene.Wrapper });
  await scene.advance(100);
  return { ...scene, ...view };
}

const banner = () => document.querySelector('[data-slot=session-warning-banner]');
const timer = () => screen.queryByRole('timer');
const stay = () => screen.getByRole('button', { name: 'Stay signed in' });

describeConformance('SessionWarningBanner', {
  slot: 'session-warning-banner',
  rootTag: 'div',
  settled: () => screen.findAllByRole('status'),
  create: (props) => <SessionWarningBanner {...props} />,
});

describe('before the session ends', () => {
  it('says nothing while there is time, and warns with a countdown five minutes before (A12)', async () => {
    const { advance } = await open();
    expect(banner()).toHaveAttribute('data-state', 'none');
    expect(banner()).toHaveTextContent('');
    await advance(minute);
    expect(banner()).toHaveAttribute('data-state', 'warning');
    expect(timer()).toHaveTextContent('You’ll be signed out in 5:00');
    await advance(28_000, 1000);
    expect(timer()).toHaveTextContent('You’ll be signed out in 4:32');
  });

  it('tells somebody who can’t see it at 5 minutes, 1 minute, 20 seconds and the end, and nothing more (A12)', async () => {
    const { advance } = await open();
    const heard = listenToRegions();
    await advance(7 * minute, 1000);
    expect(heard).toEqual([
      'You’ll be signed out in 5 minutes.',
      'You’ll be signed out in 1 minute.',
      'You’ll be signed out in 20 seconds.',
      'You’ve been signed out.',
    ]);
  });

  it('tells a page that comes late how much is left, and then only what is still to come (A12, T-57)', async () => {
    const { advance } = await open({ idleIn: 3.5 * minute });
    expect(screen.getAllByRole('status').map((region) => region.textContent)).toContain(
      'You’ll be signed out in 3 minutes.',
    );
    const heard = listenToRegions();
    await advance(4 * minute, 1000);
    expect(heard).toEqual([
      'You’ll be signed out in 1 minute.',
      'You’ll be signed out in 20 seconds.',
      'You’ve been signed out.',
    ]);
  });

  it('renders only the countdown once a second (A12, T-67)', async () => {
    const commits = vi.fn();
    let reads = 0;
    /** Read whenever anything but the countdown is rendered. */
    const classNames = {
      get banner() {
        reads += 1;
        return undefined;
      },
    };
    const scene = withSession({ idleIn: 4 * minute });
    render(
      <Profiler id="banner" onRender={commits}>
        <SessionWarningBanner classNames={classNames} />
      </Profiler>,
      { wrapper: scene.Wrapper },
    );
    await scene.advance(1000);
    const before = reads;
    commits.mockClear();
    await scene.advance(10_000, 1000);
    expect(timer()).toHaveTextContent('You’ll be signed out in 3:49');
    expect(commits).toHaveBeenCalledTimes(10);
    expect([before > 0, reads]).toEqual([true, before]);
  });

  it('T-26: after the page stood still for 37 seconds, shows what is left, without the values in between', async () => {
    const { advance, tab } = await open({ idleIn: 4 * minute });
    const shown: (string | null)[] = [];
    const watch = new MutationObserver(() => shown.push(timer()?.textContent ?? null));
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    tab.freeze();
    await advance(37_000);
    tab.thaw();
    await advance(10, 1);
    watch.disconnect();
    expect(new Set(shown)).toEqual(new Set(['You’ll be signed out in 3:23']));
  });

  it('turns from amber to red in the last minute only', async () => {
    const { advance } = await open({ idleIn: 70_000 });
    const tone = () => document.querySelector('[data-slot=session-timeout]')?.getAttribute('data-tone');
    expect(tone()).toBe('warning');
    await advance(11_000, 1000);
    expect(tone()).toBe('danger');
  });

  it('never moves the focus by itself (A12)', async () => {
    const scene = withSession({ idleIn: 5 * minute + 2000 });
    render(
      <>
        <SessionWarningBanner />
        <input aria-label="A form" />
      </>,
      { wrapper: scene.Wrapper },
    );
    screen.getByRole('textbox').focus();
    await scene.advance(6 * minute, 1000);
    expect(screen.getByRole('textbox')).toHaveFocus();
  });

  it('counts down in the reader’s digits and words (K4)', async () => {
    await open({ idleIn: 2 * minute, provider: { locale: 'ar-EG', messages: messagesAr } });
    expect(timer()).toHaveTextContent('٢:٠٠');
    expect(screen.getByRole('button', { name: 'البقاء مسجَّل الدخول' })).toBeVisible();
  });
});

describe('staying signed in', () => {
  it('takes one press of a key, tells the server once, and says that it worked (A12)', async () => {
    const { advance, callsTo } = await open({ idleIn: 4 * minute });
    const heard = listenToRegions();
    stay().focus();
    await userEvent.keyboard('{Enter}');
    await advance(1000);
    expect(banner()).toHaveAttribute('data-state', 'stayed');
    expect(callsTo('session.updateActivity')).toBe(1);
    expect(heard).toEqual(['You’re still signed in.']);
    await advance(10_000, 1000);
    expect(screen.getByText('You’re still signed in.', { selector: 'p' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Dismiss' })).toHaveFocus();
  });

  it('shows that it is under way, and does it once however often it is pressed', async () => {
    const { advance, backend, callsTo } = await open({ idleIn: 4 * minute });
    const release = backend.hold('session.updateActivity');
    const button = stay();
    await userEvent.click(button);
    await userEvent.click(button);
    await advance(2000, 1000);
    expect(banner()).toHaveAttribute('data-state', 'warning');
    expect(button).toHaveAttribute('aria-busy', 'true');
    expect(button).toBeInTheDocument();
    release();
    await advance(1000);
    expect(banner()).toHaveAttribute('data-state', 'stayed');
    expect(callsTo('session.updateActivity')).toBe(1);
  });

  it('says so when the server could not be told, and that it has been when it was (A12)', async () => {
    const { advance, backend } = await open({ idleIn: 4 * minute });
    backend.fail('session.updateActivity', new NoAnswerError());
    await userEvent.click(stay());
    await advance(500);
    expect(banner()).toHaveAttribute('data-state', 'failed');
    expect(screen.getByText('You may still be signed out', { selector: 'p' })).toBeVisible();
    expect(screen.getByText(/didn’t answer/)).toBeVisible();
    backend.succeed('session.updateActivity');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await advance(500);
    expect(banner()).toHaveAttribute('data-state', 'stayed');
  });

  it('happens by input on the page too, and what the pointer is on its way to stays where it is', async () => {
    const { advance, tab } = await open({ idleIn: 4 * minute });
    const button = stay();
    act(() => tab.input());
    await advance(100);
    expect(banner()).toHaveAttribute('data-state', 'stayed');
    expect(screen.getByRole('button', { name: 'Dismiss' })).toBe(button);
    await advance(6000, 1000);
    expect(banner()).toHaveAttribute('data-state', 'none');
  });

  it('does not happen by input where the host wants an answer; the buttons still work by key and click (T-64)', async () => {
    const { advance, tab } = await open({ idleIn: 4 * minute, engine: { inputExtends: false } });
    act(() => tab.input('keydown'));
    act(() => tab.input('pointerdown'));
    await advance(6000, 1000);
    expect(banner()).toHaveAttribute('data-state', 'warning');
    stay().focus();
    await userEvent.keyboard(' ');
    await advance(500);
    expect(banner()).toHaveAttribute('data-state', 'stayed');
  });

  it('in one tab takes the warning back in all, and asks once (T-56)', async () => {
    const { advance, callsTo, openTab } = await open({ idleIn: 4 * minute });
    const other = openTab();
    await advance(2000);
    expect(other.client.engine.getSnapshot().status).toBe('warning');
    void other.client.engine.extend();
    await advance(300);
    expect(banner()).not.toHaveAttribute('data-state', 'warning');
    await advance(2000);
    expect(callsTo('session.updateActivity')).toBe(1);
  });

  it('gives the focus back to where it was when the good news is closed', async () => {
    const scene = withSession({ idleIn: 4 * minute });
    render(
      <>
        <SessionWarningBanner />
        <input aria-label="A form" />
      </>,
      { wrapper: scene.Wrapper },
    );
    await scene.advance(100);
    screen.getByRole('textbox').focus();
    stay().focus();
    await userEvent.keyboard('{Enter}');
    await scene.advance(500);
    await userEvent.keyboard('{Enter}');
    await scene.advance(100);
    expect(banner()).toHaveAttribute('data-state', 'none');
    expect(screen.getByRole('textbox')).toHaveFocus();
  });
});

describe('dismissing', () => {
  it('hides this warning, and the next one is shown again (T-80)', async () => {
    const { advance, client } = await open({ idleIn: 4 * minute });
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(banner()).toHaveAttribute('data-state', 'none');
    await advance(10_000, 1000);
    expect(banner()).toHaveAttribute('data-state', 'none');
    await act(() => client.engine.extend());
    await advance(24 * 60 * minute - 4 * minute, 60 * minute);
    expect(banner()).toHaveAttribute('data-state', 'warning');
  });

  it('is not offered where the host does not want it', async () => {
    await open({ idleIn: 4 * minute }, { dismissible: false });
    expect(screen.queryByRole('button', { name: 'Dismiss' })).toBeNull();
  });
});

describe('a session that is too old', () => {
  const old = { idleIn: 24 * 60 * minute, absoluteIn: 4 * minute };

  it('can’t be extended: it offers to sign in again instead (A12)', async () => {
    const onReauthenticate = vi.fn();
    await open(old, { onReauthenticate });
    expect(screen.getByText(/You signed in a long time ago/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Stay signed in' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Sign in again' }));
    expect(onReauthenticate).toHaveBeenCalledOnce();
  });

  it('offers nothing where the host has no way to', async () => {
    await open(old);
    expect(screen.queryByRole('button', { name: 'Sign in again' })).toBeNull();
  });

  it('shows the host’s form in place, with the focus in it, and takes it away again', async () => {
    await open(old, {
      renderReauthenticate: ({ close }) => (
        <form>
          <label>
            Password <input type="password" />
          </label>
          <button type="button" onClick={close}>
            Not now
          </button>
        </form>
      ),
    });
    await userEvent.click(screen.getByRole('button', { name: 'Sign in again' }));
    expect(screen.getByLabelText('Password')).toHaveFocus();
    await userEvent.click(screen.getByRole('button', { name: 'Not now' }));
    expect(screen.queryByLabelText('Password')).toBeNull();
    expect(screen.getByRole('button', { name: 'Sign in again' })).toBeVisible();
  });
});

describe('other warnings', () => {
  it('of a full account lead to the list of devices (S9)', async () => {
    const onReviewSessions = vi.fn();
    await open({ idleIn: 60 * minute, sessions: sessionsFixture, maxSessions: 5 }, { onReviewSessions });
    expect(screen.getByText('You’re signed in on all 5 devices that your account allows.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Review devices' }));
    expect(onReviewSessions).toHaveBeenCalledOnce();
  });

  it('link there where the host gives an address', async () => {
    await open({ sessions: sessionsFixture, maxSessions: 5 }, { sessionsHref: '/devices' });
    expect(screen.getByRole('link', { name: 'Review devices' })).toHaveAttribute('href', '/devices');
  });

  it('of kinds that nobody knows are shown as information, never dropped', async () => {
    const base = { warningType: 'maintenance', reason: 'limit' } as const;
    await open({
      alterStatus: (status) => ({
        ...status,
        warnings: [
          { ...base, id: 'm1', message: 'Sign-in is closed tonight from 22:00 to 23:00.' },
          { ...base, id: 'm2', message: '' },
        ],
      }),
    });
    const texts = screen.getAllByText(/./, { selector: 'bdi' });
    expect(texts.map((text) => text.textContent)).toEqual([
      'Sign-in is closed tonight from 22:00 to 23:00.',
      'There is something to know about your session.',
    ]);
    expect(banner()).toHaveAttribute('data-state', 'information');
    await userEvent.click(screen.getAllByRole('button', { name: 'Dismiss' })[0] ?? document.body);
    expect(screen.queryByText(/closed tonight/)).toBeNull();
  });
});

describe('on the page', () => {
  it.each([
    ['a warning', { idleIn: 4 * minute }],
    ['the last minute', { idleIn: 0.9 * minute }],
    ['a full account', { idleIn: 60 * minute, sessions: sessionsFixture, maxSessions: 5 }],
  ])('%s has no axe violation', async (_, options) => {
    const { container } = await open(options);
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations).toEqual([]);
  });

  it('leaves no timer and no listener after fifty times of coming and going (A17)', async () => {
    const scene = withSession({ idleIn: 4 * minute });
    const Switch = () => {
      const [isShown, setShown] = useState(true);
      return (
        <>
          <button type="button" onClick={() => setShown(!isShown)}>
            Switch
          </button>
          {isShown && <SessionWarningBanner />}
        </>
      );
    };
    render(<Switch />, { wrapper: scene.Wrapper });
    await scene.advance(1000);
    const before = scene.tab.page.listenerCount;
    for (let turn = 0; turn < 100; turn += 1) {
      act(() => screen.getByRole('button', { name: 'Switch' }).click());
    }
    await scene.advance(100);
    expect(scene.tab.page.listenerCount).toBe(before);
    act(() => screen.getByRole('button', { name: 'Switch' }).click());
    await scene.advance(1000);
    expect(scene.tab.page.listenerCount).toBe(0);
    expect(scene.browser.pendingTimers).toBe(0);
  });
});
