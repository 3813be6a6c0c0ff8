/** The badge for each proof and at each moment of it. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { NoAnswerError, VerifiedBadge } from 'react-session-security';
import { expect, waitFor } from 'storybook/test';
import { InSession } from '../support/InSession';
import { sessionScene } from '../support/sessionScene';
import type { SessionScene, SessionSceneOptions } from '../support/sessionScene';

const minute = 60_000;
/** Where the fixtures' clock stands. */
const start = Date.UTC(2026, 10, 21, 9);

const meta = {
  title: 'Components/VerifiedBadge',
  component: VerifiedBadge,
  tags: ['challenge'],
  argTypes: { kind: { control: 'inline-radio', options: ['any', 'second_factor', 'authentication'] } },
  render: (args, { globals, loaded }) => (
    <InSession scene={loaded['scene'] as SessionScene} globals={globals}>
      <VerifiedBadge {...args} />
    </InSession>
  ),
} satisfies Meta<typeof VerifiedBadge>;
export default meta;

type Story = StoryObj<typeof meta>;

interface Moment extends SessionSceneOptions {
  readonly state: string;
  readonly args?: Story['args'];
  readonly prepare?: (scene: SessionScene) => void;
  readonly bring?: (scene: SessionScene) => Promise<void>;
}

/** The badge in one state, brought about as it comes about. */
function at({ state, args = {}, prepare, bring, ...options }: Moment): Story {
  return {
    args: { kind: 'any', ...args },
    loaders: [
      () => {
        const scene = sessionScene({ authenticatedAt: start - 3 * minute, ...options });
        prepare?.(scene);
        return { scene };
      },
    ],
    play: async ({ loaded }) => {
      if (bring !== undefined) await bring(loaded['scene'] as SessionScene);
      await waitFor(() =>
        expect(document.querySelector('[data-slot=verified-badge]')).toHaveAttribute('data-state', state),
      );
    },
  };
}
const isVerified = () =>
  waitFor(() => expect(document.querySelector('[data-slot=verified-badge]')).toHaveAttribute('data-state', 'verified'));

export const Default = at({ state: 'verified' });
export const Playground = at({ state: 'verified' });
export const LastMinute = at({ state: 'verified', authenticatedAt: start - 14.5 * minute });

/** The minutes pass; the rest of the page is not rendered for that. */
export const Later = at({
  state: 'verified',
  bring: async ({ pass }) => {
    await isVerified();
    await pass(7 * minute);
  },
});

/** A code was given beside the password. */
export const SecondFactor = at({
  state: 'verified',
  args: { kind: 'second_factor' },
  alterStatus: (status) => ({
    ...status,
    verification: { ...status.verification, secondFactorUntil: new Date(start + 15 * minute).toISOString() },
  }),
});

/** There is nothing to see. */
export const Unverified = at({ state: 'unverified', authenticatedAt: start - 20 * minute });

export const UnverifiedShown = at({
  state: 'unverified',
  authenticatedAt: start - 20 * minute,
  args: { showUnverified: true },
});

/** It was there, and went by itself. */
export const Ended = at({
  state: 'unverified',
  args: { showUnverified: true },
  bring: async ({ pass }) => {
    await isVerified();
    await pass(12 * minute);
  },
});

/** Nothing is said before the server has answered. */
export const Asking = at({
  state: 'unknown',
  args: { showUnverified: true },
  prepare: ({ backend }) => void backend.hold('session.getStatus'),
});

export const NotAnswering = at({
  state: 'unknown',
  args: { showUnverified: true },
  prepare: ({ backend }) => backend.fail('session.getStatus', new NoAnswerError()),
});
