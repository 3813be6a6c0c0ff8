/** A settings page as an app would compose it: the app's own frame, the kit's sections inside. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import {
  SessionsList,
  SessionStatusBadge,
  SessionWarningBanner,
  StepUpDialog,
  TwoFactorModal,
  TwoFactorSetup,
  useSessionSecurity,
  VerifiedBadge,
} from 'react-session-security';
import { expect, within } from 'storybook/test';

const meta = { title: 'Examples/SecuritySettings', tags: ['example'], parameters: { page: 'bare' } } satisfies Meta;
export default meta;

export const SecuritySettings: StoryObj<typeof meta> = {
  render: () => <SettingsPage />,
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByText('Security · 5 devices')).toBeVisible();
  },
};

function SettingsPage() {
  const { sessionCount } = useSessionSecurity();
  return (
    <div className="settings">
      <header className="settings-bar">
        <strong>Harbour</strong>
        <nav aria-label="Settings">
          <span>Profile</span>
          <span aria-current="page">Security{sessionCount !== undefined && ` · ${sessionCount} devices`}</span>
          <span>Billing</span>
        </nav>
      </header>
      <main className="settings-main">
        <div>
          <h1>Security</h1>
          <p>Where your account is signed in, and how it is protected.</p>
          <div className="overview-badges">
            <SessionStatusBadge />
            <VerifiedBadge kind="any" />
          </div>
        </div>
        <SessionWarningBanner />
        <TwoFactorSetup />
        <SessionsList />
        <TwoFactorModal />
        <StepUpDialog />
      </main>
    </div>
  );
}
