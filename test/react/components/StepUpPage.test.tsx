/** The page to which an action goes that can't be confirmed in place: what it believes, asks, keeps and goes back to (SPEC F9, F10). */
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { createRef } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { messagesAr, NoAnswerError, StepUpDialog, StepUpPage } from 'react-session-security';
import type { SensitiveActionType, SessionSecurityProviderProps, StepUpPageProps } from 'react-session-security';
import type { ScriptedAccount } from 'react-session-security/testing';
import { withBackend } from '../../support/withBackend';
import { withSession } from '../../support/withSession';

const password = 'seven otters row home';
const parametersDigest = 'ab'.repeat(32);

afterEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

interface Setting extends StepUpPageProps {
  readonly account?: Partial<ScriptedAccount>;
  readonly provider?: Omit<SessionSecurityProviderProps, 'children' | 'client'>;
  readonly returnTo?: string;
  readonly beside?: boolean;
  /** What the address says, where it is not what the tab put aside. */
  readonly action?: SensitiveActionType;
}

async function openPage({ account, provider, returnTo = '/users?page=2', beside, action, ...props }: Setting = {}) {
  const setup = withBackend({ ...(account && { account }) }, provider);
  const pending = await setup.client.proofs.loadPendingActions();
  const id = pending.put({
    name: 'users.rename',
    actionType: 'email_change',
    parameters: { newEmail: 'maya@example.org' },
    returnTo,
    parametersDigest,
  });
  const navigate = vi.fn<(href: string) => void>();
  const search = `?action=${action ?? 'email_change'}&id=${id}`;
  const view = render(
    <>
      <StepUpPage search={search} navigate={navigate} {...props} />
      {beside === true && <StepUpDialog />}
    </>,
    { wrapper: setup.Wrapper },
  );
  const proofCalls = () => setup.backend.calls.filter(({ path }) => path.startsWith('auth.'));
  return { ...setup, ...view, pending, id, navigate, proofCalls, user: userEvent.setup() };
}

async function openReady(setting: Setting = {}) {
  const opened = await openPage(setting);
  await isIn('ready');
  return opened;
}

const root = () => document.querySelector('[data-slot=step-up-page]');
const isIn = (state: string) => waitFor(() => expect(root()).toHaveAttribute('data-state', state));
const button = (name: string) => screen.getByRole('button', { name });
const passwordField = () => screen.getByLabelText<HTMLInputElement>('Your password');
const heading = () => screen.getByRole('heading').textContent;

describe('StepUpPage', () => {
  it('says who is asked, what for and why, and asks for the password (F9)', async () => {
    await openReady();
    expect(heading()).toBe('Confirm it’s you');
    expect(root()).toHaveTextContent('You’re about to change your email address.');
    expect(root()).toHaveTextContent('To keep your account safe, we check once more that it’s you.');
    expect(await screen.findByText('Maya Lindqvist')).toBeVisible();
    expect(root()).toHaveTextContent('m•••@example.com');
    expect(screen.getByText('ML')).toHaveAttribute('aria-hidden', 'true');
    expect(passwordField()).toHaveFocus();
  });

  it('asks who has a second factor for that, and shows no password field (R50)', async () => {
    await openReady({ account: { secondFactorCode: '123456' } });
    expect(document.querySelector('input[type=password]')).toBeNull();
    expect(screen.getByRole('textbox')).toHaveFocus();
  });

  it('keeps the token for the action, goes back to where it goes on, and shows the token nowhere (F10, F11)', async () => {
    const { user, pending, id, navigate, backend } = await openReady();
    await user.keyboard(`${password}{Enter}`);
    await waitFor(() => expect(navigate.mock.calls).toEqual([['/users?page=2']]));
    expect(root()).toHaveAttribute('data-state', 'leaving');
    expect(screen.getByText(/Confirmed\. Taking you back…/)).toBeVisible();
    expect(pending.list()).toMatchObject([{ id, isProven: true }]);
    const sent = backend.calls.find(({ path }) => path === 'auth.createStepUpToken')?.input;
    expect(sent).toMatchObject({ actionType: 'email_change', parametersDigest });
    expect(document.documentElement.innerHTML).not.toMatch(/[0-9a-f]{64}/);
  });

  it('opens one prompt in StrictMode, and asks once', async () => {
    const { callsTo, client } = await openReady();
    expect(callsTo('auth.getStepUpMethods')).toBe(1);
    expect(client.proofs.getSnapshot()?.waiting).toBe(1);
    act(() => client.proofs.cancel());
    expect(client.proofs.getSnapshot()).toBeUndefined();
  });

  it('cancels: the action is forgotten, and the user is back', async () => {
    const { user, pending, id, navigate, callsTo } = await openReady();
    await user.click(button('Cancel'));
    await waitFor(() => expect(navigate.mock.calls).toEqual([['/users?page=2']]));
    expect(pending.peek(id)).toBeUndefined();
    expect(callsTo('auth.createStepUpToken')).toBe(0);
  });

  it('keeps the action and its one id over a reload, and asks anew', async () => {
    const first = await openReady();
    first.unmount();
    expect(first.client.proofs.getSnapshot()).toBeUndefined();
    const again = withBackend();
    const search = `?action=email_change&id=${first.id}`;
    render(<StepUpPage search={search} navigate={first.navigate} />, { wrapper: again.Wrapper });
    await isIn('ready');
    await first.user.keyboard(`${password}{Enter}`);
    await waitFor(() => expect(first.navigate).toHaveBeenCalledOnce());
  });

  it('reads the browser’s own address where no router tells', async () => {
    const { client, Wrapper } = withBackend();
    const pending = await client.proofs.loadPendingActions();
    const id = pending.put({ name: 'a', actionType: 'email_change', parameters: {}, returnTo: '/' });
    history.replaceState(null, '', `/confirm?action=email_change&id=${id}`);
    render(<StepUpPage />, { wrapper: Wrapper });
    await isIn('ready');
    expect(passwordField()).toHaveFocus();
    history.replaceState(null, '', '/');
  });

  it('is asked in place of the dialog that the layout has, which is back afterwards', async () => {
    const { user, client, navigate } = await openReady({ beside: true });
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.keyboard(`${password}{Enter}`);
    await waitFor(() => expect(navigate).toHaveBeenCalled());
    client.proofs.prove({ kind: 'step_up', actionType: 'role_change' }).catch(() => {});
    expect(await screen.findByRole('dialog')).toBeVisible();
  });

  it('says why it asks again, where a token was refused', async () => {
    const { client, Wrapper } = withBackend();
    const pending = await client.proofs.loadPendingActions();
    const id = pending.put({
      name: 'a',
      actionType: 'email_change',
      parameters: {},
      returnTo: '/',
      because: 'STEP_UP_TOKEN_EXPIRED',
    });
    render(<StepUpPage search={`?action=email_change&id=${id}`} />, { wrapper: Wrapper });
    expect(await screen.findByText('Your confirmation has expired. Confirm it’s you again.')).toBeVisible();
  });
});

describe('a link that this tab did not make (R71)', () => {
  const hostile = [
    '',
    '?action=email_change',
    '?id=AAAAAAAAAAAAAAAAAAAAAA',
    '?action=email_change&id=AAAAAAAAAAAAAAAAAAAAAA',
    '?action=toString&id=__proto__',
    '?action=<b>x</b>&id=%00',
    '?action=email_change&id=AAAAAAAAAAAAAAAAAAAAAA&returnTo=https://evil.example',
  ];
  it.each(hostile)('%j is called invalid, asks for no proof, and leads nowhere else', async (search) => {
    const { user, client, navigate, proofCalls } = await openPage({ search, fallbackPath: '/account' });
    await isIn('invalid');
    expect(heading()).toBe('This confirmation is no longer valid');
    expect(screen.getByRole('heading')).toHaveFocus();
    expect(proofCalls()).toEqual([]);
    expect(client.proofs.getSnapshot()).toBeUndefined();
    await user.click(button('Go back'));
    expect(navigate.mock.calls).toEqual([['/account']]);
  });

  it('is invalid when it names another action than was put aside', async () => {
    const { proofCalls } = await openPage({ action: 'role_change' });
    await isIn('invalid');
    expect(proofCalls()).toEqual([]);
  });

  it('asks the server for nothing at all where the tab has put nothing aside', async () => {
    const { Wrapper, backend } = withBackend();
    render(<StepUpPage search="?action=role_change&id=AAAAAAAAAAAAAAAAAAAAAA" />, { wrapper: Wrapper });
    await isIn('invalid');
    expect(backend.calls).toEqual([]);
  });

  it('is invalid when it took too long', async () => {
    const { client, clock, Wrapper, callsTo } = withBackend();
    const pending = await client.proofs.loadPendingActions();
    const id = pending.put({ name: 'a', actionType: 'email_change', parameters: {}, returnTo: '/' });
    clock.advance(10 * 60_000);
    render(<StepUpPage search={`?action=email_change&id=${id}`} />, { wrapper: Wrapper });
    await isIn('invalid');
    expect(callsTo('auth.getStepUpMethods')).toBe(0);
  });

  it('becomes invalid when the action is gone before the proof is there, and keeps no token', async () => {
    const { user, pending, id, navigate } = await openReady();
    pending.discard(id);
    await user.keyboard(`${password}{Enter}`);
    await isIn('invalid');
    expect(navigate).not.toHaveBeenCalled();
    await user.click(button('Go back'));
    expect(navigate.mock.calls).toEqual([['/users?page=2']]);
  });

  it.each(['https://evil.example', '//evil.example', 'javascript:alert(1)'])(
    'goes back to its own origin only, not to %s (R70)',
    async (path) => {
      const { user, navigate } = await openPage({ search: '?', fallbackPath: path });
      await isIn('invalid');
      await user.click(button('Go back'));
      expect(navigate.mock.calls).toEqual([['/']]);
    },
  );

  it('is looked at again when the browser brings the page back as it was left', async () => {
    const { user, navigate } = await openReady();
    await user.click(button('Cancel'));
    await waitFor(() => expect(navigate).toHaveBeenCalled());
    act(() => void window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await isIn('invalid');
  });
});

describe('what can go wrong', () => {
  it('stays after a wrong password', async () => {
    const { user, navigate } = await openReady();
    await user.keyboard('wrong{Enter}');
    await waitFor(() => expect(passwordField()).toHaveAccessibleDescription(/isn’t your password/));
    expect(navigate).not.toHaveBeenCalled();
  });

  it('can be tried again when the ways to confirm could not be loaded', async () => {
    const setup = withBackend();
    setup.backend.fail('auth.getStepUpMethods', new NoAnswerError(), 1);
    const pending = await setup.client.proofs.loadPendingActions();
    const id = pending.put({ name: 'a', actionType: 'email_change', parameters: {}, returnTo: '/' });
    render(<StepUpPage search={`?action=email_change&id=${id}`} />, { wrapper: setup.Wrapper });
    await isIn('failed');
    await userEvent.click(button('Try again'));
    await isIn('ready');
    expect(passwordField()).toHaveFocus();
  });

  it('shows nobody’s name where the back end says none, and breaks at nothing it says', async () => {
    const setup = withBackend();
    setup.backend.fail('session.getStatus', new Error('500'));
    const pending = await setup.client.proofs.loadPendingActions();
    const id = pending.put({ name: 'a', actionType: 'email_change', parameters: {}, returnTo: '/' });
    render(<StepUpPage search={`?action=email_change&id=${id}`} />, { wrapper: setup.Wrapper });
    await isIn('ready');
    await waitFor(() => expect(document.querySelector('[data-slot=step-up-account]')).toBeNull());
  });

  it('says so when the session is over, offers to sign in where the host can, and nothing was done', async () => {
    const onSignIn = vi.fn();
    const { client, user, navigate, callsTo } = await openReady({ onSignIn });
    await act(async () => void (await client.call('auth.signOut')));
    await isIn('ended');
    expect(root()).toHaveTextContent('Nothing was changed. Sign in again, then begin once more.');
    expect(callsTo('auth.createStepUpToken')).toBe(0);
    await user.click(button('Sign in again'));
    expect(onSignIn).toHaveBeenCalledOnce();
    expect(navigate).not.toHaveBeenCalled();
  });

  it('says so when nobody is signed in any more as the page is opened', async () => {
    const first = await openReady();
    first.unmount();
    const { Wrapper, callsTo } = withBackend({ isSignedOut: true });
    render(<StepUpPage search={`?action=email_change&id=${first.id}`} />, { wrapper: Wrapper });
    await isIn('ended');
    expect(heading()).toBe('You’re signed out');
    expect(callsTo('auth.getStepUpMethods')).toBe(0);
  });

  it('hears of a sign-out in another tab', async () => {
    const scene = withSession();
    const pending = await scene.client.proofs.loadPendingActions();
    const id = pending.put({ name: 'a', actionType: 'email_change', parameters: {}, returnTo: '/' });
    render(<StepUpPage search={`?action=email_change&id=${id}`} />, { wrapper: scene.Wrapper });
    await scene.advance(1000);
    await isIn('ready');
    const { client } = scene.openTab();
    await act(async () => client.engine.signOut());
    await scene.advance(1000);
    await isIn('ended');
    expect(heading()).toBe('You signed out in another tab');
  });
});

describe('as a public component', () => {
  it('gives its root to the ref, keeps its classes beside the host’s, and passes attributes on', async () => {
    const ref = createRef<HTMLDivElement>();
    const props = { ref, className: 'of-the-host', 'data-host': 'yes', headingLevel: 2 as const };
    await openReady(props);
    expect(ref.current).toBe(root());
    expect(ref.current).toHaveAttribute('data-host', 'yes');
    expect(ref.current?.className).toMatch(/^rss:.* of-the-host$/);
    expect(screen.getByRole('heading', { level: 2 })).toBeVisible();
  });

  it('has no axe violation, asking and invalid', async () => {
    const rules = { 'color-contrast': { enabled: false } };
    const { unmount } = await openReady({ username: 'maya@example.com' });
    await screen.findByText('Maya Lindqvist');
    expect((await axe.run(root() ?? document, { rules })).violations).toEqual([]);
    unmount();
    await openPage({ search: '?' });
    await isIn('invalid');
    expect((await axe.run(root() ?? document, { rules })).violations).toEqual([]);
  });

  it('speaks Arabic', async () => {
    await openReady({ provider: { locale: 'ar', messages: messagesAr } });
    expect(heading()).toBe('أكّد هويتك');
    expect(root()).toHaveTextContent('تغيير بريدك الإلكتروني');
  });
});
