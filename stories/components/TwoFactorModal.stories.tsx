/** Every state of the prompt for a second factor, on a clock that the story moves. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { NoAnswerError, SessionSecurityError, TwoFactorModal } from 'react-session-security';
import type { ScriptedAccount } from 'react-session-security/testing';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { InHostDialog } from '../support/InHostDialog';
import { InProofScene, passkeyScene, proofScene } from '../support/proofScene';
import type { ProofScene } from '../support/proofScene';

const minute = 60_000;

const meta = {
  title: 'Components/TwoFactorModal',
  component: TwoFactorModal,
  tags: ['challenge'],
  argTypes: { autoSubmit: { control: 'inline-radio', options: ['complete', 'inserted', 'never'] } },
  render: (args, { globals, loaded }) => (
    <InProofScene scene={loaded['scene'] as ProofScene} globals={globals}>
      <TwoFactorModal {...args} />
    </InProofScene>
  ),
} satisfies Meta<typeof TwoFactorModal>;
export default meta;

type Story = StoryObj<typeof meta>;

const inScene = (account: Partial<ScriptedAccount> = {}, prepare: (scene: ProofScene) => void = () => {}) => ({
  loaders: [
    () => {
      const scene = proofScene(account);
      prepare(scene);
      return { scene };
    },
  ],
});
const sceneOf = (loaded: Record<string, unknown>) => loaded['scene'] as ProofScene;
const dialog = () => document.querySelector<HTMLElement>('[data-slot=two-factor-modal]') ?? document.body;
const field = () => within(dialog()).getByRole<HTMLInputElement>('textbox');
const isIn = (state: string) => waitFor(() => expect(dialog()).toHaveAttribute('data-state', state), { timeout: 5000 });
const save = () =>
  userEvent.click(document.querySelector<HTMLElement>('.story-sign-in button[type=submit]') ?? document.body);
/** The other ways, in the server's order. */
const choose = async (place: number): Promise<void> => {
  const group = within(dialog()).getByRole('group');
  await userEvent.click(within(group).getAllByRole('button')[place] ?? group);
};

async function openDialog(): Promise<void> {
  await save();
  await isIn('ready');
}
async function enter(code: string): Promise<void> {
  await userEvent.click(field());
  await userEvent.paste(code);
}
async function enterWrong(code: string): Promise<void> {
  await enter(code);
  await waitFor(() => expect(field()).toHaveAttribute('aria-invalid', 'true'));
}

/** From the click to the result, with a code in between. */
export const Default: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await waitFor(() => expect(field()).toHaveFocus());
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
  ...inScene({}, ({ backend }) => backend.fail('auth.create2FAChallenge', new NoAnswerError())),
  play: async () => {
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
  ...inScene({}, ({ backend }) => backend.fail('auth.verify2FAChallenge', new NoAnswerError())),
  play: async () => {
    await openDialog();
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
    const resend = () => within(dialog()).getAllByRole('button')[0] ?? dialog();
    await waitFor(() => expect(resend()).not.toHaveAttribute('aria-disabled'));
    await userEvent.click(resend());
    await isIn('sending');
  },
};

export const BackupCode: Story = {
  ...inScene(),
  play: async () => {
    await openDialog();
    await choose(1);
    await waitFor(() => expect(field()).toHaveFocus());
    await userEvent.type(field(), '7K3MQ-X9TFA');
  },
};

const withPasskey = { loaders: [() => ({ scene: passkeyScene() })] };

export const Passkey: Story = { ...withPasskey, play: openDialog };

/** The authenticator gave nothing, or the user thought better of it. */
export const PasskeyNotGiven: Story = {
  ...withPasskey,
  play: async () => {
    await openDialog();
    await userEvent.click(within(dialog()).getAllByRole('button')[0] ?? dialog());
    await waitFor(() =>
      expect(document.querySelector('[data-slot=prompt-passkey] [role=alert]')).not.toBeEmptyDOMElement(),
    );
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
        <InProofScene scene={loaded['scene'] as ProofScene} globals={globals}>
          <TwoFactorModal {...args} container={container} />
        </InProofScene>
      )}
    </InHostDialog>
  ),
  play: async () => {
    await waitFor(() => expect(document.querySelector('dialog')).toHaveAttribute('open'));
    await openDialog();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(document.querySelector('[data-slot=two-factor-modal]')).toBeNull());
    await expect(document.querySelector('dialog')).toHaveAttribute('open');
    await openDialog();
  },
};

/** The host checks the code itself. */
export const Controlled: Story = {
  ...inScene(),
  args: { onVerify: fn(), onCancel: fn(), actionType: 'account_deletion' },
  play: async ({ args }) => {
    await isIn('ready');
    await enter('１２３４５６');
    await waitFor(() => expect(args.onVerify).toHaveBeenCalledWith('123456'));
  },
};
