/** The one prompt for a second factor, as everybody who calls the hook sees it. */
import { act, renderHook, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { isOutcomeError, NoAnswerError, use2FAChallenge } from 'react-session-security';
import type { Use2FAChallengeOptions } from 'react-session-security';
import type { ScriptedAccount } from 'react-session-security/testing';
import { withBackend } from '../../support/withBackend';

const minute = 60_000;
const account = { secondFactorCode: '123456', textsCodes: true, backupCodes: ['7K3MQ-X9TFA'] };

async function open(
  given: Partial<ScriptedAccount> = account,
  options: Use2FAChallengeOptions = { isPresenter: true },
  skewMs = 0,
) {
  const setup = withBackend({ account: given, skewMs });
  const view = renderHook(() => use2FAChallenge(options), { wrapper: setup.Wrapper });
  const changed = setup.client.call('auth.updateSecuritySettings', { notifyNewDevice: false });
  changed.catch(() => {});
  const isIn = (status: string) => waitFor(() => expect(view.result.current.status).toBe(status));
  return { ...setup, ...view, changed, isIn, now: () => view.result.current };
}

describe('use2FAChallenge', () => {
  it('is closed until a call needs a second factor, tells what for, and lets the call settle itself (F5)', async () => {
    const { changed, isIn, now, callsTo } = await open();
    expect(now()).toMatchObject({ status: 'closed', isOpen: false, actionType: null, waiting: 0 });
    await isIn('ready');
    expect(now()).toMatchObject({
      isOpen: true,
      isLoading: false,
      actionType: 'security_settings',
      method: '2fa_totp',
      methods: ['2fa_totp', '2fa_sms', 'backup_code'],
      attemptsRemaining: 5,
    });
    await act(async () => expect(await now().verify('123 456')).toEqual({ status: 'verified' }));
    await expect(changed).resolves.toEqual({ notifyNewDevice: false, protectPaymentSettings: false });
    expect(now().status).toBe('closed');
    expect(callsTo('auth.create2FAChallenge')).toBe(1);
  });

  it('keeps the prompt open after a wrong code, and says how many attempts are left (F7)', async () => {
    const { isIn, now } = await open();
    await isIn('ready');
    await act(async () => expect(await now().verify('000000')).toMatchObject({ status: 'refused' }));
    expect(now()).toMatchObject({ status: 'ready', attemptsRemaining: 4, error: { code: 'INVALID_2FA_CODE' } });
  });

  it.each(['12345', 'abcdef', '1234567', '１２３４５', ''])(
    'sends nothing for %j, which is no code (R104)',
    async (text) => {
      const { isIn, now, callsTo } = await open();
      await isIn('ready');
      await act(async () => expect(await now().verify(text)).toEqual({ status: 'malformed' }));
      expect(callsTo('auth.verify2FAChallenge')).toBe(0);
    },
  );

  it.each(['123456', '123 456', '123-456', ' 123456\n', '１２３４５６', '١٢٣٤٥٦', '۱۲۳۴۵۶'])(
    'takes %j for 123456 (R104)',
    async (text) => {
      const { isIn, now, backend } = await open();
      await isIn('ready');
      await act(async () => expect(await now().verify(text)).toEqual({ status: 'verified' }));
      expect(backend.calls.find(({ path }) => path === 'auth.verify2FAChallenge')?.input).toMatchObject({
        code: '123456',
      });
    },
  );

  it('takes a backup code where one was chosen', async () => {
    const { isIn, now, changed } = await open();
    await isIn('ready');
    act(() => now().switchMethod('backup_code'));
    expect(now().method).toBe('backup_code');
    await act(async () => expect(await now().verify('7k3mq x9tfa')).toEqual({ status: 'verified' }));
    await changed;
  });

  it('checks one code at a time: the second of two at once is not sent', async () => {
    const { isIn, now, callsTo } = await open();
    await isIn('ready');
    await act(async () => {
      const outcomes = await Promise.all([now().verify('123456'), now().verify('123456')]);
      expect(outcomes.map(({ status }) => status)).toEqual(['verified', 'ignored']);
    });
    expect(callsTo('auth.verify2FAChallenge')).toBe(1);
  });

  it('counts down to a new text by the server’s clock, and sends it then', async () => {
    const { isIn, now, clock, callsTo } = await open({ textsCodes: true });
    await isIn('ready');
    expect(now()).toMatchObject({ method: '2fa_sms', resendAvailableAt: clock.now() + 30_000 });
    act(() => now().resend());
    expect(callsTo('auth.resend2FAChallenge')).toBe(0);
    act(() => clock.advance(30_000));
    act(() => now().resend());
    expect(now().status).toBe('sending');
    await isIn('ready');
    expect(callsTo('auth.resend2FAChallenge')).toBe(1);
  });

  it('says that the prompt expired, and opens a new one on request without new attempts (F6)', async () => {
    const { isIn, now, clock } = await open();
    await isIn('ready');
    act(() => clock.advance(4 * minute));
    await act(async () => void (await now().verify('000000')));
    act(() => clock.advance(minute));
    expect(now().status).toBe('expired');
    act(() => now().restart());
    await isIn('ready');
    expect(now().attemptsRemaining).toBe(4);
  });

  it.each([6 * minute, -10 * minute])(
    'gives five minutes, and thirty seconds until a new text, on a device whose clock is %d ms ahead (F6, F7)',
    async (skewMs) => {
      const { isIn, now, client, clock, callsTo } = await open({ textsCodes: true }, undefined, skewMs);
      await isIn('ready');
      expect(now()).toMatchObject({
        expiresAt: client.engine.now() + 5 * minute,
        resendAvailableAt: client.engine.now() + 30_000,
      });
      act(() => clock.advance(29_999));
      act(() => now().resend());
      expect(callsTo('auth.resend2FAChallenge')).toBe(0);
      act(() => clock.advance(1));
      act(() => now().resend());
      await isIn('ready');
      expect(callsTo('auth.resend2FAChallenge')).toBe(1);
      act(() => clock.advance(4.5 * minute - 1));
      expect(now().status).toBe('ready');
      act(() => clock.advance(1));
      expect(now().status).toBe('expired');
    },
  );

  it('is locked when the attempts are used up, until the server says', async () => {
    const { isIn, now, clock } = await open();
    await isIn('ready');
    for (let guess = 0; guess < 5; guess += 1) await act(async () => void (await now().verify('000000')));
    await act(async () => void (await now().verify('123456')));
    expect(now()).toMatchObject({ status: 'locked', attemptsRemaining: 0 });
    expect(now().lockedUntil).toBeGreaterThan(clock.now());
  });

  it('lets the caller know when the user closes it', async () => {
    const { isIn, now, changed } = await open();
    await isIn('ready');
    act(() => now().close());
    const error: unknown = await changed.catch((reason: unknown) => (reason as Error).cause);
    expect(isOutcomeError(error, 'CHALLENGE_CANCELLED')).toBe(true);
    expect(now().status).toBe('closed');
  });

  it('tells of an answer that did not come, and takes the code again', async () => {
    const { isIn, now, backend } = await open();
    await isIn('ready');
    backend.fail('auth.verify2FAChallenge', new NoAnswerError(), 1);
    await act(async () => void (await now().verify('123456')));
    expect(now()).toMatchObject({ status: 'ready', error: { code: 'NO_ANSWER' }, attemptsRemaining: 5 });
    await act(async () => expect(await now().verify('123456')).toEqual({ status: 'verified' }));
  });
});

describe('show', () => {
  const start = (options?: Use2FAChallengeOptions) => {
    const setup = withBackend({ account });
    const view = renderHook(() => use2FAChallenge(options), { wrapper: setup.Wrapper });
    return { ...setup, now: () => view.result.current, unmount: view.unmount };
  };

  it('asks, runs the callback after the proof, and not before (F5)', async () => {
    const { now } = start({ isPresenter: true });
    const callback = vi.fn<() => void>();
    const shown = now().show('email_change', callback);
    await waitFor(() => expect(now().status).toBe('ready'));
    expect(callback).not.toHaveBeenCalled();
    await act(async () => void (await now().verify('123456')));
    await expect(shown).resolves.toEqual({ status: 'verified' });
    expect(callback).toHaveBeenCalledOnce();
  });

  it('runs nothing when it is closed, and settles all the same', async () => {
    const { now } = start({ isPresenter: true });
    const callback = vi.fn<() => void>();
    const shown = now().show('email_change', callback);
    await waitFor(() => expect(now().status).toBe('ready'));
    act(() => now().close());
    await expect(shown).resolves.toMatchObject({ status: 'unverified', error: { code: 'CHALLENGE_CANCELLED' } });
    expect(callback).not.toHaveBeenCalled();
  });

  it('settles where nothing on the page can ask, as with a hook that draws nothing', async () => {
    const { now } = start();
    await expect(now().show('email_change')).resolves.toMatchObject({
      status: 'unverified',
      error: { code: 'CHALLENGE_UNAVAILABLE' },
    });
  });

  it('settles when what asks is taken off the page', async () => {
    const { now, unmount, clock } = start({ isPresenter: true });
    const shown = now().show('email_change');
    await waitFor(() => expect(now().status).toBe('ready'));
    unmount();
    clock.advance(1);
    await expect(shown).resolves.toMatchObject({ error: { code: 'CHALLENGE_UNAVAILABLE' } });
  });
});

it('shows two callers the same prompt, made once (F5)', async () => {
  const { Wrapper, client, callsTo } = withBackend({ account });
  const view = renderHook(() => [use2FAChallenge({ isPresenter: true }), use2FAChallenge()] as const, {
    wrapper: Wrapper,
  });
  const changed = client.call('auth.changeEmail', { newEmail: 'maya@example.org' });
  await waitFor(() => expect(view.result.current[1].status).toBe('ready'));
  const [first, second] = view.result.current;
  expect(second.challenge).toBe(first.challenge);
  await act(async () => void (await second.verify('123456')));
  await expect(changed).resolves.toEqual({ email: 'maya@example.org' });
  expect(callsTo('auth.create2FAChallenge')).toBe(1);
});
