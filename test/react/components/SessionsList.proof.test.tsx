/** The list beside the prompts for proof: a refusal is asked about, and whoever closes the prompt has changed nothing. */
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { SessionSecurityError, SessionsList, TwoFactorModal } from 'react-session-security';
import { accountFixture } from 'react-session-security/testing';
import { withBackend } from '../../support/withBackend';

function open() {
  const setup = withBackend({ account: { ...accountFixture, secondFactorCode: '424242' } });
  setup.clock.advance(16 * 60_000);
  render(
    <>
      <SessionsList />
      <TwoFactorModal />
    </>,
    { wrapper: setup.Wrapper },
  );
  return { ...setup, user: userEvent.setup() };
}

async function signOutFirst(user: ReturnType<typeof userEvent.setup>): Promise<HTMLElement> {
  const list = await screen.findByRole('list', { name: 'Other devices' });
  const row = within(list).getAllByRole('listitem')[0] as HTMLElement;
  await user.click(within(row).getByRole('button', { name: /^Sign out/u }));
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
  return row;
}

const prompt = () => screen.findByRole('dialog', { name: 'Confirm it’s you' });

describe('SessionsList beside TwoFactorModal', () => {
  it('signs a device out once a code was given, without a second press', async () => {
    const { user, callsTo } = open();
    const row = await signOutFirst(user);
    await user.type(within(await prompt()).getByRole('textbox'), '424242');
    await waitFor(() => expect(row).not.toBeInTheDocument());
    expect(callsTo('session.revokeSession')).toBe(2);
  });

  it('says calmly that nothing was changed when the prompt is closed, and can be tried again', async () => {
    const { user, callsTo } = open();
    const row = await signOutFirst(user);
    await user.click(within(await prompt()).getByRole('button', { name: 'Cancel' }));
    const failure = await within(row).findByText(/You didn’t confirm that it’s you, so nothing was changed/u);
    expect(failure.closest('[data-tone]')).toHaveAttribute('data-tone', 'info');
    await user.click(within(row).getByRole('button', { name: /^Try/u }));
    await user.type(within(await prompt()).getByRole('textbox'), '424242');
    await waitFor(() => expect(row).not.toBeInTheDocument());
    expect(callsTo('session.revokeSession')).toBe(3);
  });

  it('says so when the server refuses again after a code', async () => {
    const { user, backend, callsTo } = open();
    const row = await signOutFirst(user);
    const refused = new SessionSecurityError('2FA_REQUIRED', { action: 'security_settings' });
    backend.fail('session.revokeSession', refused);
    await user.type(within(await prompt()).getByRole('textbox'), '424242');
    expect(await within(row).findByText(/yet the server refused again/u)).toBeVisible();
    expect(callsTo('session.revokeSession')).toBe(2);
  });
});
