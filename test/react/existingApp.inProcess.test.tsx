/**
 * An application that was there before (Shows 7; SPEC F3–F5): it gains a second factor and step-up by one link and two
 * dialogs, by a hook, or by prompts of its own. The parts are those of the README, over the real server.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { QueryClient } from '@tanstack/react-query';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { httpBatchLink } from '@trpc/client';
import { Fragment, StrictMode } from 'react';
import { createSessionSecurity, SessionSecurityProvider, sessionSecurityLink } from 'react-session-security';
import { createInProcessBrowser } from 'react-session-security/testing';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '../readme/App';
import { done } from '../readme/effects';
import { ChangePassword } from '../readme/ChangePassword';
import { handler } from '../readme/handler';
import { CodePrompt, StepUpPrompt } from '../readme/OwnPrompts';
import { Pages } from '../readme/Pages';
import { testServer } from '../readme/sessions';
import { trpc } from '../readme/trpc';
import { appOrigin } from '../support/server/createBrowser';
import { nextCode, people } from '../support/server/sensitive';

const { ada, bob, grace } = people;

/** Paths that the page asked for, in order. */
let asked: string[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  done.length = 0;
  asked = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
afterAll(() => testServer.close());

/** One browser, in which `person` signed in a while ago. */
async function openBrowser({ email, password }: { readonly email: string; readonly password: string }) {
  const { clock } = testServer;
  const browser = createInProcessBrowser({ server: { handler }, origin: appOrigin, clock });
  const { call } = createSessionSecurity({ link: browser.link, clock });
  clock.advance(30_000);
  const first = await call('auth.signIn', { identifier: email, password });
  if (first.status === '2fa_required') {
    await call('auth.verifySignIn2FA', { challengeId: first.challengeId, code: nextCode(testServer) });
  }
  clock.advance(20 * 60_000);
  vi.setSystemTime(clock.now());
  vi.stubGlobal('fetch', (async (input, init) => {
    asked.push(new URL(input instanceof Request ? input.url : input, appOrigin).pathname);
    return browser.fetch(input, init);
  }) satisfies typeof fetch);
  return userEvent.setup({ delay: null });
}

const countOf = (pathname: string): number => asked.filter((name) => name === pathname).length;
const section = (name: string) => within(screen.getByRole('region', { name }));
const says = (name: string, text: string | RegExp) =>
  waitFor(() => expect(section(name).getByRole('status')).toHaveTextContent(text));

function code(): string {
  const next = nextCode(testServer);
  vi.setSystemTime(testServer.clock.now());
  return next;
}

describe('an application without the kit', () => {
  it('shows the server’s refusal, and does nothing', async () => {
    const user = await openBrowser(grace);
    const client = trpc.createClient({ links: [httpBatchLink({ url: '/api/app' })] });
    render(
      <trpc.Provider client={client} queryClient={new QueryClient()}>
        <ChangePassword />
      </trpc.Provider>,
    );
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    await waitFor(() => expect(screen.getByRole('alert')).not.toBeEmptyDOMElement());
    expect(done).toEqual([]);
  });
});

describe('the same application with the link and two dialogs', () => {
  it.each([
    ['', Fragment],
    [', in StrictMode', StrictMode],
  ])('has its own mutation wait for one second factor, and settle with its own result (F4)%s', async (_, Mode) => {
    const user = await openBrowser(grace);
    render(
      <Mode>
        <App />
      </Mode>,
    );
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    const dialog = await screen.findByRole('dialog', { name: 'Confirm it’s you' });
    await user.click(await within(dialog).findByRole('textbox'));
    await user.paste('000000');
    expect(await within(dialog).findByText(/4 attempts left/)).toBeVisible();
    expect(done).toEqual([]);
    await user.clear(within(dialog).getByRole('textbox'));
    await user.paste(code());
    await says('Password', `Changed for ${grace.id}.`);
    expect(done).toEqual([`${grace.id} has a password of 24 characters`]);
    expect(countOf('/api/trpc/auth.create2FAChallenge')).toBe(1);
    expect(countOf('/api/app/auth.changePassword')).toBe(2);
  });

  it('has it wait for the password where there is no second factor; cancelling is told as the error', async () => {
    const user = await openBrowser(bob);
    render(<App />);
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    await user.click(await screen.findByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(section('Password').getByRole('alert')).toHaveTextContent('cancelled'));
    expect(done).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    await user.type(await screen.findByLabelText('Your password'), `${bob.password}{Enter}`);
    await says('Password', `Changed for ${bob.id}.`);
    expect(done).toHaveLength(1);
  });

  it('has a plain security.fetch wait too, and hands out the answer of the route', async () => {
    const user = await openBrowser(bob);
    render(<App />);
    await user.click(screen.getByRole('button', { name: 'Pay out' }));
    await user.type(await screen.findByLabelText('Your password'), `${bob.password}{Enter}`);
    await says('Payout', '200 {"paid":40}');
    expect(done).toEqual([`${bob.id} was paid 40`]);
    expect(countOf('/api/payout')).toBe(2);
  });

  it('asks who has a second factor for that, never for the password alone (R50)', async () => {
    const user = await openBrowser(grace);
    render(<App />);
    await user.click(screen.getByRole('button', { name: 'Pay out' }));
    const dialog = await screen.findByRole('dialog', { name: 'Confirm it’s you' });
    await user.click(await within(dialog).findByRole('textbox'));
    expect(within(dialog).queryByLabelText('Your password')).toBeNull();
    await user.paste(code());
    await says('Payout', '200 {"paid":40}');
    expect(done).toEqual([`${grace.id} was paid 40`]);
    expect(countOf('/api/payout')).toBe(2);
  });

  it('has useSensitiveAction bring a server action to its end, which refuses by a value (E3)', async () => {
    const user = await openBrowser(ada);
    render(<App />);
    await user.click(screen.getByRole('button', { name: /^Make victim/ }));
    await user.type(await screen.findByLabelText('Your password'), `${ada.password}{Enter}`);
    expect(await screen.findByText('Done.')).toBeVisible();
    expect(done).toEqual([`${ada.id} made victim@example.com admin`]);
    expect(countOf('/actions/changeRole')).toBe(2);
  });
});

describe('the same application with prompts of its own', () => {
  function renderWithOwnPrompts(): void {
    const security = createSessionSecurity({ url: '/api/trpc' });
    const links = [sessionSecurityLink(security), httpBatchLink({ url: '/api/app', headers: security.headers })];
    render(
      <SessionSecurityProvider client={security}>
        <trpc.Provider client={trpc.createClient({ links })} queryClient={new QueryClient()}>
          <Pages />
        </trpc.Provider>
        <CodePrompt />
        <StepUpPrompt />
      </SessionSecurityProvider>,
    );
  }

  const confirm = (user: Awaited<ReturnType<typeof openBrowser>>) =>
    user.click(screen.getByRole('button', { name: 'Confirm' }));

  it('asks for the second factor, and for the password (F5, F9)', async () => {
    let user = await openBrowser(grace);
    renderWithOwnPrompts();
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    await user.type(await screen.findByRole('textbox', { name: 'Code of your app' }), '000000');
    await confirm(user);
    expect(await screen.findByText('Not accepted. Attempts left: 4')).toBeVisible();
    await user.clear(screen.getByRole('textbox', { name: 'Code of your app' }));
    await user.type(screen.getByRole('textbox', { name: 'Code of your app' }), code());
    await confirm(user);
    await says('Password', `Changed for ${grace.id}.`);
    expect(screen.queryByRole('form')).toBeNull();

    user = await openBrowser(bob);
    await user.click(screen.getByRole('button', { name: 'Pay out' }));
    await user.type(await screen.findByLabelText('Password', { selector: 'input' }), bob.password);
    await confirm(user);
    await says('Payout', '200 {"paid":40}');
  });

  it('has no dead end: what took too long begins again, and can be left', async () => {
    const user = await openBrowser(grace);
    renderWithOwnPrompts();
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    await screen.findByRole('textbox', { name: 'Code of your app' });
    testServer.clock.advance(6 * 60_000);
    vi.setSystemTime(testServer.clock.now());
    await user.type(screen.getByRole('textbox', { name: 'Code of your app' }), code());
    await confirm(user);
    expect(await screen.findByText('This took too long.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Start again' }));
    await user.type(await screen.findByRole('textbox', { name: 'Code of your app' }), code());
    await confirm(user);
    await says('Password', `Changed for ${grace.id}.`);
  });
});

describe('the README', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const shown = Array.from(readme.matchAll(/^```tsx?\n(.*?)^```$/gmsu), ([, snippet]) => snippet);

  it.each(['appRouter.ts', 'App.tsx', 'changeRole.ts', 'MakeAdministrator.tsx', 'OwnPrompts.tsx'])(
    'shows %s as it runs here',
    (name) => {
      const source = readFileSync(path.join(root, 'test/readme', name), 'utf8');
      expect(shown).toContain(source.slice(source.indexOf('*/\n') + 3));
    },
  );
});
