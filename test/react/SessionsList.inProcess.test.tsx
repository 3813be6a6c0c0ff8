/** The list over the real server: what the screens show is what the router, the guard and the database say (K5). */
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createSessionSecurity, SessionSecurityProvider, SessionsList } from 'react-session-security';
import { createInProcessBrowser } from 'react-session-security/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ada } from '../support/server/accounts';
import { appOrigin, desktopChrome, iphoneSafari } from '../support/server/createBrowser';
import { createTestServer } from '../support/server/createTestServer';
import type { TestServer } from '../support/server/createTestServer';

let test: TestServer;
beforeAll(async () => {
  test = await createTestServer();
  await test.server.users.createUser(ada);
}, 60_000);
afterAll(() => test.close());

async function signedIn(userAgent: string) {
  const { server, clock } = test;
  const { link } = createInProcessBrowser({ server, origin: appOrigin, clock, userAgent });
  const security = createSessionSecurity({ link, clock });
  await security.call('auth.signIn', { identifier: ada.email, password: ada.password });
  return security;
}

it('signs out another device, and that device then says so', async () => {
  const laptop = await signedIn(desktopChrome);
  const phone = await signedIn(iphoneSafari);
  const onPhone: string[] = [];
  phone.subscribe(({ type }) => onPhone.push(type));
  const user = userEvent.setup();
  render(
    <SessionSecurityProvider client={laptop}>
      <SessionsList />
    </SessionSecurityProvider>,
  );
  const rows = await screen.findAllByRole('listitem');
  expect(rows).toHaveLength(2);
  expect(rows[0]).toHaveTextContent('Chrome on Windows');
  await user.click(screen.getByRole('button', { name: /^Sign out .*Safari on iPhone/ }));
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: /sign out/i }));
  await waitFor(() => expect(screen.queryByRole('button', { name: /Safari on iPhone/ })).toBeNull());
  await expect(phone.call('session.getStatus')).rejects.toThrow('This device was signed out');
  expect(onPhone).toEqual(['ended']);
});
