/** The end, told softly: why, with the page still there, and the way back in place. */
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import {
  createSessionSecurity,
  SessionExpiredBanner,
  SessionSecurityError,
  SessionWarningBanner,
  useSessionSecurity,
  useSessionStatus,
} from 'react-session-security';
import type { SessionExpiredBannerProps, SignInControls } from 'react-session-security';
import { describeConformance } from '../../support/describeConformance';
import { listenToRegions } from '../../support/listenToRegions';
import { withSession } from '../../support/withSession';
import type { SessionSceneOptions } from '../../support/withSession';

const minute = 60_000;
const banner = () => document.querySelector('[data-slot=session-expired-banner]');
const signInAgain = () => screen.getByRole('button', { name: 'Sign in again' });

function Page({ children, ...props }: SessionExpiredBannerProps & { readonly children?: React.ReactNode }) {
  const { canMutate } = useSessionStatus();
  return (
    <>
      <SessionExpiredBanner {...props} />
      <p>What was on the page</p>
      <label>
        A form <input defaultValue="half written" />
      </label>
      <button type="button" disabled={!canMutate}>
        Save
      </button>
      {children}
    </>
  );
}

async function open(options: SessionSceneOptions = {}, props: SessionExpiredBannerProps = {}) {
  const scene = withSession(options);
  const view = render(<Page {...props} />, { wrapper: scene.Wrapper });
  await scene.advance(100);
  const comeBack = async () => {
    act(() => scene.tab.hide());
    await scene.advance(6 * minute);
    act(() => scene.tab.show());
    await scene.advance(5000);
  };
  return { ...scene, ...view, comeBack };
}

/** A form of the host over the kit's client. */
function SignIn({ close }: SignInControls) {
  const { client } = useSessionSecurity();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void client.call('auth.signIn', { identifier: 'maya@example.com', password: 'seven otters row home' });
      }}
    >
      <label>
        Password <input type="password" />
      </label>
      <button type="submit">Sign in</button>
      <button type="button" onClick={close}>
        Not now
      </button>
    </form>
  );
}

describeConformance('SessionExpiredBanner', {
  slot: 'session-expired-banner',
  rootTag: 'div',
  settled: () => screen.findByRole('status'),
  create: (props) => <SessionExpiredBanner {...props} />,
});

describe('when the session ends', () => {
  it('says that it was for want of activity, once, and leaves the page readable with nothing to change (A13)', async () => {
    const { advance } = await open({ idleIn: minute });
    expect(banner()).toHaveAttribute('data-state', 'none');
    expect(screen.getByRole('button', { name: 'Save' })).toBeEnabled();
    const heard = listenToRegions();
    await advance(2 * minute, 1000);
    expect(banner()).toHaveAttribute('data-state', 'ended');
    expect(screen.getByText('What was on the page')).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'A form' })).toHaveValue('half written');
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
    expect(heard).toEqual(['You were signed out after a while without activity']);
  });

  it('says that the session was too old (A13)', async () => {
    const { advance } = await open({ absoluteIn: minute });
    await advance(2 * minute);
    expect(screen.getByText('It’s time to sign in again', { selector: 'p' })).toBeVisible();
  });

  it.each([
    ['SESSION_REVOKED', 'This device was signed out'],
    ['REFRESH_TOKEN_REUSED', 'You were signed out to protect your account'],
    ['SESSION_EXPIRED', 'Your session has ended'],
  ] as const)('has its own words for %s (A13)', async (code, title) => {
    const { backend, comeBack } = await open();
    backend.fail('session.getStatus', new SessionSecurityError(code));
    await comeBack();
    expect(screen.getByText(title, { selector: 'p' })).toBeVisible();
  });

  it('says that it was in another tab (A9, A13)', async () => {
    const { openTab, advance } = await open();
    const other = openTab();
    await advance(1000);
    void other.client.engine.signOut();
    await advance(1000);
    expect(screen.getByText('You signed out in another tab', { selector: 'p' })).toBeVisible();
  });

  it('does not speak of another tab to who signed out here', async () => {
    const scene = withSession();
    const SignOut = () => {
      const { signOut } = useSessionSecurity();
      return (
        <button type="button" onClick={() => void signOut()}>
          Sign out
        </button>
      );
    };
    render(
      <Page>
        <SignOut />
      </Page>,
      { wrapper: scene.Wrapper },
    );
    await scene.advance(100);
    await userEvent.click(screen.getByRole('button', { name: 'Sign out' }));
    await scene.advance(1000);
    expect(screen.getByText('You’re signed out', { selector: 'p' })).toBeVisible();
    expect(scene.callsTo('auth.signOut')).toBe(1);
  });

  it('says that the server was out of reach for too long (A13)', async () => {
    const { advance, backend, tab } = await open({ idleIn: 24 * 60 * minute });
    backend.fail('session.getStatus', new TypeError('Failed to fetch'));
    act(() => {
      tab.page.navigator.onLine = false;
      tab.page.window.dispatch('offline');
    });
    await advance(13 * 60 * minute, 60 * minute);
    expect(screen.getByText('We couldn’t check your session for a long time', { selector: 'p' })).toBeVisible();
  });

  it('says nothing of a session that the page never saw alive', async () => {
    const { advance } = await open({ isSignedOut: true });
    await advance(10_000);
    expect(banner()).toHaveAttribute('data-state', 'none');
  });

  it('is told once where the warning banner stands beside it (A12)', async () => {
    const scene = withSession({ idleIn: 30_000 });
    render(
      <>
        <SessionWarningBanner />
        <SessionExpiredBanner />
      </>,
      { wrapper: scene.Wrapper },
    );
    await scene.advance(100);
    const heard = listenToRegions();
    await scene.advance(60_000, 1000);
    expect(heard).toEqual([
      'You’ll be signed out in 20 seconds.',
      'You were signed out after a while without activity',
    ]);
  });
});

describe('signing in again', () => {
  const renderSignIn = (controls: SignInControls) => <SignIn {...controls} />;

  it('happens in place, with the keyboard alone; then the banner leaves and the focus is where it was (A13)', async () => {
    const { advance } = await open({ idleIn: minute }, { renderSignIn });
    screen.getByRole('textbox', { name: 'A form' }).focus();
    await advance(2 * minute);
    expect(screen.getByRole('textbox', { name: 'A form' })).toHaveFocus();
    const heard = listenToRegions();
    signInAgain().focus();
    await userEvent.keyboard('{Enter}');
    expect(banner()).toHaveAttribute('data-state', 'signing-in');
    expect(screen.getByLabelText('Password')).toHaveFocus();
    await userEvent.keyboard('seven otters row home{Enter}');
    await advance(2000);
    expect(banner()).toHaveAttribute('data-state', 'none');
    expect(screen.getByRole('textbox', { name: 'A form' })).toHaveFocus();
    expect(screen.getByRole('textbox', { name: 'A form' })).toHaveValue('half written');
    expect(screen.getByRole('button', { name: 'Save' })).toBeEnabled();
    expect(heard).toEqual(['You’re signed in again.']);
  });

  it('can be thought better of', async () => {
    const { advance } = await open({ idleIn: minute }, { renderSignIn });
    await advance(2 * minute);
    await userEvent.click(signInAgain());
    await userEvent.click(screen.getByRole('button', { name: 'Not now' }));
    expect(banner()).toHaveAttribute('data-state', 'ended');
    expect(signInAgain()).toBeVisible();
  });

  it('in a way of the host’s own is asked for once, and a refusal to is no failure', async () => {
    let settle: { readonly resolve: () => void; readonly reject: (cause: unknown) => void } | undefined;
    const onSignIn = vi.fn(
      () =>
        new Promise<void>((resolve, reject) => {
          settle = { resolve, reject };
        }),
    );
    const { advance, client } = await open({ idleIn: minute }, { onSignIn });
    await advance(2 * minute);
    await userEvent.click(signInAgain());
    await userEvent.click(signInAgain());
    expect(onSignIn).toHaveBeenCalledOnce();
    expect(signInAgain()).toHaveAttribute('aria-busy', 'true');
    await act(async () => settle?.reject(new Error('closed')));
    expect(signInAgain()).not.toHaveAttribute('aria-busy');
    expect(banner()).toHaveAttribute('data-state', 'ended');
    expect(client.engine.getSnapshot().status).toBe('expired');
  });

  it('in a way of the host’s own that the kit did not see is believed once the server says so', async () => {
    let finish: (() => void) | undefined;
    const onSignIn = () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      });
    const { advance, backend } = await open({ idleIn: minute }, { onSignIn });
    await advance(2 * minute);
    await userEvent.click(signInAgain());
    const elsewhere = createSessionSecurity({ link: backend.link });
    await elsewhere.call('auth.signIn', { identifier: 'maya@example.com', password: 'seven otters row home' });
    await advance(1000);
    expect(banner()).toHaveAttribute('data-state', 'ended');
    await act(async () => finish?.());
    await advance(1000);
    expect(banner()).toHaveAttribute('data-state', 'none');
  });

  it('has no button where the host has no way', async () => {
    const { advance } = await open({ idleIn: minute });
    await advance(2 * minute);
    expect(screen.queryByRole('button', { name: 'Sign in again' })).toBeNull();
  });
});

describe('somebody else signing in over the page', () => {
  async function openSwitched(props: SessionExpiredBannerProps = {}) {
    let name = 'maya';
    const scene = await open(
      {
        alterStatus: (status) => ({
          ...status,
          user: { ...status.user, id: `usr_${name}` },
          session: { ...status.session, id: `ses_${name}` },
        }),
      },
      props,
    );
    const heard = listenToRegions();
    name = 'jonas';
    await act(() => scene.client.engine.validate());
    await scene.advance(1000);
    return { ...scene, heard };
  }

  it('is told, and the page stays (A13)', async () => {
    const { heard } = await openSwitched();
    expect(banner()).toHaveAttribute('data-state', 'switched');
    expect(heard).toEqual(['Somebody else is signed in now']);
    expect(screen.getByRole('textbox', { name: 'A form' })).toHaveValue('half written');
  });

  it('lets the host load the page again, or the new user take it as it is', async () => {
    const onReload = vi.fn();
    await openSwitched({ onReload });
    await userEvent.click(screen.getByRole('button', { name: 'Load again' }));
    expect(onReload).toHaveBeenCalledOnce();
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(banner()).toHaveAttribute('data-state', 'none');
  });
});

describe('on the page', () => {
  it('has no axe violation, with the form open and without', async () => {
    const { advance, container } = await open(
      { idleIn: minute },
      { renderSignIn: (controls) => <SignIn {...controls} /> },
    );
    await advance(2 * minute);
    const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } };
    expect((await axe.run(container, { rules })).violations).toEqual([]);
    await userEvent.click(signInAgain());
    expect((await axe.run(container, { rules })).violations).toEqual([]);
  });
});
