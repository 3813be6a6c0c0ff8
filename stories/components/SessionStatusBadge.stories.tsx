/** Every word that the badge has. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { SessionStatusBadge } from 'react-session-security';
import { expect, waitFor } from 'storybook/test';
import { InSession } from '../support/InSession';
import { sessionScene } from '../support/sessionScene';
import type { SessionScene, SessionSceneOptions } from '../support/sessionScene';

const minute = 60_000;

const meta = {
  title: 'Components/SessionStatusBadge',
  component: SessionStatusBadge,
  tags: ['session'],
  render: (args, { globals, loaded }) => (
    <InSession scene={loaded['scene'] as SessionScene} globals={globals}>
      <SessionStatusBadge {...args} />
    </InSession>
  ),
} satisfies Meta<typeof SessionStatusBadge>;
export default meta;

type Story = StoryObj<typeof meta>;

interface Moment extends SessionSceneOptions {
  readonly state: string;
  readonly prepare?: (scene: SessionScene) => void;
  readonly bring?: (scene: SessionScene) => Promise<void>;
}

/** The badge in one state, brought about as it comes about. */
function at({ state, prepare, bring, ...options }: Moment): Story {
  return {
    loaders: [
      () => {
        const scene = sessionScene(options);
        prepare?.(scene);
        return { scene };
      },
    ],
    play: async ({ loaded }) => {
      const scene = loaded['scene'] as SessionScene;
      if (bring !== undefined) {
        await waitFor(() => expect(scene.client.engine.getSnapshot().isVerified).toBe(true));
        await bring(scene);
      }
      await waitFor(() =>
        expect(document.querySelector('[data-slot=session-status-badge]')).toHaveAttribute('data-state', state),
      );
    },
  };
}

export const Default = at({ state: 'active' });
export const Playground = at({ state: 'active' });
export const Checking = at({ state: 'checking', prepare: ({ backend }) => void backend.hold('session.getStatus') });
export const EndsSoon = at({ state: 'warning', idleIn: 4 * minute });
export const Ended = at({ state: 'expired', idleIn: minute, bring: ({ pass }) => pass(2 * minute) });
export const SignedOut = at({ state: 'signed-out', isSignedOut: true });
export const Offline = at({ state: 'offline', isOffline: true });
export const NotAnswering = at({
  state: 'degraded',
  bring: async ({ backend, client }) => {
    backend.fail('session.getStatus', new Error('500'));
    await client.engine.validate();
  },
});
export const RevokedElsewhere = at({
  state: 'revoked',
  bring: async ({ backend, client }) => {
    backend.removeElsewhere('ses_current');
    await client.engine.validate();
  },
});
