/** What goes on after the step-up page, or after a reload (SPEC F10; R71, R72): this user's, registered, valid, and once. */
import { act, renderHook, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { defineSensitiveActions, isOutcomeError, useResumeSensitiveActions } from 'react-session-security';
import type { NewPendingAction, SensitiveActionAttempt, StepUpRoute } from 'react-session-security';
import { parametersDigest } from '../../../src/client/proofs/parametersDigest';
import { password, refusedAction, withActions } from '../../support/withActions';

interface EmailChange {
  readonly newEmail: string;
}
const parse = (input: unknown): EmailChange => {
  const { newEmail } = input as Partial<EmailChange>;
  if (typeof newEmail !== 'string') throw new TypeError('No address.');
  return { newEmail };
};
type Run = (parameters: EmailChange, attempt: SensitiveActionAttempt) => Promise<unknown>;
const registry = (run: Run, isIdempotent = false) =>
  defineSensitiveActions({ 'users.changeEmail': { actionType: 'email_change', parse, run, isIdempotent } });

const action: NewPendingAction = {
  name: 'users.changeEmail',
  actionType: 'email_change',
  parameters: { newEmail: 'maya@example.org' },
  returnTo: '/account',
};
const token = (expiresAt: number) => ({ token: 'a'.repeat(64), expiresAt });

/** By the time that another, later client has loaded and asked, whatever was asked before has been answered. */
const settled = (): Promise<void> => act(async () => void (await withActions().proofs.loadPendingActions()));

async function open(scene: Parameters<typeof withActions>[0] = {}) {
  const setup = withActions(scene);
  const { proofs, clock } = setup;
  const pending = await proofs.loadPendingActions();
  /** As the hook of before and the step-up page leave it. */
  const prove = (one: NewPendingAction = action): string => {
    const id = pending.put(one);
    pending.keepToken(id, token(clock.now() + 60_000));
    return id;
  };
  const show = (run: Run, isIdempotent = false, page = setup, route?: StepUpRoute) => {
    const actions = registry(run, isIdempotent);
    const { result, unmount } = renderHook(() => useResumeSensitiveActions(actions, route), { wrapper: page.Wrapper });
    return { now: () => result.current, unmount };
  };
  return { ...setup, pending, prove, show };
}

describe('where nothing was put aside', () => {
  it('offers nothing, and asks nobody (K10)', async () => {
    const setup = withActions();
    const { result } = renderHook(() => useResumeSensitiveActions(registry(refusedAction())), {
      wrapper: setup.Wrapper,
    });
    await settled();
    expect(result.current).toMatchObject({ status: 'none', name: undefined, parameters: undefined });
    expect(setup.backend.calls).toEqual([]);
  });
});

describe('an action that the step-up page has confirmed', () => {
  it('waits for the user’s word, goes with the token, once, and gives its result', async () => {
    const { prove, show, stored } = await open();
    prove();
    const run = refusedAction();
    const { now } = show(run);
    await waitFor(() => expect(now().status).toBe('confirm'));
    expect(now()).toMatchObject({
      name: 'users.changeEmail',
      actionType: 'email_change',
      parameters: { newEmail: 'maya@example.org' },
    });
    expect(run).not.toHaveBeenCalled();
    // A double click.
    await act(async () => void (await Promise.all([now().confirm(), now().confirm()])));
    expect(now()).toMatchObject({ status: 'done', result: { done: action.parameters } });
    expect(run).toHaveBeenCalledTimes(1);
    expect(run.mock.calls[0]?.[1].stepUpToken).toBe('a'.repeat(64));
    expect(stored()).toBe('');
    act(() => now().discard());
    expect(now().status).toBe('none');
  });

  it('goes on by itself, once, where it is idempotent', async () => {
    const { prove, show } = await open();
    prove();
    const run = refusedAction();
    const { now } = show(run, true);
    await waitFor(() => expect(now().status).toBe('done'));
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('is offered to a component that was there before', async () => {
    const { prove, show } = await open();
    const { now } = show(refusedAction());
    await settled();
    expect(now().status).toBe('none');
    act(() => void prove());
    expect(now().status).toBe('confirm');
  });

  it('runs once where two components offer it', async () => {
    const { prove, show } = await open();
    prove();
    const run = refusedAction();
    const views = [show(run), show(run)];
    await waitFor(() => expect(views.map(({ now }) => now().status)).toEqual(['confirm', 'confirm']));
    await act(async () => void (await Promise.all(views.map(({ now }) => now().confirm()))));
    expect(run).toHaveBeenCalledTimes(1);
    expect(views.map(({ now }) => now().status).toSorted()).toEqual(['done', 'none']);
  });

  it('runs once where two tabs offer it', async () => {
    const { prove, show, reload } = await open();
    prove();
    const run = refusedAction();
    const other = reload();
    const views = [show(run), show(run, false, { ...other } as never)];
    await waitFor(() => expect(views.map(({ now }) => now().status)).toEqual(['confirm', 'confirm']));
    await act(async () => void (await Promise.all(views.map(({ now }) => now().confirm()))));
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('is dropped when the user doesn’t want it', async () => {
    const { prove, show, stored } = await open();
    prove();
    const run = refusedAction();
    const { now } = show(run);
    await waitFor(() => expect(now().status).toBe('confirm'));
    act(() => now().discard());
    expect(now().status).toBe('none');
    expect(stored()).toBe('');
    await act(async () => now().confirm());
    expect(run).not.toHaveBeenCalled();
  });

  it('is no longer offered when the user signs out', async () => {
    const { prove, show, client } = await open();
    prove();
    const run = refusedAction();
    const { now } = show(run);
    await waitFor(() => expect(now().status).toBe('confirm'));
    await act(async () => void (await client.call('auth.signOut')));
    expect(now().status).toBe('none');
    await act(async () => now().confirm());
    expect(run).not.toHaveBeenCalled();
  });

  it('says how it failed, and doesn’t go twice', async () => {
    const { prove, show } = await open();
    prove();
    const failure = new Error('The network is down.');
    const { now } = show(() => Promise.reject(failure));
    await waitFor(() => expect(now().status).toBe('confirm'));
    await act(async () => now().confirm());
    expect(now()).toMatchObject({ status: 'failed', error: failure });
    await act(async () => now().confirm());
    expect(now().status).toBe('failed');
  });
});

describe('a token that is used, has expired or is gone', () => {
  it('is replaced in place, with the reason (F11)', async () => {
    const { prove, show, ready, proofs } = await open();
    prove();
    const run = refusedAction('STEP_UP_TOKEN_ALREADY_USED');
    const { now } = show(run);
    await waitFor(() => expect(now().status).toBe('confirm'));
    act(() => void now().confirm());
    await act(async () => expect((await ready()).need.because).toBe('STEP_UP_TOKEN_ALREADY_USED'));
    expect(now().status).toBe('running');
    await act(async () => proofs.submit({ password }));
    await waitFor(() => expect(now().status).toBe('done'));
    expect(run).toHaveBeenCalledTimes(2);
    expect(run.mock.calls[1]?.[1].stepUpToken).not.toBe('a'.repeat(64));
  });

  it('leads to the step-up page again where nothing on this page can ask', async () => {
    const { prove, show, stored } = await open({ isPresented: false });
    prove();
    const navigate = vi.fn<(href: string) => void>();
    const { now } = show(refusedAction('STEP_UP_TOKEN_EXPIRED'), false, undefined, {
      stepUpPath: '/confirm',
      navigate,
    });
    await waitFor(() => expect(now().status).toBe('confirm'));
    await act(async () => now().confirm());
    expect(navigate).toHaveBeenCalledWith(expect.stringMatching(/^\/confirm\?action=email_change&id=[0-9a-f]{32}$/));
    expect(stored()).toContain('STEP_UP_TOKEN_EXPIRED');
    expect(now().status).toBe('none');
  });

  it('ends it with a typed error where there is no such page', async () => {
    const { prove, show } = await open({ isPresented: false });
    prove();
    const { now } = show(refusedAction('STEP_UP_TOKEN_EXPIRED'));
    await waitFor(() => expect(now().status).toBe('confirm'));
    await act(async () => now().confirm());
    expect(now().status).toBe('failed');
    expect(isOutcomeError(now().error, 'CHALLENGE_UNAVAILABLE')).toBe(true);
  });
});

describe('a token that expired before the user’s word (F11)', () => {
  const late = async (scene?: Parameters<typeof withActions>[0]) => {
    const setup = await open(scene);
    const { pending, clock } = setup;
    const digest = await parametersDigest(action.parameters);
    pending.keepToken(pending.put({ ...action, parametersDigest: digest }), token(clock.now() + 1000));
    clock.advance(1000);
    return { ...setup, digest };
  };

  it('is asked for anew with the reason, before anything is sent, also over the kit’s link', async () => {
    const { show, ready, proofs, client, callsTo, digest } = await late();
    const { now } = show(
      (change, { stepUpToken }) => client.call('auth.changeEmail', { ...change, stepUpToken }),
      // Idempotent or not: without a token it waits for the user's word.
      true,
    );
    await waitFor(() => expect(now().status).toBe('confirm'));
    act(() => void now().confirm());
    await act(async () =>
      expect((await ready()).need).toEqual({
        kind: 'step_up',
        actionType: 'email_change',
        parametersDigest: digest,
        because: 'STEP_UP_TOKEN_EXPIRED',
      }),
    );
    await act(async () => proofs.submit({ password }));
    await waitFor(() => expect(now()).toMatchObject({ status: 'done', result: { email: 'maya@example.org' } }));
    expect(callsTo('auth.changeEmail')).toHaveLength(1);
  });

  it('ends it where the user closes the prompt, and nothing was sent', async () => {
    const { show, ready, proofs } = await late();
    const run = refusedAction();
    const { now } = show(run);
    await waitFor(() => expect(now().status).toBe('confirm'));
    act(() => void now().confirm());
    await act(async () => void (await ready()));
    act(() => proofs.cancel());
    await waitFor(() => expect(now().status).toBe('failed'));
    expect(isOutcomeError(now().error, 'CHALLENGE_CANCELLED')).toBe(true);
    expect(run).not.toHaveBeenCalled();
  });

  it('leads to the step-up page again, with the reason, where nothing on this page can ask', async () => {
    const { show, pending, digest } = await late({ isPresented: false });
    const run = refusedAction();
    const navigate = vi.fn<(href: string) => void>();
    const { now } = show(run, false, undefined, { stepUpPath: '/confirm', navigate });
    await waitFor(() => expect(now().status).toBe('confirm'));
    await act(async () => now().confirm());
    const id = new URLSearchParams(navigate.mock.calls[0]?.[0].split('?')[1]).get('id');
    expect(pending.peek(id)).toMatchObject({ because: 'STEP_UP_TOKEN_EXPIRED', parametersDigest: digest });
    expect(now().status).toBe('none');
    expect(run).not.toHaveBeenCalled();
  });
});

describe('an action that was offered for too long', () => {
  const offered = async () => {
    const setup = await open();
    setup.prove();
    const run = refusedAction();
    const { now } = setup.show(run);
    await waitFor(() => expect(now().status).toBe('confirm'));
    setup.clock.advance(20 * 60_000);
    return { ...setup, run, now };
  };

  it('is refused, and the user is told, when it is to go on; putting that away ends it', async () => {
    const { run, now, stored } = await offered();
    await act(async () => now().confirm());
    expect(now()).toMatchObject({ status: 'failed', name: 'users.changeEmail', parameters: action.parameters });
    expect(isOutcomeError(now().error, 'CHALLENGE_TIMEOUT')).toBe(true);
    expect(run).not.toHaveBeenCalled();
    act(() => now().discard());
    expect(now().status).toBe('none');
    expect(stored()).toBe('');
  });

  it('does not vanish without a word when something else of the page is put away', async () => {
    const { pending, now } = await offered();
    act(() => pending.discard(pending.put(action)));
    expect(now().status).toBe('failed');
    expect(isOutcomeError(now().error, 'CHALLENGE_TIMEOUT')).toBe(true);
  });
});

describe('after a reload in the middle of a prompt', () => {
  it('the action is offered, and asked about again, never run by itself', async () => {
    const { pending, reload, show } = await open();
    pending.put(action, 'prompt');
    const page = reload();
    const run = refusedAction('STEP_UP_REQUIRED');
    const { now } = show(run, true, page as never);
    await waitFor(() => expect(now().status).toBe('confirm'));
    expect(run).not.toHaveBeenCalled();
    act(() => void now().confirm());
    await act(async () => void (await page.ready()));
    await act(async () => page.proofs.submit({ password }));
    await waitFor(() => expect(now().status).toBe('done'));
  });
});

describe('what is dropped, and executes nothing (R72)', () => {
  it.each<[string, NewPendingAction]>([
    ['a name that is not registered', { ...action, name: 'users.deleteAll' }],
    ['a name that every object has', { ...action, name: 'constructor' }],
    ['another action than the registered one', { ...action, actionType: 'role_change' }],
    ['parameters that the validator refuses', { ...action, parameters: { newEmail: ['maya@example.org'] } }],
    ['no parameters', { ...action, parameters: undefined }],
  ])('%s', async (_, planted) => {
    const { prove, show } = await open();
    prove(planted);
    const run = refusedAction();
    const { now } = show(run, true);
    await settled();
    expect(now().status).toBe('none');
    expect(run).not.toHaveBeenCalled();
  });

  it('an address from outside, whatever it says', async () => {
    const setup = withActions();
    window.history.replaceState(null, '', '/admin?action=email_change&id=x&context={"newEmail":"eve@example.com"}');
    const run = refusedAction();
    const { result } = renderHook(() => useResumeSensitiveActions(registry(run, true)), { wrapper: setup.Wrapper });
    await settled();
    expect(result.current.status).toBe('none');
    expect(run).not.toHaveBeenCalled();
    window.history.replaceState(null, '', '/');
  });

  it('what is too old', async () => {
    const { pending, prove, show, clock } = await open();
    prove();
    clock.advance(20 * 60_000);
    expect(pending.list()).toEqual([]);
    const { now } = show(refusedAction(), true);
    await settled();
    expect(now().status).toBe('none');
  });

  it('what lies under a valid one doesn’t hinder that', async () => {
    const { prove, show } = await open();
    prove();
    prove({ ...action, parameters: null });
    const { now } = show(refusedAction());
    await waitFor(() => expect(now().status).toBe('confirm'));
    expect(now().parameters).toEqual(action.parameters);
  });
});

describe('defineSensitiveActions', () => {
  it('refuses what can’t be a name', () => {
    const { 'users.changeEmail': one } = registry(refusedAction());
    expect(() => defineSensitiveActions({ 'a name': one })).toThrow(TypeError);
  });
});
