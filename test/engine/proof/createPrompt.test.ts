/** One prompt as a user lives through it (SPEC F5–F7, F9): codes, methods, locks, expiry, and a network that fails. */
import { describe, expect, it } from 'vitest';
import { SessionSecurityError } from '../../../src/contract/errors';
import type { SessionSecurityErrorCode } from '../../../src/contract/errors';
import type { VerificationMethod } from '../../../src/contract/verification';
import type { ProofKind } from '../../../src/engine/proof/ProofNeed';
import { refusedCall, rightCode, setUpProof } from '../../support/engine/scriptedProof';

const second = 1000;
const minute = 60 * second;

async function open(kind: ProofKind = 'second_factor') {
  const scene = setUpProof();
  const code = kind === 'second_factor' ? '2FA_REQUIRED' : 'STEP_UP_REQUIRED';
  const result = scene.coordinator.run(refusedCall('done', 'role_change', code).call);
  result.catch(() => {});
  await scene.settle();
  return { ...scene, result };
}

const refusal = (code: SessionSecurityErrorCode, facts: { retryAfterMs?: number; attemptsRemaining?: number } = {}) =>
  ({ kind: 'refused', code, cause: new SessionSecurityError(code), ...facts }) as const;

describe('a prompt for a second factor', () => {
  it('tells what the server said: method, methods, attempts, until when', async () => {
    const { state, clock } = await open();
    expect(state()).toMatchObject({
      status: 'ready',
      method: '2fa_totp',
      methods: ['2fa_totp', '2fa_sms', 'backup_code'],
      attemptsRemaining: 5,
      expiresAt: clock.now() + 5 * minute,
      error: undefined,
    });
  });

  it('checks one code at a time: a second press does nothing', async () => {
    const { coordinator, transport, settle } = await open();
    const release = transport.hold();
    coordinator.submit({ code: rightCode });
    coordinator.submit({ code: rightCode });
    release();
    await settle();
    expect(transport.asked.filter((question) => question.startsWith('verify'))).toHaveLength(1);
  });

  it('expires by itself, says so, takes no code then, and begins again when asked, with one challenge', async () => {
    const { coordinator, transport, settle, state } = await open();
    await settle(5 * minute);
    expect(state()).toMatchObject({ status: 'expired', challengeId: undefined });
    coordinator.submit({ code: rightCode });
    expect(state()?.status).toBe('expired');
    coordinator.restart();
    await settle();
    expect(state()).toMatchObject({ status: 'ready', challengeId: 'chl_2' });
    expect(transport.asked).toEqual(['openChallenge role_change 2fa_totp', 'openChallenge role_change 2fa_totp']);
  });

  it.each(['CHALLENGE_EXPIRED', 'CHALLENGE_NOT_FOUND'] as const)('begins again after %s', async (code) => {
    const { coordinator, transport, settle, state, result } = await open();
    transport.next.push(refusal(code));
    coordinator.submit({ code: rightCode });
    await settle();
    expect(state()).toMatchObject({ status: 'expired', error: { code } });
    coordinator.restart();
    await settle();
    coordinator.submit({ code: rightCode });
    await expect(result).resolves.toBe('done');
  });

  it('is locked for as long as the server says; what took the guesses takes none after that, a new one does', async () => {
    const { coordinator, transport, settle, state, clock, result } = await open();
    transport.next.push(refusal('TOO_MANY_ATTEMPTS', { retryAfterMs: 2 * minute, attemptsRemaining: 0 }));
    coordinator.submit({ code: '000000' });
    await settle();
    expect(state()).toMatchObject({ status: 'locked', lockedUntil: clock.now() + 2 * minute, attemptsRemaining: 0 });
    coordinator.submit({ code: rightCode });
    expect(state()?.status).toBe('locked');
    await settle(2 * minute);
    expect(state()).toMatchObject({ status: 'expired', challengeId: undefined });
    coordinator.restart();
    await settle();
    coordinator.submit({ code: rightCode });
    await expect(result).resolves.toBe('done');
    expect(transport.asked.at(-1)).toBe('verify chl_2 2fa_totp');
  });

  it('takes codes again after too many requests, which were no guesses', async () => {
    const { coordinator, transport, settle, state } = await open();
    transport.next.push(refusal('RATE_LIMITED', { retryAfterMs: minute }));
    coordinator.submit({ code: rightCode });
    await settle(minute);
    expect(state()).toMatchObject({ status: 'ready', challengeId: 'chl_1', error: undefined });
  });

  it('has expired where the lock outlasts it', async () => {
    const { coordinator, transport, settle, state } = await open();
    transport.next.push(refusal('TOO_MANY_ATTEMPTS', { retryAfterMs: 10 * minute }));
    coordinator.submit({ code: '000000' });
    await settle(10 * minute);
    expect(state()?.status).toBe('expired');
  });

  it('keeps no attempts of its own: what is left after a new start is the server’s word (F6)', async () => {
    const { coordinator, transport, settle, state } = await open();
    transport.next.push(refusal('INVALID_2FA_CODE', { attemptsRemaining: 1 }));
    coordinator.submit({ code: '000000' });
    await settle(5 * minute);
    expect(state()?.attemptsRemaining).toBe(1);
    transport.next.push(refusal('TOO_MANY_ATTEMPTS', { retryAfterMs: minute }));
    coordinator.restart();
    await settle();
    expect(state()?.status).toBe('locked');
  });

  it('loses nothing to a network that fails: the prompt stays, and the same code can be sent again', async () => {
    const { coordinator, transport, settle, state, result } = await open();
    transport.next.push({ kind: 'unanswered', cause: new TypeError('no network') });
    coordinator.submit({ code: rightCode });
    await settle();
    expect(state()).toMatchObject({ status: 'ready', error: { code: 'NO_ANSWER' } });
    coordinator.submit({ code: rightCode });
    await expect(result).resolves.toBe('done');
  });

  it('takes an answer that makes no sense for none', async () => {
    const { coordinator, transport, settle, state } = await open();
    transport.next.push({ kind: 'unreadable', cause: undefined });
    coordinator.submit({ code: rightCode });
    await settle();
    expect(state()).toMatchObject({ status: 'ready', error: { code: 'UNREADABLE_ANSWER' } });
  });

  it('that could not be opened can be opened again', async () => {
    const scene = setUpProof();
    scene.transport.next.push({ kind: 'unanswered', cause: undefined });
    const result = scene.coordinator.run(refusedCall('done', 'role_change', '2FA_REQUIRED').call);
    await scene.settle();
    expect(scene.state()).toMatchObject({ status: 'failed', error: { code: 'NO_ANSWER' } });
    scene.coordinator.restart();
    await scene.settle();
    scene.coordinator.submit({ code: rightCode });
    await expect(result).resolves.toBe('done');
  });

  it('changes the method without asking, unless a code has to be sent; and sends it once', async () => {
    const { coordinator, transport, settle, state } = await open();
    coordinator.chooseMethod('backup_code');
    expect(state()).toMatchObject({ status: 'ready', method: 'backup_code' });
    expect(transport.asked).toHaveLength(1);
    coordinator.chooseMethod('2fa_sms');
    expect(state()?.status).toBe('sending');
    await settle();
    expect(state()).toMatchObject({ status: 'ready', method: '2fa_sms', deliveryHint: '••• 4567' });
    coordinator.chooseMethod('2fa_totp');
    coordinator.chooseMethod('2fa_sms');
    await settle();
    expect(transport.asked.filter((question) => question.endsWith('2fa_sms'))).toHaveLength(1);
  });

  it('sends one code also where the server doesn’t say where to, and another for a challenge of its own', async () => {
    const { coordinator, transport, settle, state } = await open();
    const { openChallenge } = transport;
    transport.openChallenge = async (...asked) => {
      const answer = await openChallenge(...asked);
      return answer.kind === 'ok' ? { ...answer, value: { ...answer.value, deliveryHint: undefined } } : answer;
    };
    const sent = () => transport.asked.filter((question) => question.endsWith('2fa_sms')).length;
    for (const method of ['2fa_sms', '2fa_totp', '2fa_sms'] as const) {
      coordinator.chooseMethod(method);
      await settle();
    }
    expect([sent(), state()?.status]).toEqual([1, 'ready']);
    await settle(5 * minute);
    coordinator.restart();
    await settle();
    expect(sent()).toBe(2);
  });

  it('offers no method that the server did not', async () => {
    const { coordinator, state } = await open();
    coordinator.chooseMethod('password');
    expect(state()?.method).toBe('2fa_totp');
  });

  it('sends another code only when the server would, and says when that is', async () => {
    const { coordinator, transport, settle, state, clock } = await open();
    coordinator.chooseMethod('2fa_sms');
    await settle();
    coordinator.resend();
    expect(transport.asked.some((question) => question.startsWith('resend'))).toBe(false);
    await settle(30 * second);
    coordinator.resend();
    await settle();
    expect(transport.asked.at(-1)).toBe('resend chl_2');
    expect(state()).toMatchObject({
      status: 'ready',
      challengeId: 'chl_3',
      methods: ['2fa_totp', '2fa_sms', 'backup_code'],
    });
    await settle(30 * second);
    transport.next.push(refusal('RATE_LIMITED', { retryAfterMs: 5 * minute }));
    coordinator.resend();
    await settle();
    expect(state()).toMatchObject({
      status: 'ready',
      resendAvailableAt: clock.now() + 5 * minute,
      error: { code: 'RATE_LIMITED' },
    });
  });
});

describe('a second factor that nobody here knows (F12)', () => {
  const openWith = async (methods: readonly VerificationMethod[]) => {
    const scene = setUpProof();
    const { openChallenge } = scene.transport;
    scene.transport.openChallenge = async (action, method) => {
      const answer = await openChallenge(action, method);
      return answer.kind === 'ok' ? { ...answer, value: { ...answer.value, methods, method } } : answer;
    };
    const result = scene.coordinator.run(refusedCall('done', 'role_change', '2FA_REQUIRED').call);
    result.catch(() => {});
    await scene.settle();
    return { ...scene, result };
  };

  it('is passed over for the first known one, with the same challenge', async () => {
    const { coordinator, transport, state, result } = await openWith(['backup_code', '2fa_totp']);
    expect(state()).toMatchObject({ status: 'ready', method: 'backup_code', challengeId: 'chl_1' });
    coordinator.submit({ code: rightCode });
    await expect(result).resolves.toBe('done');
    expect(transport.asked.at(-1)).toBe('verify chl_1 backup_code');
  });

  it('has a code sent where that is the first known one', async () => {
    const { transport, state } = await openWith(['2fa_sms']);
    expect(state()).toMatchObject({ status: 'ready', method: '2fa_sms', challengeId: 'chl_2' });
    expect(transport.asked.at(-1)).toBe('openChallenge role_change 2fa_sms');
  });

  it('ends it, and says that there is no way, where no other is offered', async () => {
    const { state } = await openWith([]);
    expect(state()).toMatchObject({ status: 'failed', methods: [], error: { code: 'METHOD_NOT_ALLOWED' } });
  });
});

describe('a method that the server has locked', () => {
  const locked = refusal('TOO_MANY_ATTEMPTS', { retryAfterMs: 2 * minute, attemptsRemaining: 0 });
  const lockedOut = async (kind?: ProofKind) => {
    const scene = await open(kind);
    scene.transport.next.push(locked);
    scene.coordinator.submit(kind === 'step_up' ? { password: 'wrong' } : { code: '000000' });
    await scene.settle();
    expect(scene.state()?.status).toBe('locked');
    return scene;
  };

  it('can be left for another, which is opened anew: the challenge takes no more guesses, by whichever method', async () => {
    const { coordinator, transport, settle, state, result } = await lockedOut();
    coordinator.chooseMethod('backup_code');
    expect(state()).toMatchObject({ status: 'opening', method: 'backup_code', error: undefined });
    await settle();
    expect(state()).toMatchObject({ status: 'ready', attemptsRemaining: 5, lockedUntil: undefined });
    coordinator.submit({ code: rightCode });
    await expect(result).resolves.toBe('done');
    expect(transport.asked.slice(-2)).toEqual(['openChallenge role_change backup_code', 'verify chl_2 backup_code']);
  });

  it('is left in the same way with the last guess, before it says that it is locked', async () => {
    const { coordinator, transport, settle, state } = await open();
    transport.next.push(refusal('INVALID_2FA_CODE', { attemptsRemaining: 0 }));
    coordinator.submit({ code: '000000' });
    await settle();
    expect(state()).toMatchObject({ status: 'ready', challengeId: 'chl_1' });
    coordinator.chooseMethod('backup_code');
    await settle();
    expect(state()).toMatchObject({ status: 'ready', method: 'backup_code', challengeId: 'chl_2' });
  });

  it('is come back to with a text of its own, where the last one was for the challenge that is spent', async () => {
    const { coordinator, transport, settle, state } = await open();
    coordinator.chooseMethod('2fa_sms');
    await settle();
    transport.next.push(locked);
    coordinator.submit({ code: '000000' });
    await settle();
    for (const method of ['backup_code', '2fa_sms'] as const) {
      coordinator.chooseMethod(method);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await settle();
    }
    expect(state()).toMatchObject({ status: 'ready', method: '2fa_sms', challengeId: 'chl_4' });
  });

  it('keeps the others to choose from where the one that was chosen is locked too', async () => {
    const { coordinator, transport, settle, state } = await lockedOut();
    transport.next.push(locked);
    coordinator.chooseMethod('backup_code');
    await settle();
    expect(state()).toMatchObject({ status: 'locked', method: 'backup_code' });
    expect(state()?.methods).toEqual(['2fa_totp', '2fa_sms', 'backup_code']);
    coordinator.chooseMethod('2fa_sms');
    await settle();
    expect(state()).toMatchObject({ status: 'ready', method: '2fa_sms', challengeId: 'chl_2' });
  });

  it('as the code that was sent for a step-up: the password is asked for, and a text is a new one', async () => {
    const { coordinator, transport, settle, state } = await open('step_up');
    coordinator.chooseMethod('2fa_sms');
    await settle();
    transport.next.push(locked);
    coordinator.submit({ code: '000000' });
    await settle();
    expect(state()?.status).toBe('locked');
    coordinator.chooseMethod('password');
    expect(state()).toMatchObject({ status: 'ready', method: 'password', expiresAt: undefined });
    coordinator.chooseMethod('2fa_sms');
    await settle();
    expect(state()).toMatchObject({ status: 'ready', method: '2fa_sms', challengeId: 'chl_2' });
  });

  it('stays locked where the same one is chosen, and where one is that the server did not offer', async () => {
    const { coordinator, state } = await lockedOut();
    coordinator.chooseMethod('2fa_totp');
    coordinator.chooseMethod('password');
    expect(state()).toMatchObject({ status: 'locked', method: '2fa_totp' });
  });

  it('is locked again, in the words of the server, where it is come back to too early', async () => {
    const { coordinator, transport, settle, state } = await lockedOut();
    coordinator.chooseMethod('backup_code');
    await settle();
    coordinator.chooseMethod('2fa_totp');
    expect(state()?.status).toBe('ready');
    transport.next.push(locked);
    coordinator.submit({ code: rightCode });
    await settle();
    expect(state()).toMatchObject({ status: 'locked', method: '2fa_totp' });
  });

  it('can be left for a code that has to be sent; where it can’t be sent, the lock goes on', async () => {
    const { coordinator, transport, settle, state } = await lockedOut('step_up');
    transport.next.push({ kind: 'unanswered', cause: undefined });
    coordinator.chooseMethod('2fa_sms');
    expect(state()?.status).toBe('sending');
    await settle();
    expect(state()).toMatchObject({ status: 'locked', method: 'password', error: { code: 'NO_ANSWER' } });
    await settle(2 * minute);
    expect(state()).toMatchObject({ status: 'ready', method: 'password' });
    coordinator.chooseMethod('2fa_sms');
    await settle();
    expect(state()).toMatchObject({ status: 'ready', method: '2fa_sms', challengeId: 'chl_1' });
  });

  it('before anything was opened: the other one is opened', async () => {
    const { coordinator, transport, settle, state, result } = await open();
    await settle(5 * minute);
    transport.next.push(locked);
    coordinator.restart();
    await settle();
    expect(state()).toMatchObject({ status: 'locked', challengeId: undefined });
    coordinator.chooseMethod('backup_code');
    expect(state()).toMatchObject({ status: 'opening', method: 'backup_code' });
    await settle();
    expect(state()).toMatchObject({ status: 'ready', method: 'backup_code', challengeId: 'chl_2' });
    coordinator.submit({ code: rightCode });
    await expect(result).resolves.toBe('done');
  });

  it('before anything was opened: after the lock it has to be begun again, and takes no code', async () => {
    const { coordinator, transport, settle, state } = await open();
    await settle(5 * minute);
    transport.next.push(locked);
    coordinator.restart();
    await settle();
    await settle(2 * minute);
    expect(state()).toMatchObject({ status: 'expired', challengeId: undefined });
    coordinator.submit({ code: rightCode });
    expect(transport.asked.some((question) => question.startsWith('verify'))).toBe(false);
  });

  it('as the one to send a code by locks no other: what was chosen stays in use', async () => {
    const { coordinator, transport, settle, state } = await open('step_up');
    for (const code of ['TOO_MANY_ATTEMPTS', 'RATE_LIMITED'] as const) {
      transport.next.push(refusal(code, { retryAfterMs: minute, attemptsRemaining: 0 }));
      coordinator.chooseMethod('2fa_sms');
      await settle();
      expect(state()).toMatchObject({ status: 'ready', method: 'password', error: { code } });
    }
  });
});

describe('a step-up whose first method is a code that has to be sent', () => {
  const sendInVain = async (answer: Parameters<ReturnType<typeof setUpProof>['transport']['next']['push']>[0]) => {
    const scene = setUpProof();
    scene.transport.stepUpMethods = () => Promise.resolve({ kind: 'ok', value: ['2fa_sms', 'password'] });
    scene.transport.next.push(answer);
    const result = scene.coordinator.run(refusedCall('done', 'role_change', 'STEP_UP_REQUIRED').call);
    result.catch(() => {});
    await scene.settle();
    return { ...scene, result };
  };
  const unanswered = { kind: 'unanswered', cause: undefined } as const;

  it('has failed where it was not sent, and can be begun again', async () => {
    const { coordinator, settle, state, result } = await sendInVain(unanswered);
    expect(state()).toMatchObject({ status: 'failed', method: '2fa_sms', challengeId: undefined });
    coordinator.restart();
    await settle();
    expect(state()).toMatchObject({ status: 'ready', challengeId: 'chl_1' });
    coordinator.submit({ code: rightCode });
    await expect(result).resolves.toBe('done');
  });

  it('can be made with another one where it was not sent', async () => {
    const { coordinator, state, result } = await sendInVain(unanswered);
    coordinator.chooseMethod('password');
    expect(state()).toMatchObject({ status: 'ready', method: 'password', error: undefined });
    coordinator.submit({ password: 'right' });
    await expect(result).resolves.toBe('done');
  });

  it('is locked where too many were sent, is begun again after that, and can be left for another one meanwhile', async () => {
    const scene = await sendInVain(refusal('RATE_LIMITED', { retryAfterMs: minute }));
    expect(scene.state()).toMatchObject({ status: 'locked', method: '2fa_sms' });
    await scene.settle(minute);
    expect(scene.state()?.status).toBe('expired');
    const { coordinator, settle, state } = await sendInVain(refusal('RATE_LIMITED', { retryAfterMs: minute }));
    coordinator.chooseMethod('password');
    await settle(minute);
    expect(state()).toMatchObject({ status: 'ready', method: 'password' });
  });
});

describe('a prompt for a step-up', () => {
  it('offers what the server accepts, in its order, and sends no code unasked', async () => {
    const { state, transport } = await open('step_up');
    expect(state()).toMatchObject({ status: 'ready', method: 'password', methods: ['password', '2fa_sms', 'passkey'] });
    expect(transport.asked).toEqual(['stepUpMethods role_change']);
  });

  it('sends a code where that is the chosen way, and proves by it', async () => {
    const { coordinator, settle, state, transport, result } = await open('step_up');
    coordinator.chooseMethod('2fa_sms');
    await settle();
    expect(state()).toMatchObject({ status: 'ready', method: '2fa_sms', methods: ['password', '2fa_sms', 'passkey'] });
    coordinator.submit({ code: rightCode });
    await expect(result).resolves.toBe('done');
    expect(transport.asked.at(-1)).toBe('createStepUpToken role_change 2fa_sms');
  });

  it('proves by a passkey', async () => {
    const { coordinator, settle, transport, result } = await open('step_up');
    coordinator.chooseMethod('passkey');
    coordinator.submitAssertion();
    await settle();
    await expect(result).resolves.toBe('done');
    expect(transport.asked.at(-1)).toBe('createStepUpToken role_change passkey');
  });

  it('stays where the user thinks better of the passkey', async () => {
    const { coordinator, settle, state, transport } = await open('step_up');
    transport.assertion = () => Promise.reject(new DOMException('cancelled', 'NotAllowedError'));
    coordinator.submitAssertion();
    await settle();
    expect(state()).toMatchObject({ status: 'ready', error: { code: 'NOT_GIVEN' } });
  });

  it('says that there is no way where the server accepts none, and makes none up (F12)', async () => {
    const scene = setUpProof();
    scene.transport.stepUpMethods = () => Promise.resolve({ kind: 'ok', value: [] });
    scene.coordinator.run(refusedCall('done', 'role_change', 'STEP_UP_REQUIRED').call).catch(() => {});
    await scene.settle();
    expect(scene.state()).toMatchObject({ status: 'failed', methods: [], error: { code: 'METHOD_NOT_ALLOWED' } });
  });

  it('says so when the password was wrong, and stays', async () => {
    const { coordinator, transport, settle, state } = await open('step_up');
    transport.next.push(refusal('INVALID_CREDENTIALS'));
    coordinator.submit({ password: 'wrong' });
    await settle();
    expect(state()).toMatchObject({ status: 'ready', method: 'password', error: { code: 'INVALID_CREDENTIALS' } });
  });
});

it('holds nothing secret in what a page can see', async () => {
  const { coordinator, transport, settle } = await open('step_up');
  const seen: string[] = [];
  coordinator.subscribe(() => seen.push(JSON.stringify(coordinator.getSnapshot() ?? null)));
  coordinator.submit({ password: 'hunter2-hunter2' });
  await settle();
  const [token = ''] = transport.tokens;
  expect(token).not.toBe('');
  expect(seen.join('')).not.toContain('hunter2');
  expect(seen.join('')).not.toContain(token);
});
