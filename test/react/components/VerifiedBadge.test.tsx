/** "Verified · 12 min left", and nothing while nothing holds (SPEC F8). */
import { act, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { messagesAr, VerifiedBadge } from 'react-session-security';
import type { VerifiedBadgeProps } from 'react-session-security';
import { describeConformance } from '../../support/describeConformance';
import { listenToRegions } from '../../support/listenToRegions';
import { withSession } from '../../support/withSession';
import type { SessionSceneOptions } from '../../support/withSession';

const minute = 60_000;
const badge = () => document.querySelector<HTMLElement>('[data-slot=verified-badge]');
const label = () => document.querySelector('[data-slot=verified-badge-label]')?.textContent;

/** Opened `ago` milliseconds after the sign-in. */
async function openBadge(ago: number, { ...options }: SessionSceneOptions = {}, props: VerifiedBadgeProps = {}) {
  const start = withSession().browser.now();
  const scene = withSession({ authenticatedAt: start - ago, account: { secondFactorCode: '123456' }, ...options });
  const view = render(<VerifiedBadge kind="any" {...props} />, { wrapper: scene.Wrapper });
  await scene.advance(100);
  /** An answer takes a moment to reach the page. */
  await waitFor(() => expect(badge()).not.toHaveAttribute('data-state', 'unknown'));
  return { ...scene, ...view };
}

/** As the dialog would. */
async function prove({ client }: Pick<ReturnType<typeof withSession>, 'client'>): Promise<void> {
  const { proofs } = client;
  const stop = proofs.present(['second_factor']);
  const proof = proofs.prove({ kind: 'second_factor', actionType: 'security_settings' });
  await waitFor(() => expect(proofs.getSnapshot()?.state.status).toBe('ready'));
  await act(async () => {
    proofs.submit({ code: '123456' });
    await proof;
  });
  stop();
}

describe('VerifiedBadge', () => {
  it('counts the minutes down, the one that has begun too, and goes when they are over (F8)', async () => {
    const { advance } = await openBadge(3 * minute);
    expect(badge()).toHaveAttribute('data-state', 'verified');
    expect(label()).toBe('Verified · 12 min left');
    await advance(minute);
    expect(label()).toBe('Verified · 11 min left');
    await advance(10 * minute + 30_000, 10_000);
    expect(label()).toBe('Verified · 1 min left');
    await advance(30_000);
    expect(badge()).toHaveAttribute('data-state', 'unverified');
    expect(badge()).toHaveTextContent(/^$/);
    expect(badge()?.querySelector('svg')).toBeNull();
  });

  it('counts the minute that has begun where it comes in the middle of one', async () => {
    await openBadge(2.5 * minute);
    expect(label()).toBe('Verified · 13 min left');
  });

  it('shows nothing while nothing holds, unless it is told to', async () => {
    const { rerender } = await openBadge(20 * minute);
    expect(label()).toBeUndefined();
    expect(badge()?.className).toMatch(/sr-only/);
    rerender(<VerifiedBadge kind="any" showUnverified />);
    expect(label()).toBe('Not verified');
    expect(badge()?.className).not.toMatch(/sr-only rss:inline-flex/);
  });

  it('shows nothing before the server has answered, not even with showUnverified', async () => {
    const scene = withSession();
    render(<VerifiedBadge showUnverified />, { wrapper: scene.Wrapper });
    expect(badge()).toHaveAttribute('data-state', 'unknown');
    expect(label()).toBeUndefined();
  });

  it('never speaks by colour alone: an icon stands beside its words', async () => {
    await openBadge(0);
    expect(badge()?.querySelector('svg[aria-hidden=true]')).not.toBeNull();
  });

  it('is read out once for a proof that was just given, and not each minute', async () => {
    const heard = listenToRegions();
    const scene = await openBadge(20 * minute);
    await prove(scene);
    await waitFor(() => expect(label()).toBe('Verified · 15 min left'));
    await scene.advance(5 * minute, 30_000);
    expect(label()).toBe('Verified · 10 min left');
    expect(heard).toEqual(['You’re verified for 15 minutes.']);
  });

  it('is not read out where it was so when the page came', async () => {
    const heard = listenToRegions();
    const { advance } = await openBadge(minute);
    await advance(20 * minute, minute);
    expect(heard).toEqual([]);
  });

  it('takes no sign-in for a second factor, after which alone nothing more is asked', async () => {
    await openBadge(0, {}, { kind: undefined });
    expect(badge()).toHaveAttribute('data-state', 'unverified');
  });

  it('counts in Arabic as Arabic counts', async () => {
    await openBadge(13 * minute, { provider: { locale: 'ar', messages: messagesAr } });
    expect(label()).toBe('تم التحقق · بقيت دقيقتان');
  });

  it('takes class names for its parts', async () => {
    await openBadge(0, {}, { classNames: { label: 'of-the-host' } });
    expect(screen.getByText(/Verified/)).toHaveClass('of-the-host');
  });
});

describeConformance('VerifiedBadge', {
  slot: 'verified-badge',
  rootTag: 'span',
  settled: () => screen.findByText(/Verified/),
  create: (props) => <VerifiedBadge kind="any" {...props} />,
});
