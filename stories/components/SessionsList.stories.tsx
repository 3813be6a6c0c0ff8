/** Every state of the list. Interactions are played where they are the point; axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { SessionSecurityError, SessionsList } from 'react-session-security';
import { manySessions, sessionFixture, sessionsFixture } from 'react-session-security/testing';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import type { BackendProps } from '../support/Backend';
import { failLater } from '../support/failLater';
import { WithRefresh } from '../support/WithRefresh';

const meta = {
  title: 'Components/SessionsList',
  component: SessionsList,
  tags: ['sessions'],
  argTypes: {
    heading: { control: 'text' },
    headingLevel: { control: 'inline-radio', options: [1, 2, 3, 4] },
    filters: { control: 'inline-radio', options: ['auto', true, false] },
    selectable: { control: 'inline-radio', options: ['auto', true, false] },
    hideIp: { control: 'boolean' },
    hideLocation: { control: 'boolean' },
  },
  args: { onSignedOut: fn(), onChangePassword: fn() },
} satisfies Meta<typeof SessionsList>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Types the parameter that `preview.tsx` reads. */
const backend = (props: BackendProps) => ({ backend: props });
const page = () => within(document.body);
const listed = () => page().findByRole('list', { name: /other devices/i });
const signOutOf = async (name: string) => page().findByRole('button', { name: new RegExp(`^Sign out .?${name}`) });

export const Default: Story = {
  play: async () => {
    await expect((await listed()).children).toHaveLength(4);
    const names = page()
      .getAllByRole('button')
      .map((button) => button.getAttribute('aria-label') ?? button.textContent);
    await expect(new Set(names).size).toBe(names.length);
  },
};

export const Playground: Story = {
  args: { heading: 'Where you’re signed in', filters: true, selectable: true, hideIp: false, hideLocation: false },
};

export const Loading: Story = {
  parameters: backend({ prepare: ({ hold }) => void hold('session.getSessions') }),
  play: async ({ canvasElement }) => {
    await expect(canvasElement.querySelector('[data-slot=sessions-list]')).toHaveAttribute('data-state', 'loading');
  },
};

export const Empty: Story = {
  parameters: backend({ options: { sessions: sessionsFixture.slice(0, 1) } }),
  play: async () => {
    await expect(await page().findByText('Only this device')).toBeVisible();
  },
};

export const Failed: Story = {
  parameters: backend({ prepare: ({ fail }) => fail('session.getSessions', new Error('500'), 1) }),
  play: async () => {
    await expect(await page().findByRole('alert')).toHaveTextContent('Your devices couldn’t be loaded');
    await expect(page().queryByText('Only this device')).toBeNull();
  },
};

export const VerificationRequired: Story = {
  args: { onVerificationRequired: fn() },
  parameters: backend({
    prepare: ({ fail }) => fail('session.getSessions', new SessionSecurityError('STEP_UP_REQUIRED')),
  }),
  play: async ({ args }) => {
    await userEvent.click(await page().findByRole('button', { name: 'Confirm it’s you' }));
    await expect(args.onVerificationRequired).toHaveBeenCalledOnce();
  },
};

/** The error stays, and the button with it, until the answer is there. */
export const TryingAgain: Story = {
  parameters: backend({
    prepare: (scripted) => {
      scripted.fail('session.getSessions', new Error('500'), 1);
    },
  }),
  render: (args) => <WithRefresh {...args} />,
  play: async () => {
    const retry = await page().findByRole('button', { name: 'Try again' });
    await userEvent.click(retry);
    await waitFor(async () => expect((await listed()).children).toHaveLength(4));
    await waitFor(() => expect(page().getByRole('heading', { name: 'Your devices' })).toHaveFocus());
  },
};

const over = (code: 'SESSION_REVOKED' | 'SESSION_EXPIRED' | 'UNAUTHENTICATED') =>
  backend({ prepare: ({ fail }) => fail('session.getSessions', new SessionSecurityError(code)) });

/** Somebody signed this device out from elsewhere. */
export const EndedElsewhere: Story = {
  args: { onSignIn: fn() },
  parameters: over('SESSION_REVOKED'),
  play: async ({ args, canvasElement }) => {
    await expect(await page().findByRole('alert')).toHaveTextContent('This device was signed out');
    await expect(canvasElement.querySelector('[data-slot=sessions-list]')).toHaveAttribute('data-state', 'signed-out');
    await userEvent.click(page().getByRole('button', { name: 'Sign in' }));
    await expect(args.onSignIn).toHaveBeenCalledWith(expect.objectContaining({ reason: 'revoked' }));
  },
};

export const Expired: Story = {
  args: { onSignIn: fn() },
  parameters: over('SESSION_EXPIRED'),
  play: async () => {
    await expect(await page().findByRole('alert')).toHaveTextContent('Your session has ended');
  },
};

/** Without `onSignIn` there is no button that leads nowhere. */
export const NobodySignedIn: Story = {
  parameters: over('UNAUTHENTICATED'),
  play: async () => {
    await expect(await page().findByText('You’re signed out')).toBeVisible();
    await expect(page().queryByRole('button')).toBeNull();
  },
};

export const SignedOutHere: Story = {
  args: { onSignIn: fn() },
  play: async ({ args }) => {
    await userEvent.click(await page().findByRole('button', { name: /^Sign out of this device/ }));
    await userEvent.click(within(await page().findByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
    await expect(await page().findByText('You’re signed out')).toBeVisible();
    await expect(args.onSignedOut).toHaveBeenCalledOnce();
  },
};

/** The first load succeeds, the second does not. */
export const Stale: Story = {
  render: (args) => <WithRefresh {...args} />,
  parameters: backend({ prepare: (scripted) => failLater(scripted, 'session.getSessions') }),
  play: async () => {
    await listed();
    await userEvent.click(page().getByRole('button', { name: 'Refresh' }));
    await expect(await page().findByText(/couldn’t be refreshed/)).toBeVisible();
    await expect((await listed()).children).toHaveLength(4);
  },
};

export const Offline: Story = {
  beforeEach: () => () => void globalThis.dispatchEvent(new Event('online')),
  play: async () => {
    await listed();
    globalThis.dispatchEvent(new Event('offline'));
    await expect(await page().findByText(/You’re offline/)).toBeVisible();
    await expect((await listed()).children).toHaveLength(4);
  },
};

export const ConfirmSignOut: Story = {
  play: async () => {
    await userEvent.click(await signOutOf('Work MacBook'));
    const dialog = await page().findByRole('alertdialog', { name: /Sign out .?Work MacBook/ });
    await expect(dialog).toHaveAccessibleDescription(/will need to sign in again/);
    await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Cancel' })).toHaveFocus());
  },
};

export const ConfirmSignOutOthers: Story = {
  play: async () => {
    await userEvent.click(await page().findByRole('button', { name: 'Sign out all others' }));
    await page().findByRole('alertdialog', { name: 'Sign out 4 other devices?' });
  },
};

export const ConfirmSignOutHere: Story = {
  play: async () => {
    await userEvent.click(await page().findByRole('button', { name: /^Sign out of this device/ }));
    await page().findByRole('alertdialog', { name: 'Sign out of this device?' });
  },
};

export const SigningOut: Story = {
  parameters: backend({ prepare: ({ hold }) => void hold('session.revokeSession') }),
  play: async () => {
    for (const name of ['Work MacBook', 'Samsung TV']) {
      await userEvent.click(await signOutOf(name));
      await userEvent.click(within(await page().findByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
    }
    await expect(await signOutOf('Work MacBook')).toHaveAttribute('aria-busy', 'true');
    await expect(await signOutOf('Samsung TV')).toHaveAttribute('aria-busy', 'true');
    await expect(await signOutOf('Safari on iPad')).not.toHaveAttribute('aria-busy');
  },
};

export const SignedOut: Story = {
  play: async () => {
    await userEvent.click(await signOutOf('Work MacBook'));
    await userEvent.click(within(await page().findByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
    await waitFor(async () => expect((await listed()).children).toHaveLength(3));
    await expect(page().getByText(/Work MacBook.? was signed out/)).toBeInTheDocument();
  },
};

export const SignOutFailed: Story = {
  parameters: backend({ prepare: ({ fail }) => fail('session.revokeSession', new Error('500'), 1) }),
  play: async () => {
    await userEvent.click(await signOutOf('Work MacBook'));
    await userEvent.click(within(await page().findByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
    await expect(await page().findByText(/Work MacBook.? is still signed in/)).toBeVisible();
    await expect(page().getByRole('button', { name: /Try again to sign out .?Work MacBook/ })).toBeEnabled();
  },
};

export const SignOutNeedsProof: Story = {
  args: { onVerificationRequired: fn() },
  parameters: backend({
    prepare: ({ fail }) => fail('session.revokeSession', new SessionSecurityError('STEP_UP_REQUIRED')),
  }),
  play: async ({ args }) => {
    await userEvent.click(await signOutOf('Work MacBook'));
    await userEvent.click(within(await page().findByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
    await userEvent.click(await page().findByRole('button', { name: /Confirm it’s you to sign out .?Work MacBook/ }));
    await expect(args.onVerificationRequired).toHaveBeenCalledWith(
      expect.objectContaining({ errorCode: 'STEP_UP_REQUIRED' }),
      'ses_macbook',
    );
  },
};

export const SignOutOthersFailed: Story = {
  parameters: backend({
    prepare: ({ fail }) =>
      fail('session.revokeAllOtherSessions', new SessionSecurityError('RATE_LIMITED', { retryAfter: 40 })),
  }),
  play: async () => {
    await userEvent.click(await page().findByRole('button', { name: 'Sign out all others' }));
    const dialog = await page().findByRole('alertdialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Sign out all others' }));
    await expect(await page().findAllByText(/Try again in 40 seconds/)).toHaveLength(4);
  },
};

export const SessionLimit: Story = {
  parameters: backend({ options: { maxSessions: 5 } }),
  play: async () => {
    await expect(await page().findByText(/on all 5 devices that your account allows/)).toBeVisible();
  },
};

export const SessionLimitAsks: Story = {
  parameters: backend({ options: { maxSessions: 5, onLimit: 'ask' } }),
  play: async () => {
    await expect(await page().findByText(/you’re asked whether to sign out the one used longest ago/)).toBeVisible();
  },
};

export const SessionLimitRejects: Story = {
  parameters: backend({ options: { maxSessions: 5, onLimit: 'reject' } }),
  play: async () => {
    await expect(await page().findByText(/sign out one of these first/)).toBeVisible();
  },
};

/** Two devices that are called alike: the question says which one is meant. */
export const ConfirmOneOfTwo: Story = {
  parameters: backend({
    options: {
      sessions: [
        ...sessionsFixture.slice(0, 1),
        ...['a', 'b'].map((id) => sessionFixture({ id, deviceName: '', browser: 'Firefox', os: 'macOS' })),
      ],
    },
  }),
  play: async () => {
    const [, second] = await page().findAllByRole('button', { name: /^Sign out .*Firefox/ });
    await userEvent.click(second as HTMLElement);
    await page().findByRole('alertdialog', { name: /\(2\)/ });
  },
};

/** The exact moment stands beside the time while the keyboard is on the row. */
export const MomentOnFocus: Story = {
  play: async () => {
    await listed();
    page()
      .getByRole('button', { name: /^Details of .?Work MacBook/ })
      .focus();
    await userEvent.keyboard('{Shift}');
    await waitFor(() => expect(page().getByText(/^Nov 21, 2026, 5:00/)).toBeVisible());
  },
};

export const Details: Story = {
  play: async () => {
    await userEvent.click(await page().findByRole('button', { name: /^Details of .?Safari on iPhone/ }));
    await expect(page().getByText('App version')).toBeVisible();
  },
};

export const Renaming: Story = {
  play: async () => {
    await userEvent.click(await page().findByRole('button', { name: /^Details of .?Safari on iPad/ }));
    await userEvent.click(page().getByRole('button', { name: /^Rename/ }));
    const input = page().getByRole('textbox', { name: 'Device name' });
    await userEvent.clear(input);
    await userEvent.click(page().getByRole('button', { name: 'Save' }));
    await expect(input).toBeInvalid();
    await userEvent.type(input, 'Kitchen iPad');
  },
};

export const NotMe: Story = {
  play: async () => {
    await userEvent.click(await page().findByRole('button', { name: /^Details of .?Work MacBook/ }));
    await userEvent.click(page().getByRole('button', { name: /^This wasn’t me/ }));
    await page().findByRole('alertdialog', { name: /Don’t recognise .?Work MacBook/ });
  },
};

export const NotMeDone: Story = {
  play: async (context) => {
    await NotMe.play?.(context);
    await userEvent.click(page().getByRole('button', { name: 'Sign out this one' }));
    const dialog = await page().findByRole('alertdialog', { name: 'Signed out' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Change password' }));
    await expect(context.args.onChangePassword).toHaveBeenCalledOnce();
  },
};

const dozen = backend({ options: { sessions: manySessions(12), maxSessions: 20 } });

export const Selecting: Story = {
  parameters: dozen,
  play: async () => {
    await userEvent.click(await page().findByRole('button', { name: 'Select' }));
    const boxes = page().getAllByRole('checkbox');
    await expect(boxes).toHaveLength(11);
    for (const box of boxes.slice(1, 4)) await userEvent.click(box);
    await expect(page().getByText('3 selected')).toBeVisible();
  },
};

export const Filtered: Story = {
  parameters: dozen,
  play: async () => {
    await userEvent.click(await page().findByRole('button', { name: 'Not trusted' }));
    await waitFor(async () => expect((await listed()).children).toHaveLength(8));
    await expect(page().getByRole('button', { name: 'Not trusted' })).toHaveAttribute('aria-pressed', 'true');
  },
};

/** What is not loaded can't be selected, and the words say so. */
export const SelectingSomeOfMany: Story = {
  args: { pageSize: 5 },
  parameters: dozen,
  play: async () => {
    await userEvent.click(await page().findByRole('button', { name: 'Select' }));
    await userEvent.click(page().getByRole('button', { name: 'Select all 4 shown' }));
    await expect(page().getByText('4 selected')).toBeVisible();
  },
};

export const FilteredToNothing: Story = {
  parameters: dozen,
  play: async () => {
    await userEvent.click(await page().findByRole('button', { name: 'Inactive for 30 days' }));
    await expect(await page().findByText('No devices match this filter.')).toBeVisible();
  },
};

export const Pages: Story = {
  args: { pageSize: 5 },
  parameters: dozen,
  play: async () => {
    await userEvent.click(await page().findByRole('button', { name: 'Show more' }));
    await waitFor(async () => expect((await listed()).children).toHaveLength(9));
  },
};

export const MaskedAddresses: Story = {
  args: { hideIp: true, hideLocation: true },
  play: async ({ canvasElement }) => {
    await listed();
    await expect(canvasElement.innerHTML).not.toContain('203.0.113.24');
    await expect(canvasElement.innerHTML).not.toContain('Berlin');
  },
};

/** Names that try to run, to hide, to reorder what stands around them, or to go on for ever. */
export const HostileNames: Story = {
  parameters: backend({
    options: {
      sessions: [
        '\u202Eeciveд siht\u202C',
        '<img src=x onerror=alert(1)>',
        'This device\u200b\u200b\u200b',
        `${'Very'.repeat(40)}Long`,
        'Z̷̧̢͓̯̻̪̥͎͇̪̄̀̑̓̇͆̅͒͝͠a̶l̸g̶o̵',
        '\u0000\u0007',
        'جهاز 7',
      ].map((deviceName, index) =>
        sessionFixture({
          id: `ses_${index}`,
          deviceName,
          isCurrent: index === 0,
          lastActivityAt: 1_795_251_600_000 - index * 3_600_000,
        }),
      ),
    },
  }),
};

export const TenThousand: Story = {
  args: { pageSize: 10_000 },
  parameters: backend({ options: { sessions: manySessions(10_000), maxSessions: 5 } }),
  play: async () => {
    const list = await listed();
    await waitFor(() => expect(list.children.length).toBeGreaterThan(5));
    await expect(list.children.length).toBeLessThan(60);
    await expect(list.firstElementChild).toHaveAttribute('aria-setsize', '9999');
  },
};

export const Dark: Story = { globals: { theme: 'dark' } };

export const DarkConfirm: Story = { ...ConfirmSignOut, globals: { theme: 'dark' } };

export const DarkFailed: Story = { ...SignOutFailed, globals: { theme: 'dark' } };

export const DarkEnded: Story = { ...EndedElsewhere, globals: { theme: 'dark' } };

export const DarkMomentOnFocus: Story = { ...MomentOnFocus, globals: { theme: 'dark' } };

export const DarkSelecting: Story = { ...Selecting, globals: { theme: 'dark' } };

export const RightToLeft: Story = { globals: { locale: 'ar' } };

export const RightToLeftEnded: Story = {
  args: { onSignIn: fn() },
  parameters: over('SESSION_EXPIRED'),
  globals: { locale: 'ar' },
};
