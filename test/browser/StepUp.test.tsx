/** The step-up where layout and focus are real: in Chromium (R100, R109, R115). */
import { act, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { StepUpDialog, StepUpPage, TwoFactorModal } from 'react-session-security';
import type { ScriptedAccount } from 'react-session-security/testing';
import '../../src/styles/standalone.css';
import '../support/setupDom';
import { withBackend } from '../support/withBackend';
import { misfits } from './misfits';

const withSecondFactor = { secondFactorCode: '123456', textsCodes: true, backupCodes: ['7K3MQ-X9TFA'] };

function open(account: Partial<ScriptedAccount> = {}) {
  const setup = withBackend({ account });
  render(
    <main>
      <button type="button">Opener</button>
      <TwoFactorModal />
      <StepUpDialog />
    </main>,
    { wrapper: setup.Wrapper },
  );
  opener().focus();
  return setup;
}

const opener = () => screen.getByText('Opener');
const dialog = (slot: string) => document.querySelector<HTMLElement>(`[data-slot=${slot}]`);
const field = () => document.querySelector<HTMLInputElement>('[role=dialog] input');

beforeEach(() => page.viewport(860, 700));

describe('one dialog after another (R100)', () => {
  it('leaves the focus in the second while it is open, and at the opener when both are gone', async () => {
    const { client } = open(withSecondFactor);
    const first = client.proofs.prove({ kind: 'second_factor', actionType: 'email_change' });
    await waitFor(() => expect(field()).toHaveFocus());
    const second = client.proofs.prove({ kind: 'step_up', actionType: 'email_change' }).catch(String);
    await userEvent.keyboard('123456');
    await first;
    await waitFor(() => expect(dialog('step-up-dialog')).not.toBeNull());
    expect(dialog('two-factor-modal')).toBeNull();
    await waitFor(() => expect(field()).toHaveFocus());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(field()).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await second;
    await waitFor(() => expect(opener()).toHaveFocus());
  });

  it('keeps the focus within, whichever way it goes round', async () => {
    const { client } = open();
    client.proofs.prove({ kind: 'step_up', actionType: 'email_change' }).catch(() => {});
    await waitFor(() => expect(field()).toHaveFocus());
    for (const key of ['{Tab}', '{Tab}', '{Tab}', '{Tab}', '{Tab}', '{Shift>}{Tab}{/Shift}', '{Shift>}{Tab}{/Shift}']) {
      // oxlint-disable-next-line no-await-in-loop -- one key after the other
      await userEvent.keyboard(key);
      expect(dialog('step-up-dialog')).toContainElement(document.activeElement as HTMLElement);
    }
  });
});

describe.each([320, 860])('at %d px', (width) => {
  beforeEach(() => page.viewport(width, 700));

  it.each([
    ['a password', {}],
    ['a code', withSecondFactor],
  ])('asks for %s without scrolling sideways, in targets that can be hit (R109, R115)', async (_, account) => {
    const { client } = open(account);
    client.proofs.prove({ kind: 'step_up', actionType: 'email_change' }).catch(() => {});
    await waitFor(() => expect(field()).toHaveFocus());
    expect(misfits(dialog('step-up-dialog'))).toEqual([]);
  });

  it.each([
    ['a password', {}],
    ['a code', withSecondFactor],
  ])('shows the page that asks for %s without scrolling sideways', async (_, account) => {
    const setup = withBackend({ account });
    const pending = await setup.client.proofs.loadPendingActions();
    const id = pending.put({ name: 'a', actionType: 'email_change', parameters: {}, returnTo: '/' });
    render(<StepUpPage layout="page" search={`?action=email_change&id=${id}`} />, { wrapper: setup.Wrapper });
    await screen.findByText('Maya Lindqvist');
    await waitFor(() => expect(document.querySelector('input:not([aria-hidden])')).toHaveFocus());
    expect(misfits(dialog('step-up-page'))).toEqual([]);
  });
});

it('moves nothing when an error comes or goes', async () => {
  const { client } = open();
  client.proofs.prove({ kind: 'step_up', actionType: 'email_change' }).catch(() => {});
  await waitFor(() => expect(field()).toHaveFocus());
  const height = () => Math.round(dialog('step-up-dialog')?.getBoundingClientRect().height ?? 0);
  const before = height();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(field()).toBeInvalid());
  expect(height()).toBe(before);
  act(() => client.proofs.cancel());
});
