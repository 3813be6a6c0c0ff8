/** The panel over the real server: a secret that really counts, codes that really let in, and their end (K5, F13). */
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createSessionSecurity,
  SessionSecurityProvider,
  StepUpDialog,
  TwoFactorModal,
  TwoFactorSetup,
} from 'react-session-security';
import { createInProcessBrowser } from 'react-session-security/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ada, totpAt } from '../support/server/accounts';
import { appOrigin } from '../support/server/createBrowser';
import { createTestServer } from '../support/server/createTestServer';
import type { TestServer } from '../support/server/createTestServer';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
  await test.server.users.createUser(ada);
}, 60_000);
afterAll(() => test.close());

const newBrowser = () => {
  const { server, clock } = test;
  return createSessionSecurity({ link: createInProcessBrowser({ server, origin: appOrigin, clock }).link, clock });
};
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const shownCodes = () =>
  [...document.querySelectorAll('[data-slot=new-backup-codes] li')].map(({ textContent }) => textContent ?? '');

it('sets an app up, gives codes that let in once, makes new ones, and takes it all away (C18, R36, R37)', async () => {
  const user = userEvent.setup();
  const client = newBrowser();
  await client.call('auth.signIn', { identifier: ada.email, password: ada.password });
  render(
    <SessionSecurityProvider client={client}>
      <TwoFactorSetup />
      <TwoFactorModal />
      <StepUpDialog />
    </SessionSecurityProvider>,
  );
  const prove = async (proof: string): Promise<void> => {
    const dialog = await screen.findByRole('dialog');
    const field = await waitFor(() => {
      const found = dialog.querySelector('input:not([type=hidden]):not([readonly])');
      if (!(found instanceof HTMLInputElement) || found.tabIndex < 0) throw new Error('Nothing to fill in yet.');
      return found;
    });
    await user.click(field);
    await user.paste(proof);
    if (field.type === 'password') await user.keyboard('{Enter}');
    await waitFor(() => expect(dialog).toHaveAttribute('data-state', 'passed'));
    // That it passed is seen for a moment.
    act(() => test.clock.advance(400));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  };

  await user.click(await screen.findByRole('button', { name: 'Set up' }));
  await prove(ada.password);
  await user.click(await screen.findByRole('button', { name: 'Can’t scan it?' }));
  const groups = within(document.querySelector<HTMLElement>('[data-slot=setup-key]') ?? document.body);
  const secret = groups
    .getAllByText(/^[A-Z2-7]{4}$/)
    .map(({ textContent }) => textContent)
    .join('');
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await user.click(screen.getByRole('textbox'));
  await user.paste(totpAt(test.clock.now(), secret));
  await waitFor(() => expect(shownCodes()).toHaveLength(10));
  const [first = '', second = ''] = shownCodes();
  await user.click(button('I’ve saved them'));
  expect(await screen.findByText(/10 left/)).toBeVisible();

  const elsewhere = newBrowser();
  const asked = await elsewhere.call('auth.signIn', { identifier: ada.email, password: ada.password });
  expect(asked).toMatchObject({ status: '2fa_required', methods: ['2fa_totp', 'backup_code'] });
  const { challengeId } = asked as { readonly challengeId: string };
  await elsewhere.call('auth.verifySignIn2FA', { challengeId, code: first, method: 'backup_code' });

  test.clock.advance(30_000);
  await user.click(button('Make new codes'));
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Make new codes' }));
  await prove(totpAt(test.clock.now(), secret));
  await waitFor(() => expect(shownCodes()).toHaveLength(10));
  expect(shownCodes()).not.toContain(second);
  await user.click(button('I’ve saved them'));

  test.clock.advance(30_000);
  await user.click(button('Turn off'));
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Turn off' }));
  await prove(totpAt(test.clock.now(), secret));
  expect(await screen.findByRole('button', { name: 'Set up' })).toBeVisible();
  const again = await newBrowser().call('auth.signIn', { identifier: ada.email, password: ada.password });
  expect(again.status).toBe('signed_in');
}, 60_000);
