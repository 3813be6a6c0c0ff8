/** What the prompt for a second factor says to each error of the table, and to an answer that can't be read. axe runs on each. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import { SessionSecurityError, TwoFactorModal } from 'react-session-security';
import type { SessionSecurityErrorCode } from 'react-session-security';
import { expect, userEvent, waitFor } from 'storybook/test';
import { inScene, sceneOf } from '../support/inScene';
import { promptDriver } from '../support/promptDriver';
import { InProofScene } from '../support/proofScene';

const meta = {
  title: 'Components/TwoFactorModal/Errors',
  component: TwoFactorModal,
  tags: ['challenge'],
  render: (args, { globals, loaded }) => (
    <InProofScene scene={sceneOf(loaded)} globals={globals}>
      <TwoFactorModal {...args} />
    </InProofScene>
  ),
} satisfies Meta<typeof TwoFactorModal>;
export default meta;

type Story = StoryObj<typeof meta>;

const { root: dialog, isIn, isGone, enter, complains } = promptDriver('two-factor-modal');
const save = () =>
  userEvent.click(document.querySelector<HTMLElement>('.story-sign-in button[type=submit]') ?? document.body);
const facts = { retryAfter: 45, attemptsRemaining: 3 };

const failing = (
  path: 'auth.create2FAChallenge' | 'auth.verify2FAChallenge',
  error: Error,
  see: () => Promise<unknown>,
): Story => ({
  ...inScene({}, ({ backend }) => backend.fail(path, error)),
  play: async () => {
    await save();
    if (path === 'auth.verify2FAChallenge') {
      await isIn('ready');
      await enter('123456');
    }
    await see();
  },
});

const opening = (code: SessionSecurityErrorCode, state = 'failed'): Story =>
  failing('auth.create2FAChallenge', new SessionSecurityError(code, facts), async () => {
    await isIn(state);
    await complains();
    await expect(dialog()).not.toHaveTextContent(code);
  });
const checking = (code: SessionSecurityErrorCode, state = 'ready'): Story =>
  failing('auth.verify2FAChallenge', new SessionSecurityError(code, facts), async () => {
    await complains();
    await isIn(state);
    await expect(dialog()).not.toHaveTextContent(code);
  });
/** The session is over, and so is what was asked in it. */
const ending = (code: SessionSecurityErrorCode): Story =>
  failing('auth.verify2FAChallenge', new SessionSecurityError(code), async () => {
    await isGone();
    await waitFor(() => expect(document.querySelector('output')).not.toBeEmptyDOMElement());
  });

export const TwoFactorNotEnabled: Story = opening('TWO_FA_NOT_ENABLED');
export const MethodNotAllowed: Story = opening('METHOD_NOT_ALLOWED');
export const Forbidden: Story = opening('FORBIDDEN');
export const CsrfRejected: Story = opening('CSRF_REJECTED');
export const InvalidRequest: Story = opening('INVALID_REQUEST');
export const SessionLimitReached: Story = opening('SESSION_LIMIT_REACHED');
export const SessionNotFound: Story = opening('SESSION_NOT_FOUND');
export const SecondFactorRequired: Story = opening('2FA_REQUIRED');
export const StepUpRequired: Story = opening('STEP_UP_REQUIRED');
export const RateLimitedWhileOpening: Story = opening('RATE_LIMITED', 'locked');
export const LockedWhileOpening: Story = opening('TOO_MANY_ATTEMPTS', 'locked');

export const InvalidCode: Story = checking('INVALID_2FA_CODE');
export const InvalidCredentials: Story = checking('INVALID_CREDENTIALS');
export const ChallengeExpired: Story = checking('CHALLENGE_EXPIRED', 'expired');
export const ChallengeNotFound: Story = checking('CHALLENGE_NOT_FOUND', 'expired');
export const RateLimited: Story = checking('RATE_LIMITED', 'locked');
export const TooManyAttempts: Story = checking('TOO_MANY_ATTEMPTS', 'locked');
export const ForbiddenWhileChecking: Story = checking('FORBIDDEN');
export const TokenInvalid: Story = checking('STEP_UP_TOKEN_INVALID');
export const TokenExpired: Story = checking('STEP_UP_TOKEN_EXPIRED');
export const TokenAlreadyUsed: Story = checking('STEP_UP_TOKEN_ALREADY_USED');
export const TokenForSomethingElse: Story = checking('STEP_UP_TOKEN_ACTION_MISMATCH');

export const SessionRevoked: Story = ending('SESSION_REVOKED');
export const SessionExpired: Story = ending('SESSION_EXPIRED');
export const Unauthenticated: Story = ending('UNAUTHENTICATED');
export const RefreshTokenReused: Story = ending('REFRESH_TOKEN_REUSED');

/** An answer without a code, or with one that means nothing here. */
export const UnreadableWhileOpening: Story = failing('auth.create2FAChallenge', new Error('500'), () => isIn('failed'));
export const Unreadable: Story = failing('auth.verify2FAChallenge', new Error('500'), complains);
