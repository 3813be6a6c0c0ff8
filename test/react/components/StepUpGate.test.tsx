/** What is behind the gate is on the page only while the proof is fresh (R49), and the way there. */
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { useState } from 'react';
import type { RefAttributes } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { messagesAr, NoAnswerError, StepUpGate, TwoFactorModal } from 'react-session-security';
import type { SessionSecurityProviderProps, StepUpGateProps } from 'react-session-security';
import type { ScriptedBackendOptions } from 'react-session-security/testing';
import { describeConformance } from '../../support/describeConformance';
import { listenToRegions } from '../../support/listenToRegions';
import { withBackend } from '../../support/withBackend';

const minute = 60_000;
/** As long as the dialog shows that it passed. */
const closingMs = 1000;
const withCode = { account: { secondFactorCode: '123456' } };
/** Signed in by password at the fixtures' moment. */
const withoutCode = { account: { secondFactorCode: null } };
/** An hour before; so a step-up by password is missing. */
const longAgo = { ...withoutCode, authenticatedAt: Date.UTC(2026, 10, 21, 8) };

interface Setting extends Partial<StepUpGateProps> {
  readonly backend?: ScriptedBackendOptions;
  readonly provider?: Omit<SessionSecurityProviderProps, 'children' | 'client'>;
}

function openGate({ backend, provider, ...props }: Setting = {}) {
  const setup = withBackend(backend, provider);
  const view = render(
    <main>
      <StepUpGate heading="Recovery address" {...props}>
        {props.children ?? <Secret />}
      </StepUpGate>
      <button type="button">Elsewhere</button>
      <TwoFactorModal />
    </main>,
    { wrapper: setup.Wrapper },
  );
  return { ...setup, ...view, user: userEvent.setup() };
}

function Secret() {
  const [draft, setDraft] = useState('');
  return (
    <>
      <p>maya@recovery.example</p>
      <label>
        Draft <input value={draft} onChange={(event) => setDraft(event.target.value)} />
      </label>
    </>
  );
}

const gate = () => document.querySelector<HTMLElement>('[data-slot=step-up-gate]');
const isIn = (state: string) => waitFor(() => expect(gate()).toHaveAttribute('data-state', state), { timeout: 5000 });
const secret = () => screen.queryByText('maya@recovery.example');
const confirmButton = () => screen.getByRole('button', { name: 'Confirm it’s you' });

/** From the card to what is behind it; the dialog has gone by then. */
async function proveWithCode({ user, clock }: Pick<ReturnType<typeof openGate>, 'user' | 'clock'>): Promise<void> {
  await user.click(confirmButton());
  await screen.findByRole('dialog');
  await waitFor(() => expect(screen.getByRole('textbox')).toHaveFocus());
  await user.paste('123456');
  await isIn('open');
  act(() => clock.advance(closingMs));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
}

/** Answers a step-up by password, as its dialog would. */
async function stepUp(
  { client }: Pick<ReturnType<typeof withBackend>, 'client'>,
  password = 'seven otters row home',
): Promise<void> {
  const { proofs } = client;
  await waitFor(() => expect(proofs.getSnapshot()?.state.status).toBe('ready'));
  await act(async () => proofs.submit({ password }));
}

/** What tabs share of the time: another test's clock stood elsewhere. */
beforeEach(() => localStorage.clear());

describe('StepUpGate', () => {
  it('says what is behind it and shows nothing of that until a second factor was given (F8)', async () => {
    const page = openGate({ backend: withCode });
    expect(gate()).toHaveAttribute('data-state', 'checking');
    await isIn('closed');
    expect(screen.getByRole('heading', { name: 'Recovery address', level: 3 })).toBeInTheDocument();
    expect(secret()).toBeNull();
    await proveWithCode(page);
    expect(secret()).toBeInTheDocument();
    expect(screen.queryByRole('heading', { name: 'Recovery address' })).toBeNull();
  });

  it('takes what it showed off the page when the proof ends, with its state (R49)', async () => {
    const page = openGate({ backend: withCode });
    const { user, clock } = page;
    await isIn('closed');
    await proveWithCode(page);
    await user.type(screen.getByRole('textbox'), 'half a sentence');
    act(() => clock.advance(15 * minute - closingMs - 1));
    expect(secret()).toBeInTheDocument();
    act(() => clock.advance(1));
    expect(secret()).toBeNull();
    await isIn('closed');
    await proveWithCode(page);
    expect(screen.getByRole('textbox', { name: 'Draft' })).toHaveValue('');
  });

  it('is open for a user without a second factor who signed in just now', async () => {
    const { callsTo } = openGate({ backend: withoutCode });
    await isIn('open');
    expect(callsTo('auth.getStepUpMethods')).toBe(1);
  });

  it('has the password given by a user without a second factor whose sign-in is long ago (R50)', async () => {
    const setup = openGate({ backend: longAgo });
    setup.client.proofs.present(['step_up']);
    await isIn('closed');
    await setup.user.click(confirmButton());
    await isIn('confirming');
    await stepUp(setup);
    await isIn('open');
    expect(secret()).toBeInTheDocument();
    act(() => setup.clock.advance(15 * minute));
    await isIn('closed');
  });

  it('is open for good where the server’s rule asks for nothing', async () => {
    const { clock } = openGate({ backend: { ...longAgo, ...withCode }, actionType: 'payment_settings' });
    await isIn('open');
    act(() => clock.advance(60 * minute));
    expect(gate()).toHaveAttribute('data-state', 'open');
  });

  it('opens to a proof that was given elsewhere on the page', async () => {
    const { client, user } = openGate({ backend: withCode });
    await isIn('closed');
    const changed = client.call('auth.changeEmail', { newEmail: 'maya@example.org' });
    await screen.findByRole('dialog');
    await waitFor(() => expect(screen.getByRole('textbox')).toHaveFocus());
    await user.paste('123456');
    await act(async () => void (await changed));
    await isIn('open');
  });

  it('stays closed, and says nothing more, where the user thinks better of it', async () => {
    const { user } = openGate({ backend: withCode });
    await isIn('closed');
    await user.click(confirmButton());
    await screen.findByRole('dialog');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await isIn('closed');
    expect(screen.getByRole('alert')).toBeEmptyDOMElement();
    await waitFor(() => expect(confirmButton()).toHaveFocus());
  });

  it('says that something is wrong where nothing on the page can ask', async () => {
    const { user } = openGate({ backend: longAgo });
    await isIn('closed');
    await user.click(confirmButton());
    await waitFor(() => expect(screen.getByRole('alert')).not.toBeEmptyDOMElement());
    expect(gate()).toHaveAttribute('data-state', 'closed');
  });

  it('is closed while the server can’t be asked, and asks again on request', async () => {
    const setup = withBackend(withCode);
    setup.backend.fail('auth.getStepUpMethods', new NoAnswerError());
    render(
      <StepUpGate>
        <Secret />
      </StepUpGate>,
      { wrapper: setup.Wrapper },
    );
    await isIn('failed');
    expect(secret()).toBeNull();
    expect(screen.getByRole('alert')).toHaveTextContent('The server didn’t answer.');
    setup.backend.succeed('auth.getStepUpMethods');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await isIn('closed');
  });

  it('hides at once from somebody who signs out (R9)', async () => {
    const { client } = openGate({ backend: withoutCode });
    await isIn('open');
    await act(async () => void (await client.call('auth.signOut')));
    expect(secret()).toBeNull();
    expect(gate()).toHaveAttribute('data-state', 'signed-out');
    expect(screen.getByText('Sign in to see this.')).toBeInTheDocument();
  });

  it('leaves the focus where it can be used: at what was opened, and at the button when that has gone (WCAG 2.4.3)', async () => {
    const page = openGate({ backend: withCode });
    const { user, clock } = page;
    await isIn('closed');
    await proveWithCode(page);
    await waitFor(() => expect(gate()).toHaveFocus());
    await user.tab();
    expect(screen.getByRole('textbox', { name: 'Draft' })).toHaveFocus();
    act(() => clock.advance(15 * minute));
    await isIn('closed');
    await waitFor(() => expect(confirmButton()).toHaveFocus());
  });

  it('takes the focus from nobody who is elsewhere', async () => {
    const { user, clock } = openGate({ backend: withoutCode });
    await isIn('open');
    await user.click(screen.getByRole('button', { name: 'Elsewhere' }));
    act(() => clock.advance(15 * minute));
    await isIn('closed');
    expect(screen.getByRole('button', { name: 'Elsewhere' })).toHaveFocus();
  });

  it('says aloud that it opened, and that it closed', async () => {
    const heard = listenToRegions();
    const page = openGate({ backend: withCode });
    await isIn('closed');
    await proveWithCode(page);
    act(() => page.clock.advance(15 * minute));
    await isIn('closed');
    const own = heard.filter((text) => text.startsWith('It’s'));
    expect(own).toEqual(['It’s shown now.', 'It’s hidden again. Confirm it’s you to see it.']);
  });

  it('does not make what is behind it before it opens, where that is a function', async () => {
    const children = vi.fn(() => <Secret />);
    const page = openGate({ backend: withCode, children });
    await isIn('closed');
    expect(children).not.toHaveBeenCalled();
    await proveWithCode(page);
    expect(secret()).toBeInTheDocument();
  });

  it('draws what the host wants in the card’s place', async () => {
    const fallback: StepUpGateProps['fallback'] = ({ status, confirm }) => (
      <button type="button" onClick={() => void confirm()}>
        Host, {status}
      </button>
    );
    const { user } = openGate({ backend: withCode, fallback });
    await isIn('closed');
    await user.click(screen.getByRole('button', { name: 'Host, closed' }));
    await waitFor(() => expect(screen.getByRole('textbox')).toHaveFocus());
    await user.paste('123456');
    await isIn('open');
  });

  it('withdraws the prompt when it is taken off the page', async () => {
    const { client, user, rerender } = openGate({ backend: withCode });
    await isIn('closed');
    await user.click(confirmButton());
    await screen.findByRole('dialog');
    rerender(<TwoFactorModal />);
    await waitFor(() => expect(client.proofs.getSnapshot()).toBeUndefined());
  });

  it('speaks the provider’s language', async () => {
    openGate({ backend: withCode, provider: { locale: 'ar', messages: messagesAr }, heading: undefined });
    await isIn('closed');
    expect(screen.getByRole('button', { name: 'تأكيد هويتك' })).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'مخفي حتى تؤكّد هويتك' })).toBeInTheDocument();
  });

  it.each(['closed', 'checking', 'open'] as const)('has no axe violation while it is %s', async (state) => {
    const setup = withBackend(state === 'open' ? withoutCode : withCode);
    if (state === 'checking') setup.backend.hold('auth.getStepUpMethods');
    render(
      <main>
        <h2>Security</h2>
        <StepUpGate>
          <Secret />
        </StepUpGate>
      </main>,
      { wrapper: setup.Wrapper },
    );
    await isIn(state);
    const { violations } = await axe.run(screen.getByRole('main'), { rules: { 'color-contrast': { enabled: false } } });
    expect(violations).toEqual([]);
  });
});

describeConformance('StepUpGate', {
  slot: 'step-up-gate',
  rootTag: 'div',
  settled: () => screen.findByText('Behind it'),
  create: (props) => (
    <StepUpGate {...(props as RefAttributes<HTMLDivElement>)}>
      <p>Behind it</p>
    </StepUpGate>
  ),
});
