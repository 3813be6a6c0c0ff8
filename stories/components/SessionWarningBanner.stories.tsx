/** Every state of the warning, on a clock that the story moves. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { NoAnswerError, SessionWarningBanner } from 'react-session-security';
import { sessionsFixture } from 'react-session-security/testing';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { InSession } from '../support/InSession';
import { Invoice } from '../support/Invoice';
import { sessionScene } from '../support/sessionScene';
import type { SessionScene, SessionSceneOptions } from '../support/sessionScene';
import { SignInForm } from '../support/SignInForm';

const minute = 60_000;

const meta = {
  title: 'Components/SessionWarningBanner',
  component: SessionWarningBanner,
  tags: ['session'],
  args: { onReviewSessions: fn() },
  argTypes: { dismissible: { control: 'boolean' }, sessionsHref: { control: 'text' } },
  render: (args, { globals, loaded, parameters }) => (
    <InSession scene={loaded['scene'] as SessionScene} globals={globals} isLive={parameters['isLive'] === true}>
      <SessionWarningBanner {...args} />
      <Invoice />
    </InSession>
  ),
} satisfies Meta<typeof SessionWarningBanner>;
export default meta;

type Story = StoryObj<typeof meta>;

const inScene = (options: SessionSceneOptions) => ({ loaders: [() => ({ scene: sessionScene(options) })] });
const sceneOf = (loaded: Record<string, unknown>) => loaded['scene'] as SessionScene;
const page = () => within(document.body);
const banner = () => document.querySelector<HTMLElement>('[data-slot=session-warning-banner]') ?? document.body;
const pressFirst = () => userEvent.click(within(banner()).getAllByRole('button')[0] ?? banner());
const isIn = (state: string) => waitFor(() => expect(banner()).toHaveAttribute('data-state', state));

/** Somebody has not been active for a while. */
export const Default: Story = {
  ...inScene({ idleIn: 4.53 * minute }),
  play: async ({ loaded, globals }) => {
    await isIn('warning');
    if (globals['locale'] !== 'en') return;
    await expect(page().getByRole('timer')).toHaveTextContent('4:32');
    await sceneOf(loaded).pass(2000);
    await expect(page().getByRole('timer')).toHaveTextContent('4:30');
  },
};

/** Seconds pass as they do. */
export const Playground: Story = {
  ...inScene({ idleIn: 5 * minute }),
  parameters: { isLive: true },
};

/** Amber to red, in the last minute only. */
export const LastMinute: Story = {
  ...inScene({ idleIn: 42_000 }),
  play: async () => {
    await isIn('warning');
    await expect(document.querySelector('[data-slot=session-timeout]')).toHaveAttribute('data-tone', 'danger');
  },
};

/** The button was pressed and the server has not answered yet. */
export const Extending: Story = {
  ...inScene({ idleIn: 4 * minute }),
  play: async ({ loaded }) => {
    sceneOf(loaded).backend.hold('session.updateActivity');
    await isIn('warning');
    await pressFirst();
    await expect(within(banner()).getAllByRole('button')[0]).toHaveAttribute('aria-busy', 'true');
  },
};

/** In the same place, so that nothing else comes under the pointer. */
export const Stayed: Story = {
  ...inScene({ idleIn: 4 * minute }),
  play: async ({ loaded }) => {
    await isIn('warning');
    await pressFirst();
    await sceneOf(loaded).pass(100);
    await isIn('stayed');
  },
};

/** The server could not be told. */
export const ExtensionFailed: Story = {
  ...inScene({ idleIn: 4 * minute }),
  play: async ({ loaded }) => {
    sceneOf(loaded).backend.fail('session.updateActivity', new NoAnswerError());
    await isIn('warning');
    await pressFirst();
    await isIn('failed');
  },
};

/** It can't be extended; the host offers to sign in again. */
export const TooOld: Story = {
  ...inScene({ absoluteIn: 3 * minute }),
  args: { onReauthenticate: fn() },
  play: async () => isIn('warning').then(() => undefined),
};

/** In place, with the host's own form. */
export const SigningInAgain: Story = {
  ...inScene({ absoluteIn: 3 * minute }),
  args: { renderReauthenticate: () => <SignInForm /> },
  play: async () => {
    await isIn('warning');
    await pressFirst();
    await waitFor(() => expect(document.querySelector('input[type=password]')).toHaveFocus());
  },
};

/** The account is signed in on as many devices as it may be (S9). */
export const FullAccount: Story = {
  ...inScene({ sessions: sessionsFixture, maxSessions: 5 }),
  play: async () => isIn('information').then(() => undefined),
};

/** What the kit has no word for is shown as it came. */
export const Information: Story = {
  ...inScene({
    alterStatus: (status) => ({
      ...status,
      warnings: [
        {
          id: 'maintenance',
          warningType: 'maintenance',
          reason: 'limit',
          message: 'Sign-in is closed tonight from 22:00 to 23:00. You can go on working if you’re signed in by then.',
        },
      ],
    }),
  }),
  play: async () => isIn('information').then(() => undefined),
};

/** What runs out first stands first. */
export const Several: Story = {
  ...inScene({ idleIn: 4 * minute, maxSessions: 1 }),
  args: { sessionsHref: '#devices' },
  play: async () => {
    await isIn('warning');
    await waitFor(() => expect(document.querySelector('[data-slot=session-limit-warning]')).toBeVisible());
  },
};
