/**
 * Answers to the calls that collect proof which make no sense, or are for something else (issue 4, "Bad input"): told, and
 * the action that waits is neither sent again nor carried out.
 */
import { createSessionSecurity, handlersLink } from 'react-session-security/client';
import type { SessionSecurityHandlers } from 'react-session-security/client';
import { SessionSecurityError } from 'react-session-security/contract';
import type { SessionSecurityErrorCode } from 'react-session-security/contract';
import { createManualClock } from 'react-session-security/testing';
import { describe, expect, it, vi } from 'vitest';

type Data = Readonly<Record<string, unknown>>;
type Answers = Partial<Record<'challenge' | 'verified' | 'resent' | 'methods' | 'token', unknown>>;

const token = 'a'.repeat(64);

/** A back end that refuses the change with `code` until a second factor or a token came, and answers as told. */
function setUp(code: SessionSecurityErrorCode, answers: Answers) {
  const clock = createManualClock();
  const at = (ms: number): string => new Date(clock.now() + ms).toISOString();
  const challenge = {
    challengeId: 'chl_1',
    actionType: 'email_change',
    method: '2fa_sms',
    methods: ['2fa_sms', '2fa_totp'],
    attemptsRemaining: 5,
    expiresAt: at(300_000),
    serverTime: at(0),
  };
  const whole: Record<keyof Answers, Data> = {
    challenge,
    resent: { ...challenge, challengeId: 'chl_2' },
    verified: { userId: 'usr_1', verified: true, gracePeriodUntil: at(900_000) },
    methods: { missing: 'step_up', methods: ['password'], serverTime: at(0) },
    token: { token, expiresAt: at(600_000), actionType: 'email_change' },
  };
  /** What is an object is laid over the right answer; anything else stands instead of it. */
  const answer = (name: keyof Answers) => (): never => {
    const given = name in answers ? answers[name] : {};
    const isPart = typeof given === 'object' && given !== null && !Array.isArray(given);
    return (isPart ? { ...whole[name], ...given } : given) as never;
  };
  const sent: unknown[] = [];
  const handlers: SessionSecurityHandlers = {
    'auth.changeEmail'(input) {
      sent.push(input);
      if (sent.length === 1) throw new SessionSecurityError(code, { action: 'email_change' });
      return { email: input.newEmail };
    },
    'auth.create2FAChallenge': answer('challenge'),
    'auth.resend2FAChallenge': answer('resent'),
    'auth.verify2FAChallenge': answer('verified'),
    'auth.getStepUpMethods': answer('methods'),
    'auth.createStepUpToken': answer('token'),
  };
  const { proofs, call } = createSessionSecurity({ link: handlersLink(handlers), clock });
  proofs.present(['second_factor', 'step_up']);
  const changed = call('auth.changeEmail', { newEmail: 'maya@example.org' });
  changed.catch(() => {});
  const state = () => proofs.getSnapshot()?.state;
  return {
    proofs,
    changed,
    sent,
    state,
    is: (status: string) => vi.waitFor(() => expect(state()?.status).toBe(status)),
    isNew: (challengeId: string) => vi.waitFor(() => expect(state()).toMatchObject({ status: 'ready', challengeId })),
    isUnreadable: (status: string) =>
      vi.waitFor(() => expect(state()).toMatchObject({ status, error: { code: 'UNREADABLE_ANSWER' } })),
  };
}

const notAnObject: [string, unknown][] = [null, 'ok', 1, true, []].map((answer) => [JSON.stringify(answer), answer]);

describe('a challenge that can’t be read', () => {
  it.each<[string, unknown]>([
    ...notAnObject,
    ['no id', { challengeId: undefined }],
    ['an id that is none', { challengeId: { toString: 'chl_1' } }],
    ['for another action', { actionType: 'account_deletion' }],
    ['methods that are no list', { methods: '2fa_totp' }],
    ['attempts that are no number', { attemptsRemaining: '5' }],
    ['no end', { expiresAt: undefined }],
    ['an end that is no instant', { expiresAt: 'soon' }],
  ])('opens no prompt: %s', async (_, challenge) => {
    const { isUnreadable, proofs, sent, state } = setUp('2FA_REQUIRED', { challenge });
    await isUnreadable('failed');
    expect(state()?.challengeId).toBeUndefined();
    proofs.submit({ code: '123456' });
    expect(state()?.status).toBe('failed');
    expect(sent).toHaveLength(1);
  });

  it.each<[string, unknown]>([...notAnObject, ['for another action', { actionType: 'account_deletion' }]])(
    'does not take the place of the one that is open, when a new text is sent: %s',
    async (_, resent) => {
      const { is, isUnreadable, proofs, state } = setUp('2FA_REQUIRED', { resent });
      await is('ready');
      proofs.resend();
      await isUnreadable('ready');
      expect(state()?.challengeId).toBe('chl_1');
    },
  );
});

describe('a challenge as other back ends have it', () => {
  it('need not say what it is for (C12)', async () => {
    const { is, isNew, proofs, changed } = setUp('2FA_REQUIRED', {
      challenge: { actionType: undefined },
      resent: { actionType: undefined },
    });
    await is('ready');
    proofs.resend();
    await isNew('chl_2');
    proofs.submit({ code: '123456' });
    await expect(changed).resolves.toEqual({ email: 'maya@example.org' });
  });

  it('may be for a method that nobody here knows, where a known one is accepted too (F12)', async () => {
    const { is, state, proofs, changed } = setUp('2FA_REQUIRED', {
      challenge: { method: 'push', methods: ['push', '2fa_totp'] },
    });
    await is('ready');
    expect(state()).toMatchObject({ method: '2fa_totp', methods: ['2fa_totp'] });
    proofs.submit({ code: '123456' });
    await expect(changed).resolves.toEqual({ email: 'maya@example.org' });
  });

  it('ends it, and says so, where nobody here knows any of the methods', async () => {
    const { is, state, sent } = setUp('2FA_REQUIRED', { challenge: { method: 'push', methods: ['push', 7, null] } });
    await is('failed');
    expect(state()).toMatchObject({ methods: [], error: { code: 'METHOD_NOT_ALLOWED' } });
    expect(sent).toHaveLength(1);
  });
});

describe('what a code was answered with', () => {
  it.each<[string, unknown]>([
    ...notAnObject,
    ['nothing about it', { verified: undefined }],
    ['not verified', { verified: false }],
    ['as a word', { verified: 'true' }],
    ['as a number', { verified: 1 }],
  ])('is no proof unless it says verified, and nothing else: %s', async (_, verified) => {
    const { is, isUnreadable, proofs, sent } = setUp('2FA_REQUIRED', { verified });
    await is('ready');
    proofs.submit({ code: '123456' });
    await isUnreadable('ready');
    expect(sent).toHaveLength(1);
  });
});

describe('what a step-up was answered with', () => {
  it.each<[string, unknown]>([...notAnObject, ['methods that are no list', { methods: { 0: 'password' } }]])(
    'opens no prompt: %s',
    async (_, methods) => {
      const { isUnreadable, sent } = setUp('STEP_UP_REQUIRED', { methods });
      await isUnreadable('failed');
      expect(sent).toHaveLength(1);
    },
  );

  it.each<[string, unknown]>([
    ...notAnObject,
    ['for another action', { actionType: 'account_deletion' }],
    ['for no action', { actionType: undefined }],
    ['a token that is too short', { token: token.slice(1) }],
    ['a token that is too long', { token: `${token}a` }],
    ['a token in other letters', { token: token.toUpperCase() }],
    ['a token with more behind it', { token: `${token}\n` }],
    ['a token that is none', { token: [token] }],
    ['no end', { expiresAt: undefined }],
    ['an end that is no instant', { expiresAt: {} }],
  ])('is no token, and nothing of it is sent: %s', async (_, given) => {
    const { is, isUnreadable, proofs, sent } = setUp('STEP_UP_REQUIRED', { token: given });
    await is('ready');
    proofs.submit({ password: 'seven otters row home' });
    await isUnreadable('ready');
    expect(sent).toEqual([{ newEmail: 'maya@example.org' }]);
  });

  it('is a token where all of it is right', async () => {
    const { is, proofs, sent, changed } = setUp('STEP_UP_REQUIRED', {});
    await is('ready');
    proofs.submit({ password: 'seven otters row home' });
    await expect(changed).resolves.toBeDefined();
    expect(sent.at(-1)).toEqual({ newEmail: 'maya@example.org', stepUpToken: token });
  });
});
