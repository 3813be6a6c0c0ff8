/** From the click to the result with a code in between: what the dialog says, keeps and lets go of (SPEC F7). */
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
  toIso,
  TwoFactorModal,
  useSessionSecurity,
} from 'react-session-security';
import type { SessionSecurityProviderProps, TwoFactorModalProps } from 'react-session-security';
import type { ScriptedAccount } from 'react-session-security/testing';
import { listenToRegions } from '../../support/listenToRegions';
import { withBackend } from '../../support/withBackend';

const minute = 60_000;
const everything = { secondFactorCode: '123456', textsCodes: true, backupCodes: ['7K3MQ-X9TFA'] };

function Page(props: TwoFactorModalProps) {
  const { client } = useSessionSecurity();
  const [result, setResult] = useState('');
  const save = (): void => {
    client.call('auth.changeEmail', { newEmail: 'maya@example.org' }).then(
      ({ email }) => setResult(`Saved ${email}`),
      (error: unknown) => setResult(String(((error as Error).cause as { code?: string } | undefined)?.code)),
    );
  };
  return (
    <main>
      <label>
        Note <input defaultValue="Half a sentence" />
      </label>
      <button type="button" onClick={save}>
        Save
      </button>
      <output>{result}</output>
      <TwoFactorModal {...props} />
    </main>
  );
}

interface Setting extends TwoFactorModalProps {
  readonly account?: Partial<ScriptedAccount>;
  readonly provider?: Omit<SessionSecurityProviderProps, 'children' | 'client'>;
}

function openPage({ account = everything, provider, ...props }: Setting = {}) {
  const setup = withBackend({ account }, provider);
  const view = render(<Page {...props} />, { wrapper: setup.Wrapper });
  return { ...setup, ...view, user: userEvent.setup() };
}

async function openDialog(setting: Setting = {}) {
  const page = openPage(setting);
  await page.user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'ready'));
  return page;
}

const dialog = () => screen.getByRole('dialog', { name: 'Confirm it’s you' });
const field = () => screen.getByRole('textbox');
const button = (name: string | RegExp) => screen.getByRole('button', { name });
/** Those that say something. */
const alerts = () =>
  screen.getAllByRole('alert').flatMap(({ textContent }) => (textContent === '' ? [] : [textContent]));
const result = () => document.querySelector('output')?.textContent;

describe('TwoFactorModal', () => {
  it('is nowhere until a call needs a second factor, then names what it is for (F7)', async () => {
    const { callsTo } = openPage();
    expect(document.querySelector('[data-slot=two-factor-modal]')).toBeNull();
    expect(callsTo('auth.create2FAChallenge')).toBe(0);
    await userEvent.click(button('Save'));
    expect(await screen.findByRole('dialog')).toHaveAccessibleDescription(
      'This is needed to change your email address.',
    );
  });

  it('sends the code with its sixth digit, and the call gets its own result (F7)', async () => {
    const { user, callsTo } = await openDialog();
    expect(field()).toHaveFocus();
    await user.keyboard('123456');
    await waitFor(() => expect(result()).toBe('Saved maya@example.org'));
    expect(callsTo('auth.verify2FAChallenge')).toBe(1);
  });

  it('stays open after a wrong code with the text selected, tells the attempts left once, and takes the right one', async () => {
    const { user } = await openDialog();
    const heard = listenToRegions();
    await user.keyboard('000000');
    const told = 'That code isn’t right. Check it and try again. 4 attempts left.';
    await waitFor(() => expect(field()).toHaveAccessibleDescription(new RegExp(told)));
    expect(heard.filter((text) => text.includes('isn’t right'))).toEqual([told]);
    expect(field()).toHaveFocus();
    expect(field()).toHaveProperty('selectionEnd', 6);
    expect(field()).toHaveProperty('selectionStart', 0);
    await user.keyboard('1');
    expect(field()).toHaveValue('1');
    expect(field()).toBeValid();
    await user.keyboard('23456');
    await waitFor(() => expect(result()).toBe('Saved maya@example.org'));
  });

  it('sends nothing that is no code, and says what is missing', async () => {
    const { user, callsTo } = await openDialog();
    await user.keyboard('123{Enter}');
    expect(field()).toHaveAccessibleDescription(/Enter all 6 digits of the code\./);
    expect(field()).toHaveFocus();
    await user.clear(field());
    await user.paste('not a code');
    expect(callsTo('auth.verify2FAChallenge')).toBe(0);
  });

  it('checks a code once, however often it is sent', async () => {
    const { user, backend, callsTo } = await openDialog();
    const release = backend.hold('auth.verify2FAChallenge');
    await user.keyboard('123456{Enter}{Enter}');
    await user.click(button('Confirm'));
    expect(button('Confirm')).toHaveAttribute('aria-busy', 'true');
    release();
    await waitFor(() => expect(result()).toBe('Saved maya@example.org'));
    expect(callsTo('auth.verify2FAChallenge')).toBe(1);
  });

  it('waits for the button where it is told to, and says so under the field (R106)', async () => {
    const { user, callsTo } = await openDialog({ autoSubmit: 'never' });
    expect(field()).toHaveAccessibleDescription('6 digits.');
    await user.paste('123456');
    expect(callsTo('auth.verify2FAChallenge')).toBe(0);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(result()).toBe('Saved maya@example.org'));
  });

  it('can send only what was pasted or filled in by itself (R106)', async () => {
    const { user, callsTo } = await openDialog({ autoSubmit: 'inserted' });
    await user.keyboard('000000');
    expect(callsTo('auth.verify2FAChallenge')).toBe(0);
    await user.tripleClick(field());
    await user.paste('123 456');
    await waitFor(() => expect(result()).toBe('Saved maya@example.org'));
  });

  it.each([
    ['the button', (user: ReturnType<typeof userEvent.setup>) => user.click(button('Cancel'))],
    ['Escape', (user: ReturnType<typeof userEvent.setup>) => user.keyboard('{Escape}')],
  ])('cancels by %s: the call is told, the page is as it was, the focus is back (R100)', async (_, cancel) => {
    const { user } = await openDialog();
    await cancel(user);
    await waitFor(() => expect(result()).toBe('CHALLENGE_CANCELLED'));
    expect(screen.queryByRole('dialog')).toBeNull();
    await waitFor(() => expect(button('Save')).toHaveFocus());
    expect(screen.getByRole('textbox', { name: 'Note' })).toHaveValue('Half a sentence');
  });

  it('cancels also while a code is checked, and does nothing with the late answer', async () => {
    const { user, backend } = await openDialog();
    const release = backend.hold('auth.verify2FAChallenge');
    await user.keyboard('123456');
    await user.click(button('Cancel'));
    await waitFor(() => expect(result()).toBe('CHALLENGE_CANCELLED'));
    await act(async () => release());
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('does not lose what was typed to a click beside it', async () => {
    const { user } = await openDialog();
    await user.keyboard('12');
    // Radix listens from the next task on.
    await new Promise((resolve) => setTimeout(resolve));
    await userEvent.setup({ pointerEventsCheck: 0 }).click(document.body);
    expect(field()).toHaveValue('12');
  });

  it('keeps the focus inside (R100)', async () => {
    const { user } = await openDialog();
    for (let step = 0; step < 8; step += 1) {
      await user.tab();
      expect(dialog()).toContainElement(document.activeElement as HTMLElement);
    }
    act(() => document.querySelector<HTMLElement>('main input')?.focus());
    expect(dialog()).toContainElement(document.activeElement as HTMLElement);
  });

  it('shows that it passed for a moment, then gives the focus back', async () => {
    const { user, clock } = await openDialog();
    await user.keyboard('123456');
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'passed'));
    act(() => clock.advance(400));
    expect(screen.queryByRole('dialog')).toBeNull();
    await waitFor(() => expect(button('Save')).toHaveFocus());
  });
});

describe('what can go wrong', () => {
  it('says that time is up, and begins again with the same attempts (F6, R103)', async () => {
    const { user, clock, callsTo } = await openDialog();
    act(() => clock.advance(4 * minute));
    await user.keyboard('000000');
    await waitFor(() => expect(field()).toBeInvalid());
    act(() => clock.advance(minute));
    expect(dialog()).toHaveAttribute('data-state', 'expired');
    expect(alerts()).toEqual(['This took too long and the code is no longer valid. Start again.']);
    expect(button('Start again')).toHaveFocus();
    act(() => clock.advance(2 * minute));
    expect(dialog()).toHaveAttribute('data-state', 'expired');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(field()).toHaveFocus());
    expect(callsTo('auth.create2FAChallenge')).toBe(2);
    await user.keyboard('111111');
    await waitFor(() => expect(field()).toHaveAccessibleDescription(/3 attempts left\./));
  });

  it('counts down while it is locked, announces that once, and offers a new start when it is over', async () => {
    const { user, clock } = await openDialog();
    for (let guess = 0; guess < 5; guess += 1) {
      await user.keyboard(`00000${guess}`);
      await waitFor(() => expect(field()).toBeInvalid());
    }
    const heard = listenToRegions();
    await user.keyboard('123456');
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'locked'));
    expect(screen.getByRole('timer')).toHaveTextContent('You can try again in 5:00');
    act(() => clock.advance(1000));
    expect(screen.getByRole('timer')).toHaveTextContent('You can try again in 4:59');
    expect(heard.filter((text) => text.includes('Too many'))).toHaveLength(1);
    act(() => clock.advance(5 * minute - 1000));
    expect(dialog()).toHaveAttribute('data-state', 'expired');
    expect(alerts()).toEqual(['Too many wrong attempts.']);
    expect(button('Start again')).toHaveFocus();
    expect(heard.filter((text) => text.includes('Too many'))).toHaveLength(1);
  });

  it('can be tried again when it can’t be opened', async () => {
    const { user, backend } = openPage();
    backend.fail('auth.create2FAChallenge', new NoAnswerError(), 1);
    await user.click(button('Save'));
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'failed'));
    expect(alerts()).toEqual(['The server didn’t answer. Check your connection and try again.']);
    await user.click(button('Try again'));
    await waitFor(() => expect(field()).toHaveFocus());
  });

  it('keeps the code when no answer comes, to be sent once more', async () => {
    const { user, backend } = await openDialog();
    backend.fail('auth.verify2FAChallenge', new NoAnswerError(), 1);
    await user.keyboard('123456');
    await waitFor(() => expect(field()).toHaveAccessibleDescription(/didn’t answer/));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(result()).toBe('Saved maya@example.org'));
  });

  it('never shows a code of the wire or a challenge’s id', async () => {
    const { user } = await openDialog();
    await user.keyboard('000000');
    await waitFor(() => expect(field()).toBeInvalid());
    expect(document.body.innerHTML).not.toMatch(/INVALID_2FA|chl_|2fa_totp/);
  });

  it('closes, and tells the call, when the session ends meanwhile', async () => {
    const { client } = await openDialog();
    await act(async () => void (await client.call('auth.signOut')));
    await waitFor(() => expect(result()).toBe('SESSION_ENDED'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('ways to prove it', () => {
  it('gives a backup code as another way, in a field of its own', async () => {
    const { user } = await openDialog();
    await user.click(button('Use a backup code'));
    expect(screen.getByRole('textbox', { name: 'Backup code' })).toHaveFocus();
    await user.keyboard('7k3mq-x9tfa');
    await user.click(button('Confirm'));
    await waitFor(() => expect(result()).toBe('Saved maya@example.org'));
  });

  it('sends a text on request only, says where to, and another one when the server lets it', async () => {
    const { user, clock, callsTo } = await openDialog();
    expect(callsTo('auth.create2FAChallenge')).toBe(1);
    await user.click(button('Get a text message'));
    expect(await screen.findByRole('textbox', { name: 'Code from the text message' })).toHaveFocus();
    expect(dialog()).toHaveTextContent(/Sent to .{0,3}••• 6789/);
    await user.click(button('Send a new code in 0:30'));
    expect(callsTo('auth.resend2FAChallenge')).toBe(0);
    act(() => clock.advance(30_000));
    const heard = listenToRegions();
    await user.click(button('Send a new code'));
    await waitFor(() => expect(heard).toContain('Sending a code…'));
    await waitFor(() => expect(button('Send a new code in 0:30')).toBeVisible());
    expect(callsTo('auth.resend2FAChallenge')).toBe(1);
  });

  it('offers only what the server accepts (F12)', async () => {
    await openDialog({ account: { secondFactorCode: '123456' } });
    expect(screen.queryByRole('group', { name: 'Other ways to confirm' })).toBeNull();
  });
});

it('asks the authenticator on a press, and says so when it gives nothing', async () => {
  const { clock } = withBackend();
  const link = handlersLink({
    'auth.changeEmail': () => {
      throw new SessionSecurityError('2FA_REQUIRED', { action: 'email_change' });
    },
    'auth.create2FAChallenge': ({ actionType }) => ({
      challengeId: 'only',
      actionType,
      method: 'passkey',
      methods: ['passkey', 'authenticated', '2fa_totp'],
      attemptsRemaining: 5,
      expiresAt: toIso(clock.now() + 5 * minute),
      serverTime: toIso(clock.now()),
    }),
  });
  render(
    <SessionSecurityProvider client={createSessionSecurity({ link, clock })}>
      <Page />
    </SessionSecurityProvider>,
  );
  const user = userEvent.setup();
  await user.click(button('Save'));
  await waitFor(() => expect(button('Use passkey')).toHaveFocus());
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
    'Use passkey',
    'Use your authenticator app',
    'Cancel',
  ]);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(alerts()).toEqual(['No passkey was used. Try again, or choose another way.']));
  await user.click(button('Use your authenticator app'));
  expect(field()).toHaveFocus();
});

it('asks once for two calls at once, says that both wait, and both settle (F2)', async () => {
  const { user, client, callsTo } = openPage();
  const both = Promise.all([
    client.call('auth.updateSecuritySettings', { notifyNewDevice: false }),
    client.call('auth.updateSecuritySettings', { protectPaymentSettings: true }),
  ]);
  await waitFor(() => expect(dialog()).toHaveAccessibleDescription(/2 actions are waiting/));
  await user.keyboard('123456');
  await expect(both).resolves.toHaveLength(2);
  expect(callsTo('auth.create2FAChallenge')).toBe(1);
});

it('leaves nothing waiting where it is taken off the page', async () => {
  const { unmount, client, clock } = openPage();
  const changed = client.call('auth.changeEmail', { newEmail: 'maya@example.org' });
  await screen.findByRole('dialog');
  unmount();
  clock.advance(1);
  const error: unknown = await changed.catch((reason: unknown) => (reason as Error).cause);
  expect(isOutcomeError(error, 'CHALLENGE_UNAVAILABLE')).toBe(true);
});

describe('answered by the host (F7, controlled)', () => {
  const openOwn = (props: TwoFactorModalProps) => {
    const setup = withBackend({ account: everything });
    const view = render(<TwoFactorModal actionType="account_deletion" {...props} />, { wrapper: setup.Wrapper });
    return { ...setup, ...view, user: userEvent.setup() };
  };
  const refusal = (errorCode: string, facts = {}) => ({ error: { errorCode, message: '', ...facts } });

  it('gives the code to the host and asks the back end nothing', async () => {
    const onVerify = vi.fn(async () => undefined);
    const { user, backend } = openOwn({ onVerify });
    expect(dialog()).toHaveAccessibleDescription('This is needed to delete your account.');
    expect(field()).toHaveFocus();
    await user.paste('１２３ ４５６');
    expect(onVerify.mock.calls).toEqual([['123456']]);
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'passed'));
    expect(backend.calls).toEqual([]);
  });

  it('shows what the host rejects with as it would its own errors, and stays open', async () => {
    const onVerify = vi
      .fn<(code: string) => Promise<void>>()
      .mockRejectedValueOnce(refusal('INVALID_2FA_CODE', { attemptsRemaining: 2 }))
      .mockRejectedValueOnce(refusal('TOO_MANY_ATTEMPTS', { retryAfter: 5 }))
      .mockRejectedValueOnce(refusal('CHALLENGE_EXPIRED'));
    const { user, clock } = openOwn({ onVerify });
    await user.paste('000000');
    await waitFor(() => expect(field()).toHaveAccessibleDescription(/2 attempts left\./));
    await user.keyboard('111111');
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'locked'));
    act(() => clock.advance(5000));
    await waitFor(() => expect(field()).toHaveFocus());
    await user.keyboard('222222');
    await waitFor(() => expect(dialog()).toHaveAttribute('data-state', 'expired'));
    await user.click(button('Start again'));
    expect(field()).toHaveValue('');
  });

  it('opens and closes as it is told, begins afresh, and hears of the cancel', async () => {
    const onCancel = vi.fn();
    let refuse: (error: unknown) => void = () => {};
    const onVerify = (): Promise<void> => new Promise((_, reject) => (refuse = reject));
    const props = { onVerify, onCancel };
    const { user, rerender } = openOwn({ ...props, open: false });
    expect(screen.queryByRole('dialog')).toBeNull();
    rerender(<TwoFactorModal {...props} open />);
    await user.keyboard('123456');
    expect(dialog()).toHaveAttribute('data-state', 'submitting');
    await user.keyboard('{Escape}');
    expect(onCancel).toHaveBeenCalledOnce();
    rerender(<TwoFactorModal {...props} open={false} />);
    rerender(<TwoFactorModal {...props} open />);
    await act(async () => refuse(refusal('INVALID_2FA_CODE')));
    expect(field()).toHaveValue('');
    expect(field()).toBeValid();
    expect(dialog()).toHaveAttribute('data-state', 'ready');
  });

  it('does not ask for calls of the client', async () => {
    const { client } = openOwn({ onVerify: () => undefined, open: false });
    const error: unknown = await client
      .call('auth.changeEmail', { newEmail: 'maya@example.org' })
      .catch((reason: unknown) => (reason as Error).cause);
    expect(isOutcomeError(error, 'CHALLENGE_UNAVAILABLE')).toBe(true);
  });
});

describe('as a public component', () => {
  it('gives its root to the ref, keeps its classes beside the host’s, and passes attributes on', () => {
    const ref = createRef<HTMLDivElement>();
    const { Wrapper } = withBackend();
    const props = { ref, className: 'of-the-host', 'data-host': 'yes', onVerify: () => undefined };
    render(<TwoFactorModal {...props} />, { wrapper: Wrapper });
    expect(ref.current).toHaveAttribute('data-slot', 'two-factor-modal');
    expect(ref.current).toHaveAttribute('data-host', 'yes');
    expect(ref.current?.className).toMatch(/^rss:.* of-the-host$/);
    expect(ref.current).toBe(dialog());
  });

  it('has no axe violation', async () => {
    await openDialog();
    const { violations } = await axe.run(dialog(), { rules: { 'color-contrast': { enabled: false } } });
    expect(violations).toEqual([]);
  });

  it('is put where it is told, above all', async () => {
    const place = document.body.appendChild(document.createElement('section'));
    await openDialog({ container: place });
    expect(place).toContainElement(dialog());
    place.remove();
  });

  it('speaks Arabic', async () => {
    const { user } = openPage({ provider: { locale: 'ar', messages: messagesAr } });
    await user.click(button('Save'));
    expect(await screen.findByRole('dialog', { name: 'أكّد هويتك' })).toHaveAccessibleDescription(
      'هذا لازم لتغيير بريدك الإلكتروني.',
    );
  });
});
