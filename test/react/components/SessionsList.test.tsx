/** The list as people and screen readers meet it (SPEC S2–S10). What needs layout is in test/browser. */
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { messagesAr, messagesEn, SessionSecurityError, SessionsList } from 'react-session-security';
import type { SessionSecurityProviderProps, SessionsListProps } from 'react-session-security';
import { manySessions, sessionFixture, sessionsFixture } from 'react-session-security/testing';
import type { ScriptedBackend, ScriptedBackendOptions } from 'react-session-security/testing';
import { describeConformance } from '../../support/describeConformance';
import { withBackend } from '../../support/withBackend';

interface Scene {
  readonly options?: ScriptedBackendOptions;
  readonly props?: SessionsListProps;
  readonly provider?: Omit<SessionSecurityProviderProps, 'children' | 'client'>;
  readonly prepare?: (backend: ScriptedBackend) => void;
}

function open({ options, props, provider, prepare }: Scene = {}) {
  const setup = withBackend(options, provider);
  prepare?.(setup.backend);
  return { ...setup, user: userEvent.setup(), ...render(<SessionsList {...props} />, { wrapper: setup.Wrapper }) };
}

const others = () => screen.findByRole('list', { name: 'Other devices' });
const signOutOf = (name: string) => screen.findByRole('button', { name: new RegExp(`^Sign out .${name}`) });
const dialog = () => screen.findByRole('alertdialog');
const rowOf = async (name: string) =>
  within(await others())
    .getByText(name)
    .closest('li') as HTMLLIElement;

async function confirmSignOut(user: ReturnType<typeof userEvent.setup>, name: string) {
  await user.click(await signOutOf(name));
  await user.click(within(await dialog()).getByRole('button', { name: 'Sign out' }));
}

describeConformance('SessionsList', {
  slot: 'sessions-list',
  rootTag: 'section',
  settled: others,
  create: (props) => <SessionsList {...props} />,
});

describe('SessionsList', () => {
  it('names the section, counts the devices, and puts this device in a group of its own', async () => {
    open();
    await others();
    expect(screen.getByRole('region', { name: 'Your devices' })).toHaveTextContent('5 of 10 devices');
    expect(within(screen.getByRole('list', { name: 'This device' })).getByText('Chrome on Windows')).toBeVisible();
    const names = within(await others())
      .getAllByRole('listitem')
      .map((row) => row.querySelector('bdi')?.textContent);
    expect(names).toEqual(['Safari on iPhone', 'Work MacBook', 'Safari on iPad', 'Samsung TV']);
  });

  it('says what is known of a device: system, place, address, since when, last active', async () => {
    open();
    const row = await rowOf('Work MacBook');
    expect(row).toHaveTextContent(/Firefox. on .macOS/);
    expect(row).toHaveTextContent('Sweden');
    expect(row).toHaveTextContent('2001:db8:4:12::9f');
    expect(row).toHaveTextContent('Signed in Oct 26');
    const time = within(row).getByText('Active 5 hours ago');
    expect(time).toHaveAttribute('datetime', '2026-11-21T04:00:00.000Z');
    expect(time).toHaveAttribute('title', 'Nov 21, 2026, 4:00 AM');
  });

  it('keeps relative times right as time passes, by the server’s clock', async () => {
    const { clock } = open();
    await screen.findByText('Active 2 minutes ago');
    clock.advance(3 * 60_000);
    expect(await screen.findByText('Active 5 minutes ago')).toBeVisible();
    expect(screen.getByText('Active 3 minutes ago')).toBeVisible();
  });

  it('gives every button a name of its own, also for devices that are called alike', async () => {
    open({ options: { sessions: [...sessionsFixture, ...['a', 'b'].map((id) => sessionFixture({ id }))] } });
    await others();
    const names = screen
      .getAllByRole('button')
      .map((button) => button.getAttribute('aria-label') ?? button.textContent);
    expect(new Set(names).size).toBe(names.length);
  });

  it('tells loading, failed, refused and alone apart', async () => {
    const { container, unmount } = open({ prepare: ({ hold }) => void hold('session.getSessions') });
    const state = (root: HTMLElement) => root.querySelector('[data-slot=sessions-list]')?.getAttribute('data-state');
    expect(state(container)).toBe('loading');
    expect(screen.getByText('Loading your devices…')).toBeInTheDocument();
    unmount();

    const failed = open({ prepare: ({ fail }) => fail('session.getSessions', new Error('500'), 1) });
    expect(await screen.findByRole('alert')).toHaveTextContent('Your devices couldn’t be loaded');
    expect(screen.queryByText('Only this device')).toBeNull();
    await failed.user.click(screen.getByRole('button', { name: 'Try again' }));
    await others();
    failed.unmount();

    const onVerificationRequired = vi.fn();
    const refused = open({
      props: { onVerificationRequired },
      prepare: ({ fail }) => fail('session.getSessions', new SessionSecurityError('STEP_UP_REQUIRED')),
    });
    await refused.user.click(await screen.findByRole('button', { name: 'Confirm it’s you' }));
    expect(onVerificationRequired).toHaveBeenCalledWith(expect.objectContaining({ errorCode: 'STEP_UP_REQUIRED' }));
    refused.unmount();

    open({ options: { sessions: sessionsFixture.slice(0, 1) } });
    expect(await screen.findByText('Only this device')).toBeVisible();
  });

  it('never shows the error’s own message', async () => {
    open({ prepare: ({ fail }) => fail('session.getSessions', new Error('SELECT * FROM secrets')) });
    await screen.findByRole('alert');
    expect(document.body).not.toHaveTextContent('secrets');
  });

  it('says at the limit that the account is full', async () => {
    open({ options: { maxSessions: 5 } });
    expect(await screen.findByText(/all 5 devices that your account allows/)).toBeVisible();
  });

  it('says so beyond the limit too, as when the policy was lowered', async () => {
    open({ options: { maxSessions: 4 } });
    expect(await screen.findByText(/all 4 devices that your account allows/)).toBeVisible();
  });

  it('leaves addresses and places out of the page when they are to be hidden', async () => {
    const { container } = open({ provider: { hideIp: true }, props: { hideLocation: true } });
    await others();
    expect(container.innerHTML).not.toMatch(/113\.24|100\.7|db8:4:12|Berlin|Hamburg|Malmö/);
    expect(container).toHaveTextContent('203.0.•••.•••');
  });
});

describe('signing a device out', () => {
  it('asks first, with the safe answer focused and the consequence described', async () => {
    const { user, callsTo } = open();
    await user.click(await signOutOf('Work MacBook'));
    expect(await dialog()).toHaveAccessibleName(/Sign out .Work MacBook.\?/);
    expect(await dialog()).toHaveAccessibleDescription(/need to sign in again/);
    expect(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(await signOutOf('Work MacBook')).toHaveFocus();
    expect(callsTo('session.revokeSession')).toBe(0);
  });

  it('announces the success, and lets the row go', async () => {
    const onNotice = vi.fn();
    const { user } = open({ provider: { onNotice } });
    await confirmSignOut(user, 'Work MacBook');
    const announced = await screen.findByText(/Work MacBook.? was signed out\./);
    expect(announced.closest('[role=status]')).not.toBeNull();
    await waitFor(() => expect(screen.queryByText('Work MacBook')).toBeNull());
    expect(screen.getByText('4 of 10 devices')).toBeVisible();
    expect(onNotice).toHaveBeenCalledWith(expect.objectContaining({ kind: 'success' }));
  });

  it('moves the focus to the heading when the row that had it is gone', async () => {
    const { user } = open();
    await confirmSignOut(user, 'Work MacBook');
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Your devices' })).toHaveFocus());
  });

  it('announces a 500 on its own row, and tries again from there', async () => {
    const { user } = open({ prepare: ({ fail }) => fail('session.revokeSession', new Error('500'), 1) });
    await confirmSignOut(user, 'Work MacBook');
    const row = await rowOf('Work MacBook');
    await waitFor(() => expect(within(row).getByRole('alert')).toHaveTextContent(/Work MacBook.? is still signed in/));
    expect(within(await rowOf('Samsung TV')).getByRole('alert')).toBeEmptyDOMElement();
    await user.click(within(row).getByRole('button', { name: /^Try again to sign out .Work MacBook/ }));
    await waitFor(() => expect(screen.queryByText('Work MacBook')).toBeNull());
  });

  it('starts the next question fresh after a success', async () => {
    const { user, callsTo } = open();
    await confirmSignOut(user, 'Work MacBook');
    await waitFor(() => expect(screen.queryByText('Work MacBook')).toBeNull());
    await user.click(await signOutOf('Samsung TV'));
    const confirm = within(await dialog()).getByRole('button', { name: 'Sign out' });
    expect(confirm).toHaveAttribute('data-state', 'idle');
    expect(within(await dialog()).getByRole('button', { name: 'Cancel' })).toBeEnabled();
    await user.click(confirm);
    await waitFor(() => expect(screen.queryByText('Samsung TV')).toBeNull());
    expect(callsTo('session.revokeSession')).toBe(2);
  });

  it('keeps two rows in flight apart', async () => {
    const { user, backend } = open();
    const release = backend.hold('session.revokeSession');
    await confirmSignOut(user, 'Work MacBook');
    await confirmSignOut(user, 'Samsung TV');
    expect(await signOutOf('Work MacBook')).toHaveAttribute('aria-busy', 'true');
    expect(await signOutOf('Samsung TV')).toHaveAttribute('aria-busy', 'true');
    expect(await signOutOf('Safari on iPad')).not.toHaveAttribute('aria-busy');
    release();
    await waitFor(async () => expect((await others()).children).toHaveLength(2));
  });

  it('says what to do when the server wants proof, and tries again once the host’s proof is there', async () => {
    const onVerificationRequired = vi.fn(() => Promise.resolve());
    const { user } = open({
      props: { onVerificationRequired },
      prepare: ({ fail }) => fail('session.revokeSession', new SessionSecurityError('2FA_REQUIRED'), 1),
    });
    await confirmSignOut(user, 'Work MacBook');
    await user.click(await screen.findByRole('button', { name: /^Confirm it’s you to sign out .Work MacBook/ }));
    expect(onVerificationRequired).toHaveBeenCalledWith(expect.anything(), 'ses_macbook');
    await waitFor(() => expect(screen.queryByText('Work MacBook')).toBeNull());
  });

  it('says in words what to do when the host has no way to prove', async () => {
    const { user } = open({
      prepare: ({ fail }) => fail('session.revokeSession', new SessionSecurityError('STEP_UP_REQUIRED')),
    });
    await confirmSignOut(user, 'Work MacBook');
    expect(await screen.findByText(/Sign out of this device and in again/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /Confirm it’s you/ })).toBeNull();
  });

  it('signs out all others after a confirmation with their number', async () => {
    const { user, backend } = open();
    await user.click(await screen.findByRole('button', { name: 'Sign out all others' }));
    expect(await dialog()).toHaveAccessibleName('Sign out 4 other devices?');
    await user.click(within(await dialog()).getByRole('button', { name: 'Sign out all others' }));
    expect(await screen.findByText('Only this device')).toBeVisible();
    expect(screen.getByText('4 devices were signed out.')).toBeInTheDocument();
    expect(backend.sessions).toHaveLength(1);
  });

  it('signs out of this device after a question of its own, and tells the host', async () => {
    const onSignedOut = vi.fn();
    const onSessionEnded = vi.fn();
    const { user, callsTo } = open({ props: { onSignedOut }, provider: { onSessionEnded } });
    await user.click(await screen.findByRole('button', { name: /^Sign out of this device/ }));
    expect(await dialog()).toHaveAccessibleName('Sign out of this device?');
    await user.click(within(await dialog()).getByRole('button', { name: 'Sign out' }));
    await waitFor(() => expect(onSignedOut).toHaveBeenCalledOnce());
    expect(callsTo('auth.signOut')).toBe(1);
    expect(onSessionEnded).not.toHaveBeenCalled();
  });

  it('stays open and says why when this device could not be signed out', async () => {
    const onSignedOut = vi.fn();
    const { user } = open({ props: { onSignedOut }, prepare: ({ fail }) => fail('auth.signOut', new Error('500'), 1) });
    await user.click(await screen.findByRole('button', { name: /^Sign out of this device/ }));
    await user.click(within(await dialog()).getByRole('button', { name: 'Sign out' }));
    expect(await within(await dialog()).findByText(messagesEn.failures.unknown)).toBeVisible();
    expect(onSignedOut).not.toHaveBeenCalled();
  });
});

describe('details', () => {
  it('keeps the name that was typed when the server wants proof first, and saves it once it was given', async () => {
    const { user, backend } = open({
      props: { onVerificationRequired: () => Promise.resolve() },
      prepare: ({ fail }) => fail('session.renameSession', new SessionSecurityError('STEP_UP_REQUIRED'), 1),
    });
    await others();
    await user.click(screen.getByRole('button', { name: /^Details of .Work MacBook/ }));
    await user.click(screen.getByRole('button', { name: /^Rename .Work MacBook/ }));
    await user.keyboard('Travel laptop{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Confirm it’s you' }));
    await waitFor(() => expect(screen.queryByText('Work MacBook')).toBeNull());
    expect(backend.sessions.map(({ deviceName }) => deviceName)).toContain('Travel laptop');
  });

  it('shows what does not fit the row, and renames in place', async () => {
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: /^Details of .Safari on iPhone/ }));
    const row = within(await rowOf('Safari on iPhone'));
    expect(row.getByText('App version').nextElementSibling).toHaveTextContent('4.2.0');
    await user.click(row.getByRole('button', { name: /^Rename/ }));
    const input = row.getByRole('textbox', { name: 'Device name' });
    expect(input).toHaveFocus();
    await user.clear(input);
    await user.keyboard('{Enter}');
    expect(input).toBeInvalid();
    expect(input).toHaveAccessibleDescription(/Enter a name/);
    await user.type(input, 'My phone{Enter}');
    expect(await within(await others()).findByText('My phone')).toBeVisible();
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('leads from “This wasn’t me” over signing out to the password', async () => {
    const onChangePassword = vi.fn();
    const { user, backend } = open({ props: { onChangePassword } });
    await user.click(await screen.findByRole('button', { name: /^Details of .Work MacBook/ }));
    await user.click(screen.getByRole('button', { name: /^This wasn’t me/ }));
    await user.click(within(await dialog()).getByRole('button', { name: 'Sign out all others' }));
    await screen.findByRole('alertdialog', { name: 'Signed out' });
    expect(backend.sessions).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(onChangePassword).toHaveBeenCalledOnce();
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });
});

describe('many devices', () => {
  const many = { options: { sessions: manySessions(12), maxSessions: 20 } };

  it('shows no tools for a handful', async () => {
    open();
    await others();
    expect(screen.queryByRole('group', { name: 'Which devices to show' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Select' })).toBeNull();
  });

  it('filters without losing this device, and leads back from an empty filter', async () => {
    const { user } = open(many);
    await user.click(await screen.findByRole('button', { name: 'Not trusted' }));
    await waitFor(async () => expect((await others()).children).toHaveLength(8));
    expect(screen.getByRole('list', { name: 'This device' })).toBeVisible();
    expect(screen.getByText('12 of 20 devices')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Inactive for 30 days' }));
    await user.click(await screen.findByRole('button', { name: 'Show all devices' }));
    await waitFor(async () => expect((await others()).children).toHaveLength(11));
  });

  it('signs out the chosen ones in one call', async () => {
    const { user, callsTo } = open(many);
    await user.click(await screen.findByRole('button', { name: 'Select' }));
    expect(screen.getByRole('button', { name: 'Sign out selected' })).toBeDisabled();
    for (const box of screen.getAllByRole('checkbox').slice(0, 3)) await user.click(box);
    expect(screen.getByText('3 selected')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Sign out selected' }));
    await user.click(within(await dialog()).getByRole('button', { name: 'Sign out' }));
    await waitFor(async () => expect((await others()).children).toHaveLength(8));
    expect(callsTo('session.revokeSessions')).toBe(1);
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  it('renders only the row that changes', async () => {
    const renders: string[] = [];
    const signOutNamed = (name: string): string => `Sign out ${(renders.push(name), name)}`;
    const { user } = open({ ...many, provider: { messages: { sessions: { signOutNamed } } } });
    await others();
    const [, second] = screen.getAllByRole('button', { name: /^Sign out \u2068/ });
    await user.click(second as HTMLElement);
    await dialog();
    renders.length = 0;
    await user.click(within(await dialog()).getByRole('button', { name: 'Sign out' }));
    await waitFor(async () => expect((await others()).children).toHaveLength(10));
    /** StrictMode renders each twice: idle → revoking → departing. */
    expect(renders.length / 2).toBeLessThanOrEqual(3);
  });
});

describe('in Arabic', () => {
  it('says everything in Arabic, counts in its own forms, and stays axe-named', async () => {
    open({ provider: { locale: 'ar', messages: messagesAr } });
    const list = await screen.findByRole('list', { name: 'الأجهزة الأخرى' });
    expect(within(list).getByText('آخر نشاط قبل دقيقتين')).toBeVisible();
    expect(screen.getByText(/من 10 أجهزة/)).toBeVisible();
    expect(screen.getByRole('region')).toHaveAttribute('lang', 'ar');
    for (const button of screen.getAllByRole('button')) {
      expect(button.getAttribute('aria-label') ?? button.textContent).toMatch(/[\u0600-\u06ff]/);
    }
  });
});
