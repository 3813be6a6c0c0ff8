/** Every way in which a session ends, softly, with the page still there. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { SessionExpiredBanner, SessionSecurityError } from 'react-session-security';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { InSession } from '../support/InSession';
import { Invoice } from '../support/Invoice';
import { sessionScene } from '../support/sessionScene';
import type { SessionScene, SessionSceneOptions } from '../support/sessionScene';
import { SignInForm } from '../support/SignInForm';

const minute = 60_000;

const meta = {
  title: 'Components/SessionExpiredBanner',
  component: SessionExpiredBanner,
  tags: ['session'],
  render: (args, { globals, loaded }) => (
    <InSession scene={loaded['scene'] as SessionScene} globals={globals}>
      <SessionExpiredBanner {...args} />
      <Invoice />
    </InSession>
  ),
} satisfies Meta<typeof SessionExpiredBanner>;
export default meta;

type Story = StoryObj<typeof meta>;

const inPlace = { renderSignIn: () => <SignInForm /> };

const inScene = (options: SessionSceneOptions) => ({ loaders: [() => ({ scene: sessionScene(options) })] });
const sceneOf = (loaded: Record<string, unknown>) => loaded['scene'] as SessionScene;
const banner = () => document.querySelector<HTMLElement>('[data-slot=session-expired-banner]') ?? document.body;
const isIn = (state: string) => waitFor(() => expect(banner()).toHaveAttribute('data-state', state));

/** The page has to have seen the session alive. */
async function live({ client }: SessionScene) {
  await waitFor(() => expect(client.engine.getSnapshot().isVerified).toBe(true));
}

/** Ends it, as time or the server does. */
async function end(scene: SessionScene, code?: 'SESSION_REVOKED' | 'REFRESH_TOKEN_REUSED') {
  await live(scene);
  if (code === undefined) await scene.pass(2 * minute);
  else {
    scene.backend.fail('session.getStatus', new SessionSecurityError(code), 1);
    await scene.client.engine.validate();
  }
  await isIn('ended');
}

/** Nobody was active for too long. */
export const Default: Story = {
  args: inPlace,
  ...inScene({ idleIn: minute }),
  play: async ({ loaded }) => end(sceneOf(loaded)),
};

export const Playground: Story = { ...Default };

export const TooOld: Story = {
  args: inPlace,
  ...inScene({ absoluteIn: minute }),
  play: async ({ loaded }) => end(sceneOf(loaded)),
};

export const SignedOutElsewhere: Story = {
  args: inPlace,
  ...inScene({}),
  play: async ({ loaded }) => end(sceneOf(loaded), 'SESSION_REVOKED'),
};

/** The one end that is an alarm. */
export const TokenReused: Story = {
  args: inPlace,
  ...inScene({}),
  play: async ({ loaded }) => end(sceneOf(loaded), 'REFRESH_TOKEN_REUSED'),
};

/** Without a form the host has a way of its own: a dialog, another page. */
export const OwnWay: Story = {
  ...inScene({ idleIn: minute }),
  args: { onSignIn: fn() },
  play: async ({ loaded, args }) => {
    await end(sceneOf(loaded));
    await userEvent.click(within(banner()).getByRole('button'));
    await expect(args.onSignIn).toHaveBeenCalledOnce();
  },
};

/** The host's form in place, with the focus in it. */
export const SigningIn: Story = {
  args: inPlace,
  ...inScene({ idleIn: minute }),
  play: async ({ loaded }) => {
    await end(sceneOf(loaded));
    await userEvent.click(within(banner()).getByRole('button'));
    await isIn('signing-in');
    await waitFor(() => expect(document.querySelector('input[type=password]')).toHaveFocus());
  },
};

/** It leaves, and what was half written is still there. */
export const BackAgain: Story = {
  args: inPlace,
  ...inScene({ idleIn: minute }),
  play: async ({ loaded }) => {
    await end(sceneOf(loaded));
    await userEvent.click(within(banner()).getByRole('button'));
    await userEvent.keyboard('seven otters row home{Enter}');
    await waitFor(async () => {
      await sceneOf(loaded).pass(100);
      await expect(banner()).toHaveAttribute('data-state', 'none');
    });
  },
};

/** Somebody else signed in over the page. */
export const SomebodyElse: Story = {
  args: { onReload: fn() },
  loaders: [
    () => {
      const names = ['maya', 'jonas'];
      const next = { id: names[0] };
      const scene = sessionScene({
        alterStatus: (status) => ({
          ...status,
          user: { ...status.user, id: `usr_${String(next.id)}` },
          session: { ...status.session, id: `ses_${String(next.id)}` },
        }),
      });
      return { scene, signInAsJonas: () => (next.id = names[1]) };
    },
  ],
  play: async ({ loaded }) => {
    await live(sceneOf(loaded));
    (loaded['signInAsJonas'] as () => void)();
    await sceneOf(loaded).client.engine.validate();
    await isIn('switched');
  },
};
