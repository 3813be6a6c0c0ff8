/** Every state of the prompt for a second factor, on a clock that the story moves. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { NoAnswerError, SessionSecurityError, TwoFactorModal } from 'react-session-security';
import type { ScriptedBackend } from 'react-session-security/testing';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { goOffline, untilLeft } from '../support/goOffline';
import { InHostDialog } from '../support/InHostDialog';
import { InRadixDialog } from '../support/InRadixDialog';
import { inScene, loadScene, sceneOf } from '../support/inScene';
import { promptDriver } from '../support/promptDriver';
import { EmailForm, InProofScene, InScene, passkeyScene } from '../support/proofScene';

const minute = 60_000;

const meta = {
  title: 'Components/TwoFactorModal',
  component: TwoFactorModal,
  tags: ['challenge'],
  argTypes: { autoSubmit: { control: 'inline-radio', options: ['complete', 'inserted', 'never'] } },
  render: (args, { globals, loaded }) => (
    <InProofScene scene={sceneOf(loaded)} globals={globals}>
      <TwoFactorModal {...args} />
    </InProofScene>
  ),
} satisfies Meta<typeof TwoFactorModal>;
export default meta;

type Story = StoryObj<typeof meta>;

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
} = promptDriver('two-factor-modal');
const saveButton = () => document.querySelector<HTMLElement>('.story-sign-in button[type=submit]') ?? document.body;
const save = () => userEvent.click(saveButton());

async function openDialog(): Promise<void> {
  await save();
  await isIn('ready');
}
const unanswered = (path: Parameters<ScriptedBackend['fail']>[0]) =>
  inScene({}, ({ backend }) => backend.fail(path, new NoAnswerError()));

/** From the click to the result, with a code in between. */
export const Default: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await hasFocus();
    await enter('123 456');
    await waitFor(() => expect(document.querySelector('output')).toHaveTextContent('maya@example.org'));
  },
};

/** The code is 123456. */
export const Playground: Story = inScene();

export const Ready: Story = { ...inScene(), play: openDialog };

/** There is but one way, so no other is named. */
export const OneMethod: Story = { ...inScene({ textsCodes: false, backupCodes: [] }), play: openDialog };

export const HalfEntered: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await userEvent.type(field(), '123');
    await expect(field()).toHaveValue('123');
  },
};

/** The server has not said yet how it can be confirmed. */
export const Opening: Story = {
  ...inScene({}, ({ backend }) => void backend.hold('auth.create2FAChallenge')),
  play: async () => {
    await save();
    await isIn('opening');
  },
};

export const CouldNotBeOpened: Story = {
  ...unanswered('auth.create2FAChallenge'),
  play: async () => {
    await save();
    await isIn('failed');
  },
};

export const OfflineWhileOpening: Story = {
  ...unanswered('auth.create2FAChallenge'),
  ...untilLeft,
  play: async () => {
    goOffline();
    await save();
    await isIn('failed');
  },
};

export const Checking: Story = {
  ...inScene({}, ({ backend }) => void backend.hold('auth.verify2FAChallenge')),
  play: async () => {
    await openDialog();
    await enter('123456');
    await isIn('submitting');
  },
};

/** The text stays and is selected; the next digit replaces it. */
export const WrongCode: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await enterWrong('000000');
    await expect(field()).toHaveFocus();
    await expect(field().selectionEnd).toBe(6);
  },
};

export const LastAttempt: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    for (const code of ['000000', '000001', '000002', '000003']) {
      await enterWrong(code);
      await userEvent.tripleClick(field());
    }
  },
};

/** It was not entered, and nothing was sent. */
export const NotACode: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await enterWrong('hello');
    await expect(field()).toHaveValue('');
  },
};

export const Incomplete: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await userEvent.type(field(), '12{Enter}');
    await waitFor(() => expect(field()).toHaveAttribute('aria-invalid', 'true'));
  },
};

export const Expired: Story = {
  ...inScene(),
  play: async ({ loaded }) => {
    await openDialog();
    sceneOf(loaded).clock.advance(5 * minute);
    await isIn('expired');
  },
};

/** With a countdown to when a code is taken again. */
export const Locked: Story = {
  ...inScene({}, ({ backend }) =>
    backend.fail('auth.verify2FAChallenge', new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: 298 })),
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

/** The code was not checked; it can be sent once more. */
export const NotAnswering: Story = {
  ...unanswered('auth.verify2FAChallenge'),
  play: async () => {
    await openDialog();
    await enterWrong('123456');
  },
};

export const OfflineWhileChecking: Story = {
  ...unanswered('auth.verify2FAChallenge'),
  ...untilLeft,
  play: async () => {
    await openDialog();
    goOffline();
    await enterWrong('123456');
  },
};

export const TextMessage: Story = { ...inScene({ secondFactorCode: null }), play: openDialog };

export const SendingText: Story = {
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

/** The one that was sent before still counts. */
export const TextNotSent: Story = {
  ...inScene({ secondFactorCode: null }, ({ backend }) =>
    backend.fail('auth.resend2FAChallenge', new SessionSecurityError('RATE_LIMITED', { retryAfter: 45 })),
  ),
  play: async ({ loaded }) => {
    await openDialog();
    sceneOf(loaded).clock.advance(30_000);
    await resend();
    await complains();
    await isIn('ready');
  },
};

/** Of several ways, the one that was chosen instead of a text stays. */
export const FirstTextNotSent: Story = {
  ...inScene(),
  play: async ({ loaded }) => {
    await openDialog();
    sceneOf(loaded).backend.fail('auth.create2FAChallenge', new NoAnswerError());
    await choose(0);
    await complains();
    await isIn('ready');
  },
};

export const BackupCode: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await choose(1);
    await hasFocus();
    await userEvent.type(field(), '7K3MQ-X9TFA');
  },
};

const withPasskey = loadScene(passkeyScene);

export const Passkey: Story = { ...withPasskey, play: openDialog };

/** The authenticator gave nothing, or the user thought better of it. */
export const PasskeyNotGiven: Story = {
  ...withPasskey,
  play: async () => {
    await openDialog();
    await pressPasskey();
    await complains();
  },
};

/** Two calls wait for the one code, and each settles with its own result. */
export const QueueOfTwo: Story = {
  ...inScene(),
  play: async () => {
    await save();
    await isIn('ready');
    document.querySelector<HTMLFormElement>('.story-sign-in')?.requestSubmit();
    await waitFor(() => expect(dialog()).toHaveTextContent(/2|٢/u));
  },
};

/** It passed, and goes in a moment. */
export const Confirmed: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await enter('123456');
    await isIn('passed');
  },
};

/** A dialog of the host covers everything that is not in it: the prompt is put into it, and Escape closes the prompt alone. */
export const InsideADialog: Story = {
  ...inScene(),
  render: (args, { globals, loaded }) => (
    <InHostDialog>
      {(container) => (
        <InProofScene scene={sceneOf(loaded)} globals={globals}>
          <TwoFactorModal {...args} container={container} />
        </InProofScene>
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

/** Escape closes the prompt alone, the focus is back in the host's dialog, and it asks once more. */
async function cancelAndAskAgain(): Promise<void> {
  await openDialog();
  await hasFocus();
  await userEvent.keyboard('{Escape}');
  await isGone();
  await expect(document.querySelector('[data-host]')).toBeVisible();
  await waitFor(() => expect(saveButton()).toHaveFocus());
  await openDialog();
}

/** The app's one prompt opens above a dialog that knows nothing of it. */
export const AboveARadixDialog: Story = {
  ...inScene(),
  render: (args, { globals, loaded }) => (
    <InScene scene={sceneOf(loaded)} globals={globals}>
      <InRadixDialog title={globals['locale'] === 'ar' ? 'الحساب' : 'Account'}>{() => <EmailForm />}</InRadixDialog>
      <TwoFactorModal {...args} />
    </InScene>
  ),
  play: cancelAndAskAgain,
};

/** The one in the dialog asks, and the app's keeps back. */
export const InsideARadixDialog: Story = {
  ...inScene(),
  render: (args, { globals, loaded }) => (
    <InScene scene={sceneOf(loaded)} globals={globals}>
      <InRadixDialog title={globals['locale'] === 'ar' ? 'الحساب' : 'Account'}>
        {(container) => (
          <>
            <EmailForm />
            <TwoFactorModal {...args} container={container} />
          </>
        )}
      </InRadixDialog>
      <TwoFactorModal />
    </InScene>
  ),
  play: async () => {
    await cancelAndAskAgain();
    await expect(document.querySelectorAll('[data-slot=two-factor-modal]')).toHaveLength(1);
    await expect(document.querySelector('[data-host]')).toContainElement(dialog());
  },
};

const controlled = (onVerify: (code: string) => unknown): Story => ({
  ...inScene(),
  args: { onVerify: fn(onVerify), onCancel: fn(), actionType: 'account_deletion' },
});

/** The host checks the code itself. */
export const Controlled: Story = {
  ...controlled(() => {}),
  play: async ({ args }) => {
    await isIn('ready');
    await enter('１２３４５６');
    await waitFor(() => expect(args.onVerify).toHaveBeenCalledWith('123456'));
  },
};

export const ControlledChecking: Story = {
  ...controlled(() => new Promise(() => {})),
  play: async () => {
    await isIn('ready');
    await enter('123456');
    await isIn('submitting');
  },
};

export const ControlledWrongCode: Story = {
  ...controlled(() => Promise.reject(new SessionSecurityError('INVALID_2FA_CODE', { attemptsRemaining: 2 }))),
  play: async () => {
    await isIn('ready');
    await enterWrong('000000');
    await expect(field()).toHaveFocus();
  },
};

export const ControlledLocked: Story = {
  ...controlled(() => Promise.reject(new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: 298 }))),
  play: async ({ loaded, globals }) => {
    await isIn('ready');
    await enter('123456');
    await isIn('locked');
    sceneOf(loaded).clock.advance(1000);
    if (globals['locale'] !== 'en') return;
    await waitFor(() => expect(within(dialog()).getByRole('timer')).toHaveTextContent('4:57'));
  },
};

export const Dark: Story = { ...WrongCode, globals: { theme: 'dark' } };

export const RightToLeft: Story = { ...WrongCode, globals: { locale: 'ar' } };

export const Narrow: Story = { ...TextMessage, globals: { viewport: { value: 'mobile1' } } };
