/** From a call that needs a step-up to its result, with a proof in between: what the dialog asks for, says and forgets (SPEC F9). */
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { createRef, useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import {
  createSessionSecurity,
  handlersLink,
  isOutcomeError,
  messagesAr,
  NoAnswerError,
  SessionSecurityError,
  SessionSecurityProvider,
  StepUpDialog,
  toIso,
  TwoFactorModal,
  useSessionSecurity,
} from 'react-session-security';
import type {
  SensitiveActionType,
  SessionSecurityErrorCode,
  SessionSecurityProviderProps,
  StepUpDialogProps,
} from 'react-session-security';
import type { ScriptedAccount } from 'react-session-security/testing';
import { listenToRegions } from '../../support/listenToRegions';
import { withBackend } from '../../support/withBackend';

const password = 'seven otters row home';
const everything = { secondFactorCode: '123456', textsCodes: true, backupCodes: ['7K3MQ-X9TFA'] };

interface PageProps extends StepUpDialogProps {
  /** What the call is refused with before it is let through, one after the other. */
  readonly refusals?: readonly SessionSecurityErrorCode[];
}

/** An application's own call, neither tRPC nor fetch. */
function Page({ refusals = ['STEP_UP_REQUIRED'], ...props }: PageProps) {
  const { client } = useSessionSecurity();
  const [result, setResult] = useState('');
  const call = (action: SensitiveActionType): void => {
    const left = [...refusals];
    client.proofs
      .run({
        async send(proof) {
          const refusal = left.shift();
          if (refusal !== undefined) throw new SessionSecurityError(refusal, { action });
          return proof?.stepUpToken?.token;
        },
      })
      .then(
        (token) => setResult(`Done with ${token?.length}`),
        (error: unknown) => setResult(isOutcomeError(error) ? error.code : 'unknown'),
      );
  };
  return (
    <main>
      <label>
        Note <input defaultValue="Half a sentence" />
      </label>
      <button type="button" onClick={() => call('account_deletion')}>
        Delete
      </button>
      <output>{result}</output>
      <StepUpDialog {...props} />
    </main>
  );
}

interface Setting extends PageProps {
  readonly account?: Partial<ScriptedAccount>;
  readonly provider?: Omit<SessionSecurityProviderProps, 'children' | 'client'>;
}

function openPage({ account, provider, ...props }: Setting = {}) {
  const setup = withBackend({ ...(account && { account }) }, provider);
  const view = render(<Page {...props} />, { wrapper: setup.Wrapper });
  return { ...setup, ...view, user: userEvent.setup() };
}

async function openDialog(setting: Setting = {}) {
  const page = openPage(setting);
  await page.user.click(button('Delete'));
  await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'ready'));
  return page;
}

const dialog = () => screen.getByRole('dialog', { name: 'Confirm it’s you' });
const passwordField = () => screen.getByLabelText<HTMLInputElement>('Your password');
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const result = () => document.querySelector('output')?.textContent;
const alerts = () =>
  screen.getAllByRole('alert').flatMap(({ textContent }) => (textContent === '' ? [] : [textContent]));

describe('StepUpDialog', () => {
  it('is nowhere until a call needs a step-up, then says what the user is about to do and why we ask (F9)', async () => {
    const { callsTo } = openPage();
    expect(document.querySelector('[data-slot=step-up-dialog]')).toBeNull();
    expect(callsTo('auth.getStepUpMethods')).toBe(0);
    await userEvent.click(button('Delete'));
    expect(await screen.findByRole('dialog')).toHaveAccessibleDescription(
      'You’re about to delete your account. To keep your account safe, we check once more that it’s you.',
    );
  });

  it('takes the password, and the call gets its own result with a token (F3, F9)', async () => {
    const { user, callsTo } = await openDialog();
    expect(passwordField()).toHaveFocus();
    await user.keyboard(`${password}{Enter}`);
    await waitFor(() => expect(result()).toBe('Done with 64'));
    expect(callsTo('auth.createStepUpToken')).toBe(1);
  });

  it('asks who has a second factor for nothing less: there is no password field (R50)', async () => {
    const { user } = await openDialog({ account: everything });
    expect(document.querySelector('input[type=password]')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Use your password' })).toBeNull();
    await user.paste('123 456');
    await waitFor(() => expect(result()).toBe('Done with 64'));
  });

  it.each([
    ['the button', (user: ReturnType<typeof userEvent.setup>) => user.click(button('Cancel'))],
    ['Escape', (user: ReturnType<typeof userEvent.setup>) => user.keyboard('{Escape}')],
  ])('cancels by %s: the call is told, the page is as it was, the focus is back (R100)', async (_, cancel) => {
    const { user } = await openDialog();
    await user.keyboard('half a pass');
    const field = passwordField();
    await cancel(user);
    await waitFor(() => expect(result()).toBe('CHALLENGE_CANCELLED'));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(field.value).toBe('');
    await waitFor(() => expect(button('Delete')).toHaveFocus());
    expect(screen.getByRole('textbox', { name: 'Note' })).toHaveValue('Half a sentence');
  });

  it.each([
    ['STEP_UP_TOKEN_EXPIRED', 'Your confirmation has expired.'],
    ['STEP_UP_TOKEN_ALREADY_USED', 'Your confirmation was already used.'],
    ['STEP_UP_TOKEN_ACTION_MISMATCH', 'Your confirmation was for something else.'],
    ['STEP_UP_TOKEN_INVALID', 'Your confirmation wasn’t accepted.'],
  ] as const)('asks once more after %s and says why (F11)', async (refusal, why) => {
    const { user } = await openDialog({ refusals: ['STEP_UP_REQUIRED', refusal] });
    await user.keyboard(`${password}{Enter}`);
    await waitFor(() => expect(dialog()).toHaveTextContent(why));
    expect(screen.getByText(new RegExp(why))).toHaveAttribute('role', 'status');
    await waitFor(() => expect(passwordField()).toHaveFocus());
    await user.keyboard(`${password}{Enter}`);
    await waitFor(() => expect(result()).toBe('Done with 64'));
  });

  it('closes, and tells the call, when the session ends meanwhile', async () => {
    const { client } = await openDialog();
    await act(async () => void (await client.call('auth.signOut')));
    await waitFor(() => expect(result()).toBe('SESSION_ENDED'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('asks for two calls one after the other, and gives the focus back after the last (F2)', async () => {
    const { user, client } = openPage();
    await user.click(button('Delete'));
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'ready'));
    const second = client.proofs.prove({ kind: 'step_up', actionType: 'email_change' }).catch(String);
    await user.keyboard(`${password}{Enter}`);
    await waitFor(() => expect(dialog()).toHaveAccessibleDescription(/change your email address/));
    await waitFor(() => expect(passwordField()).toHaveFocus());
    expect(result()).toBe('Done with 64');
    await user.keyboard('{Escape}');
    await second;
    await waitFor(() => expect(button('Delete')).toHaveFocus());
  });

  it('follows a prompt for a second factor in the same moment, and gives the focus back to where both began (F2, R100)', async () => {
    const setup = withBackend({ account: everything });
    render(
      <>
        <TwoFactorModal />
        <Page />
      </>,
      { wrapper: setup.Wrapper },
    );
    const user = userEvent.setup();
    const first = setup.client.proofs.prove({ kind: 'second_factor', actionType: 'email_change' });
    button('Delete').focus();
    await waitFor(() => expect(document.querySelector('[data-slot=two-factor-modal]')).not.toBeNull());
    await waitFor(() => expect(screen.getByRole('textbox')).toHaveFocus());
    const second = setup.client.proofs.prove({ kind: 'step_up', actionType: 'role_change' }).catch(String);
    await user.paste('123456');
    await first;
    await waitFor(() => expect(document.querySelector('[data-slot=step-up-dialog]')).not.toBeNull());
    expect(document.querySelectorAll('[role=dialog]')).toHaveLength(1);
    await waitFor(() => expect(dialog()).toContainElement(document.activeElement as HTMLElement));
    // Radix gives the focus back from the next task on.
    await new Promise((resolve) => setTimeout(resolve));
    expect(dialog()).toContainElement(document.activeElement as HTMLElement);
    await user.keyboard('{Escape}');
    await second;
    await waitFor(() => expect(button('Delete')).toHaveFocus());
  });
});

describe('the password (R52)', () => {
  it('stands in a field that password managers know, beside the name where the page knows it', async () => {
    await openDialog({ username: 'maya@example.com' });
    expect(passwordField()).toHaveAttribute('type', 'password');
    expect(passwordField()).toHaveAttribute('autocomplete', 'current-password');
    expect(passwordField()).toHaveAttribute('spellcheck', 'false');
    const name = document.querySelector('input[autocomplete=username]');
    expect(name).toHaveValue('maya@example.com');
    expect(name).toHaveAttribute('aria-hidden', 'true');
    expect(name).toHaveAttribute('tabindex', '-1');
  });

  it('has no name beside it that nobody knows', async () => {
    await openDialog();
    expect(document.querySelector('input[autocomplete=username]')).toBeNull();
  });

  it('can be pasted, with its spaces, and is sent as it is', async () => {
    const { user, backend } = await openDialog();
    await user.paste('  with spaces ');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(passwordField()).toBeInvalid());
    expect(backend.calls.find(({ path }) => path === 'auth.createStepUpToken')?.input).toMatchObject({
      method: 'password',
      password: '  with spaces ',
    });
  });

  it('can be looked at, and is hidden again when it is sent', async () => {
    const { user, backend } = await openDialog();
    await user.keyboard('abc');
    await user.click(button('Show password'));
    expect(passwordField()).toHaveAttribute('type', 'text');
    expect(passwordField()).toHaveValue('abc');
    backend.hold('auth.createStepUpToken');
    await user.click(button('Confirm'));
    expect(passwordField()).toHaveAttribute('type', 'password');
    expect(button('Show password')).toBeVisible();
  });

  it('is gone from the field as soon as it is sent, and from the whole page', async () => {
    const { user, backend } = await openDialog();
    backend.hold('auth.createStepUpToken');
    await user.keyboard(`${password}{Enter}`);
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'submitting'));
    expect(passwordField()).toHaveValue('');
    expect(document.documentElement.innerHTML).not.toContain(password);
  });

  it('is gone from the field when the page is left, as a browser may bring the page back', async () => {
    const { user } = await openDialog();
    await user.keyboard('abc');
    window.dispatchEvent(new Event('pagehide'));
    expect(passwordField()).toHaveValue('');
  });

  it('is not sent when it is empty, and the field says what is missing (R107)', async () => {
    const { user, callsTo } = await openDialog();
    await user.keyboard('{Enter}');
    expect(passwordField()).toHaveAccessibleDescription('Enter your password.');
    expect(passwordField()).toHaveFocus();
    expect(callsTo('auth.createStepUpToken')).toBe(0);
    await user.keyboard('a');
    expect(passwordField()).toBeValid();
  });

  it('is checked once, however often it is sent', async () => {
    const { user, backend, callsTo } = await openDialog();
    const release = backend.hold('auth.createStepUpToken');
    await user.keyboard(`${password}{Enter}{Enter}`);
    await user.click(button('Confirm'));
    expect(passwordField()).toBeValid();
    release();
    await waitFor(() => expect(result()).toBe('Done with 64'));
    expect(callsTo('auth.createStepUpToken')).toBe(1);
  });

  it('stays out of a form of the host around the dialog', async () => {
    const { Wrapper, client } = withBackend();
    const onSubmit = vi.fn();
    render(
      <form onSubmit={onSubmit}>
        <StepUpDialog />
      </form>,
      { wrapper: Wrapper },
    );
    const proven = client.proofs.prove({ kind: 'step_up', actionType: 'email_change' });
    await waitFor(() => expect(passwordField()).toHaveFocus());
    await userEvent.keyboard(`${password}{Enter}`);
    await proven;
    expect(onSubmit).not.toHaveBeenCalled();
  });
});

describe('what can go wrong', () => {
  it('stays open after a wrong password, says so once with the attempts left, and takes the right one', async () => {
    const { user, backend } = await openDialog();
    backend.fail(
      'auth.createStepUpToken',
      new SessionSecurityError('INVALID_CREDENTIALS', { attemptsRemaining: 2 }),
      1,
    );
    const heard = listenToRegions();
    await user.keyboard('wrong{Enter}');
    const told = 'That isn’t your password. Try again. 2 attempts left.';
    await waitFor(() => expect(passwordField()).toHaveAccessibleDescription(told));
    expect(heard.filter((text) => text.includes('isn’t your password'))).toEqual([told]);
    expect(passwordField()).toHaveFocus();
    await user.keyboard(`${password}{Enter}`);
    await waitFor(() => expect(result()).toBe('Done with 64'));
  });

  it('tells no attempts of another method where the server says nothing of these', async () => {
    const { user } = await openDialog();
    await user.keyboard('wrong{Enter}');
    await waitFor(() => expect(passwordField()).toHaveAccessibleDescription('That isn’t your password. Try again.'));
  });

  it('counts down while it is locked, and takes the password when it is over', async () => {
    const { user, backend, clock } = await openDialog();
    backend.fail('auth.createStepUpToken', new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: 60 }), 1);
    await user.keyboard(`${password}{Enter}`);
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'locked'));
    expect(screen.getByRole('timer')).toHaveTextContent('You can try again in 1:00');
    act(() => clock.advance(60_000));
    await waitFor(() => expect(passwordField()).toHaveFocus());
  });

  it('offers another way while one is locked (F12)', async () => {
    const { user, backend } = await openDialog({ account: everything });
    backend.fail('auth.createStepUpToken', new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: 60 }), 1);
    await user.paste('123456');
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'locked'));
    await user.click(button('Use a backup code'));
    await user.keyboard('7k3mq-x9tfa{Enter}');
    await waitFor(() => expect(result()).toBe('Done with 64'));
  });

  it('says that the device is offline, and is tried again with the password typed anew', async () => {
    const { user, backend } = await openDialog();
    backend.fail('auth.createStepUpToken', new NoAnswerError(), 1);
    await user.keyboard(`${password}{Enter}`);
    await waitFor(() => expect(passwordField()).toHaveAccessibleDescription(/The server didn’t answer\./));
    await user.keyboard(`${password}{Enter}`);
    await waitFor(() => expect(result()).toBe('Done with 64'));
  });

  it('says so where nothing is set up that the server accepts, and there is nothing to do but to close', async () => {
    const { clock } = withBackend();
    const link = handlersLink({
      'auth.getStepUpMethods': () => ({ missing: 'step_up', methods: [], serverTime: toIso(clock.now()) }),
    });
    render(
      <SessionSecurityProvider client={createSessionSecurity({ link, clock })}>
        <Page />
      </SessionSecurityProvider>,
    );
    await userEvent.click(button('Delete'));
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'failed'));
    expect(alerts()).toEqual([
      'Nothing is set up with which you could confirm it’s you here. Ask whoever looks after your account.',
    ]);
    expect([...dialog().querySelectorAll('button')].map(({ textContent }) => textContent)).toEqual(['Close']);
    await userEvent.click(button('Close'));
    await waitFor(() => expect(result()).toBe('CHALLENGE_CANCELLED'));
  });

  it('offers no second try of what the server will not allow', async () => {
    const { user, backend } = openPage();
    backend.fail('auth.getStepUpMethods', new SessionSecurityError('FORBIDDEN'));
    await user.click(button('Delete'));
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'failed'));
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    expect(button('Close')).toBeVisible();
  });

  it('can be tried again when it can’t be opened', async () => {
    const { user, backend } = openPage();
    backend.fail('auth.getStepUpMethods', new NoAnswerError(), 1);
    await user.click(button('Delete'));
    await waitFor(() => expect(button('Try again')).toHaveFocus());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(passwordField()).toHaveFocus());
  });

  it('never shows a code of the wire or a token', async () => {
    const { user } = await openDialog();
    await user.keyboard('wrong{Enter}');
    await waitFor(() => expect(passwordField()).toBeInvalid());
    expect(document.body.innerHTML).not.toMatch(/INVALID_|STEP_UP|account_deletion|[0-9a-f]{64}/);
  });
});

describe('as a public component', () => {
  it('gives its root to the ref, keeps its classes beside the host’s, and passes attributes on', async () => {
    const ref = createRef<HTMLDivElement>();
    const { Wrapper, client } = withBackend();
    const props = { ref, className: 'of-the-host', 'data-host': 'yes' };
    render(<StepUpDialog {...props} />, { wrapper: Wrapper });
    client.proofs.prove({ kind: 'step_up', actionType: 'email_change' }).catch(() => {});
    await waitFor(() => expect(ref.current).toBe(dialog()));
    expect(ref.current).toHaveAttribute('data-slot', 'step-up-dialog');
    expect(ref.current).toHaveAttribute('data-host', 'yes');
    expect(ref.current?.className).toMatch(/^rss:.* of-the-host$/);
  });

  it('has no axe violation', async () => {
    await openDialog({ username: 'maya@example.com' });
    const { violations } = await axe.run(dialog(), { rules: { 'color-contrast': { enabled: false } } });
    expect(violations).toEqual([]);
  });

  it('speaks Arabic', async () => {
    const { user } = openPage({ provider: { locale: 'ar', messages: messagesAr } });
    await user.click(button('Delete'));
    expect(await screen.findByRole('dialog', { name: 'أكّد هويتك' })).toHaveAccessibleDescription(/حذف حسابك/);
    expect(await screen.findByLabelText('كلمة مرورك')).toHaveAttribute('type', 'password');
  });
});
