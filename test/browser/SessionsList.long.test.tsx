/** A very long list in a real browser (S6): what is open and half typed outlives scrolling, and growing long takes nothing away. */
import { render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { SessionsList } from 'react-session-security';
import { manySessions } from 'react-session-security/testing';
import '../../src/styles/standalone.css';
import '../support/setupDom';
import { withBackend } from '../support/withBackend';

async function open(count: number, pageSize: number) {
  const setup = withBackend({ sessions: manySessions(count), maxSessions: 5 });
  const view = render(<SessionsList pageSize={pageSize} />, { wrapper: setup.Wrapper });
  return { ...setup, ...view, list: await screen.findByRole('list', { name: 'Other devices' }) };
}

const positions = (list: HTMLElement) => [...list.children].map((row) => Number(row.getAttribute('aria-posinset')));

async function scrollDown(list: HTMLElement) {
  list.parentElement?.scrollTo({ top: 100_000 });
  await waitFor(() => expect(Math.max(...positions(list))).toBeGreaterThan(1000));
}

async function scrollBack(list: HTMLElement) {
  list.parentElement?.scrollTo({ top: 0 });
  await waitFor(() => expect(Math.min(...positions(list))).toBe(1));
}

beforeEach(() => page.viewport(860, 700));

describe('scrolling a row out of sight and back', () => {
  it('keeps its details open', async () => {
    const { list } = await open(2000, 2000);
    await waitFor(() => expect(list.children.length).toBeGreaterThan(5));
    await userEvent.click(within(list.children[1] as HTMLElement).getByRole('button', { name: /^Details/ }));
    (document.activeElement as HTMLElement).blur();
    await scrollDown(list);
    expect(within(list).queryByRole('button', { expanded: true })).toBeNull();
    await scrollBack(list);
    expect(within(list).getByRole('button', { expanded: true })).toBeVisible();
  });

  it('keeps a name that is half typed, and takes no focus when it comes back', async () => {
    const { list } = await open(2000, 2000);
    await waitFor(() => expect(list.children.length).toBeGreaterThan(5));
    await userEvent.click(within(list.children[1] as HTMLElement).getByRole('button', { name: /^Details/ }));
    await userEvent.click(within(list).getByRole('button', { name: /^Rename/ }));
    await userEvent.keyboard('Half a na');
    (document.activeElement as HTMLElement).blur();
    await scrollDown(list);
    expect(within(list).queryByRole('textbox')).toBeNull();
    await scrollBack(list);
    expect(within(list).getByRole('textbox')).toHaveValue('Half a na');
    expect(document.body).toHaveFocus();
  });

  it('keeps the row that has the focus in the page, with the focus', async () => {
    const { list } = await open(2000, 2000);
    await waitFor(() => expect(list.children.length).toBeGreaterThan(5));
    const toggle = within(list.children[1] as HTMLElement).getByRole('button', { name: /^Details/ });
    toggle.focus();
    await scrollDown(list);
    expect(toggle).toHaveFocus();
    expect(positions(list)).toContain(2);
  });
});

describe('a list that grows long', () => {
  it('keeps its rows on screen while the virtualiser loads, and goes on where they ended', async () => {
    const { list, container } = await open(900, 450);
    expect(list.children).toHaveLength(449);
    await userEvent.click(within(list.children[446] as HTMLElement).getByRole('button', { name: /^Details/ }));
    const seen: (string | null)[] = [];
    const observer = new MutationObserver(() => {
      if (container.querySelector('[data-slot=sessions-skeleton]') !== null) seen.push('skeleton');
      const isThere = container.querySelectorAll('[data-slot=session-row]').length > 2;
      if (!isThere) seen.push('nothing');
    });
    observer.observe(container, { subtree: true, childList: true });
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(container.querySelector('[data-virtual]')).not.toBeNull());
    const long = container.querySelector<HTMLElement>('[data-virtual]') as HTMLElement;
    await waitFor(() => expect(Math.max(...positions(long))).toBeGreaterThan(440));
    observer.disconnect();
    expect(seen).toEqual([]);
    expect(Math.min(...positions(long))).toBeGreaterThan(400);
    expect(within(long).getByRole('button', { expanded: true })).toBeInTheDocument();
  });
});
