/** What a user sees when the session is over (R9, S4): why, nothing of the devices, and the way back in. */
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { messagesAr, SessionSecurityError, SessionsList, useSessionSecurity } from 'react-session-security';
import type { SessionSecurityErrorCode, SessionsListProps } from 'react-session-security';
import { withBackend } from '../../support/withBackend';

async function endedBy(code: SessionSecurityErrorCode, props: SessionsListProps = {}, provider = {}) {
  const setup = withBackend({}, provider);
  const App = () => {
    const { refreshSessions } = useSessionSecurity();
    return (
      <>
        <SessionsList {...props} />
        <button type="button" onClick={() => void refreshSessions()}>
          Look again
        </button>
      </>
    );
  };
  const user = userEvent.setup();
  const view = render(<App />, { wrapper: setup.Wrapper });
  await screen.findByText('Work MacBook');
  setup.backend.fail('session.getSessions', new SessionSecurityError(code));
  await user.click(screen.getByRole('button', { name: 'Look again' }));
  await waitFor(() => expect(view.container.querySelector('[data-state=signed-out]')).not.toBeNull());
  return { ...setup, ...view, user };
}

describe('a list whose session is over', () => {
  it.each([
    ['SESSION_REVOKED', 'This device was signed out'],
    ['SESSION_EXPIRED', 'Your session has ended'],
    ['UNAUTHENTICATED', 'You’re signed out'],
  ] as const)('says after %s: %s', async (code, title) => {
    const { container } = await endedBy(code);
    expect(screen.getByText(title)).toBeVisible();
    expect(container).not.toHaveTextContent(/couldn’t be|try again/i);
    expect(screen.queryByRole('button', { name: 'Sign in' })).toBeNull();
  });

  it('keeps the words for a session that was ended to protect the account', async () => {
    const { container } = await endedBy('REFRESH_TOKEN_REUSED');
    expect(container).toHaveTextContent('You were signed out to protect your account.');
  });

  it('leaves nothing of the devices in the page, and no way to act on them (R9)', async () => {
    const { container } = await endedBy('SESSION_REVOKED');
    expect(container.innerHTML).not.toMatch(/MacBook|iPhone|Berlin|113\.24|Windows/);
    expect(screen.getAllByRole('button')).toHaveLength(1);
  });

  it('closes a question that was open about a device', async () => {
    const setup = withBackend();
    render(<SessionsList />, { wrapper: setup.Wrapper });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: /^Sign out .Work MacBook/ }));
    await screen.findByRole('alertdialog');
    setup.backend.fail('session.getStatus', new SessionSecurityError('SESSION_REVOKED'));
    await setup.client.call('session.getStatus').catch(() => {});
    expect(await screen.findByText('This device was signed out')).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  });

  it('offers to sign in where the host can, and lists again once that is done', async () => {
    let signedIn = (): void => {};
    const onSignIn = vi.fn(() => new Promise<void>((resolve) => (signedIn = resolve)));
    const { user, backend } = await endedBy('SESSION_EXPIRED', { onSignIn });
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(onSignIn).toHaveBeenCalledWith(expect.objectContaining({ reason: 'expired' }));
    backend.succeed('session.getSessions');
    signedIn();
    expect(await screen.findByText('Work MacBook')).toBeVisible();
  });

  it('says so in Arabic', async () => {
    const { container } = await endedBy(
      'SESSION_EXPIRED',
      {},
      { locale: 'en', messages: { sessions: { ended: messagesAr.sessions.ended } } },
    );
    expect(container).toHaveTextContent(messagesAr.sessions.ended.expired.title);
  });
});

describe('after signing out of this device', () => {
  it('says so, also where the host does not listen, and moves the focus to the heading', async () => {
    const { Wrapper, callsTo } = withBackend();
    const { container } = render(<SessionsList />, { wrapper: Wrapper });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: /^Sign out of this device/ }));
    await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
    expect(await screen.findByText('You’re signed out')).toBeVisible();
    expect(container.innerHTML).not.toMatch(/MacBook|Berlin/);
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Your devices' })).toHaveFocus());
    expect(callsTo('session.getSessions')).toBe(1);
  });
});
