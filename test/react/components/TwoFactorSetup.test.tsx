/** Second factors from the first click to the kept codes: what the panel shows, asks, says and forgets (SPEC F13). */
import { QueryClient } from '@tanstack/react-query';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import jsQR from 'jsqr';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createSessionSecurity,
  handlersLink,
  messagesAr,
  NoAnswerError,
  SessionSecurityError,
  SessionSecurityProvider,
  StepUpDialog,
  TwoFactorModal,
  TwoFactorSetup,
} from 'react-session-security';
import type { ProcedurePath, SessionSecurityNotice, SessionSecurityProviderProps } from 'react-session-security';
import { accountFixture } from 'react-session-security/testing';
import type { ScriptedAccount } from 'react-session-security/testing';
import { describeConformance } from '../../support/describeConformance';
import { withBackend } from '../../support/withBackend';

const minute = 60_000;
const enrolled = { secondFactorCode: '123456', backupCodes: ['7K3MQ-X9TFA', '2B4CD-6E8FG', '3H5JK-7M9NP'] };
const passkeys = [
  { id: 'pky_desk', name: 'Desk key', isSynced: false, createdAt: '2026-05-03T09:00:00Z', lastUsedAt: null },
  {
    id: 'pky_phone',
    name: 'Maya’s phone',
    isSynced: true,
    createdAt: '2026-10-01T09:00:00Z',
    lastUsedAt: '2026-11-21T07:00:00Z',
  },
];
const secret = 'KRSXG5CTMVRXEZLUKN2HE2LOM5ZTGMRT';

interface Setting {
  readonly account?: Partial<ScriptedAccount>;
  readonly without?: readonly ProcedurePath[];
  readonly provider?: Omit<SessionSecurityProviderProps, 'children' | 'client'>;
}

async function open({ account = {}, without = [], provider }: Setting = {}) {
  const notices: SessionSecurityNotice[] = [];
  const setup = withBackend({ account, without }, { onNotice: (notice) => notices.push(notice), ...provider });
  const user = userEvent.setup();
  const view = render(
    <main>
      <TwoFactorSetup />
      <StepUpDialog />
      <TwoFactorModal />
    </main>,
    { wrapper: setup.Wrapper },
  );
  const isIn = (state: string) => waitFor(() => expect(panel()).toHaveAttribute('data-state', state));
  const isAt = (step: string) => waitFor(() => expect(panel()).toHaveAttribute('data-step', step));
  /** In the dialog that asks who is there; then it says so for a moment, and goes. */
  const prove = async (): Promise<void> => {
    const dialog = await screen.findByRole('dialog');
    await waitFor(() => expect(dialog).toHaveAttribute('data-state', 'ready'));
    const password = dialog.querySelector('input[type=password]');
    await user.click(password ?? within(dialog).getByRole('textbox'));
    await user.paste(password === null ? '123456' : accountFixture.password);
    if (password !== null) await user.keyboard('{Enter}');
    await waitFor(() => expect(dialog).toHaveAttribute('data-state', 'passed'));
    act(() => setup.clock.advance(400));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  };
  const beginSetUp = async (name = 'Set up'): Promise<void> => {
    await user.click(await screen.findByRole('button', { name }));
    await prove();
    await isAt('scan');
  };
  const enter = async (code: string): Promise<void> => {
    await user.click(codeField());
    await user.clear(codeField());
    await user.paste(code);
  };
  const confirmInDialog = (name: string) =>
    user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name }));
  return { ...setup, ...view, user, notices, isIn, isAt, prove, beginSetUp, enter, confirmInDialog };
}

const panel = () => document.querySelector<HTMLElement>('[data-slot=two-factor-setup]') ?? document.body;
const slot = (name: string) => document.querySelector<HTMLElement>(`[data-slot=${name}]`);
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const codeField = () => screen.getByRole<HTMLInputElement>('textbox', { name: /^Then enter the code/ });
const shownCodes = () => [...(slot('new-backup-codes')?.querySelectorAll('li') ?? [])].map((item) => item.textContent);
/** Those that say something. */
const alerts = () =>
  screen.getAllByRole('alert').flatMap(({ textContent }) => (textContent === '' ? [] : [textContent]));

/** As a camera would see it. */
function readQrCode(svg: Element): string | undefined {
  const scale = 4;
  const size = Number(svg.getAttribute('viewBox')?.split(' ')[2]);
  const pixels = new Uint8ClampedArray((size * scale) ** 2 * 4).fill(255);
  for (const [, x, y, width] of svg
    .querySelector('path')
    ?.getAttribute('d')
    ?.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g) ?? []) {
    for (let row = 0; row < scale; row += 1) {
      const start = ((Number(y) * scale + row) * size * scale + Number(x) * scale) * 4;
      for (let pixel = 0; pixel < Number(width) * scale; pixel += 1)
        pixels.fill(0, start + pixel * 4, start + pixel * 4 + 3);
    }
  }
  return jsQR(pixels, size * scale, size * scale)?.data;
}

afterEach(() => vi.restoreAllMocks());

describeConformance('TwoFactorSetup', {
  slot: 'two-factor-setup',
  rootTag: 'section',
  settled: () => screen.findByRole('button', { name: 'Set up' }),
  create: ({ ref, ...props }) => <TwoFactorSetup {...props} ref={ref} />,
});

describe('setting an authenticator app up', () => {
  it('goes from proof over the picture and a code of it to the backup codes, and the focus goes along (F13)', async () => {
    const { user, beginSetUp, enter, isAt, notices, callsTo } = await open();
    await beginSetUp();
    await waitFor(() => expect(screen.getByRole('heading', { name: /^Scan this/ })).toHaveFocus());
    const picture = await screen.findByRole('img', { name: /^QR code/ });
    expect(readQrCode(picture)).toBe(
      `otpauth://totp/Example:maya%40example.com?issuer=Example&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
    );
    await enter('123 456');
    await isAt('codes');
    expect(screen.getByRole('heading', { name: /^It’s on/ })).toHaveFocus();
    expect(shownCodes()).toHaveLength(10);
    expect(within(slot('two-factor-app') ?? document.body).getByText('On')).toBeVisible();
    await user.click(button('I’ve saved them'));
    expect(screen.getByRole('heading', { name: 'Second factor' })).toHaveFocus();
    expect(shownCodes()).toEqual([]);
    expect(await screen.findByText(/10 left/)).toBeVisible();
    expect(callsTo('auth.confirmTotpEnrolment')).toBe(1);
    expect(notices).toMatchObject([{ kind: 'success' }]);
  });

  it('has secret and codes in no attribute but the picture, and in no cache, and drops them when it is left (R36, R37)', async () => {
    const queryClient = new QueryClient();
    const { beginSetUp, enter, isAt, user } = await open({ provider: { queryClient } });
    const cached = (): string =>
      JSON.stringify([
        queryClient
          .getQueryCache()
          .getAll()
          .map(({ state }) => state),
        queryClient
          .getMutationCache()
          .getAll()
          .map(({ state }) => state),
      ]);
    const attributes = (): string =>
      [...document.querySelectorAll('*')]
        .flatMap((element) => [...element.attributes].map(({ value }) => value))
        .join('\n');
    await beginSetUp();
    await screen.findByRole('img', { name: /^QR code/ });
    await user.click(button('Can’t scan it?'));
    expect(attributes()).not.toContain(secret);
    expect(attributes()).not.toContain('otpauth');
    expect(cached()).not.toContain(secret);
    await enter('123456');
    await isAt('codes');
    expect(document.body.textContent).not.toContain(secret.slice(0, 4));
    const [code = ''] = shownCodes();
    expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    expect(attributes()).not.toContain(code);
    expect(cached()).not.toContain(code);
    await user.click(button('I’ve saved them'));
    expect(document.documentElement.innerHTML).not.toContain(code);
  });

  it('shows the key in groups of four to who asks for it, and copies it whole', async () => {
    const { user, beginSetUp } = await open();
    await beginSetUp();
    expect(screen.queryByText('KRSX')).toBeNull();
    await user.click(button('Can’t scan it?'));
    const groups = secret.match(/.{4}/g) ?? [];
    for (const group of groups) expect(screen.getByText(group)).toBeVisible();
    await user.click(button('Copy key'));
    expect(await navigator.clipboard.readText()).toBe(secret);
    expect(await screen.findByText('Key copied.')).toBeVisible();
  });

  it('shows the key at once where the picture can’t be drawn', async () => {
    // Longer than any QR code holds.
    const { beginSetUp } = await open({ account: { email: `${'m'.repeat(3000)}@example.com` } });
    await beginSetUp();
    expect(await screen.findByText(/picture couldn’t be drawn/)).toBeVisible();
    expect(screen.getByText('KRSX')).toBeVisible();
    expect(screen.queryByRole('img', { name: /^QR code/ })).toBeNull();
  });

  it('says how many attempts are left, selects the wrong code, and ends with the last (R32)', async () => {
    const { user, beginSetUp, enter, isAt } = await open();
    await beginSetUp();
    await enter('000000');
    await waitFor(() => expect(codeField()).toHaveAccessibleDescription(/4 attempts left/));
    expect(codeField()).toHaveFocus();
    expect(codeField().selectionEnd).toBe(6);
    for (const left of [3, 2, 1]) {
      await user.keyboard('000000');
      await waitFor(() => expect(codeField()).toHaveAccessibleDescription(new RegExp(`${left} attempts? left`)));
    }
    await user.keyboard('000000');
    await isAt('void');
    expect(alerts().join()).toMatch(/Too many wrong codes/);
    expect(document.body.textContent).not.toContain('KRSX');
    expect(button('Start again')).toHaveFocus();
  });

  it('sends nothing that is no code of six digits, and says so', async () => {
    const { user, beginSetUp, callsTo } = await open();
    await beginSetUp();
    await user.type(codeField(), '123');
    await user.click(button('Turn on'));
    expect(codeField()).toHaveAccessibleDescription(/Enter all 6 digits/);
    expect(codeField()).toHaveFocus();
    expect(callsTo('auth.confirmTotpEnrolment')).toBe(0);
  });

  it('drops the secret when its time is over, by how long the server gave, and begins again on request', async () => {
    const { clock, beginSetUp, isAt, user, prove } = await open();
    await beginSetUp();
    expect(screen.getByRole('timer')).toHaveTextContent('Valid for 10:00');
    act(() => clock.advance(10 * minute - 1000));
    expect(panel()).toHaveAttribute('data-step', 'scan');
    act(() => clock.advance(1000));
    await isAt('void');
    expect(alerts().join()).toMatch(/took too long/);
    expect(screen.queryByRole('img', { name: /^QR code/ })).toBeNull();
    await user.click(button('Start again'));
    await prove();
    await isAt('scan');
  });

  it('changes nothing when the prompt for proof is closed: no error, and the focus where it was', async () => {
    const { user, isAt, notices } = await open();
    await user.click(await screen.findByRole('button', { name: 'Set up' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    await isAt('idle');
    expect(alerts()).toEqual([]);
    expect(notices).toEqual([]);
    await waitFor(() => expect(button('Set up')).toHaveFocus());
  });

  it('leaves no secret behind when it is cancelled', async () => {
    const { user, beginSetUp, isAt } = await open();
    await beginSetUp();
    await user.click(button('Cancel'));
    await isAt('idle');
    expect(slot('two-factor-scan')).toBeNull();
    expect(screen.getByRole('heading', { name: 'Second factor' })).toHaveFocus();
  });

  it('says when something else was changed meanwhile, and begins again', async () => {
    const { backend, beginSetUp, enter, isAt } = await open();
    await beginSetUp();
    backend.fail('auth.confirmTotpEnrolment', new SessionSecurityError('CHALLENGE_NOT_FOUND'), 1);
    await enter('123456');
    await isAt('void');
    expect(alerts().join()).toMatch(/something else was changed meanwhile/);
    expect(button('Start again')).toBeVisible();
  });

  it('keeps the secret when no answer came, and knows when it was done all the same', async () => {
    const { backend, client, user, beginSetUp, enter, isAt } = await open();
    await beginSetUp();
    backend.fail('auth.confirmTotpEnrolment', new NoAnswerError(), 1);
    await enter('123456');
    await waitFor(() => expect(codeField()).toHaveAccessibleDescription(/server didn’t answer/));
    await client.call('auth.confirmTotpEnrolment', { enrolmentId: 'enr_1', code: '123456' });
    await user.keyboard('123456');
    await isAt('void');
    await waitFor(() => expect(alerts().join()).toMatch(/backup codes didn’t reach this page/));
    await user.click(button('Close'));
    expect(button('Make new codes')).toBeVisible();
  });

  it('can put another app in the place of the first', async () => {
    const { beginSetUp, enter, isAt } = await open({ account: enrolled });
    await beginSetUp('Use another app');
    await enter('123456');
    await isAt('codes');
    expect(shownCodes()).toHaveLength(10);
  });

  it('forgets secret and prompt when somebody else signs in', async () => {
    const { client, beginSetUp, isAt } = await open();
    await beginSetUp();
    await act(async () => {
      await client.call('auth.signIn', { identifier: accountFixture.email, password: accountFixture.password });
    });
    await isAt('idle');
    expect(slot('two-factor-scan')).toBeNull();
  });
});

describe('backup codes', () => {
  const openWithCodes = async () => {
    const page = await open();
    await page.beginSetUp();
    await page.enter('123456');
    await page.isAt('codes');
    return page;
  };

  it('are copied with what they are for', async () => {
    const { user } = await openWithCodes();
    await user.click(button('Copy'));
    const text = await navigator.clipboard.readText();
    expect(text.split('\r\n')).toEqual([
      'Backup codes for localhost:3000',
      'Each works once. Keep them where nobody else looks.',
      '',
      ...shownCodes(),
      '',
    ]);
    expect(await screen.findByText('Backup codes copied.')).toBeVisible();
  });

  it('say how to copy them by hand where the page may not', async () => {
    const { user } = await openWithCodes();
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'));
    await user.click(button('Copy'));
    await waitFor(() => expect(alerts().join()).toMatch(/copy it yourself/));
  });

  it('are given as a text file', async () => {
    const { user, clock } = await openWithCodes();
    const files: Blob[] = [];
    const links: string[] = [];
    URL.createObjectURL = vi.fn((file: Blob) => `blob:${files.push(file)}`);
    const revoke = vi.fn();
    URL.revokeObjectURL = revoke;
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
      links.push(this.download);
    });
    await user.click(button('Download'));
    expect(links).toEqual(['backup-codes.txt']);
    expect(await files[0]?.text()).toContain(shownCodes().join('\r\n'));
    act(() => clock.advance(minute));
    expect(revoke).toHaveBeenCalledWith('blob:1');
  });

  it('are printed without the rest of the page, and the frame goes', async () => {
    const { user, isAt } = await openWithCodes();
    const frames = () => document.querySelectorAll('iframe');
    const printed: string[] = [];
    const add = vi.spyOn(document.body, 'append').mockImplementation((frame) => {
      document.body.appendChild(frame as HTMLIFrameElement);
      const view = (frame as HTMLIFrameElement).contentWindow;
      if (view !== null) view.print = () => printed.push(view.document.body.textContent ?? '');
    });
    await user.click(button('Print'));
    await waitFor(() => expect(printed).toHaveLength(1));
    for (const code of shownCodes()) expect(printed[0]).toContain(code);
    expect(printed[0]).not.toContain('Authenticator app');
    expect(frames()).toHaveLength(1);
    add.mockRestore();
    await user.click(button('I’ve saved them'));
    await isAt('idle');
    expect(frames()).toHaveLength(0);
  });

  it('are warned of from the second-last on (R37)', async () => {
    const { unmount } = await open({ account: enrolled });
    expect(await screen.findByText(/3 left/)).toBeVisible();
    expect(slot('few-backup-codes')).toBeNull();
    unmount();
    await open({ account: { ...enrolled, backupCodes: ['7K3MQ-X9TFA', '2B4CD-6E8FG'] } });
    await waitFor(() => expect(slot('few-backup-codes')).toHaveTextContent('Only 2 backup codes left'));
  });

  it('are made anew after a question that names what follows', async () => {
    const { user, confirmInDialog, prove, isAt } = await open({ account: enrolled });
    await user.click(await screen.findByRole('button', { name: 'Make new codes' }));
    expect(screen.getByRole('alertdialog')).toHaveAccessibleDescription('The codes you have now stop working at once.');
    await confirmInDialog('Make new codes');
    await prove();
    await isAt('codes');
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Save your new backup codes' })).toHaveFocus());
    expect(shownCodes()).toHaveLength(10);
  });
});

describe('turning it off', () => {
  it('asks first, names what follows, and says when it is done', async () => {
    const { user, confirmInDialog, prove } = await open({ account: enrolled });
    await user.click(await screen.findByRole('button', { name: 'Turn off' }));
    expect(screen.getByRole('alertdialog')).toHaveAccessibleDescription(/knows your password can then sign in/);
    await confirmInDialog('Turn off');
    await prove();
    expect(await screen.findByText('Your authenticator app is turned off.')).toBeInTheDocument();
    expect(button('Set up')).toBeVisible();
    expect(slot('two-factor-codes')).toBeNull();
    expect(document.body).not.toHaveFocus();
  });

  it('tells why it failed where it was asked for, and offers it again', async () => {
    const { user, backend, confirmInDialog } = await open({ account: enrolled });
    backend.fail('auth.disableTwoFactor', new NoAnswerError());
    await user.click(await screen.findByRole('button', { name: 'Turn off' }));
    await confirmInDialog('Turn off');
    await waitFor(() => expect(alerts().join()).toMatch(/server didn’t answer/));
    expect(button('Turn off')).toBeEnabled();
  });
});

describe('passkeys', () => {
  const row = (name: string) => within(screen.getByText(name).closest('li') ?? document.body);

  it('are listed with what tells them apart', async () => {
    await open({ account: { passkeys } });
    expect(await screen.findByText('Desk key')).toBeVisible();
    expect(row('Desk key').getByText(/Added May 3 · Not used yet/)).toBeVisible();
    expect(row('Maya’s phone').getByText('Synced')).toBeVisible();
    expect(row('Maya’s phone').getByText('Last used 2 hours ago')).toBeVisible();
  });

  it('are renamed in place, and the focus comes back', async () => {
    const { user, isIn } = await open({ account: { passkeys } });
    await isIn('ready');
    await user.click(button('Rename passkey \u2068Desk key\u2069'));
    const field = screen.getByRole('textbox', { name: 'Name of the passkey' });
    expect(field).toHaveFocus();
    await user.clear(field);
    await user.keyboard('{Enter}');
    expect(field).toHaveAccessibleDescription('Enter a name.');
    await user.keyboard('Blue key{Enter}');
    expect(await screen.findByText('Blue key')).toBeVisible();
    expect(button('Rename passkey \u2068Blue key\u2069')).toHaveFocus();
  });

  it('are removed after a question, and the focus does not get lost', async () => {
    const { user, isIn, confirmInDialog, prove } = await open({ account: { passkeys } });
    await isIn('ready');
    await user.click(button('Remove passkey \u2068Desk key\u2069'));
    await confirmInDialog('Remove');
    await prove();
    await waitFor(() => expect(screen.queryByText('Desk key')).toBeNull());
    expect(await screen.findByText('Passkey removed.')).toBeInTheDocument();
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Second factor' })).toHaveFocus());
  });

  it('have names that can do no harm', async () => {
    await open({
      account: { passkeys: [{ ...passkeys[0], id: 'a', name: '\u202eyek\u200b', isSynced: false }] as never },
    });
    expect((await screen.findByText('yek')).tagName).toBe('BDI');
  });

  it('are said to be impossible where the browser can’t make any', async () => {
    await open();
    expect(await screen.findByText(/This browser can’t make passkeys/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Add a passkey' })).toBeNull();
  });
});

describe('the panel', () => {
  it('says that it could not be loaded, and tries again without losing the focus', async () => {
    const { Wrapper, backend } = withBackend();
    backend.fail('auth.getSecondFactors', new Error('500'));
    render(<TwoFactorSetup />, { wrapper: Wrapper });
    const retry = await screen.findByRole('button', { name: 'Try again' });
    expect(panel()).toHaveAttribute('data-state', 'error');
    backend.succeed('auth.getSecondFactors');
    await userEvent.click(retry);
    expect(await screen.findByRole('button', { name: 'Set up' })).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Second factor' })).toHaveFocus();
  });

  it('offers nothing that the back end or the accounts do not take, and says what is managed elsewhere', async () => {
    const { unmount } = await open({ account: { ...enrolled, canManageTotp: false, maxPasskeys: 0 } });
    expect(await screen.findByText(/can’t be set up or turned off on this page/)).toBeVisible();
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Make new codes']);
    expect(slot('two-factor-passkeys')).toBeNull();
    unmount();
    const { isIn } = await open({
      account: { ...enrolled, passkeys },
      without: [
        'auth.disableTwoFactor',
        'auth.beginTotpEnrolment',
        'auth.regenerateBackupCodes',
        'auth.renamePasskey',
        'auth.removePasskey',
      ],
    });
    await isIn('ready');
    expect(screen.queryAllByRole('button')).toEqual([]);
  });

  it('is empty of everything once the session is over', async () => {
    const { client, isIn } = await open({ account: { passkeys } });
    await screen.findByText('Desk key');
    await act(async () => void (await client.call('auth.signOut')));
    await isIn('signed-out');
    expect(screen.queryByText('Desk key')).toBeNull();
    expect(screen.getByText('You’re signed out')).toBeVisible();
  });

  it('can’t be read wrongly: an answer of another shape is a failure, not a factor that is off', async () => {
    const client = createSessionSecurity({
      link: handlersLink({ 'auth.getSecondFactors': () => ({ totp: 'off', passkeys: [] }) as never }),
    });
    render(
      <SessionSecurityProvider client={client}>
        <TwoFactorSetup />
      </SessionSecurityProvider>,
    );
    await waitFor(() => expect(panel()).toHaveAttribute('data-state', 'error'));
    expect(screen.queryByText('Off')).toBeNull();
  });

  it('speaks Arabic, and has no axe violation at any step', async () => {
    const check = async (): Promise<void> => {
      const { violations } = await axe.run(panel(), { rules: { 'color-contrast': { enabled: false } } });
      expect(violations).toEqual([]);
    };
    const { user, prove, isAt } = await open({
      account: { passkeys },
      provider: { locale: 'ar', messages: messagesAr, dir: 'rtl' },
    });
    const words = messagesAr.twoFactorSetup;
    await screen.findByRole('button', { name: words.setUp });
    await check();
    await user.click(button(words.setUp));
    await prove();
    await isAt('scan');
    await user.click(button(words.cantScan));
    await screen.findByRole('img', { name: words.qrLabel });
    await check();
    await user.click(screen.getByRole('textbox', { name: words.codeLabel }));
    await user.paste('١٢٣٤٥٦');
    await isAt('codes');
    await check();
  });
});
