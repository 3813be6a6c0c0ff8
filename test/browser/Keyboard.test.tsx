/** Whole ways without a mouse (WCAG 2.1.1, 2.4.3; R100): after each step the focus is where one goes on. */
import { act, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { StepUpDialog, StepUpPage, TwoFactorSetup } from 'react-session-security';
import { accountFixture } from 'react-session-security/testing';
import type { ScriptedAccount } from 'react-session-security/testing';
import '../../src/styles/standalone.css';
import '../support/setupDom';
import { withBackend } from '../support/withBackend';

beforeEach(() => page.viewport(860, 900));

const slot = (name: string) => document.querySelector<HTMLElement>(`[data-slot=${name}]`);
const focused = () => document.activeElement;
/** Tabs on until the control with this name has the focus, past no more than are on the page. */
async function tabTo(name: string | RegExp): Promise<void> {
  const target = await screen.findByRole('button', { name });
  for (let presses = 0; focused() !== target && presses < 12; presses += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one key after the other
    await userEvent.keyboard('{Tab}');
  }
  expect(target).toHaveFocus();
}

describe('TwoFactorSetup', () => {
  it('is gone through from the first button to the kept backup codes, and taken away again', async () => {
    const { clock, Wrapper } = withBackend();
    render([<TwoFactorSetup key="setup" />, <StepUpDialog key="prompt" />], { wrapper: Wrapper });
    const prove = async (proof: string): Promise<void> => {
      await waitFor(() => expect(slot('step-up-dialog')).toHaveAttribute('data-state', 'ready'));
      await waitFor(() => expect(slot('step-up-dialog')?.querySelector('input:not([aria-hidden])')).toHaveFocus());
      await userEvent.keyboard(proof);
      await waitFor(() => expect(slot('step-up-dialog')).toHaveAttribute('data-state', 'passed'));
      act(() => clock.advance(400));
      await waitFor(() => expect(slot('step-up-dialog')).toBeNull());
    };

    await tabTo('Set up');
    await userEvent.keyboard('{Enter}');
    await prove(`${accountFixture.password}{Enter}`);

    await waitFor(() => expect(screen.getByRole('heading', { name: /^Scan this/ })).toHaveFocus());
    await tabTo('Can’t scan it?');
    await userEvent.keyboard(' ');
    expect(focused()).toHaveAttribute('aria-expanded', 'true');
    await tabTo('Copy key');
    await userEvent.keyboard('{Tab}');
    expect(screen.getByRole('textbox')).toHaveFocus();
    await userEvent.keyboard('000000');
    await waitFor(() => expect(screen.getByRole('textbox')).toBeInvalid());
    expect(screen.getByRole('textbox')).toHaveFocus();
    await userEvent.keyboard('123456');

    await waitFor(() => expect(screen.getByRole('heading', { name: /^It’s on/ })).toHaveFocus());
    await tabTo('I’ve saved them');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(slot('two-factor-setup')).toHaveAttribute('data-step', 'idle'));
    expect(screen.getByRole('heading', { name: 'Second factor' })).toHaveFocus();

    await tabTo('Turn off');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByRole('alertdialog')).toContainElement(focused() as HTMLElement));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.getByRole('button', { name: 'Turn off' })).toHaveFocus());
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('alertdialog');
    await tabTo('Turn off');
    await userEvent.keyboard('{Enter}');
    await prove('123456');
    await waitFor(() => expect(slot('two-factor-app')).toHaveTextContent(/Off/));
    expect(slot('two-factor-setup')).toContainElement(focused() as HTMLElement);
  });
});

describe('StepUpPage', () => {
  async function open(account: Partial<ScriptedAccount>) {
    const { client, Wrapper } = withBackend({ account });
    const pending = await client.proofs.loadPendingActions();
    const id = pending.put({ name: 'a', actionType: 'email_change', parameters: {}, returnTo: '/account' });
    const navigate = vi.fn();
    render(<StepUpPage search={`?action=email_change&id=${id}`} navigate={navigate} />, { wrapper: Wrapper });
    const field = () => slot('step-up-page')?.querySelector('input:not([aria-hidden])');
    await waitFor(() => expect(field()).toHaveFocus());
    return { navigate, field };
  }

  it('takes the password: the field has the focus from the start, keeps it after a wrong one, and Enter leads back', async () => {
    const { navigate, field } = await open({});
    await userEvent.keyboard('not mine{Enter}');
    await waitFor(() => expect(field()).toBeInvalid());
    expect(field()).toHaveFocus();
    await tabTo('Show password');
    await userEvent.keyboard(' ');
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
    expect(field()).toHaveFocus();
    await userEvent.keyboard(`${accountFixture.password}{Enter}`);
    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/account'));
  });

  it('lets another way be chosen, whose field then has the focus', async () => {
    const { navigate, field } = await open({
      secondFactorCode: '123456',
      textsCodes: true,
      backupCodes: ['7K3MQ-X9TFA'],
    });
    await tabTo('Use a backup code');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByLabelText(/^Backup code/)).toHaveFocus());
    expect(field()).toHaveFocus();
    await userEvent.keyboard('7K3MQ-X9TFA{Enter}');
    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/account'));
  });

  it('is left by its last button, with nothing confirmed', async () => {
    const { navigate } = await open({});
    await tabTo('Cancel');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(navigate).toHaveBeenCalledWith('/account'));
  });
});

it('a link that leads to nothing has its words read out, and the one way back follows', async () => {
  const { Wrapper } = withBackend();
  const navigate = vi.fn();
  render(<StepUpPage search="?action=email_change&id=planted" navigate={navigate} fallbackPath="/account" />, {
    wrapper: Wrapper,
  });
  await waitFor(() => expect(screen.getByRole('heading', { name: /no longer valid/ })).toHaveFocus());
  await userEvent.keyboard('{Tab}{Enter}');
  expect(navigate).toHaveBeenCalledWith('/account');
});
