/** The second factor in little room and in large text (WCAG 1.4.4, 1.4.10; R109, R115): nothing is cut, all can be reached. */
import { act, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { messagesAr, StepUpDialog, StepUpPage, TwoFactorModal, TwoFactorSetup } from 'react-session-security';
import { accountFixture } from 'react-session-security/testing';
import type { ScriptedAccount } from 'react-session-security/testing';
import '../../src/styles/standalone.css';
import '../support/setupDom';
import { withBackend } from '../support/withBackend';
import { misfits } from './misfits';

const everything = { secondFactorCode: '123456', textsCodes: true, backupCodes: ['7K3MQ-X9TFA'] };
const arabic = { locale: 'ar', messages: messagesAr };
const html = document.documentElement;

afterEach(() => {
  html.style.fontSize = '';
  html.dir = '';
});

describe.each([
  [320, '100%', 'ltr', {}],
  [320, '200%', 'ltr', {}],
  [860, '200%', 'ltr', {}],
  [320, '200%', 'rtl', arabic],
] as const)('at %d px with text of %s, %s', (width, fontSize, dir, provider) => {
  beforeEach(async () => {
    await page.viewport(width, 640);
    html.style.fontSize = fontSize;
    html.dir = dir;
  });

  const slot = (name: string) => document.querySelector<HTMLElement>(`[data-slot=${name}]`);
  const field = () => document.querySelector<HTMLInputElement>('[role=dialog] input');
  const isIn = (name: string, state: string) => waitFor(() => expect(slot(name)).toHaveAttribute('data-state', state));

  async function ask(account: Partial<ScriptedAccount>) {
    const setup = withBackend({ account }, provider);
    render(<TwoFactorModal />, { wrapper: setup.Wrapper });
    setup.client.proofs.prove({ kind: 'second_factor', actionType: 'email_change' }).catch(() => {});
    await waitFor(() => expect(field()).toHaveFocus());
    return setup;
  }

  it('asks for a code, and says that it was wrong, with all that can be done about it', async () => {
    await ask(everything);
    expect(misfits(slot('two-factor-modal'))).toEqual([]);
    field()?.focus();
    await userEvent.keyboard('000000');
    await waitFor(() => expect(field()).toBeInvalid());
    expect(misfits(slot('two-factor-modal'))).toEqual([]);
  });

  it('asks for the code of a text that can be sent anew, and says that time is up', async () => {
    const { clock } = await ask({ ...everything, secondFactorCode: null });
    expect(misfits(slot('two-factor-modal'))).toEqual([]);
    act(() => clock.advance(300_000));
    await isIn('two-factor-modal', 'expired');
    expect(misfits(slot('two-factor-modal'))).toEqual([]);
  });

  it('sets up an authenticator app, from the first button to the backup codes', async () => {
    const words = (dir === 'rtl' ? messagesAr : undefined)?.twoFactorSetup;
    const { clock, Wrapper } = withBackend({}, provider);
    render([<TwoFactorSetup key="setup" />, <StepUpDialog key="prompt" />], { wrapper: Wrapper });
    const setUp = await screen.findByRole('button', { name: words?.setUp ?? 'Set up' });
    expect(misfits(slot('two-factor-setup'))).toEqual([]);
    await userEvent.click(setUp);
    await waitFor(() => expect(field()).toHaveFocus());
    expect(misfits(slot('step-up-dialog'))).toEqual([]);
    await userEvent.fill(field() ?? setUp, accountFixture.password);
    await userEvent.keyboard('{Enter}');
    await isIn('step-up-dialog', 'passed');
    act(() => clock.advance(400));
    await screen.findByRole('img');
    await userEvent.click(screen.getByRole('button', { name: words?.cantScan ?? 'Can’t scan it?' }));
    expect(misfits(slot('two-factor-setup'))).toEqual([]);
    await userEvent.fill(screen.getByRole('textbox'), '123456');
    await waitFor(() => expect(slot('two-factor-setup')).toHaveAttribute('data-step', 'codes'));
    expect(misfits(slot('two-factor-setup'))).toEqual([]);
  });

  it('asks on a page of its own', async () => {
    const { client, Wrapper } = withBackend({ account: everything }, provider);
    const pending = await client.proofs.loadPendingActions();
    const id = pending.put({ name: 'a', actionType: 'email_change', parameters: {}, returnTo: '/' });
    render(<StepUpPage layout="page" search={`?action=email_change&id=${id}`} />, { wrapper: Wrapper });
    await screen.findByText('Maya Lindqvist');
    await isIn('step-up-page', 'ready');
    expect(misfits(slot('step-up-page'))).toEqual([]);
  });
});
