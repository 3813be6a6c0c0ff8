/** A call that may need proof, from the press to its own result (SPEC F3, F10; PEERS B1): every promise settles, and rightly. */
import { act, renderHook, waitFor } from '@testing-library/react';
import { createTRPCUntypedClient } from '@trpc/client';
import { describe, expect, it, vi } from 'vitest';
import {
  defineSensitiveActions,
  getSessionSecurityError,
  isOutcomeError,
  SessionSecurityError,
  StepUpRedirectError,
  useResumeSensitiveActions,
  useSensitiveAction,
} from 'react-session-security';
import type { RunOptions, SensitiveActionAttempt, SensitiveActionOptions } from 'react-session-security';
import { parametersDigest } from '../../../src/client/proofs/parametersDigest';
import { password, refusedAction, withActions } from '../../support/withActions';

type Fn = (input: unknown, attempt: SensitiveActionAttempt) => Promise<unknown>;
const email = { newEmail: 'maya@example.org' };
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => (isOutcomeError(error) ? error.code : error));

/** What it leads to is React's to see. */
async function within<Value>(promise: Promise<Value>): Promise<Value> {
  await act(async () => void (await Promise.allSettled([promise])));
  return promise;
}

function open(
  fn: Fn,
  options: Partial<SensitiveActionOptions<unknown>> = {},
  scene: Parameters<typeof withActions>[0] = {},
) {
  const setup = withActions(scene);
  const view = renderHook(({ send }) => useSensitiveAction(send, { actionType: 'email_change', ...options }), {
    wrapper: setup.Wrapper,
    initialProps: { send: fn },
  });
  const { result } = view;
  const run = (input: unknown = email, runOptions?: RunOptions): Promise<unknown> => {
    let promise: Promise<unknown> = Promise.resolve();
    act(() => {
      promise = result.current.run(input, runOptions);
    });
    return promise;
  };
  const confirm = async (): Promise<void> => {
    await act(async () => void (await setup.ready()));
    await act(async () => setup.proofs.submit({ password }));
  };
  return { ...setup, ...view, run, confirm, now: () => result.current };
}

describe('a sensitive action that is not refused', () => {
  it('is sent once and settles with its own result', async () => {
    const fn = refusedAction();
    const { run, now } = open(fn);
    expect(now()).toMatchObject({ status: 'idle', isPending: false, error: undefined });
    const result = run();
    expect(now()).toMatchObject({ status: 'running', isPending: true });
    await expect(within(result)).resolves.toEqual({ done: email });
    await waitFor(() => expect(now().status).toBe('success'));
    expect(fn).toHaveBeenCalledTimes(1);
    act(() => now().reset());
    expect(now().status).toBe('idle');
  });

  it('fails as it failed, and says so; nobody has to await it', async () => {
    const failure = new Error('The network is down.');
    const { now } = open(() => Promise.reject(failure));
    act(() => void now().run(email));
    await waitFor(() => expect(now()).toMatchObject({ status: 'error', error: failure, isPending: false }));
  });
});

describe('a sensitive action that is refused', () => {
  it('has proof given, goes once more with the token, and settles with its own result (F3)', async () => {
    const fn = refusedAction('STEP_UP_REQUIRED');
    const { run, confirm, now } = open(fn);
    const result = run();
    await waitFor(() => expect(now()).toMatchObject({ status: 'proving', isPending: true }));
    await confirm();
    await expect(within(result)).resolves.toEqual({ done: email });
    expect(fn.mock.calls.map(([input, { stepUpToken }]) => [input, stepUpToken])).toEqual([
      [email, undefined],
      [email, expect.stringMatching(/^[0-9a-f]{64}$/)],
    ]);
    await waitFor(() => expect(now().status).toBe('success'));
  });

  it('goes once more without a token after a second factor', async () => {
    const fn = refusedAction('2FA_REQUIRED');
    const { run, ready, proofs } = open(fn, {}, { account: { secondFactorCode: '123456' } });
    const result = run();
    await act(async () => void (await ready()));
    await act(async () => proofs.submit({ code: '123456' }));
    await expect(within(result)).resolves.toEqual({ done: email });
    expect(fn.mock.calls[1]?.[1]).not.toHaveProperty('stepUpToken');
  });

  const cause = new SessionSecurityError('STEP_UP_REQUIRED', { action: 'email_change' }).toCause();
  const challenge = { 'www-authenticate': 'Bearer error="insufficient_user_authentication", max_age="300"' };
  it.each<[string, () => unknown]>([
    ['a value of a server action', () => ({ error: cause })],
    ['a flat value of a server action', () => ({ success: false, ...cause })],
    ['a value that doesn’t name the action', () => ({ error: { errorCode: 'STEP_UP_REQUIRED' } })],
    ['a Response', () => Response.json({ error: cause }, { status: 403 })],
    ['a Response in the words of RFC 9470', () => new Response(null, { status: 401, headers: challenge })],
    [
      'an error as tRPC has it',
      () => {
        throw Object.assign(new Error('FORBIDDEN'), { data: { code: 'FORBIDDEN', cause } });
      },
    ],
  ])('is understood as %s (E3), and never handed out as its result', async (_, refuse) => {
    const fn: Fn = async (input, { stepUpToken }) => (stepUpToken === undefined ? refuse() : { done: input });
    const { run, confirm } = open(fn);
    const result = run();
    await confirm();
    await expect(within(result)).resolves.toEqual({ done: email });
  });

  it.each<[string, () => unknown]>([
    ['thrown', () => Promise.reject(new SessionSecurityError('STEP_UP_REQUIRED', { action: 'email_change' }))],
    ['a value', () => ({ error: cause })],
  ])('ends with a typed error where it is refused again after the proof: %s (R48)', async (_, refuse) => {
    const { run, confirm, now } = open(async () => refuse());
    const result = codeOf(run());
    await confirm();
    await expect(within(result)).resolves.toBe('STILL_REFUSED');
    await waitFor(() => expect(now().status).toBe('error'));
    expect(getSessionSecurityError(now().error)?.errorCode).toBe('STEP_UP_REQUIRED');
  });

  it('is asked about anew, with the reason, where its token was not accepted (F11)', async () => {
    const fn = refusedAction('STEP_UP_REQUIRED', 'STEP_UP_TOKEN_EXPIRED');
    const { run, confirm, ready, callsTo } = open(fn);
    const result = run();
    await confirm();
    await waitFor(() => expect(callsTo('auth.createStepUpToken')).toHaveLength(1));
    await act(async () => expect((await ready()).need.because).toBe('STEP_UP_TOKEN_EXPIRED'));
    await confirm();
    await expect(within(result)).resolves.toEqual({ done: email });
    const [, second, third] = fn.mock.calls.map(([, { stepUpToken }]) => stepUpToken);
    expect(third).not.toBe(second);
  });

  it('binds its token to the input, or to what the server is told (R45)', async () => {
    const digests: unknown[] = [];
    for (const parameters of [undefined, () => ({})]) {
      const { run, confirm, callsTo } = open(refusedAction('STEP_UP_REQUIRED'), { parameters });
      const result = run();
      await confirm();
      await within(result);
      digests.push(
        ...callsTo('auth.createStepUpToken').map(
          ({ input }) => (input as { parametersDigest?: string }).parametersDigest,
        ),
      );
    }
    expect(digests).toEqual([await parametersDigest(email), await parametersDigest({})]);
  });

  it('says which input no token can be bound to', async () => {
    const { run } = open(refusedAction('STEP_UP_REQUIRED'));
    await expect(within(run({ file: new Blob() }))).rejects.toThrow(/"file" of the input .* is a Blob/);
  });

  it('asks for a step-up where a second factor would do, and the application wants that at least', async () => {
    const fn = refusedAction('2FA_REQUIRED');
    const { run, confirm } = open(fn, { level: 'step_up' });
    const result = run();
    await confirm();
    await within(result);
    expect(fn.mock.calls[1]?.[1].stepUpToken).toMatch(/^[0-9a-f]{64}$/);
  });

  it('asks for no less than the server does', async () => {
    const { run, ready, proofs } = open(refusedAction('STEP_UP_REQUIRED'), { level: 'second_factor' });
    const result = codeOf(run());
    await act(async () => expect((await ready()).need.kind).toBe('step_up'));
    act(() => proofs.cancel());
    await within(result);
  });
});

describe('an action that must not be sent twice', () => {
  it('has the second factor asked for, and is left to the next press', async () => {
    const fn = refusedAction('2FA_REQUIRED');
    const { run, ready, proofs } = open(fn, { replay: 'never' }, { account: { secondFactorCode: '123456' } });
    const first = codeOf(run());
    await act(async () => void (await ready()));
    await act(async () => proofs.submit({ code: '123456' }));
    await expect(within(first)).resolves.toBe('NOT_REPLAYABLE');
    expect(fn).toHaveBeenCalledTimes(1);
    await expect(within(run())).resolves.toEqual({ done: email });
  });

  it('has no step-up asked for, whose token would open nothing', async () => {
    const { run, proofs } = open(refusedAction('STEP_UP_REQUIRED'), { replay: 'never' });
    await expect(within(codeOf(run()))).resolves.toBe('NOT_REPLAYABLE');
    expect(proofs.getSnapshot()).toBeUndefined();
  });
});

describe('every run settles (E6)', () => {
  it('when the user closes the prompt', async () => {
    const { run, ready, proofs, now } = open(refusedAction('STEP_UP_REQUIRED'));
    const result = codeOf(run());
    await act(async () => void (await ready()));
    act(() => proofs.cancel());
    await expect(within(result)).resolves.toBe('CHALLENGE_CANCELLED');
    await waitFor(() => expect(now().status).toBe('error'));
  });

  it('when the component goes away while the prompt is open, and the prompt goes with it', async () => {
    const { run, ready, proofs, unmount } = open(refusedAction('STEP_UP_REQUIRED'));
    const result = codeOf(run());
    await act(async () => void (await ready()));
    unmount();
    await expect(within(result)).resolves.toBe('CHALLENGE_CANCELLED');
    expect(proofs.getSnapshot()).toBeUndefined();
  });

  it('when it is refused after the component went away: nobody is asked', async () => {
    let refuse: (cause: Error) => void = () => {};
    const { run, proofs, unmount } = open(
      () =>
        new Promise((_, reject) => {
          refuse = reject;
        }),
    );
    const result = codeOf(run());
    unmount();
    await Promise.resolve();
    refuse(new SessionSecurityError('STEP_UP_REQUIRED', { action: 'email_change' }));
    await expect(within(result)).resolves.toBe('CHALLENGE_CANCELLED');
    expect(proofs.getSnapshot()).toBeUndefined();
  });

  it('with its own result when the component goes away while it is on its way; it may give up by its signal', async () => {
    let answer: (value: string) => void = () => {};
    let signal: AbortSignal | undefined;
    const { run, unmount } = open((_, attempt) => {
      ({ signal } = attempt);
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    const result = run();
    expect(signal?.aborted).toBe(false);
    unmount();
    await Promise.resolve();
    expect(signal?.reason).toMatchObject({ name: 'AbortError' });
    answer('done');
    await expect(within(result)).resolves.toBe('done');
  });

  describe('by the caller’s own signal (F3)', () => {
    const reason = new Error('The user went on.');

    it('while the prompt is open: it closes, and nothing is sent again', async () => {
      const send = refusedAction('STEP_UP_REQUIRED');
      const { run, ready, proofs, now } = open(send);
      const controller = new AbortController();
      const result = codeOf(run(email, { signal: controller.signal }));
      await act(async () => void (await ready()));
      controller.abort(reason);
      await expect(within(result)).resolves.toBe(reason);
      expect(proofs.getSnapshot()).toBeUndefined();
      expect(send).toHaveBeenCalledOnce();
      expect(now()).toMatchObject({ status: 'error', error: reason });
    });

    it('before it began: nothing is sent', async () => {
      const send = refusedAction();
      const { run } = open(send);
      await expect(within(codeOf(run(email, { signal: AbortSignal.abort(reason) })))).resolves.toBe(reason);
      expect(send).not.toHaveBeenCalled();
    });

    it('while it is on its way: it gets to know, and no other run does', async () => {
      const signals: AbortSignal[] = [];
      const { run, unmount } = open((_, { signal }) => {
        signals.push(signal);
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        );
      });
      const controller = new AbortController();
      const given = codeOf(run(email, { signal: controller.signal }));
      const other = codeOf(run(email, { signal: new AbortController().signal }));
      controller.abort(reason);
      await expect(within(given)).resolves.toBe(reason);
      expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
      unmount();
      await expect(within(other)).resolves.toMatchObject({ name: 'AbortError' });
    });
  });

  it('when the user signs out', async () => {
    const { run, ready, client } = open(refusedAction('STEP_UP_REQUIRED'));
    const result = codeOf(run());
    await act(async () => void (await ready()));
    await act(async () => void (await client.call('auth.signOut')));
    await expect(within(result)).resolves.toBe('SESSION_ENDED');
  });

  it('when nobody answers the prompt', async () => {
    const { run, ready, clock } = open(refusedAction('STEP_UP_REQUIRED'));
    const result = codeOf(run());
    await act(async () => void (await ready()));
    act(() => clock.advance(15 * 60_000));
    await expect(within(result)).resolves.toBe('CHALLENGE_TIMEOUT');
  });

  it('when nothing on the page can ask', async () => {
    const { run, now } = open(refusedAction('STEP_UP_REQUIRED'), {}, { isPresented: false });
    await expect(within(codeOf(run()))).resolves.toBe('CHALLENGE_UNAVAILABLE');
    await waitFor(() => expect(now().status).toBe('error'));
    expect(now().error).toMatchObject({ need: { kind: 'step_up', actionType: 'email_change' } });
    expect(getSessionSecurityError(now().error)?.errorCode).toBe('STEP_UP_REQUIRED');
  });

  it('each with its own result where several run at once', async () => {
    const { run, confirm } = open(async (input, { stepUpToken }) =>
      stepUpToken === undefined ? { error: { errorCode: 'STEP_UP_REQUIRED', action: 'email_change' } } : input,
    );
    const both = Promise.all([run({ n: 1 }), run({ n: 2 })]);
    await confirm();
    await confirm();
    await expect(within(both)).resolves.toEqual([{ n: 1 }, { n: 2 }]);
  });
});

it('shows where the newest run stands, whatever becomes of an older one', async () => {
  let refuse: (cause: Error) => void = () => {};
  const { run, now } = open((input) =>
    input === 'older'
      ? new Promise((_, reject) => {
          refuse = reject;
        })
      : Promise.resolve('done'),
  );
  const older = run('older').catch((error: unknown) => error);
  await within(run('newer'));
  expect(now().status).toBe('success');
  refuse(new Error('The network is down.'));
  await within(older);
  expect(now()).toMatchObject({ status: 'success', error: undefined });
});

it('keeps the identity of run, and calls the newest closure', async () => {
  const old = refusedAction();
  const { now, rerender } = open(old);
  const { run } = now();
  const newest = refusedAction();
  rerender({ send: newest });
  expect(now().run).toBe(run);
  await act(async () => void (await run(email)));
  expect(old).not.toHaveBeenCalled();
  expect(newest).toHaveBeenCalledTimes(1);
});

describe('a call through the kit’s link', () => {
  const throughLink = (isPresented = true, options: Partial<SensitiveActionOptions<unknown>> = {}) => {
    let send: Fn = () => Promise.resolve();
    const scene = open((input, attempt) => send(input, attempt), options, { isPresented });
    const host = createTRPCUntypedClient({ links: scene.client.links() });
    send = (input, { signal }) => host.mutation('auth.changeEmail', input, { signal });
    return scene;
  };

  it('is asked about there, once, and is seen to be', async () => {
    const { run, confirm, now, callsTo } = throughLink();
    const result = run();
    await waitFor(() => expect(now().status).toBe('proving'));
    await confirm();
    await expect(within(result)).resolves.toMatchObject({ data: { email: email.newEmail } });
    expect(callsTo('auth.createStepUpToken')).toHaveLength(1);
  });

  it('is not asked about a second time when the user closes the prompt', async () => {
    const { run, ready, proofs } = throughLink();
    const result = codeOf(run());
    await act(async () => void (await ready()));
    act(() => proofs.cancel());
    await expect(within(result)).resolves.toBe('CHALLENGE_CANCELLED');
    expect(proofs.getSnapshot()).toBeUndefined();
  });

  it('is not asked about again where it is refused after the proof', async () => {
    const { run, confirm, backend, callsTo } = throughLink();
    backend.fail('auth.changeEmail', new SessionSecurityError('STEP_UP_REQUIRED', { action: 'email_change' }));
    const result = codeOf(run());
    await confirm();
    await expect(within(result)).resolves.toBe('STILL_REFUSED');
    expect(callsTo('auth.createStepUpToken')).toHaveLength(1);
  });

  it('ends when the component goes away while the prompt is open', async () => {
    const { run, ready, unmount, proofs } = throughLink();
    const result = codeOf(run());
    await act(async () => void (await ready()));
    unmount();
    await expect(within(result)).resolves.toBe('CHALLENGE_CANCELLED');
    expect(proofs.getSnapshot()).toBeUndefined();
  });

  it('goes on after the step-up page too, with its digest (F10)', async () => {
    const navigate = vi.fn<(href: string) => void>();
    const resumable = { name: 'users.changeEmail', stepUpPath: '/confirm', navigate };
    const { run, stored } = throughLink(false, { resumable });
    await expect(within(codeOf(run()))).resolves.toBe('STEP_UP_REDIRECT');
    expect(navigate).toHaveBeenCalledTimes(1);
    expect(stored()).toContain(await parametersDigest(email));
  });
});

describe('an action that can go on after the step-up page (F10, R71)', () => {
  const resumableWith = (navigate: (href: string) => void) => ({
    name: 'users.changeEmail',
    stepUpPath: '/confirm?theme=dark',
    returnTo: '/account#email',
    navigate,
  });

  it('is put aside where nothing on the page can ask; the address has its type and an id, and nothing else', async () => {
    const navigate = vi.fn<(href: string) => void>();
    const { run, now, stored, proofs } = open(
      refusedAction('STEP_UP_REQUIRED'),
      { resumable: resumableWith(navigate) },
      { isPresented: false },
    );
    const error: unknown = await within(run().catch((rejection: unknown) => rejection));
    expect(error).toBeInstanceOf(StepUpRedirectError);
    expect(getSessionSecurityError(error)?.errorCode).toBe('STEP_UP_REQUIRED');
    await waitFor(() => expect(now()).toMatchObject({ status: 'redirected', error: undefined, isPending: false }));
    const [[href] = ['']] = navigate.mock.calls;
    expect(href).toMatch(/^\/confirm\?theme=dark&action=email_change&id=[0-9a-f]{32}$/);
    expect(stored()).toContain(email.newEmail);
    const id = new URLSearchParams(href.split('?')[1]).get('id');
    expect((await proofs.loadPendingActions()).peek(id)).toEqual({
      id,
      name: 'users.changeEmail',
      actionType: 'email_change',
      parameters: email,
      returnTo: '/account#email',
      parametersDigest: await parametersDigest(email),
    });
  });

  it('is confirmed in place where something can ask', async () => {
    const navigate = vi.fn<(href: string) => void>();
    const { run, confirm } = open(refusedAction('STEP_UP_REQUIRED'), { resumable: resumableWith(navigate) });
    const result = run();
    await confirm();
    await expect(within(result)).resolves.toEqual({ done: email });
    expect(navigate).not.toHaveBeenCalled();
  });

  it('says so, and goes nowhere, with a secret in its input', async () => {
    const navigate = vi.fn<(href: string) => void>();
    const { run, stored } = open(
      refusedAction('STEP_UP_REQUIRED'),
      { resumable: resumableWith(navigate) },
      { isPresented: false },
    );
    await expect(within(run({ newPassword: 'hunter2' }))).rejects.toThrow(/newPassword looks like a secret/);
    expect(navigate).not.toHaveBeenCalled();
    expect(stored()).toBe('');
  });

  it('goes nowhere for a second factor, which no step-up page gives', async () => {
    const navigate = vi.fn<(href: string) => void>();
    const { run } = open(refusedAction('2FA_REQUIRED'), { resumable: resumableWith(navigate) }, { isPresented: false });
    await expect(within(codeOf(run()))).resolves.toBe('CHALLENGE_UNAVAILABLE');
    expect(navigate).not.toHaveBeenCalled();
  });

  it.each(['confirms', 'cancels'])(
    'lies in the tab’s storage while its prompt is open, until the user %s',
    async (how) => {
      const { run, ready, proofs, confirm, stored, reload } = open(refusedAction('STEP_UP_REQUIRED'), {
        resumable: resumableWith(() => {}),
      });
      const result = codeOf(run());
      await act(async () => void (await ready()));
      await waitFor(() => expect(stored()).toContain(email.newEmail));
      // What a reload would find; not offered on this page, where the prompt is open.
      expect((await proofs.loadPendingActions()).list()).toEqual([]);
      const next = await reload().proofs.loadPendingActions();
      expect(next.list()).toMatchObject([{ name: 'users.changeEmail', isProven: false }]);
      if (how === 'confirms') await confirm();
      else act(() => proofs.cancel());
      await within(result);
      await waitFor(() => expect(stored()).toBe(''));
      expect(next.list()).toEqual([]);
    },
  );

  it('goes on after a reload while its prompt for a second factor was open, which is asked for again', async () => {
    const resumable = resumableWith(() => {});
    const account = { secondFactorCode: '123456' };
    const { run, ready, stored, reload, unmount } = open(refusedAction('2FA_REQUIRED'), { resumable }, { account });
    codeOf(run()).catch(() => {});
    await act(async () => void (await ready()));
    await waitFor(() => expect(stored()).toContain(email.newEmail));
    const page = reload();
    const send = refusedAction('2FA_REQUIRED');
    const actions = defineSensitiveActions({
      [resumable.name]: { actionType: 'email_change', parse: (input: unknown) => input, run: send },
    });
    const { result } = renderHook(() => useResumeSensitiveActions(actions), { wrapper: page.Wrapper });
    await waitFor(() => expect(result.current).toMatchObject({ status: 'confirm', parameters: email }));
    expect(send).not.toHaveBeenCalled();
    act(() => void result.current.confirm());
    await act(async () => expect((await page.ready()).need.kind).toBe('second_factor'));
    await act(async () => page.proofs.submit({ code: '123456' }));
    await waitFor(() => expect(result.current).toMatchObject({ status: 'done', result: { done: email } }));
    expect(send).toHaveBeenCalledTimes(2);
    unmount();
  });

  it('leaves nothing where the user signs out', async () => {
    const { run, client, stored } = open(
      refusedAction('STEP_UP_REQUIRED'),
      { resumable: resumableWith(() => {}) },
      { isPresented: false },
    );
    await within(codeOf(run()));
    expect(stored()).not.toBe('');
    await act(async () => void (await client.call('auth.signOut')));
    expect(stored()).toBe('');
  });
});
