/** Several components that could draw the one shared prompt: the innermost does, alone (SPEC F5). */
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentType } from 'react';
import { describe, expect, it } from 'vitest';
import { StepUpDialog, StepUpPage, TwoFactorModal } from 'react-session-security';
import type { StepUpDialogProps } from 'react-session-security';
import { withBackend } from '../../support/withBackend';

const account = { secondFactorCode: '123456' };

interface PageProps {
  readonly Prompt: ComponentType<Pick<StepUpDialogProps, 'id'>>;
  readonly hasHostDialog?: boolean;
}

function Page({ Prompt, hasHostDialog = false }: PageProps) {
  return (
    <>
      <button type="button">Opener</button>
      {hasHostDialog && (
        <section>
          <Prompt id="inner" />
        </section>
      )}
      <Prompt id="root" />
    </>
  );
}

const drawn = () => screen.getAllByRole('dialog').map(({ id }) => id);
const isReady = () => waitFor(() => expect(screen.getByRole('dialog')).toHaveAttribute('data-state', 'ready'));

describe.each([
  ['TwoFactorModal', TwoFactorModal, 'second_factor'],
  ['StepUpDialog', StepUpDialog, 'step_up'],
] as const)('two of %s', (_, Prompt, kind) => {
  function open() {
    const setup = withBackend({ account });
    const view = render(<Page Prompt={Prompt} />, { wrapper: setup.Wrapper });
    screen.getByText('Opener').focus();
    return { ...setup, ...view, ask: () => setup.client.proofs.prove({ kind, actionType: 'email_change' }) };
  }

  it('ask once: the one that came last draws the prompt, and takes the code', async () => {
    const { rerender, ask } = open();
    rerender(<Page Prompt={Prompt} hasHostDialog />);
    const proof = ask();
    await isReady();
    expect(drawn()).toEqual(['inner']);
    await userEvent.keyboard('123456');
    expect(await proof).toMatchObject({ kind });
  });

  it('hand the open prompt on when the last one leaves, with the focus in it, and it still passes', async () => {
    const { rerender, ask } = open();
    rerender(<Page Prompt={Prompt} hasHostDialog />);
    const proof = ask();
    await isReady();
    rerender(<Page Prompt={Prompt} />);
    await isReady();
    expect(drawn()).toEqual(['root']);
    await waitFor(() => expect(screen.getByRole('textbox')).toHaveFocus());
    await userEvent.keyboard('123456');
    expect(await proof).toMatchObject({ kind });
  });

  it('move the open prompt into the one that comes, and give the focus back to where it was before either', async () => {
    const { rerender, ask } = open();
    const proof = ask().catch(String);
    await isReady();
    rerender(<Page Prompt={Prompt} hasHostDialog />);
    await waitFor(() => expect(drawn()).toEqual(['inner']));
    await waitFor(() => expect(screen.getByRole('textbox')).toHaveFocus());
    await userEvent.keyboard('{Escape}');
    await proof;
    await waitFor(() => expect(screen.getByText('Opener')).toHaveFocus());
  });
});

it('a step-up page asks before any dialog, also one that came later (F9)', async () => {
  const { client, Wrapper } = withBackend({ account });
  const pending = await client.proofs.loadPendingActions();
  const id = pending.put({ name: 'email.change', actionType: 'email_change', parameters: {}, returnTo: '/' });
  const stepUpPage = <StepUpPage key="page" search={`?action=email_change&id=${id}`} navigate={() => {}} />;
  const { rerender } = render([stepUpPage], { wrapper: Wrapper });
  await screen.findByRole('textbox');
  await act(async () => rerender([stepUpPage, <StepUpDialog key="dialog" />]));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.getAllByRole('textbox')).toHaveLength(1);
});
