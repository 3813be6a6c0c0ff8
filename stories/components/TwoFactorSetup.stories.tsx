/** Every state of the panel for second factors, and each step of setting one up. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { NoAnswerError, TwoFactorSetup } from 'react-session-security';
import type { Passkey } from 'react-session-security';
import { accountFixture } from 'react-session-security/testing';
import type { ScriptedAccount, ScriptedBackendOptions } from 'react-session-security/testing';
import { expect, spyOn, userEvent, waitFor, within } from 'storybook/test';
import { failLater } from '../support/failLater';
import { factorScene, InFactorScene } from '../support/FactorScene';
import type { FactorScene } from '../support/FactorScene';
import { goOffline, untilLeft } from '../support/goOffline';

const meta = {
  title: 'Components/TwoFactorSetup',
  component: TwoFactorSetup,
  tags: ['challenge'],
  argTypes: { headingLevel: { control: 'inline-radio', options: [1, 2, 3, 4] } },
  render: (args, { globals, loaded }) => (
    <InFactorScene scene={loaded['scene'] as FactorScene} globals={globals}>
      <TwoFactorSetup {...args} />
    </InFactorScene>
  ),
} satisfies Meta<typeof TwoFactorSetup>;
export default meta;

type Story = StoryObj<typeof meta>;

const backupCodes = ['7K3MQ-X9TFA', '2B4CD-6E8FG', '3H5JK-7M9NP', 'QR5ST-V7WX9', 'YZ012-34567', '89ABC-DEFGH'];
const enrolled = { secondFactorCode: '123456', backupCodes };
const passkeys: readonly Passkey[] = [
  {
    id: 'pky_phone',
    name: 'Maya’s phone',
    isSynced: true,
    createdAt: '2026-05-03T09:00:00Z',
    lastUsedAt: '2026-11-21T07:00:00Z',
  },
  { id: 'pky_key', name: 'Blue security key', isSynced: false, createdAt: '2026-10-19T09:00:00Z', lastUsedAt: null },
];

const withAccount = (
  account: Partial<ScriptedAccount> = {},
  prepare: (scene: FactorScene) => void = () => {},
  options: ScriptedBackendOptions = {},
) => ({
  loaders: [
    () => {
      const scene = factorScene({ account, ...options });
      prepare(scene);
      return { scene };
    },
  ],
});
const sceneOf = (loaded: Record<string, unknown>) => loaded['scene'] as FactorScene;
const panel = () => document.querySelector<HTMLElement>('[data-slot=two-factor-setup]') ?? document.body;
const part = (slot: string) => document.querySelector<HTMLElement>(`[data-slot=${slot}]`) ?? panel();
const isAt = (step: string) => waitFor(() => expect(panel()).toHaveAttribute('data-step', step), { timeout: 5000 });
const isIn = (state: string) => waitFor(() => expect(panel()).toHaveAttribute('data-state', state), { timeout: 5000 });
/** By its place, since names are in the toolbar's language. */
const press = async (slot: string, place = 0): Promise<void> => {
  await isIn('ready');
  const buttons = within(part(slot)).getAllByRole('button');
  await userEvent.click(buttons[place] ?? part(slot));
};
const answer = () =>
  userEvent.click(
    within(document.querySelector<HTMLElement>('[role=alertdialog]') ?? panel()).getAllByRole('button')[1] ?? panel(),
  );

async function prove(): Promise<void> {
  const dialog = () => document.querySelector<HTMLElement>('[data-slot=step-up-dialog]');
  await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'ready'), { timeout: 5000 });
  const password = dialog()?.querySelector('input[type=password]');
  await userEvent.click(password ?? within(dialog() ?? panel()).getByRole('textbox'));
  await userEvent.paste(password ? accountFixture.password : '123456');
  if (password) await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(dialog()).toBeNull(), { timeout: 5000 });
}
async function begin(): Promise<void> {
  await press('two-factor-app');
  await prove();
  await isAt('scan');
  await waitFor(() => expect(part('qr-code')).toHaveAttribute('data-state', 'drawn'), { timeout: 5000 });
}
const field = () => within(part('two-factor-scan')).getByRole<HTMLInputElement>('textbox');
async function enter(code: string): Promise<void> {
  await userEvent.click(field());
  await userEvent.clear(field());
  await userEvent.paste(code);
}

/** From the click over the picture to the kept codes. */
export const Default: Story = {
  ...withAccount(),
  play: async () => {
    await begin();
    await enter('123 456');
    await isAt('codes');
    await waitFor(() => expect(within(part('new-backup-codes')).getAllByRole('listitem')).toHaveLength(10));
    await press('new-backup-codes', 3);
    await isAt('idle');
  },
};

/** The password is "seven otters row home", and every code is 123456. */
export const Playground: Story = withAccount({ passkeys });

export const Off: Story = { ...withAccount(), play: () => isIn('ready') };
export const On: Story = { ...withAccount({ ...enrolled, passkeys }), play: () => isIn('ready') };
export const FewBackupCodes: Story = {
  ...withAccount({ ...enrolled, backupCodes: backupCodes.slice(0, 2) }),
  play: () => isIn('ready'),
};
export const NoBackupCodes: Story = { ...withAccount({ ...enrolled, backupCodes: [] }), play: () => isIn('ready') };

/** While the password is asked for. */
export const Beginning: Story = {
  ...withAccount(),
  play: async () => {
    await press('two-factor-app');
    await isAt('beginning');
  },
};
export const Scan: Story = { ...withAccount(), play: begin };
export const KeyShown: Story = {
  ...withAccount(),
  play: async () => {
    await begin();
    await press('setup-key');
    await expect(part('setup-key')).toHaveTextContent('KRSX');
  },
};
export const WrongCode: Story = {
  ...withAccount(),
  play: async () => {
    await begin();
    await enter('000000');
    await waitFor(() => expect(field()).toHaveAttribute('aria-invalid', 'true'));
  },
};
export const Confirming: Story = {
  ...withAccount({}, ({ backend }) => void backend.hold('auth.confirmTotpEnrolment')),
  play: async () => {
    await begin();
    await enter('123456');
    await isAt('confirming');
  },
};
/** Ten minutes have passed. */
export const TimeOver: Story = {
  ...withAccount(),
  play: async ({ loaded }) => {
    await begin();
    sceneOf(loaded).clock.advance(600_000);
    await isAt('void');
  },
};
export const TooManyWrongCodes: Story = {
  ...withAccount(),
  play: async () => {
    await begin();
    for (let guess = 0; guess < 5; guess += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await enter('000000');
      // oxlint-disable-next-line no-await-in-loop -- each is answered
      await waitFor(() => expect(panel()).not.toHaveAttribute('data-step', 'confirming'));
    }
    await isAt('void');
  },
};
export const BackupCodes: Story = {
  ...withAccount(),
  play: async () => {
    await begin();
    await enter('123456');
    await isAt('codes');
  },
};
export const NewBackupCodes: Story = {
  ...withAccount(enrolled),
  play: async () => {
    await press('two-factor-codes');
    await answer();
    await prove();
    await isAt('codes');
  },
};
export const AskNewCodes: Story = { ...withAccount(enrolled), play: () => press('two-factor-codes') };
export const AskTurnOff: Story = { ...withAccount(enrolled), play: () => press('two-factor-app', 1) };
export const TurnOffFailed: Story = {
  ...withAccount(enrolled, ({ backend }) => backend.fail('auth.disableTwoFactor', new NoAnswerError())),
  play: async () => {
    await press('two-factor-app', 1);
    await answer();
    await waitFor(() => expect(within(part('two-factor-app')).getByRole('alert')).not.toBeEmptyDOMElement());
  },
};
export const Passkeys: Story = { ...withAccount({ passkeys }), play: () => isIn('ready') };
export const RenamePasskey: Story = {
  ...withAccount({ passkeys }),
  play: async () => {
    await isIn('ready');
    await press('passkey');
    await expect(within(part('passkey-rename')).getByRole('textbox')).toHaveFocus();
  },
};
export const AskRemovePasskey: Story = { ...withAccount({ passkeys }), play: () => press('passkey', 1) };
/** The device or the security key is asked; nothing else can be changed meanwhile. */
export const AddingPasskey: Story = {
  ...withAccount(),
  beforeEach: () => void spyOn(navigator.credentials, 'create').mockReturnValue(new Promise(() => {})),
  play: async () => {
    await press('two-factor-passkeys');
    await prove();
    await waitFor(() => expect(navigator.credentials.create).toHaveBeenCalled());
  },
};

const notMade = (name: 'NotAllowedError' | 'InvalidStateError'): Story => ({
  ...withAccount(),
  beforeEach: () => void spyOn(navigator.credentials, 'create').mockRejectedValue(new DOMException('', name)),
  play: async () => {
    await press('two-factor-passkeys');
    await prove();
    await waitFor(() => expect(within(part('two-factor-passkeys')).getByRole('alert')).not.toBeEmptyDOMElement());
  },
});
export const PasskeyNotMade: Story = notMade('NotAllowedError');
/** The same device has one for the account already. */
export const PasskeyKnown: Story = notMade('InvalidStateError');

export const PasskeysUnsupported: Story = {
  ...withAccount(),
  beforeEach: () => {
    const own = window.PublicKeyCredential;
    Object.assign(window, { PublicKeyCredential: undefined });
    return () => void Object.assign(window, { PublicKeyCredential: own });
  },
  play: () => isIn('ready'),
};

export const AllPasskeysUsed: Story = { ...withAccount({ passkeys, maxPasskeys: 2 }), play: () => isIn('ready') };

/** Where the app's own accounts keep authenticator apps to themselves. */
export const ManagedElsewhere: Story = {
  ...withAccount({ ...enrolled, canManageTotp: false, maxPasskeys: 0 }),
  play: () => isIn('ready'),
};
export const Loading: Story = withAccount({}, ({ backend }) => void backend.hold('auth.getSecondFactors'));
export const Failed: Story = {
  ...withAccount({}, ({ backend }) => backend.fail('auth.getSecondFactors', new Error('500'))),
  play: () => isIn('error'),
};
/** It was loaded once, and then no more. */
export const Stale: Story = {
  ...withAccount(enrolled, ({ backend }) => failLater(backend, 'auth.getSecondFactors')),
  play: async ({ loaded }) => {
    await isIn('ready');
    await waitFor(() => expect(sceneOf(loaded).backend.calls).toHaveLength(1));
    await press('two-factor-app', 1);
    await answer();
    await prove();
    await waitFor(() => expect(within(panel()).getAllByRole('status')[0]).not.toBeEmptyDOMElement(), { timeout: 5000 });
  },
};
export const Offline: Story = {
  ...withAccount({ ...enrolled, passkeys }),
  ...untilLeft,
  play: async () => {
    await isIn('ready');
    goOffline();
    await waitFor(() => expect(within(panel()).getAllByRole('status')[0]).not.toBeEmptyDOMElement());
  },
};
/** It was never loaded. */
export const OfflineFromTheStart: Story = {
  ...withAccount({}, ({ backend }) => {
    goOffline();
    backend.fail('auth.getSecondFactors', new NoAnswerError());
  }),
  ...untilLeft,
  play: () => isIn('error'),
};
export const SignedOut: Story = {
  ...withAccount({ passkeys }),
  play: async ({ loaded }) => {
    await isIn('ready');
    await sceneOf(loaded).client.call('auth.signOut');
    await isIn('signed-out');
  },
};

export const Dark: Story = { ...BackupCodes, globals: { theme: 'dark' } };

export const RightToLeft: Story = { ...KeyShown, globals: { locale: 'ar' } };

export const Narrow: Story = { ...KeyShown, globals: { viewport: { value: 'mobile1' } } };
