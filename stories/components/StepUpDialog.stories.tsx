/** Every state of the prompt for a step-up, on a clock that the story moves. axe runs on each. */
import { onlineManager } from '@tanstack/react-query';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { NoAnswerError, SessionSecurityError, StepUpDialog, TwoFactorModal } from 'react-session-security';
import type { SessionSecurityErrorCode } from 'react-session-security';
import type { ScriptedAccount } from 'react-session-security/testing';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { InHostDialog } from '../support/InHostDialog';
import {
  InProofScene,
  InScene,
  noMethodScene,
  passkeyScene,
  passwordOnly,
  proofScene,
  RoleForm,
} from '../support/proofScene';
import type { ProofScene } from '../support/proofScene';

const minute = 60_000;

const meta = {
  title: 'Components/StepUpDialog',
  component: StepUpDialog,
  tags: ['step-up'],
  argTypes: { autoSubmit: { control: 'inline-radio', options: ['complete', 'inserted', 'never'] } },
  render: (args, { globals, loaded, parameters }) => (
    <InScene scene={loaded['scene'] as ProofScene} globals={globals}>
      <RoleForm {...(parameters['role'] as { refusals: readonly SessionSecurityErrorCode[] } | undefined)} />
      <StepUpDialog {...args} />
    </InScene>
  ),
} satisfies Meta<typeof StepUpDialog>;
export default meta;

type Story = StoryObj<typeof meta>;

const inScene = (
  account: Partial<ScriptedAccount> = passwordOnly,
  prepare: (scene: ProofScene) => void = () => {},
) => ({
  loaders: [
    () => {
      const scene = proofScene(account);
      prepare(scene);
      return { scene };
    },
  ],
});
const withSecondFactor: Partial<ScriptedAccount> = {};
const sceneOf = (loaded: Record<string, unknown>) => loaded['scene'] as ProofScene;
const dialog = () => document.querySelector<HTMLElement>('[data-slot=step-up-dialog]') ?? document.body;
const field = () => {
  const found = dialog().querySelector<HTMLInputElement>('input:not([aria-hidden])');
  if (found === null) throw new Error('There is no field.');
  return found;
};
const isIn = (state: string) => waitFor(() => expect(dialog()).toHaveAttribute('data-state', state), { timeout: 5000 });
const change = () =>
  userEvent.click(document.querySelector<HTMLElement>('.story-sign-in button[type=button]') ?? document.body);
const choose = async (place: number): Promise<void> => {
  const group = within(dialog()).getByRole('group');
  await userEvent.click(within(group).getAllByRole('button')[place] ?? group);
};
async function openDialog(): Promise<void> {
  await change();
  await isIn('ready');
  await waitFor(() => expect(field()).toHaveFocus());
}
async function enter(text: string): Promise<void> {
  const isPassword = field().type === 'password';
  await userEvent.click(field());
  await userEvent.paste(text);
  if (isPassword) await userEvent.keyboard('{Enter}');
}
async function enterWrong(text: string): Promise<void> {
  await enter(text);
  await waitFor(() => expect(field()).toHaveAttribute('aria-invalid', 'true'));
}

const password = 'seven otters row home';

/** From the click to the result, with the password in between. */
export const Default: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await enter(password);
    await waitFor(() => expect(document.querySelector('[data-role-result]')).not.toBeEmptyDOMElement());
  },
};

/** The password is "seven otters row home". */
export const Playground: Story = inScene();

export const Password: Story = { ...inScene(), play: openDialog };

export const PasswordShown: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await userEvent.paste(password);
    const [show] = within(dialog()).getAllByRole('button');
    await userEvent.click(show ?? dialog());
    await expect(field()).toHaveAttribute('type', 'text');
  },
};

/** Who has a second factor is asked for nothing less. */
export const AuthenticatorApp: Story = { ...inScene(withSecondFactor), play: openDialog };

export const TextMessage: Story = { ...inScene({ secondFactorCode: null }), play: openDialog };

export const ResendingText: Story = {
  ...inScene({ secondFactorCode: null }),
  play: async ({ loaded }) => {
    const { backend, clock } = sceneOf(loaded);
    await openDialog();
    backend.hold('auth.resend2FAChallenge');
    clock.advance(30_000);
    const resend = () => within(dialog()).getAllByRole('button')[0] ?? dialog();
    await waitFor(() => expect(resend()).not.toHaveAttribute('aria-disabled'));
    await userEvent.click(resend());
    await isIn('sending');
  },
};

export const BackupCode: Story = {
  ...inScene(withSecondFactor),
  play: async () => {
    await openDialog();
    await choose(1);
    await waitFor(() => expect(field()).toHaveFocus());
    await userEvent.type(field(), '7K3MQ-X9TFA');
  },
};

const inPasskeyScene = { loaders: [() => ({ scene: passkeyScene() })] };

export const Passkey: Story = {
  ...inPasskeyScene,
  play: async () => {
    await change();
    await isIn('ready');
  },
};

export const PasskeyNotGiven: Story = {
  ...inPasskeyScene,
  play: async () => {
    await change();
    await isIn('ready');
    await userEvent.click(within(dialog()).getAllByRole('button')[0] ?? dialog());
    await waitFor(() =>
      expect(document.querySelector('[data-slot=prompt-passkey] [role=alert]')).not.toBeEmptyDOMElement(),
    );
  },
};

export const Opening: Story = {
  ...inScene(passwordOnly, ({ backend }) => void backend.hold('auth.getStepUpMethods')),
  play: async () => {
    await change();
    await isIn('opening');
  },
};

export const CouldNotBeOpened: Story = {
  ...inScene(passwordOnly, ({ backend }) => backend.fail('auth.getStepUpMethods', new NoAnswerError())),
  play: async () => {
    await change();
    await isIn('failed');
  },
};

/** There is nothing to do but to close. */
export const NoMethod: Story = {
  loaders: [() => ({ scene: noMethodScene() })],
  play: async () => {
    await change();
    await isIn('failed');
  },
};

export const NotAllowed: Story = {
  ...inScene(passwordOnly, ({ backend }) =>
    backend.fail('auth.getStepUpMethods', new SessionSecurityError('FORBIDDEN')),
  ),
  play: async () => {
    await change();
    await isIn('failed');
  },
};

/** The password is not in the field any more. */
export const Checking: Story = {
  ...inScene(passwordOnly, ({ backend }) => void backend.hold('auth.createStepUpToken')),
  play: async () => {
    await openDialog();
    await enter(password);
    await isIn('submitting');
    await expect(field()).toHaveValue('');
  },
};

export const WrongPassword: Story = {
  ...inScene(passwordOnly, ({ backend }) =>
    backend.fail('auth.createStepUpToken', new SessionSecurityError('INVALID_CREDENTIALS', { attemptsRemaining: 2 })),
  ),
  play: async () => {
    await openDialog();
    await enterWrong('not mine');
    await expect(field()).toHaveFocus();
  },
};

export const WrongCode: Story = {
  ...inScene(withSecondFactor),
  play: async () => {
    await openDialog();
    await enterWrong('000000');
  },
};

export const Empty: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(field()).toHaveAttribute('aria-invalid', 'true'));
  },
};

/** Another way is not locked. */
export const Locked: Story = {
  ...inScene(withSecondFactor, ({ backend }) =>
    backend.fail('auth.createStepUpToken', new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: 298 })),
  ),
  play: async ({ loaded, globals }) => {
    await openDialog();
    await enter('123456');
    await isIn('locked');
    sceneOf(loaded).clock.advance(1000);
    if (globals['locale'] !== 'en') return;
    await waitFor(() => expect(within(dialog()).getByRole('timer')).toHaveTextContent('4:57'));
  },
};

/** A code that was sent lasts five minutes. */
export const Expired: Story = {
  ...inScene({ secondFactorCode: null }),
  play: async ({ loaded }) => {
    await openDialog();
    sceneOf(loaded).clock.advance(5 * minute);
    await isIn('expired');
  },
};

export const NotAnswering: Story = {
  ...inScene(passwordOnly, ({ backend }) => backend.fail('auth.createStepUpToken', new NoAnswerError())),
  play: async () => {
    await openDialog();
    await enterWrong(password);
  },
};

export const Offline: Story = {
  ...inScene(passwordOnly, ({ backend }) => backend.fail('auth.createStepUpToken', new NoAnswerError())),
  beforeEach: () => () => onlineManager.setOnline(true),
  play: async () => {
    await openDialog();
    onlineManager.setOnline(false);
    await enterWrong(password);
  },
};

/** The token that was sent along was not accepted, and the dialog says why it asks again. */
const askedAgain = (refusal: SessionSecurityErrorCode): Story => ({
  ...inScene(),
  parameters: { role: { refusals: ['STEP_UP_REQUIRED', refusal] } },
  play: async () => {
    await openDialog();
    await enter(password);
    await waitFor(() => expect(document.querySelector('[data-slot=prompt-because]')).not.toBeEmptyDOMElement());
    await isIn('ready');
  },
});
export const AskedAgainExpired: Story = askedAgain('STEP_UP_TOKEN_EXPIRED');
export const AskedAgainUsed: Story = askedAgain('STEP_UP_TOKEN_ALREADY_USED');
export const AskedAgainForSomethingElse: Story = askedAgain('STEP_UP_TOKEN_ACTION_MISMATCH');

/** It passed, and goes in a moment. */
export const Confirmed: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await enter(password);
    await isIn('passed');
  },
};

/** Two calls need two kinds of proof: one dialog goes, the next comes, and the focus ends where both began. */
export const AfterASecondFactor: Story = {
  ...inScene(withSecondFactor),
  render: (args, { globals, loaded }) => (
    <InProofScene scene={loaded['scene'] as ProofScene} globals={globals}>
      <RoleForm />
      <TwoFactorModal />
      <StepUpDialog {...args} />
    </InProofScene>
  ),
  play: async () => {
    const save = document.querySelector<HTMLElement>('button[type=submit]') ?? document.body;
    await userEvent.click(save);
    const modal = () => document.querySelector<HTMLElement>('[data-slot=two-factor-modal]');
    await waitFor(() => expect(modal()?.querySelector('input')).toHaveFocus());
    document.querySelector<HTMLElement>('.story-sign-in button[type=button]')?.click();
    await userEvent.paste('123456');
    await isIn('ready');
    await waitFor(() => expect(field()).toHaveFocus());
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(save).toHaveFocus());
    await change();
    await isIn('ready');
  },
};

/** A dialog of the host covers everything that is not in it: the prompt is put into it, and Escape closes the prompt alone. */
export const InsideADialog: Story = {
  ...inScene(),
  render: (args, { globals, loaded }) => (
    <InHostDialog>
      {(container) => (
        <InScene scene={loaded['scene'] as ProofScene} globals={globals}>
          <RoleForm />
          <StepUpDialog {...args} container={container} />
        </InScene>
      )}
    </InHostDialog>
  ),
  play: async () => {
    await waitFor(() => expect(document.querySelector('dialog')).toHaveAttribute('open'));
    await openDialog();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(document.querySelector('[data-slot=step-up-dialog]')).toBeNull());
    await expect(document.querySelector('dialog')).toHaveAttribute('open');
    await openDialog();
  },
};

export const Dark: Story = { ...WrongPassword, globals: { theme: 'dark' } };

export const RightToLeft: Story = { ...WrongPassword, globals: { locale: 'ar' } };

export const Narrow: Story = { ...AuthenticatorApp, globals: { viewport: { value: 'mobile1' } } };
