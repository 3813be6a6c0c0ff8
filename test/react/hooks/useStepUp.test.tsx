/** The one prompt for a step-up, as everybody who calls the hook sees it; and the token for a call of one's own. */
import { act, renderHook, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { SessionSecurityError, useStepUp } from 'react-session-security';
import type { StepUpOutcome, UseStepUpOptions } from 'react-session-security';
import type { ScriptedAccount } from 'react-session-security/testing';
import { withBackend } from '../../support/withBackend';

const password = 'seven otters row home';
const minute = 60_000;
const withSecondFactor = { secondFactorCode: '123456', textsCodes: true, backupCodes: ['7K3MQ-X9TFA'] };

function start(account: Partial<ScriptedAccount> = {}, options: UseStepUpOptions = { isPresenter: true }, skewMs = 0) {
  const setup = withBackend({ account, skewMs });
  const view = renderHook(() => useStepUp(options), { wrapper: setup.Wrapper });
  const isIn = (status: string) => waitFor(() => expect(view.result.current.status).toBe(status));
  return { ...setup, ...view, isIn, now: () => view.result.current };
}

async function open(account: Partial<ScriptedAccount> = {}, skewMs = 0) {
  const setup = start(account, undefined, skewMs);
  const proven: { outcome?: StepUpOutcome } = {};
  act(
    () =>
      void setup
        .now()
        .prove('email_change')
        .then((outcome) => (proven.outcome = outcome)),
  );
  await setup.isIn('ready');
  return { ...setup, proven };
}

describe('useStepUp', () => {
  it('is closed until a step-up is needed, tells what for, and closes with the proof (F9)', async () => {
    const { now, isIn, client } = start();
    expect(now()).toMatchObject({ status: 'closed', isOpen: false, actionType: null, methods: [], because: undefined });
    const changed = client.call('auth.changeEmail', { newEmail: 'maya@example.org' });
    await isIn('ready');
    expect(now()).toMatchObject({
      isOpen: true,
      actionType: 'email_change',
      method: 'password',
      methods: ['password'],
    });
    await act(async () => expect(await now().verifyPassword(password)).toEqual({ status: 'verified' }));
    await expect(changed).resolves.toEqual({ email: 'maya@example.org' });
    expect(now().status).toBe('closed');
  });

  it('gives the token to who asked for it, good for that action and these parameters (R45)', async () => {
    const { now, isIn, backend, client } = start();
    const parameters = { newEmail: 'maya@example.org' };
    const asked = now().prove('email_change', { parameters });
    await isIn('ready');
    await act(async () => void (await now().verifyPassword(password)));
    const outcome = await asked;
    const stepUpToken = outcome.status === 'proven' ? outcome.stepUpToken.token : '';
    expect(stepUpToken).toMatch(/^[0-9a-f]{64}$/);
    const sent = backend.calls.find(({ path }) => path === 'auth.createStepUpToken')?.input;
    expect((sent as { readonly parametersDigest?: string }).parametersDigest).toMatch(/^[0-9a-f]{64}$/);
    const { prove } = now();
    const other = client.call('auth.changeEmail', { newEmail: 'eve@example.org', stepUpToken });
    await waitFor(() => expect(now().because).toBe('STEP_UP_TOKEN_ACTION_MISMATCH'));
    act(() => now().close());
    await expect(other).rejects.toThrow('cancelled');
    expect(now().prove).toBe(prove);
  });

  it('keeps the prompt open after a wrong password', async () => {
    const { now, proven } = await open();
    await act(async () => expect(await now().verifyPassword('wrong')).toMatchObject({ status: 'refused' }));
    expect(now()).toMatchObject({ status: 'ready', error: { code: 'INVALID_CREDENTIALS' } });
    expect(proven.outcome).toBeUndefined();
  });

  it('sends no empty password, and no password where another method is chosen', async () => {
    const { now, callsTo } = await open();
    await act(async () => expect(await now().verifyPassword('')).toEqual({ status: 'malformed' }));
    expect(callsTo('auth.createStepUpToken')).toBe(0);
    const other = await open(withSecondFactor);
    await act(async () => expect(await other.now().verifyPassword(password)).toEqual({ status: 'ignored' }));
    expect(other.callsTo('auth.createStepUpToken')).toBe(0);
  });

  it('takes a code by the chosen method, and sends nothing that is none (R104)', async () => {
    const { now, proven, callsTo } = await open(withSecondFactor);
    await act(async () => expect(await now().verifyCode('12345')).toEqual({ status: 'malformed' }));
    expect(callsTo('auth.createStepUpToken')).toBe(0);
    act(() => now().switchMethod('backup_code'));
    await act(async () => expect(await now().verifyCode('7k3mq x9tfa')).toEqual({ status: 'verified' }));
    await waitFor(() => expect(proven.outcome?.status).toBe('proven'));
  });

  it('has a text sent where that is chosen, once more when the server lets it', async () => {
    const { now, isIn, clock, callsTo } = await open(withSecondFactor);
    act(() => now().switchMethod('2fa_sms'));
    await waitFor(() => expect(now()).toMatchObject({ status: 'ready', method: '2fa_sms' }));
    expect(now().resendAvailableAt).toBe(clock.now() + 30_000);
    act(() => clock.advance(30_000));
    act(() => now().resend());
    await isIn('ready');
    expect(callsTo('auth.resend2FAChallenge')).toBe(1);
    await act(async () => expect(await now().verifyCode('123456')).toEqual({ status: 'verified' }));
  });

  it.each([6 * minute, -10 * minute])(
    'keeps the deadlines of a text and of its token on a device whose clock is %d ms ahead (F7, F11)',
    async (skewMs) => {
      const { now, isIn, client, clock, proven } = await open(withSecondFactor, skewMs);
      act(() => now().switchMethod('2fa_sms'));
      await waitFor(() => expect(now()).toMatchObject({ status: 'ready', method: '2fa_sms' }));
      expect(now().resendAvailableAt).toBe(client.engine.now() + 30_000);
      act(() => clock.advance(5 * minute - 1));
      expect(now().status).toBe('ready');
      act(() => clock.advance(1));
      expect(now().status).toBe('expired');
      act(() => now().restart());
      await isIn('ready');
      await act(async () => expect(await now().verifyCode('123456')).toEqual({ status: 'verified' }));
      await waitFor(() =>
        expect(proven.outcome).toMatchObject({ stepUpToken: { expiresAt: client.engine.now() + 10 * minute } }),
      );
    },
  );

  it('is locked until the server says', async () => {
    const { now, clock, backend } = await open();
    backend.fail('auth.createStepUpToken', new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: 30 }), 1);
    await act(async () => void (await now().verifyPassword(password)));
    expect(now()).toMatchObject({ status: 'locked', lockedUntil: clock.now() + 30_000 });
  });

  it('tells who asked when the user closes it, or nothing can ask', async () => {
    const { now, proven } = await open();
    act(() => now().close());
    await waitFor(() =>
      expect(proven.outcome).toMatchObject({ status: 'unproven', error: { code: 'CHALLENGE_CANCELLED' } }),
    );
    const silent = start({}, {});
    await expect(silent.now().prove('email_change')).resolves.toMatchObject({
      status: 'unproven',
      error: { code: 'CHALLENGE_UNAVAILABLE' },
    });
  });

  it('gives up when nobody waits any more', async () => {
    const { now, isIn } = start();
    const controller = new AbortController();
    const asked = now().prove('email_change', { signal: controller.signal });
    await isIn('ready');
    act(() => controller.abort());
    await expect(asked).resolves.toMatchObject({ status: 'unproven', error: { name: 'AbortError' } });
    await isIn('closed');
  });

  it('does not touch a prompt for a second factor', async () => {
    const { now, client, isIn } = start(withSecondFactor);
    const stop = client.proofs.present(['second_factor']);
    const changed = client.call('auth.changeEmail', { newEmail: 'maya@example.org' });
    await waitFor(() => expect(client.proofs.getSnapshot()?.state.status).toBe('ready'));
    await isIn('closed');
    act(() => now().close());
    await act(async () => expect(await now().verifyCode('123456')).toEqual({ status: 'ignored' }));
    client.proofs.submit({ code: '123456' });
    await expect(changed).resolves.toEqual({ email: 'maya@example.org' });
    stop();
  });
});
