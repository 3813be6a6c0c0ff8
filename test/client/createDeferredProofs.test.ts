/** Calls that are refused while the code that asks for proof is on its way (K10, E6): each still settles, and rightly. */
import { createTRPCUntypedClient } from '@trpc/client';
import { createSessionSecurity, handlersLink } from 'react-session-security/client';
import { ChallengeCancelledError, SessionSecurityError } from 'react-session-security/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDeferredProofs } from '../../src/client/proofs/createDeferredProofs';
import type { ProofCoordinator } from '../../src/engine/proof/createProofCoordinator';
import { rightCode, setUpProof } from '../support/engine/scriptedProof';

afterEach(() => vi.unstubAllGlobals());

function setUp() {
  const scene = setUpProof({ isPresented: false });
  let arrive: (part: ProofCoordinator) => void = () => {};
  let fail: (cause: Error) => void = () => {};
  const proofs = createDeferredProofs(
    () =>
      new Promise((resolve, reject) => {
        arrive = resolve;
        fail = reject;
      }),
  );
  proofs.present(['second_factor', 'step_up']);
  const send = vi.fn(() =>
    Promise.reject<string>(new SessionSecurityError('2FA_REQUIRED', { action: 'account_deletion' })),
  );
  return { ...scene, proofs, send, arrive: () => arrive(scene.coordinator), fail: () => fail(new Error('gone')) };
}

describe('a call that is refused before the code is here', () => {
  it('waits for it, and gets its prompt', async () => {
    const { proofs, send, arrive, settle } = setUp();
    const result = proofs.run({ send });
    await settle();
    arrive();
    await settle();
    expect(proofs.getSnapshot()?.need).toEqual({ kind: 'second_factor', actionType: 'account_deletion' });
    send.mockResolvedValue('deleted');
    proofs.submit({ code: rightCode });
    await expect(result).resolves.toBe('deleted');
  });

  it('is not carried out in the name of the next user: the session ended meanwhile', async () => {
    const { proofs, send, arrive, settle } = setUp();
    const result = proofs.run({ send });
    await settle();
    proofs.end();
    arrive();
    await expect(result).rejects.toMatchObject({ code: 'SESSION_ENDED', cause: { errorCode: '2FA_REQUIRED' } });
    expect(proofs.getSnapshot()).toBeUndefined();
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('nor is one whose refusal arrives after the session ended, once the code is here', async () => {
    const { proofs, arrive, settle, coordinator } = setUp();
    void proofs.prove({ kind: 'step_up', actionType: 'role_change' }).catch(() => {});
    arrive();
    await settle();
    proofs.cancel();
    let refuse: (cause: Error) => void = () => {};
    const result = proofs.run({
      send: () =>
        new Promise<string>((_, reject) => {
          refuse = reject;
        }),
    });
    proofs.end();
    refuse(new SessionSecurityError('2FA_REQUIRED', { action: 'account_deletion' }));
    await expect(result).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    expect(coordinator.getSnapshot()).toBeUndefined();
  });

  it('is let go at once when its caller loses interest', async () => {
    const { proofs, send, settle } = setUp();
    const controller = new AbortController();
    const result = proofs.run({ send, signal: controller.signal });
    await settle();
    controller.abort(new Error('left the page'));
    await expect(result).rejects.toThrow('left the page');
    await expect(proofs.prove({ kind: 'step_up', actionType: 'role_change' }, controller.signal)).rejects.toThrow(
      'left the page',
    );
  });

  it('keeps its refusal where the code can’t be had', async () => {
    vi.stubGlobal('reportError', vi.fn());
    const { proofs, send, settle, fail } = setUp();
    const result = proofs.run({ send });
    result.catch(() => {});
    await settle();
    fail();
    await expect(result).rejects.toMatchObject({ errorCode: '2FA_REQUIRED' });
  });
});

it('knows what the page can ask for before the code is here, and after', async () => {
  const { proofs, arrive, settle } = setUp();
  const withdraw = proofs.present(['step_up']);
  withdraw();
  withdraw();
  expect(proofs.canPresent('step_up')).toBe(true);
  const other = createDeferredProofs(() => Promise.reject(new Error('gone')));
  expect(other.canPresent('step_up')).toBe(false);
  void proofs.prove({ kind: 'step_up', actionType: 'role_change' }).catch(() => {});
  arrive();
  await settle();
  expect(proofs.canPresent('step_up')).toBe(true);
  proofs.cancel();
});

it('hands a press on with the prompt that it was meant for', async () => {
  const { proofs, arrive, settle } = setUp();
  const proven = proofs.prove({ kind: 'step_up', actionType: 'role_change' });
  arrive();
  await settle();
  const { id = 0 } = proofs.getSnapshot() ?? {};
  proofs.submit({ password: 'right' }, id + 1);
  proofs.cancel(id + 1);
  expect(proofs.getSnapshot()?.state.status).toBe('ready');
  proofs.submit({ password: 'right' }, id);
  await expect(proven).resolves.toMatchObject({ kind: 'step_up' });
});

it.each<[string, (error: Error) => unknown]>([
  ['as it is', (error) => error],
  [
    'as the cause of an error that carries the refusal too',
    (cause) =>
      Object.assign(new Error('refused', { cause }), {
        data: { cause: { errorCode: '2FA_REQUIRED', action: 'email_change' } },
      }),
  ],
])('asks nobody a second time for a call that a link has asked about: its outcome %s', async (_, wrap) => {
  const { proofs, arrive, settle, coordinator } = setUp();
  const refusal = new SessionSecurityError('2FA_REQUIRED', { action: 'email_change' });
  const outcome = wrap(new ChallengeCancelledError({ cause: refusal }));
  const result = proofs.run({ send: () => Promise.reject(outcome as Error) });
  result.catch(() => {});
  await settle();
  arrive();
  await settle();
  expect(coordinator.getSnapshot()).toBeUndefined();
  await expect(result).rejects.toBe(outcome);
});

it('reads a refusal that is a value, as server actions give it, without being told how', async () => {
  const { proofs, arrive, settle } = setUp();
  const answers = [{ success: false, errorCode: '2FA_REQUIRED', action: 'password_change' }, { success: true }];
  const result = proofs.run({ send: () => Promise.resolve(answers.shift()) });
  await settle();
  arrive();
  await settle();
  proofs.submit({ code: rightCode });
  await expect(result).resolves.toEqual({ success: true });
});

it.each([
  { error: { errorCode: '2FA_REQUIRED', action: 'password_change' } },
  { success: false, errorCode: '2FA_REQUIRED', action: 'password_change' },
  [{ error: { data: { cause: { errorCode: '2FA_REQUIRED', action: 'password_change' } } } }],
])('never gives a refusal that is a value as the result of the call: %j again after the proof', async (refusal) => {
  const { proofs, arrive, settle } = setUp();
  const result = proofs.run({ send: () => Promise.resolve<unknown>(refusal) });
  await settle();
  arrive();
  await settle();
  proofs.submit({ code: rightCode });
  await expect(result).rejects.toMatchObject({ code: 'STILL_REFUSED', cause: refusal });
});

describe('what can’t take a step-up token along', () => {
  const refuse = () => Promise.reject(new SessionSecurityError('STEP_UP_REQUIRED', { action: 'admin_action' }));
  const refusing = handlersLink({ 'session.getSessions': refuse, 'session.revokeSession': refuse });

  it('is a query, whose URL would carry it, or an input that is no object: said before anybody is asked (R7)', async () => {
    const security = createSessionSecurity({ link: refusing });
    security.proofs.present(['step_up']);
    const host = createTRPCUntypedClient({ links: security.links() });
    for (const call of [
      host.query('session.getSessions', {}),
      host.mutation('session.revokeSession', ['a', 'b']),
      host.mutation('session.revokeSession', 'abc'),
      host.mutation('session.revokeSession', new Map([['a', 1]])),
    ]) {
      await expect(call).rejects.toMatchObject({ data: { httpStatus: 403 }, cause: { code: 'NOT_REPLAYABLE' } });
    }
    expect(security.proofs.getSnapshot()).toBeUndefined();
  });
});
