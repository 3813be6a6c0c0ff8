/** Every state of the prompt for a step-up, on a clock that the story moves. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { NoAnswerError, SessionSecurityError, StepUpDialog, TwoFactorModal } from 'react-session-security';
import type { SessionSecurityErrorCode } from 'react-session-security';
import type { ScriptedAccount } from 'react-session-security/testing';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { goOffline, untilLeft } from '../support/goOffline';
import { InHostDialog } from '../support/InHostDialog';
import { inScene as inSceneOf, loadScene, sceneOf } from '../support/inScene';
import { promptDriver } from '../support/promptDriver';
import { InProofScene, InScene, noMethodScene, passkeyScene, passwordOnly, RoleForm } from '../support/proofScene';
import type { ProofScene } from '../support/proofScene';

const minute = 60_000;

const meta = {
  title: 'Components/StepUpDialog',
  component: StepUpDialog,
  tags: ['step-up'],
  argTypes: { autoSubmit: { control: 'inline-radio', options: ['complete', 'inserted', 'never'] } },
  render: (args, { globals, loaded, parameters }) => (
    <InScene scene={sceneOf(loaded)} globals={globals}>
      <RoleForm {...(parameters['role'] as { refusals: readonly SessionSecurityErrorCode[] } | undefined)} />
      <StepUpDialog {...args} />
    </InScene>
  ),
} satisfies Meta<typeof StepUpDialog>;
export default meta;

type Story = StoryObj<typeof meta>;

const inScene = (account: Partial<ScriptedAccount> = passwordOnly, prepare?: (scene: ProofScene) => void) =>
  inSceneOf(account, prepare);
const refused = (path: 'auth.getStepUpMethods' | 'auth.createStepUpToken', error: Error, account = passwordOnly) =>
  inScene(account, ({ backend }) => backend.fail(path, error));
const withSecondFactor: Partial<ScriptedAccount> = {};
const {
  root: dialog,
  field,
  isIn,
  isGone,
  hasFocus,
  enter,
  enterWrong,
  complains,
  choose,
  resend,
  pressPasskey,
} = promptDriver('step-up-dialog');
const changeButton = () => document.querySelector<HTMLElement>('.story-sign-in button[type=button]') ?? document.body;
const change = () => userEvent.click(changeButton());
async function openDialog(): Promise<void> {
  await change();
  await isIn('ready');
  await hasFocus();
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
    await resend();
    await isIn('sending');
  },
};

export const BackupCode: Story = {
  ...inScene(withSecondFactor),
  play: async () => {
    await openDialog();
    await choose(1);
    await hasFocus();
    await userEvent.type(field(), '7K3MQ-X9TFA');
  },
};

const inPasskeyScene = loadScene(passkeyScene);

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
    await pressPasskey();
    await complains();
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
  ...refused('auth.getStepUpMethods', new NoAnswerError()),
  play: async () => {
    await change();
    await isIn('failed');
  },
};

/** There is nothing to do but to close. */
export const NoMethod: Story = {
  ...loadScene(noMethodScene),
  play: async () => {
    await change();
    await isIn('failed');
  },
};

export const OfflineWhileOpening: Story = {
  ...refused('auth.getStepUpMethods', new NoAnswerError()),
  ...untilLeft,
  play: async () => {
    goOffline();
    await change();
    await isIn('failed');
  },
};

const notOpened = (error: Error, state = 'failed'): Story => ({
  ...refused('auth.getStepUpMethods', error),
  play: async () => {
    await change();
    await isIn(state);
  },
});
export const NotAllowed: Story = notOpened(new SessionSecurityError('FORBIDDEN'));
export const RateLimitedWhileOpening: Story = notOpened(
  new SessionSecurityError('RATE_LIMITED', { retryAfter: 45 }),
  'locked',
);
export const UnreadableWhileOpening: Story = notOpened(new Error('500'));

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
  ...refused('auth.createStepUpToken', new SessionSecurityError('INVALID_CREDENTIALS', { attemptsRemaining: 2 })),
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
  ...refused(
    'auth.createStepUpToken',
    new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: 298 }),
    withSecondFactor,
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

/** Nothing was checked, and the password is to be typed anew. */
const notChecked = (error: Error): Story => ({
  ...refused('auth.createStepUpToken', error),
  play: async () => {
    await openDialog();
    await enterWrong(password);
  },
});
export const NotAnswering: Story = notChecked(new NoAnswerError());
export const Unreadable: Story = notChecked(new Error('500'));

export const Offline: Story = {
  ...refused('auth.createStepUpToken', new NoAnswerError()),
  ...untilLeft,
  play: async () => {
    await openDialog();
    goOffline();
    await enterWrong(password);
  },
};

/** Of the requests, not of the attempts. */
export const RateLimited: Story = {
  ...refused('auth.createStepUpToken', new SessionSecurityError('RATE_LIMITED', { retryAfter: 45 })),
  play: async () => {
    await openDialog();
    await enter(password);
    await isIn('locked');
    await complains();
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
export const AskedAgainInvalid: Story = askedAgain('STEP_UP_TOKEN_INVALID');
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

/** Each has a token of its own, so each is asked for, one after the other. */
export const QueueOfTwo: Story = {
  ...inScene(),
  play: async () => {
    await change();
    await isIn('ready');
    changeButton().click();
    await enter(password);
    await waitFor(() => expect(document.querySelector('[data-role-result]')).not.toBeEmptyDOMElement());
    await isIn('ready');
    await hasFocus();
    await expect(field()).toHaveValue('');
    await userEvent.keyboard('{Escape}');
    await isGone();
    await waitFor(() => expect(changeButton()).toHaveFocus());
    await openDialog();
  },
};

/** Two calls need two kinds of proof: one dialog goes, the next comes, and the focus ends where both began. */
export const AfterASecondFactor: Story = {
  ...inScene(withSecondFactor),
  render: (args, { globals, loaded }) => (
    <InProofScene scene={sceneOf(loaded)} globals={globals}>
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
    await hasFocus();
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
        <InScene scene={sceneOf(loaded)} globals={globals}>
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
    await isGone();
    await expect(document.querySelector('dialog')).toHaveAttribute('open');
    await openDialog();
  },
};

export const Dark: Story = { ...WrongPassword, globals: { theme: 'dark' } };

export const RightToLeft: Story = { ...WrongPassword, globals: { locale: 'ar' } };

export const Narrow: Story = { ...AuthenticatorApp, globals: { viewport: { value: 'mobile1' } } };
