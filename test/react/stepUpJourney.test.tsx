/** From the press, over the step-up page, and back to the result (SPEC F3, F9, F10), where nothing on the first page can ask. */
import { act, render, screen } from '@testing-library/react';
import { createTRPCUntypedClient } from '@trpc/client';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import {
  defineSensitiveActions,
  StepUpPage,
  useResumeSensitiveActions,
  useSensitiveAction,
} from 'react-session-security';
import type { SendSensitiveAction } from 'react-session-security';
import { password, withActions } from '../support/withActions';

interface EmailChange {
  readonly newEmail: string;
}
/** The code that asks is fetched with its first use. */
const patient = { timeout: 8000 };
const changed: EmailChange = { newEmail: 'maya@example.org' };

function openApp(throughLink: boolean) {
  const setup = withActions({ isPresented: false });
  const { client } = setup;
  const host = createTRPCUntypedClient({ links: client.links() });
  const sent: unknown[] = [];
  /** A route of the host's own that takes the token in its input, as `withProof` has it; or the kit's own link. */
  const send: SendSensitiveAction<EmailChange, unknown> = async (input, { stepUpToken, signal }) => {
    sent.push(stepUpToken);
    const withToken = { ...input, ...(stepUpToken !== undefined && { stepUpToken }) };
    return throughLink
      ? host.mutation('auth.changeEmail', withToken, { signal })
      : setup.plain.mutation('auth.changeEmail', withToken, { signal });
  };
  const actions = defineSensitiveActions({
    'users.changeEmail': { actionType: 'email_change', parse: (input) => input as EmailChange, run: send },
  });

  function Account({ navigate }: { readonly navigate: (href: string) => void }) {
    const resumable = { name: 'users.changeEmail', stepUpPath: '/confirm', returnTo: '/account', navigate };
    const { run, status } = useSensitiveAction(send, { actionType: 'email_change', resumable });
    const resumed = useResumeSensitiveActions(actions, { stepUpPath: '/confirm', navigate });
    return (
      <>
        <button type="button" onClick={() => void run(changed)}>
          Change
        </button>
        <p>Own: {status}</p>
        <p>Resumed: {resumed.status}</p>
        {resumed.status === 'confirm' && (
          <button type="button" onClick={() => void resumed.confirm()}>
            Go on with {(resumed.parameters as EmailChange).newEmail}
          </button>
        )}
      </>
    );
  }
  function App() {
    const [href, setHref] = useState('/account');
    const [path, search = ''] = href.split('?');
    return path === '/confirm' ? (
      <StepUpPage search={`?${search}`} navigate={setHref} />
    ) : (
      <main>
        <p>At {href}</p>
        <Account navigate={setHref} />
      </main>
    );
  }
  render(<App />, { wrapper: setup.Wrapper });
  return { ...setup, sent, user: userEvent.setup() };
}

describe.each([
  ['a call of the application’s own', false],
  ['a call through the kit’s link', true],
])('%s', (_, throughLink) => {
  it('is confirmed on the step-up page, offered on the way back, and carried out once, with that token', async () => {
    const { user, callsTo, sent, stored } = openApp(throughLink);
    await user.click(screen.getByRole('button', { name: 'Change' }));
    await user.type(await screen.findByLabelText('Your password', undefined, patient), password);
    await user.keyboard('{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Go on with maya@example.org' }, patient));
    await screen.findByText('Resumed: done', undefined, patient);
    expect(screen.getByText('At /account')).toBeInTheDocument();
    expect(callsTo('auth.createStepUpToken')).toHaveLength(1);
    expect(callsTo('auth.changeEmail').map(({ input }) => 'stepUpToken' in (input as object))).toEqual([false, true]);
    expect(sent).toEqual([undefined, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(stored()).toBe('');
  });

  it('is not carried out where the user turns back', async () => {
    const { user, callsTo, stored } = openApp(throughLink);
    await user.click(screen.getByRole('button', { name: 'Change' }));
    await screen.findByLabelText('Your password', undefined, patient);
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await screen.findByText('At /account', undefined, patient);
    await act(async () => {});
    expect(screen.getByText('Resumed: none')).toBeInTheDocument();
    expect(callsTo('auth.changeEmail')).toHaveLength(1);
    expect(stored()).toBe('');
  });
});
