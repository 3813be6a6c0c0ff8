/** How devices are called: one name each, the same on the row, on its buttons, in the question and in what is announced (S7, R112). */
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { messagesAr, SessionSecurityError, SessionsList } from 'react-session-security';
import type { SessionsListProps } from 'react-session-security';
import { sessionFixture, sessionsFixture } from 'react-session-security/testing';
import type { ScriptedBackend } from 'react-session-security/testing';
import { withBackend } from '../../support/withBackend';

const here = sessionsFixture.slice(0, 1);
const laptop = { deviceName: 'Laptop', lastActivityAt: '2026-11-21T08:00:00.000Z' };
const twins = ['a', 'b'].map((id) => sessionFixture({ id, ...laptop }));
const nameless = ['a', 'b'].map((id) =>
  sessionFixture({ id, ...laptop, deviceName: '', browser: 'Firefox', os: 'macOS' }),
);

function open(
  sessions: ScriptedBackend['sessions'],
  props: SessionsListProps = {},
  prepare: (backend: ScriptedBackend) => void = () => {},
  provider = {},
) {
  const setup = withBackend({ sessions: [...here, ...sessions] }, provider);
  prepare(setup.backend);
  return { ...setup, user: userEvent.setup(), ...render(<SessionsList {...props} />, { wrapper: setup.Wrapper }) };
}

const listed = () => screen.findByRole('list', { name: 'Other devices' });
const buttonNames = () =>
  screen.getAllByRole('button').map((button) => button.getAttribute('aria-label') ?? button.textContent);

async function openDetails(user: ReturnType<typeof userEvent.setup>) {
  for (const toggle of within(await listed()).getAllByRole('button', { name: /^Details/ })) await user.click(toggle);
}

describe('two devices that are called alike', () => {
  it.each([
    ['by their names', twins],
    ['by their software, for want of names', nameless],
  ])('%s have buttons of their own names: details, rename, not me, sign out', async (_, sessions) => {
    const { user } = open(sessions);
    await openDetails(user);
    expect(screen.getAllByRole('button', { name: /^Rename/ })).toHaveLength(2);
    expect(screen.getAllByRole('button', { name: /^This wasn’t me/ })).toHaveLength(2);
    expect(new Set(buttonNames()).size).toBe(buttonNames().length);
  });

  it.each([
    ['to try again', new Error('500'), /^Try again to sign out/],
    ['to confirm', new SessionSecurityError('STEP_UP_REQUIRED'), /^Confirm it’s you to sign out/],
  ])('have buttons of their own names %s', async (_, failure, name) => {
    const { user } = open(twins, { selectable: true, onVerificationRequired: () => {} }, ({ fail }) =>
      fail('session.revokeSessions', failure),
    );
    await user.click(await screen.findByRole('button', { name: 'Select' }));
    await user.click(screen.getByRole('button', { name: 'Select all' }));
    await user.click(screen.getByRole('button', { name: 'Sign out selected' }));
    await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
    const buttons = await screen.findAllByRole('button', { name });
    expect(buttons).toHaveLength(2);
    expect(new Set(buttons.map((button) => button.getAttribute('aria-label'))).size).toBe(2);
  });

  it('say when they were last active on each of these buttons, as on the one that signs out', async () => {
    const { user } = open(twins.slice(0, 1));
    await openDetails(user);
    for (const name of [/^Details/, /^Sign out .Laptop/, /^Rename/, /^This wasn’t me/]) {
      expect(within(await listed()).getByRole('button', { name })).toHaveAccessibleName(
        /.Laptop.*Nov 21, 2026, 8:00 AM/,
      );
    }
  });

  it('are told apart in the question', async () => {
    const { user } = open(twins);
    await user.click((await screen.findAllByRole('button', { name: /^Sign out .Laptop/ }))[1] as HTMLElement);
    expect(await screen.findByRole('alertdialog')).toHaveAccessibleName(/Sign out .Laptop \(2\).\?/);
  });
});

describe('the question about a device', () => {
  it('calls it as its row does, also without a name of its own', async () => {
    const { user } = open(nameless.slice(0, 1));
    await user.click(await screen.findByRole('button', { name: /^Sign out .*Firefox/ }));
    expect(await screen.findByRole('alertdialog')).toHaveAccessibleName(/Firefox. on .macOS/);
    expect(screen.queryByText(/Unnamed/)).toBeNull();
    await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
    expect(await screen.findByText(/Firefox. on .macOS.* was signed out/)).toBeInTheDocument();
  });

  it.each([
    ['sign it out', /^Sign out .Work MacBook/],
    ['say that it is not yours', /^This wasn’t me/],
  ])('says where it is and when it was last active: %s', async (_, name) => {
    const { user } = open(sessionsFixture.filter(({ id }) => id === 'ses_macbook'));
    await openDetails(user);
    await user.click(screen.getByRole('button', { name }));
    expect(await screen.findByRole('alertdialog')).toHaveAccessibleDescription(
      /Malmö.*Sweden.* · Last active Nov 21, 2026, 4:00 AM/,
    );
  });

  it('leaves the place out where it is hidden (S10)', async () => {
    const { user } = open(sessionsFixture.slice(1), { hideLocation: true });
    await user.click(await screen.findByRole('button', { name: /^Sign out .Work MacBook/ }));
    expect(await screen.findByRole('alertdialog')).not.toHaveTextContent(/Malmö|Sweden/);
  });
});

describe('notices of several lists', () => {
  it('have ids that no other has (K7)', async () => {
    const ids: string[] = [];
    const { Wrapper } = withBackend({}, { onNotice: ({ id }) => void ids.push(id) });
    const user = userEvent.setup();
    render(
      <>
        <SessionsList />
        <SessionsList heading="Again" />
      </>,
      { wrapper: Wrapper },
    );
    for (const [index, device] of ['Work MacBook', 'Samsung TV'].entries()) {
      const region = screen.getByRole('region', { name: index === 0 ? 'Your devices' : 'Again' });
      await user.click(await within(region).findByRole('button', { name: new RegExp(`^Sign out .${device}`) }));
      await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Sign out' }));
      await waitFor(() => expect(ids).toHaveLength(index + 1));
    }
    expect(new Set(ids).size).toBe(2);
  });
});

describe('selecting all', () => {
  it('says how many that are, where not all are loaded', async () => {
    const { user } = open(sessionsFixture.slice(1), { selectable: true, pageSize: 3 });
    await user.click(await screen.findByRole('button', { name: 'Select' }));
    await user.click(screen.getByRole('button', { name: 'Select all 2 shown' }));
    expect(screen.getByText('2 selected')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await screen.findByRole('button', { name: 'Select all' })).toBeVisible();
  });
});

describe('a refusal that says how long to wait', () => {
  it.each(['RATE_LIMITED', 'TOO_MANY_ATTEMPTS'] as const)('says it once: %s', async (code) => {
    const { container } = open([], {}, ({ fail }) =>
      fail('session.getSessions', new SessionSecurityError(code, { retryAfter: 1800 })),
    );
    await screen.findByRole('alert');
    expect(container.textContent?.match(/wait|again in/gi)).toEqual(['again in']);
  });

  it('says at least to wait, where it does not say how long', async () => {
    open([], {}, ({ fail }) => fail('session.getSessions', new SessionSecurityError('RATE_LIMITED')));
    expect(await screen.findByRole('alert')).toHaveTextContent('Wait a moment, then try again.');
  });

  it.each(['CSRF_REJECTED', 'INVALID_REQUEST'] as const)('names a next step: %s', async (code) => {
    expect(messagesAr.errors[code]).toMatch(/أعد تحميل الصفحة/);
    open([], {}, ({ fail }) => fail('session.getSessions', new SessionSecurityError(code)));
    expect(await screen.findByRole('alert')).toHaveTextContent('Reload the page');
  });
});
