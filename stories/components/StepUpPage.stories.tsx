/** Every state of the page that asks for a step-up, reached as an application reaches it. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { NoAnswerError, SessionSecurityError, StepUpPage } from 'react-session-security';
import type { SessionSecurityErrorCode } from 'react-session-security';
import type { ScriptedAccount } from 'react-session-security/testing';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { goOffline, untilLeft } from '../support/goOffline';
import { sceneOf } from '../support/inScene';
import { promptDriver } from '../support/promptDriver';
import { InScene, noMethodScene, passkeyScene, passwordOnly, proofScene } from '../support/proofScene';
import type { ProofScene } from '../support/proofScene';

const minute = 60_000;

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
    <InScene scene={sceneOf(loaded)} globals={globals}>
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
const refused = (path: 'auth.getStepUpMethods' | 'auth.createStepUpToken', error: Error) =>
  inScene(passwordOnly, ({ backend }) => backend.fail(path, error));
const textsOnly: Partial<ScriptedAccount> = { secondFactorCode: null };
const { root, field, isIn, hasFocus, enter, enterWrong, complains, choose, resend, pressPasskey, cancel } =
  promptDriver('step-up-page');
const isReady = async (): Promise<void> => {
  await isIn('ready');
  await waitFor(() => expect(root().querySelector('[data-slot=step-up-account] bdi')).not.toBeNull());
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

export const TextMessage: Story = { ...inScene(textsOnly), play: isReady };

export const ResendingText: Story = {
  ...inScene(textsOnly),
  play: async ({ loaded }) => {
    const { backend, clock } = sceneOf(loaded);
    await isReady();
    backend.hold('auth.resend2FAChallenge');
    clock.advance(30_000);
    await resend();
    await isIn('sending');
  },
};

export const BackupCode: Story = {
  ...inScene({}),
  play: async () => {
    await isReady();
    await choose(1);
    await hasFocus();
    await userEvent.type(field(), '7K3MQ-X9TFA');
  },
};

export const Passkey: Story = { ...withAction(passkeyScene), play: () => isIn('ready') };

export const PasskeyNotGiven: Story = {
  ...withAction(passkeyScene),
  play: async () => {
    await isIn('ready');
    await pressPasskey();
    await complains();
  },
};

/** The back end says nobody's name. */
export const NameUnknown: Story = {
  ...inScene(passwordOnly, ({ backend }) => backend.fail('session.getStatus', new Error('500'))),
  play: () => isIn('ready'),
};

export const Opening: Story = {
  ...inScene(passwordOnly, ({ backend }) => void backend.hold('auth.getStepUpMethods')),
  play: () => isIn('opening'),
};

export const CouldNotBeOpened: Story = {
  ...refused('auth.getStepUpMethods', new NoAnswerError()),
  play: () => isIn('failed'),
};

export const NoMethod: Story = { ...withAction(noMethodScene), play: () => isIn('failed') };

export const AskedAgain: Story = {
  ...withAction(() => proofScene(passwordOnly), 'STEP_UP_TOKEN_EXPIRED'),
  play: isReady,
};

export const Checking: Story = {
  ...inScene(passwordOnly, ({ backend }) => void backend.hold('auth.createStepUpToken')),
  play: async () => {
    await isReady();
    await enter(password);
    await isIn('submitting');
  },
};

export const WrongPassword: Story = {
  ...inScene(),
  play: async () => {
    await isReady();
    await enterWrong('not mine');
  },
};

export const NotAnswering: Story = {
  ...refused('auth.createStepUpToken', new NoAnswerError()),
  play: async () => {
    await isReady();
    await enterWrong(password);
  },
};

export const Offline: Story = {
  ...refused('auth.createStepUpToken', new NoAnswerError()),
  ...untilLeft,
  play: async () => {
    await isReady();
    goOffline();
    await enterWrong(password);
  },
};

/** With a countdown to when the password is taken again. */
export const Locked: Story = {
  ...refused('auth.createStepUpToken', new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: 298 })),
  play: async ({ loaded, globals }) => {
    await isReady();
    await enter(password);
    await isIn('locked');
    sceneOf(loaded).clock.advance(1000);
    if (globals['locale'] !== 'en') return;
    await waitFor(() => expect(within(root()).getByRole('timer')).toHaveTextContent('4:57'));
  },
};

/** A code that was sent lasts five minutes. */
export const Expired: Story = {
  ...inScene(textsOnly),
  play: async ({ loaded }) => {
    await isReady();
    sceneOf(loaded).clock.advance(5 * minute);
    await isIn('expired');
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
    await cancel();
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
