/** What only a real browser knows: layout, focus, animation, skipped rendering, the window of a very long list. */
import { render, screen, waitFor, within } from '@testing-library/react';
import { Profiler } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { SessionsList } from 'react-session-security';
import type { SessionsListProps } from 'react-session-security';
import { manySessions, sessionFixture, sessionsFixture } from 'react-session-security/testing';
import '../../src/styles/standalone.css';
import '../support/setupDom';
import { withBackend } from '../support/withBackend';

type Options = Parameters<typeof withBackend>[0];

function open(options?: Options, props?: SessionsListProps, provider?: Parameters<typeof withBackend>[1]) {
  const setup = withBackend(options, provider);
  return { ...setup, ...render(<SessionsList {...props} />, { wrapper: setup.Wrapper }) };
}

const others = () => screen.findByRole('list', { name: 'Other devices' });
const signOutOf = (name: string) => screen.findByRole('button', { name: new RegExp(`^Sign out .${name}`) });

async function confirmSignOut(name: string) {
  await userEvent.click(await signOutOf(name));
  await userEvent.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
}

async function emulate(features: readonly { readonly name: string; readonly value: string }[]) {
  await cdp().send('Emulation.setEmulatedMedia', { features: [...features] });
}

beforeEach(() => page.viewport(860, 700));
afterEach(async () => {
  document.documentElement.removeAttribute('dir');
  await emulate([]);
});

describe('in a narrow window', () => {
  const hostile = [
    ...sessionsFixture,
    sessionFixture({ id: 'long', deviceName: 'W'.repeat(64), lastActivityAt: '2026-11-20T09:00:00.000Z' }),
  ];

  it.each([
    ['left to right', 'ltr', 'en'],
    ['right to left', 'rtl', 'ar'],
  ])('of 320 px, %s, nothing scrolls sideways, not even with details and a dialog open', async (_, dir, locale) => {
    await page.viewport(320, 640);
    document.documentElement.dir = dir;
    open({ sessions: hostile }, { filters: true, selectable: true }, { locale });
    await others();
    for (const details of screen.getAllByRole('button', { name: /^Details/ })) details.click();
    await userEvent.click(await signOutOf('Work MacBook'));
    await screen.findByRole('alertdialog');
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(document.documentElement.clientWidth);
    const outside = [...document.body.querySelectorAll('[data-rss] *')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 1 && (left < -1 || right > 321) && element.closest('[aria-hidden]:not([data-slot])') === null;
    });
    expect(outside.map((element) => element.outerHTML.slice(0, 80))).toEqual([]);
  });

  it('gives touch 40 px', async () => {
    await page.viewport(320, 640);
    open();
    await others();
    for (const button of screen.getAllByRole('button')) {
      expect(button.getBoundingClientRect().height).toBeGreaterThanOrEqual(40);
      expect(button.getBoundingClientRect().width).toBeGreaterThanOrEqual(40);
    }
  });
});

describe('keyboard', () => {
  it('keeps Tab inside the question, answers with Escape, and returns to the row', async () => {
    open();
    (await signOutOf('Work MacBook')).focus();
    await userEvent.keyboard('{Enter}');
    const dialog = await screen.findByRole('alertdialog');
    const [cancel, confirm] = within(dialog).getAllByRole('button');
    await waitFor(() => expect(cancel).toHaveFocus());
    await userEvent.keyboard('{Tab}');
    expect(confirm).toHaveFocus();
    await userEvent.keyboard('{Tab}');
    expect(cancel).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await waitFor(async () => expect(await signOutOf('Work MacBook')).toHaveFocus());
  });

  it('shows a focus ring of at least 2 px that nothing cuts off', async () => {
    open();
    await others();
    const list = screen.getByRole('region');
    for (const button of within(list).getAllByRole('button')) {
      button.focus();
      await userEvent.keyboard('{Shift}');
      const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(button);
      expect([outlineStyle, outlineWidth]).toEqual(['solid', '2px']);
      const ring =
        button.getBoundingClientRect().right + Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset);
      const clip = button.closest('[data-slot=session-row]')?.getBoundingClientRect().right ?? Infinity;
      expect(ring).toBeLessThanOrEqual(clip + 0.5);
    }
  });

  it('is not lost when the row that has it leaves', async () => {
    open();
    await others();
    await confirmSignOut('Work MacBook');
    await waitFor(() => expect(screen.queryByText('Work MacBook')).toBeNull());
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Your devices' })).toHaveFocus());
  });
});

describe('a leaving row', () => {
  it('fades and collapses before it goes', async () => {
    open();
    await others();
    const begun = new Promise<Animation>((resolve) => {
      const pauseAtStart = ({ target, animationName }: AnimationEvent): void => {
        if (animationName !== 'rss-leave' || !(target instanceof HTMLElement)) return;
        document.removeEventListener('animationstart', pauseAtStart);
        const [animation] = target.getAnimations();
        animation?.pause();
        if (animation !== undefined) resolve(animation);
      };
      document.addEventListener('animationstart', pauseAtStart);
    });
    await confirmSignOut('Work MacBook');
    const animation = await begun;
    const leaving = document.querySelector('li[data-state=departing]');
    expect(animation.effect?.getComputedTiming().duration).toBe(180);
    animation.currentTime = 179.9;
    expect(leaving?.getBoundingClientRect().height).toBeLessThan(2);
    animation.finish();
    await waitFor(() => expect(leaving?.isConnected).toBe(false));
  });

  it('goes at once with reduced motion', async () => {
    await emulate([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    open();
    await others();
    const seen: Animation[] = [];
    const observer = new MutationObserver(() => seen.push(...document.getAnimations()));
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    await confirmSignOut('Work MacBook');
    await waitFor(() => expect(screen.queryByText('Work MacBook')).toBeNull());
    observer.disconnect();
    expect(seen.filter((animation) => 'animationName' in animation && animation.animationName === 'rss-leave')).toEqual(
      [],
    );
  });
});

describe('forced colours', () => {
  it('keeps every control visible by a line of its own', async () => {
    await emulate([{ name: 'forced-colors', value: 'active' }]);
    open();
    await others();
    expect(matchMedia('(forced-colors: active)').matches).toBe(true);
    for (const button of screen.getAllByRole('button')) {
      const { borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(button);
      expect(borderTopWidth).toBe('1px');
      expect(borderTopColor).not.toBe(backgroundColor);
    }
  });
});

describe('themes', () => {
  const surfaceOf = (element: HTMLElement) => getComputedStyle(element).getPropertyValue('--rss-surface').trim();

  it.each([
    ['the provider', { theme: 'dark' as const }, () => {}],
    ['a class on the page', {}, () => document.documentElement.classList.add('dark')],
    ['an attribute on the page', {}, () => document.documentElement.setAttribute('data-theme', 'dark')],
  ])('come from %s, and reach the dialogs', async (_, provider, prepare) => {
    prepare();
    open({}, {}, provider);
    await userEvent.click(await signOutOf('Work MacBook'));
    const dialog = await screen.findByRole('alertdialog');
    expect(surfaceOf(dialog)).toBe('#14181e');
    expect(surfaceOf(document.querySelector('section') as HTMLElement)).toBe('#14181e');
    document.documentElement.classList.remove('dark');
    document.documentElement.removeAttribute('data-theme');
  });

  it('follow the system when asked to', async () => {
    await emulate([{ name: 'prefers-color-scheme', value: 'dark' }]);
    open({}, {}, { theme: 'system' });
    await others();
    expect(surfaceOf(screen.getByRole('region'))).toBe('#14181e');
  });

  it('let the host’s own tokens win', async () => {
    document.documentElement.style.setProperty('--rss-radius', '3px');
    open();
    const card = (await others()).parentElement as HTMLElement;
    expect(getComputedStyle(card).borderTopLeftRadius).toBe('3px');
    document.documentElement.style.removeProperty('--rss-radius');
  });
});

describe('10,000 devices', () => {
  const many = { sessions: manySessions(10_000), maxSessions: 5 };

  it('has only what is on screen in the page, with the list’s real size told', async () => {
    open(many, { pageSize: 10_000 });
    const list = await others();
    await waitFor(() => expect(list.children.length).toBeGreaterThan(5));
    expect(list.children.length).toBeLessThan(40);
    expect(list.children[0]).toHaveAttribute('aria-setsize', '9999');
    expect(list.children[0]).toHaveAttribute('aria-posinset', '1');
    list.parentElement?.scrollTo({ top: 300_000 });
    await waitFor(() => expect(Number(list.children[0]?.getAttribute('aria-posinset'))).toBeGreaterThan(3000));
  });

  it('renders one row three times at most when it is signed out, and no other', async () => {
    const renders: string[] = [];
    const signOutNamed = (name: string, lastActive: string) => {
      renders.push(lastActive);
      return `Sign out ${name}, ${lastActive}`;
    };
    const setup = withBackend(many, { messages: { sessions: { signOutNamed } } });
    let commits = 0;
    render(
      <Profiler id="list" onRender={() => (commits += 1)}>
        <SessionsList pageSize={10_000} />
      </Profiler>,
      { wrapper: setup.Wrapper },
    );
    const list = await others();
    await waitFor(() => expect(list.children.length).toBeGreaterThan(5));
    const button = within(list.children[2] as HTMLElement).getByRole('button', { name: /^Sign out/ });
    await userEvent.click(button);
    const dialog = await screen.findByRole('alertdialog');
    renders.length = 0;
    const shown = new Set([...list.children].map((row) => row.querySelector('time')?.getAttribute('datetime')));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Sign out' }));
    await waitFor(() => expect(list.children[0]).toHaveAttribute('aria-setsize', '9998'));
    expect(commits).toBeGreaterThan(0);
    const counts = new Map<string, number>();
    for (const lastActive of renders) counts.set(lastActive, (counts.get(lastActive) ?? 0) + 1);
    /** StrictMode doubles each; one row may come into view at the end. */
    const rendered = [...counts.values()].map((times) => times / 2);
    expect(Math.max(...rendered)).toBeLessThanOrEqual(3);
    expect(rendered.length).toBeLessThanOrEqual(2);
    expect(shown.size).toBeGreaterThan(5);
  });
});

describe('500 devices', () => {
  it('are all in the page for find-in-page, and those off screen are not laid out', async () => {
    open({ sessions: manySessions(400) }, { pageSize: 400 });
    const list = await others();
    expect(list.children).toHaveLength(399);
    const last = list.lastElementChild as HTMLElement;
    expect(getComputedStyle(last).contentVisibility).toBe('auto');
    expect(last.textContent).toContain('Signed in');
    expect(last.querySelector('button')?.checkVisibility({ contentVisibilityAuto: true })).toBe(false);
  });
});

describe('a strict content security policy', () => {
  it('finds no style element and no style attribute in the kit’s markup', async () => {
    const styles = document.querySelectorAll('style').length;
    const { container } = open();
    await userEvent.click(await signOutOf('Work MacBook'));
    await screen.findByRole('alertdialog');
    expect(document.querySelectorAll('style')).toHaveLength(styles);
    expect(container.querySelector('[style]')).toBeNull();
  });
});
