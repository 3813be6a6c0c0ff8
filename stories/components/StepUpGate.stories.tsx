/** The gate in each of its states, over an account with a second factor or without. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { messagesAr, NoAnswerError, SessionSecurityProvider, StepUpGate, TwoFactorModal } from 'react-session-security';
import type { StepUpGateProps } from 'react-session-security';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { goOffline, untilLeft } from '../support/goOffline';
import { proofScene } from '../support/proofScene';
import type { ProofScene } from '../support/proofScene';

const minute = 60_000;

const meta = {
  title: 'Components/StepUpGate',
  component: StepUpGate,
  tags: ['challenge'],
  args: { children: null },
  render: (args, { globals, loaded }) => (
    <Settings scene={loaded['scene'] as ProofScene} isArabic={globals['locale'] === 'ar'} {...args} />
  ),
} satisfies Meta<typeof StepUpGate>;
export default meta;

type Story = StoryObj<typeof meta>;

interface SettingsProps extends StepUpGateProps {
  readonly scene: ProofScene;
  readonly isArabic: boolean;
}

function Settings({ scene, isArabic, children: _nothing, ...gate }: SettingsProps) {
  return (
    <SessionSecurityProvider
      client={scene.client}
      locale={isArabic ? 'ar' : 'en'}
      {...(isArabic && { messages: messagesAr })}
    >
      <StepUpGate
        heading={isArabic ? 'عنوان الاسترداد' : 'Recovery address'}
        description={
          isArabic
            ? 'أكّد هويتك لعرض العنوان الذي تستعيد به حسابك.'
            : 'Confirm it’s you to see where you get your account back.'
        }
        {...gate}
      >
        <section className="story-invoice">
          <h2>{isArabic ? 'عنوان الاسترداد' : 'Recovery address'}</h2>
          <p>
            <bdi>maya@recovery.example</bdi>
          </p>
        </section>
      </StepUpGate>
      <TwoFactorModal />
    </SessionSecurityProvider>
  );
}

const inScene = (prepare: (scene: ProofScene) => void = () => {}): Pick<Story, 'loaders'> => ({
  loaders: [
    () => {
      const scene = proofScene({ textsCodes: false });
      prepare(scene);
      return { scene };
    },
  ],
});
const gate = () => document.querySelector<HTMLElement>('[data-slot=step-up-gate]') ?? document.body;
const isIn = (state: string) => waitFor(() => expect(gate()).toHaveAttribute('data-state', state), { timeout: 5000 });
const press = () => userEvent.click(within(gate()).getByRole('button'));
const dialog = () => document.querySelector<HTMLElement>('[data-slot=two-factor-modal]');

async function confirm({ clock }: ProofScene): Promise<void> {
  await isIn('closed');
  await press();
  await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'ready'));
  await userEvent.click(within(dialog() ?? document.body).getByRole('textbox'));
  await userEvent.paste('123456');
  await isIn('open');
  clock.advance(1000);
  await waitFor(() => expect(dialog()).toBeNull());
}
const sceneOf = (loaded: Record<string, unknown>) => loaded['scene'] as ProofScene;

/** From the card to what is behind it. The code is 123456. */
export const Default: Story = { ...inScene(), play: ({ loaded }) => confirm(sceneOf(loaded)) };
export const Playground: Story = inScene();
export const Closed: Story = { ...inScene(), play: () => isIn('closed') };

/** The app says nothing of what is behind it. */
export const WithoutWords: Story = {
  ...inScene(),
  args: { heading: undefined, description: undefined },
  play: () => isIn('closed'),
};

export const Confirming: Story = {
  ...inScene(),
  play: async () => {
    await isIn('closed');
    await press();
    await isIn('confirming');
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'ready'));
  },
};

/** After a quarter of an hour it is hidden again, and the focus is on the button. */
export const HiddenAgain: Story = {
  ...inScene(),
  play: async ({ loaded }) => {
    await confirm(sceneOf(loaded));
    sceneOf(loaded).clock.advance(15 * minute);
    await isIn('closed');
  },
};

export const Checking: Story = {
  ...inScene(({ backend }) => void backend.hold('auth.getStepUpMethods')),
  play: () => isIn('checking'),
};

export const NotAnswering: Story = {
  ...inScene(({ backend }) => backend.fail('auth.getStepUpMethods', new NoAnswerError())),
  play: () => isIn('failed'),
};

export const Offline: Story = {
  ...inScene(({ backend }) => {
    goOffline();
    backend.fail('auth.getStepUpMethods', new NoAnswerError());
  }),
  ...untilLeft,
  play: () => isIn('failed'),
};

export const SignedOut: Story = {
  ...inScene(),
  play: async ({ loaded }) => {
    await isIn('closed');
    await sceneOf(loaded).client.call('auth.signOut');
    await isIn('signed-out');
  },
};

/** The rule of this action asks for nothing, so it is open. */
export const NothingAskedFor: Story = {
  ...inScene(),
  args: { actionType: 'payment_settings' },
  play: () => isIn('open'),
};

/** The host draws the card itself. */
export const Fallback: Story = {
  ...inScene(),
  args: {
    fallback: ({ status, confirm: prove }) => (
      <button type="button" className="story-button" disabled={status !== 'closed'} onClick={() => void prove()}>
        Show
      </button>
    ),
  },
  play: () => isIn('closed'),
};
