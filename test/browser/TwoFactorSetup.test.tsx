/** What only a real browser knows of second factors: passkeys that are made, colours that cameras read, room, and focus. */
import { act, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { messagesAr, StepUpDialog, TwoFactorSetup } from 'react-session-security';
import { accountFixture } from 'react-session-security/testing';
import '../../src/styles/standalone.css';
import '../support/setupDom';
import { withBackend } from '../support/withBackend';

type Provider = Parameters<typeof withBackend>[1];

function open(provider?: Provider) {
  const setup = withBackend({}, provider);
  render(
    <main>
      <TwoFactorSetup />
      <StepUpDialog />
    </main>,
    { wrapper: setup.Wrapper },
  );
  const prove = async (): Promise<void> => {
    const dialog = await screen.findByRole('dialog');
    const password = await waitFor(() => {
      const found = dialog.querySelector<HTMLInputElement>('input[type=password]');
      if (found === null) throw new Error('Nothing to fill in yet.');
      return found;
    });
    await userEvent.fill(password, accountFixture.password);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(dialog).toHaveAttribute('data-state', 'passed'));
    act(() => setup.clock.advance(400));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  };
  return { ...setup, prove };
}

const send = (method: string, params?: object) =>
  (cdp() as { send: (name: string, input?: object) => Promise<unknown> }).send(method, params);
const slot = (name: string) => document.querySelector<HTMLElement>(`[data-slot=${name}]`) ?? document.body;
const emulate = (features: readonly { readonly name: string; readonly value: string }[]) =>
  send('Emulation.setEmulatedMedia', { features });

beforeEach(() => page.viewport(860, 900));
afterEach(async () => {
  document.documentElement.removeAttribute('dir');
  document.documentElement.removeAttribute('data-theme');
  await emulate([]);
});

describe('a passkey', () => {
  let authenticatorId: string;
  beforeEach(async () => {
    await send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true };
    const added = await send('WebAuthn.addVirtualAuthenticator', { options: { ...options, isUserVerified: true } });
    ({ authenticatorId } = added as { readonly authenticatorId: string });
  });
  afterEach(() => send('WebAuthn.disable'));
  const add = async () => userEvent.click(await screen.findByRole('button', { name: 'Add a passkey' }));

  it('is made by the authenticator after proof, and not twice by the same one (F12)', async () => {
    const { prove, callsTo } = open();
    await add();
    await prove();
    const list = await screen.findByRole('list', { name: 'Passkeys' });
    expect(within(list).getByText('Chrome on Windows')).toBeVisible();
    expect(await screen.findByText('Passkey added.')).toBeInTheDocument();
    await add();
    await prove();
    await waitFor(() => expect(slot('two-factor-passkeys')).toHaveTextContent(/already has a passkey/));
    expect(callsTo('auth.confirmPasskeyRegistration')).toBe(1);
  });

  it('that was not given costs nothing: the next try needs no other proof', async () => {
    await send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    const { prove, callsTo } = open();
    await add();
    await prove();
    await waitFor(() => expect(slot('two-factor-passkeys')).toHaveTextContent(/No passkey was made/));
    await send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    await add();
    expect(await screen.findByRole('list', { name: 'Passkeys' })).toBeVisible();
    expect(callsTo('auth.beginPasskeyRegistration')).toBe(2);
    expect(callsTo('auth.createStepUpToken')).toBe(1);
  });
});

describe('the picture', () => {
  it.each([
    ['dark colours', 'dark', []],
    ['forced colours', 'light', [{ name: 'forced-colors', value: 'active' }]],
    [
      'forced dark colours',
      'dark',
      [
        { name: 'forced-colors', value: 'active' },
        { name: 'prefers-color-scheme', value: 'dark' },
      ],
    ],
  ] as const)('is black on white with its quiet zone in %s too', async (_, theme, features) => {
    document.documentElement.dataset['theme'] = theme;
    await emulate(features);
    const { prove } = open();
    await userEvent.click(await screen.findByRole('button', { name: 'Set up' }));
    await prove();
    const picture = await screen.findByRole('img', { name: /^QR code/ });
    const fillOf = (name: string) => {
      const found = picture.querySelector(name);
      return found === null ? undefined : getComputedStyle(found).fill;
    };
    expect([fillOf('rect'), fillOf('path')]).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
    const { width, x } = picture.getBoundingClientRect();
    const dark = picture.querySelector('path')?.getBoundingClientRect();
    const modules = Number(picture.getAttribute('viewBox')?.split(' ')[2]);
    expect((dark?.x ?? 0) - x).toBeGreaterThanOrEqual((width / modules) * 3.9);
  });
});

describe('in a window of 320 px', () => {
  it.each([
    ['left to right', 'ltr', {}],
    ['right to left', 'rtl', { locale: 'ar', messages: messagesAr }],
  ] as const)('nothing scrolls sideways at any step, %s, and the focus goes along', async (_, dir, provider) => {
    const words = dir === 'rtl' ? messagesAr.twoFactorSetup : undefined;
    await page.viewport(320, 640);
    document.documentElement.dir = dir;
    const { prove } = open(provider);
    const fits = () => expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
    const setUp = await screen.findByRole('button', { name: words?.setUp ?? 'Set up' });
    fits();
    await userEvent.click(setUp);
    await prove();
    await waitFor(() => expect(screen.getByRole('heading', { name: words?.scanTitle ?? /^Scan this/ })).toHaveFocus());
    await userEvent.click(screen.getByRole('button', { name: words?.cantScan ?? 'Can’t scan it?' }));
    await screen.findByRole('img');
    fits();
    await userEvent.fill(screen.getByRole('textbox'), '123456');
    await waitFor(() => expect(slot('two-factor-setup')).toHaveAttribute('data-step', 'codes'));
    expect(screen.getByRole('heading', { name: words?.saveTitle.setUp ?? /^It’s on/ })).toHaveFocus();
    fits();
  });
});
