/** Refused calls and their proof (SPEC F2, F3): one prompt, one repetition, and every promise settles. */
import { isOutcomeError } from 'react-session-security/contract';
import { describe, expect, it, vi } from 'vitest';
import { SessionSecurityError } from '../../../src/contract/errors';
import { promptTimeoutMs } from '../../../src/engine/proof/createProofCoordinator';
import { refusedCall, rightCode, setUpProof } from '../../support/engine/scriptedProof';

const minute = 60_000;
const codeOf = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    return await promise;
  } catch (error) {
    return isOutcomeError(error) ? error.code : error;
  }
};

describe('a call that is not refused', () => {
  it('is sent once and asks for nothing', async () => {
    const { coordinator, transport } = setUpProof();
    const { call, sent } = refusedCall('done', 'password_change');
    await expect(coordinator.run(call)).resolves.toBe('done');
    expect(sent).toEqual([undefined]);
    expect(transport.asked).toEqual([]);
  });

  it('fails as it failed, where proof would not help', async () => {
    const { coordinator } = setUpProof();
    const { call } = refusedCall('done', 'password_change', 'FORBIDDEN');
    await expect(coordinator.run(call)).rejects.toMatchObject({ errorCode: 'FORBIDDEN' });
    expect(coordinator.getSnapshot()).toBeUndefined();
  });
});

describe('a call that needs a second factor', () => {
  it('settles with its own result after the code, and is sent twice', async () => {
    const { coordinator, transport, state, settle } = setUpProof();
    const { call, sent } = refusedCall('changed', 'password_change', '2FA_REQUIRED');
    const result = coordinator.run(call);
    await settle();
    expect(coordinator.getSnapshot()).toMatchObject({
      need: { kind: 'second_factor', actionType: 'password_change' },
      waiting: 1,
      state: { status: 'ready', method: '2fa_totp', attemptsRemaining: 5 },
    });
    coordinator.submit({ code: '000000' });
    expect(state()?.status).toBe('submitting');
    await settle();
    expect(state()).toMatchObject({ status: 'ready', attemptsRemaining: 4, error: { code: 'INVALID_2FA_CODE' } });
    coordinator.submit({ code: rightCode });
    await expect(result).resolves.toBe('changed');
    expect(coordinator.getSnapshot()).toBeUndefined();
    expect(sent).toHaveLength(2);
    expect(transport.asked.filter((question) => question.startsWith('openChallenge'))).toHaveLength(1);
  });

  it('shares its prompt with others that need the same, and each gets its own result', async () => {
    const { coordinator, transport, settle } = setUpProof();
    const first = coordinator.run(refusedCall('first', 'password_change', '2FA_REQUIRED').call);
    const second = coordinator.run(refusedCall('second', 'password_change', '2FA_REQUIRED').call);
    await settle();
    expect(coordinator.getSnapshot()?.waiting).toBe(2);
    coordinator.submit({ code: rightCode });
    await expect(Promise.all([first, second])).resolves.toEqual(['first', 'second']);
    expect(transport.asked).toEqual(['openChallenge password_change 2fa_totp', 'verify chl_1 2fa_totp']);
  });

  it('lets calls of other actions try with the factor that was given for it', async () => {
    const { coordinator, transport, settle } = setUpProof();
    const first = coordinator.run(refusedCall('first', 'password_change', '2FA_REQUIRED').call);
    const other = coordinator.run(refusedCall('other', 'email_change', '2FA_REQUIRED').call);
    await settle();
    coordinator.submit({ code: rightCode });
    await expect(Promise.all([first, other])).resolves.toEqual(['first', 'other']);
    expect(transport.asked).toHaveLength(2);
  });

  it('asks for the other action too where that was not enough, and does not call it a second refusal', async () => {
    const { coordinator, transport, settle } = setUpProof();
    const first = coordinator.run(refusedCall('first', 'password_change', '2FA_REQUIRED').call);
    const other = coordinator.run(refusedCall('other', 'account_deletion', '2FA_REQUIRED', '2FA_REQUIRED').call);
    await settle();
    coordinator.submit({ code: rightCode });
    await settle();
    expect(coordinator.getSnapshot()?.need.actionType).toBe('account_deletion');
    coordinator.submit({ code: rightCode });
    await expect(Promise.all([first, other])).resolves.toEqual(['first', 'other']);
    expect(transport.asked.filter((question) => question.startsWith('verify'))).toHaveLength(2);
  });

  it('tries again without a prompt where the factor was given while it was on its way', async () => {
    const { coordinator, transport, settle } = setUpProof();
    const slow = refusedCall('slow', 'password_change', '2FA_REQUIRED');
    let arrive = (): void => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    let isFirst = true;
    const late = coordinator.run({
      ...slow.call,
      async send(proof) {
        if (isFirst) {
          isFirst = false;
          await arrived;
        }
        return slow.call.send(proof);
      },
    });
    const quick = coordinator.run(refusedCall('quick', 'password_change', '2FA_REQUIRED').call);
    await settle();
    coordinator.submit({ code: rightCode });
    await expect(quick).resolves.toBe('quick');
    arrive();
    await expect(late).resolves.toBe('slow');
    expect(transport.asked.filter((question) => question.startsWith('openChallenge'))).toHaveLength(1);
  });

  it('is not repeated for ever: refused again after its proof, it says so, with the refusal as the cause (R48)', async () => {
    const { coordinator, settle } = setUpProof();
    const { call, sent } = refusedCall('never', 'password_change', '2FA_REQUIRED', '2FA_REQUIRED', '2FA_REQUIRED');
    const result = coordinator.run(call);
    await settle();
    coordinator.submit({ code: rightCode });
    await expect(result).rejects.toMatchObject({
      code: 'STILL_REFUSED',
      cause: { errorCode: '2FA_REQUIRED' },
    });
    expect(sent).toHaveLength(2);
    expect(coordinator.getSnapshot()).toBeUndefined();
  });
});

describe('a call that needs a step-up', () => {
  it('is sent again with a token, which goes along once', async () => {
    const { coordinator, transport, settle, state } = setUpProof();
    const { call, sent } = refusedCall('promoted', 'role_change', 'STEP_UP_REQUIRED');
    const result = coordinator.run(call);
    await settle();
    expect(state()).toMatchObject({ status: 'ready', method: 'password', methods: ['password', '2fa_sms', 'passkey'] });
    coordinator.submit({ password: 'right' });
    await expect(result).resolves.toBe('promoted');
    expect(sent[1]?.kind).toBe('step_up');
    expect(transport.tokens).toEqual([sent[1]?.stepUpToken?.token]);
    expect(sent).toHaveLength(2);
  });

  it('has a prompt of its own, one after the other, because a token opens one call', async () => {
    const { coordinator, transport, settle } = setUpProof();
    const first = coordinator.run(refusedCall('first', 'role_change', 'STEP_UP_REQUIRED').call);
    const second = coordinator.run(refusedCall('second', 'role_change', 'STEP_UP_REQUIRED').call);
    await settle();
    const firstId = coordinator.getSnapshot()?.id;
    expect(transport.asked).toEqual(['stepUpMethods role_change']);
    coordinator.submit({ password: 'right' });
    await expect(first).resolves.toBe('first');
    await settle();
    expect(coordinator.getSnapshot()?.id).not.toBe(firstId);
    coordinator.submit({ password: 'right' });
    await expect(second).resolves.toBe('second');
    expect(new Set(transport.tokens).size).toBe(2);
  });

  it.each([
    'STEP_UP_TOKEN_EXPIRED',
    'STEP_UP_TOKEN_ALREADY_USED',
    'STEP_UP_TOKEN_ACTION_MISMATCH',
    'STEP_UP_TOKEN_INVALID',
  ] as const)(
    'asks once more when its token is refused as %s, with the reason, and then no more (F11)',
    async (code) => {
      const { coordinator, settle } = setUpProof();
      const { call, sent } = refusedCall('never', 'role_change', 'STEP_UP_REQUIRED', code, code);
      const result = coordinator.run(call);
      await settle();
      coordinator.submit({ password: 'right' });
      await settle();
      expect(coordinator.getSnapshot()?.need.because).toBe(code);
      coordinator.submit({ password: 'right' });
      await expect(result).rejects.toMatchObject({ code: 'STILL_REFUSED', cause: { errorCode: code } });
      expect(sent).toHaveLength(3);
    },
  );

  it('can need both proofs, one after the other', async () => {
    const { coordinator, settle } = setUpProof();
    const { call, sent } = refusedCall('both', 'admin_action', '2FA_REQUIRED', 'STEP_UP_REQUIRED');
    const result = coordinator.run(call);
    await settle();
    coordinator.submit({ code: rightCode });
    await settle();
    expect(coordinator.getSnapshot()?.need.kind).toBe('step_up');
    coordinator.submit({ password: 'right' });
    await expect(result).resolves.toBe('both');
    expect(sent).toHaveLength(3);
  });
});

describe('whoever waits is told', () => {
  const waiting = async () => {
    const scene = setUpProof();
    const results = [
      scene.coordinator.run(refusedCall('first', 'password_change', '2FA_REQUIRED').call),
      scene.coordinator.run(refusedCall('second', 'password_change', '2FA_REQUIRED').call),
    ].map(codeOf);
    await scene.settle();
    return { ...scene, results: Promise.all(results) };
  };

  it('when the user closes the prompt', async () => {
    const { coordinator, results, clock } = await waiting();
    coordinator.cancel();
    await expect(results).resolves.toEqual(['CHALLENGE_CANCELLED', 'CHALLENGE_CANCELLED']);
    expect(coordinator.getSnapshot()).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it('when the session ends', async () => {
    const { coordinator, results, clock } = await waiting();
    coordinator.end();
    await expect(results).resolves.toEqual(['SESSION_ENDED', 'SESSION_ENDED']);
    expect(clock.pending).toBe(0);
  });

  it('when the prompt stays open too long', async () => {
    const { settle, results, clock } = await waiting();
    await settle(promptTimeoutMs);
    await expect(results).resolves.toEqual(['CHALLENGE_TIMEOUT', 'CHALLENGE_TIMEOUT']);
    expect(clock.pending).toBe(0);
  });

  it('when whatever asked for the proof leaves the page', async () => {
    const { unmount, settle, results } = await waiting();
    unmount();
    await settle(1);
    await expect(results).resolves.toEqual(['CHALLENGE_UNAVAILABLE', 'CHALLENGE_UNAVAILABLE']);
  });

  it('what it was that nothing asks for any more (F10)', async () => {
    const { coordinator, unmount, settle } = setUpProof();
    const need = { kind: 'step_up', actionType: 'role_change' } as const;
    const proven = coordinator.prove(need);
    proven.catch(() => {});
    unmount();
    await settle(1);
    await expect(proven).rejects.toMatchObject({ code: 'CHALLENGE_UNAVAILABLE', need });
  });

  it('but not when it is put up again at once, as StrictMode does; and there is one challenge', async () => {
    const { coordinator, unmount, settle, transport } = await waiting();
    unmount();
    coordinator.present(['second_factor']);
    await settle(1);
    expect(coordinator.getSnapshot()?.waiting).toBe(2);
    expect(transport.asked).toHaveLength(1);
  });

  it('at once where nothing on the page can ask, with the refusal readable behind it', async () => {
    const { coordinator } = setUpProof({ isPresented: false });
    const { call } = refusedCall('never', 'password_change', '2FA_REQUIRED');
    await expect(coordinator.run(call)).rejects.toMatchObject({
      code: 'CHALLENGE_UNAVAILABLE',
      cause: { errorCode: '2FA_REQUIRED' },
    });
  });

  it('when its own caller loses interest; the others go on waiting', async () => {
    const { coordinator, settle } = setUpProof();
    const controller = new AbortController();
    const { call } = refusedCall('first', 'password_change', '2FA_REQUIRED');
    const first = coordinator.run({ ...call, signal: controller.signal });
    const second = coordinator.run(refusedCall('second', 'password_change', '2FA_REQUIRED').call);
    await settle();
    controller.abort(new Error('left the page'));
    await expect(first).rejects.toThrow('left the page');
    expect(coordinator.getSnapshot()?.waiting).toBe(1);
    coordinator.submit({ code: rightCode });
    await expect(second).resolves.toBe('second');
  });

  it('and the prompt closes with the last who waited', async () => {
    const { coordinator, settle, clock } = setUpProof();
    const controller = new AbortController();
    const { call } = refusedCall('first', 'password_change', '2FA_REQUIRED');
    const first = codeOf(coordinator.run({ ...call, signal: controller.signal }));
    await settle();
    controller.abort(new Error('left the page'));
    await first;
    expect(coordinator.getSnapshot()).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it('in the order of the queue: what is closed first makes room for the next', async () => {
    const { coordinator, settle } = setUpProof();
    const first = codeOf(coordinator.run(refusedCall('first', 'password_change', '2FA_REQUIRED').call));
    const second = coordinator.run(refusedCall('second', 'role_change', 'STEP_UP_REQUIRED').call);
    await settle();
    coordinator.cancel();
    await expect(first).resolves.toBe('CHALLENGE_CANCELLED');
    await settle();
    expect(coordinator.getSnapshot()?.need.kind).toBe('step_up');
    coordinator.submit({ password: 'right' });
    await expect(second).resolves.toBe('second');
  });
});

it('shows nothing of an answer that comes after the prompt was closed', async () => {
  const { coordinator, transport, settle } = setUpProof();
  const { call, sent } = refusedCall('never', 'role_change', 'STEP_UP_REQUIRED');
  const result = codeOf(coordinator.run(call));
  await settle();
  const release = transport.hold();
  coordinator.submit({ password: 'right' });
  coordinator.cancel();
  release();
  await settle();
  await expect(result).resolves.toBe('CHALLENGE_CANCELLED');
  expect(sent).toHaveLength(1);
  expect(coordinator.getSnapshot()).toBeUndefined();
});

it('leaves no timer behind when the prompt is closed while it is being opened', async () => {
  const { coordinator, transport, settle, clock } = setUpProof();
  const release = transport.hold();
  const result = codeOf(coordinator.run(refusedCall('never', 'password_change', '2FA_REQUIRED').call));
  await settle();
  coordinator.cancel();
  release();
  await settle();
  await expect(result).resolves.toBe('CHALLENGE_CANCELLED');
  expect(clock.pending).toBe(0);
});

it('can be asked for proof without a call, as useStepUp does', async () => {
  const { coordinator, transport, settle } = setUpProof();
  const proven = coordinator.prove({ kind: 'step_up', actionType: 'role_change', parametersDigest: 'abc' });
  await settle();
  coordinator.submit({ password: 'right' });
  const { stepUpToken } = await proven;
  expect(transport.tokens).toEqual([stepUpToken?.token]);
  expect(transport.asked).toContain('createStepUpToken role_change password abc');
});

describe('a press that was meant for another prompt', () => {
  it.each(['submit', 'cancel', 'chooseMethod', 'submitAssertion'] as const)(
    'does nothing: %s (the queue may have moved on since it was drawn)',
    async (press) => {
      const { coordinator, transport, settle, state } = setUpProof();
      const gone = codeOf(coordinator.prove({ kind: 'step_up', actionType: 'role_change' }));
      const next = codeOf(coordinator.prove({ kind: 'step_up', actionType: 'admin_action' }));
      await settle();
      const { id = 0 } = coordinator.getSnapshot() ?? {};
      coordinator.cancel(id);
      await gone;
      await settle();
      const before = coordinator.getSnapshot();
      const asked = transport.asked.length;
      const presses = {
        submit: () => coordinator.submit({ password: 'right' }, id),
        cancel: () => coordinator.cancel(id),
        chooseMethod: () => coordinator.chooseMethod('passkey', id),
        submitAssertion: () => coordinator.submitAssertion(id),
      };
      presses[press]();
      await settle();
      expect(coordinator.getSnapshot()).toBe(before);
      expect(transport.asked).toHaveLength(asked);
      expect(state()?.status).toBe('ready');
      coordinator.cancel(before?.id);
      await next;
    },
  );
});

it('knows what can be asked for on the page, and says what it was where nothing can (F10)', async () => {
  const { coordinator } = setUpProof({ isPresented: false });
  const withdraw = coordinator.present(['second_factor']);
  expect([coordinator.canPresent('second_factor'), coordinator.canPresent('step_up')]).toEqual([true, false]);
  const need = { kind: 'step_up', actionType: 'role_change', parametersDigest: 'abc' } as const;
  await expect(coordinator.prove(need)).rejects.toMatchObject({ code: 'CHALLENGE_UNAVAILABLE', need });
  const { call } = refusedCall('never', 'role_change', 'STEP_UP_REQUIRED');
  await expect(coordinator.run(call)).rejects.toMatchObject({ need: { kind: 'step_up', actionType: 'role_change' } });
  withdraw();
  expect(coordinator.canPresent('second_factor')).toBe(false);
});

it('gives a snapshot that is the same object until something changes', async () => {
  const { coordinator, settle } = setUpProof();
  const listener = vi.fn();
  coordinator.subscribe(listener);
  void codeOf(coordinator.run(refusedCall('first', 'password_change', '2FA_REQUIRED').call));
  await settle();
  expect(coordinator.getSnapshot()).toBe(coordinator.getSnapshot());
  const seen = listener.mock.calls.length;
  await settle(minute);
  expect(listener.mock.calls.length).toBe(seen);
});

it('reads a refusal that is a value, and settles with the value of the repetition', async () => {
  const { coordinator, settle } = setUpProof();
  const answers = [{ ok: false, errorCode: '2FA_REQUIRED' }, { ok: true }];
  const result = coordinator.run({
    send: () => Promise.resolve(answers.shift()),
    needOf: (found) =>
      'answer' in found && found.answer?.ok === false
        ? { kind: 'second_factor', actionType: 'password_change' }
        : undefined,
  });
  await settle();
  coordinator.submit({ code: rightCode });
  await expect(result).resolves.toEqual({ ok: true });
});

it('keeps a bug in the call a bug', async () => {
  const { coordinator } = setUpProof();
  const bug = new SessionSecurityError('INVALID_REQUEST');
  await expect(
    coordinator.run({
      send: () => Promise.reject(bug),
      needOf: () => undefined,
    }),
  ).rejects.toBe(bug);
});

describe('a session that ends while a call is on its way', () => {
  /** A call whose answers come when the test says so. */
  const slowCall = (...codes: readonly Parameters<typeof refusedCall>[2][]) => {
    const { call, sent } = refusedCall('done', 'password_change', ...codes);
    const arrivals: (() => void)[] = [];
    const send: typeof call.send = async (proof) => {
      await new Promise<void>((resolve) => arrivals.push(resolve));
      return call.send(proof);
    };
    return { call: { ...call, send }, sent, arrive: () => arrivals.shift()?.() };
  };
  const ended = { code: 'SESSION_ENDED', cause: { errorCode: '2FA_REQUIRED' } };

  it('counts as the next era', () => {
    const { coordinator } = setUpProof();
    expect(coordinator.era()).toBe(0);
    coordinator.end();
    expect(coordinator.era()).toBe(1);
  });

  it('lets it ask nobody for proof when it is refused after that', async () => {
    const { coordinator, transport, settle } = setUpProof();
    const { call, sent, arrive } = slowCall('2FA_REQUIRED');
    const result = coordinator.run(call);
    coordinator.end();
    arrive();
    await expect(result).rejects.toMatchObject(ended);
    await settle();
    expect([sent.length, transport.asked]).toEqual([1, []]);
  });

  it('does not lend it a factor that was given in the next session', async () => {
    const { coordinator, settle } = setUpProof();
    const { call, sent, arrive } = slowCall('2FA_REQUIRED');
    const result = coordinator.run(call);
    coordinator.end();
    const next = coordinator.run(refusedCall('next', 'password_change', '2FA_REQUIRED').call);
    await settle();
    coordinator.submit({ code: rightCode });
    await expect(next).resolves.toBe('next');
    arrive();
    await expect(result).rejects.toMatchObject(ended);
    expect(sent).toHaveLength(1);
  });

  it('does not send it again when the proof had just been given', async () => {
    const { coordinator, settle } = setUpProof();
    const { call, sent } = refusedCall('done', 'password_change', '2FA_REQUIRED');
    coordinator.subscribe(() => {
      if (coordinator.passes() > 0 && coordinator.era() === 0) coordinator.end();
    });
    const failure = coordinator.run(call).catch((error: unknown) => error);
    await settle();
    coordinator.submit({ code: rightCode });
    await expect(failure).resolves.toMatchObject(ended);
    expect(sent).toHaveLength(1);
  });

  it('does not ask again for it when it is refused for its second proof', async () => {
    const { coordinator, transport, settle } = setUpProof();
    const { call, arrive } = slowCall('2FA_REQUIRED', 'STEP_UP_REQUIRED');
    const result = coordinator.run(call);
    arrive();
    await settle();
    coordinator.submit({ code: rightCode });
    await settle();
    coordinator.end();
    arrive();
    await expect(result).rejects.toMatchObject({ code: 'SESSION_ENDED', cause: { errorCode: 'STEP_UP_REQUIRED' } });
    expect(transport.asked.some((question) => question.startsWith('stepUpMethods'))).toBe(false);
  });

  it('leaves it its own result where it was carried out', async () => {
    const { coordinator, settle } = setUpProof();
    const { call, arrive } = slowCall('2FA_REQUIRED');
    const result = coordinator.run(call);
    arrive();
    await settle();
    coordinator.submit({ code: rightCode });
    await settle();
    coordinator.end();
    arrive();
    await expect(result).resolves.toBe('done');
  });

  it('keeps the refusal readable for those who wait for a prompt', async () => {
    const { coordinator, settle } = setUpProof();
    const { call } = refusedCall('never', 'password_change', '2FA_REQUIRED');
    const failure = coordinator.run(call).catch((error: unknown) => error);
    await settle();
    coordinator.end();
    await expect(failure).resolves.toMatchObject(ended);
  });
});
