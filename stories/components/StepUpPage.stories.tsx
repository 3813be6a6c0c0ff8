/** Every state of the page that asks for a step-up, reached as an application reaches it. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { SessionSecurityError, StepUpPage } from 'react-session-security';
import type { SessionSecurityErrorCode } from 'react-session-security';
import type { ScriptedAccount } from 'react-session-security/testing';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { InScene, noMethodScene, passkeyScene, passwordOnly, proofScene } from '../support/proofScene';
import type { ProofScene } from '../support/proofScene';

const meta = {
  title: 'Components/StepUpPage',
  component: StepUpPage,
  tags: ['step-up'],
  args: { navigate: fn() },
  argTypes: {
    layout: { control: 'inline-radio', options: ['inline', 'page'] },
    autoSubmit: { control: 'inline-radio', options: ['complete', 'inserted', 'never'] },
  },
  render: (args, { globals, loaded }) => (
    <InScene scene={loaded['scene'] as ProofScene} globals={globals}>
      <StepUpPage search={String(loaded['search'])} {...args} />
    </InScene>
  ),
} satisfies Meta<typeof StepUpPage>;
export default meta;

type Story = StoryObj<typeof meta>;

/** An action is put aside, as `useSensitiveAction` does before it goes to this page. */
const withAction = (scene: () => ProofScene, because?: SessionSecurityErrorCode) => ({
  loaders: [
    async () => {
      const made = scene();
      const pending = await made.client.proofs.loadPendingActions();
      const actionType = 'email_change';
      const id = pending.put({
        name: 'email.change',
        actionType,
        parameters: { newEmail: 'maya@example.org' },
        returnTo: '/account',
        because,
      });
      return { scene: made, search: `?action=${actionType}&id=${id}` };
    },
  ],
});
const inScene = (account: Partial<ScriptedAccount> = passwordOnly, prepare: (scene: ProofScene) => void = () => {}) =>
  withAction(() => {
    const scene = proofScene(account);
    prepare(scene);
    return scene;
  });
const sceneOf = (loaded: Record<string, unknown>) => loaded['scene'] as ProofScene;
const root = () => document.querySelector<HTMLElement>('[data-slot=step-up-page]') ?? document.body;
const field = () => {
  const found = root().querySelector<HTMLInputElement>('input:not([aria-hidden])');
  if (found === null) throw new Error('There is no field.');
  return found;
};
const isIn = (state: string) => waitFor(() => expect(root()).toHaveAttribute('data-state', state), { timeout: 5000 });
const isReady = async (): Promise<void> => {
  await isIn('ready');
  await waitFor(() => expect(root().querySelector('[data-slot=step-up-account] bdi')).not.toBeNull());
};
const enter = async (text: string): Promise<void> => {
  await userEvent.click(field());
  await userEvent.paste(text);
  await userEvent.keyboard('{Enter}');
};

const password = 'seven otters row home';

/** From the question to the way back. */
export const Default: Story = {
  ...inScene(),
  play: async ({ args }) => {
    await isReady();
    await enter(password);
    await waitFor(() => expect(args.navigate).toHaveBeenCalledWith('/account'));
  },
};

/** The password is "seven otters row home". */
export const Playground: Story = inScene();

export const Password: Story = { ...inScene(), play: isReady };

/** As high as the window, with nothing of the host around it. */
export const WholePage: Story = { ...inScene(), args: { layout: 'page' }, parameters: { page: 'bare' }, play: isReady };

export const AuthenticatorApp: Story = { ...inScene({}), play: isReady };

export const Passkey: Story = { ...withAction(passkeyScene), play: () => isIn('ready') };

/** The back end says nobody's name. */
export const NameUnknown: Story = {
  ...inScene(passwordOnly, ({ backend }) => backend.fail('session.getStatus', new Error('500'))),
  play: () => isIn('ready'),
};

export const Opening: Story = {
  ...inScene(passwordOnly, ({ backend }) => void backend.hold('auth.getStepUpMethods')),
  play: () => isIn('opening'),
};

export const NoMethod: Story = { ...withAction(noMethodScene), play: () => isIn('failed') };

export const AskedAgain: Story = {
  ...withAction(() => proofScene(passwordOnly), 'STEP_UP_TOKEN_EXPIRED'),
  play: isReady,
};

export const WrongPassword: Story = {
  ...inScene(),
  play: async () => {
    await isReady();
    await enter('not mine');
    await waitFor(() => expect(field()).toHaveAttribute('aria-invalid', 'true'));
  },
};

export const Locked: Story = {
  ...inScene(passwordOnly, ({ backend }) =>
    backend.fail('auth.createStepUpToken', new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: 298 })),
  ),
  play: async () => {
    await isReady();
    await enter(password);
    await isIn('locked');
  },
};

export const Leaving: Story = {
  ...inScene(),
  play: async () => {
    await isReady();
    await enter(password);
    await isIn('leaving');
  },
};

/** Cancelling forgets the action and goes back. */
export const Cancelled: Story = {
  ...inScene(),
  play: async ({ args }) => {
    await isReady();
    await userEvent.click(within(root()).getAllByRole('button').at(-1) ?? root());
    await waitFor(() => expect(args.navigate).toHaveBeenCalledWith('/account'));
  },
};

/** A link from elsewhere: nothing is asked, nothing is done. */
export const InvalidLink: Story = {
  ...inScene(),
  args: { search: '?action=role_change&id=AAAAAAAAAAAAAAAAAAAAAA', fallbackPath: '/account' },
  play: async ({ args, loaded }) => {
    await isIn('invalid');
    const asked = sceneOf(loaded).backend.calls.filter(({ path }) => path.startsWith('auth.'));
    await expect(asked).toHaveLength(0);
    await userEvent.click(within(root()).getByRole('button'));
    await expect(args.navigate).toHaveBeenCalledWith('/account');
  },
};

export const SignedOut: Story = {
  ...inScene(),
  args: { onSignIn: fn() },
  play: async ({ loaded }) => {
    await isReady();
    await sceneOf(loaded).client.call('auth.signOut');
    await isIn('ended');
  },
};

export const Dark: Story = { ...Password, globals: { theme: 'dark' } };

export const RightToLeft: Story = { ...WrongPassword, globals: { locale: 'ar' } };

export const Narrow: Story = { ...AuthenticatorApp, globals: { viewport: { value: 'mobile1' } } };
