/** A back end for proofs whose every answer is in the test's hand, and a call that it refuses. */
import { createManualClock } from 'react-session-security/testing';
import { SessionSecurityError } from '../../../src/contract/errors';
import type { SessionSecurityErrorCode } from '../../../src/contract/errors';
import type { SensitiveActionType } from '../../../src/contract/sensitiveAction';
import { createProofCoordinator } from '../../../src/engine/proof/createProofCoordinator';
import type { GuardedCall } from '../../../src/engine/proof/runGuardedCall';
import type { Proof, ProofNeed } from '../../../src/engine/proof/ProofNeed';
import type { OpenChallenge, ProofAnswer, ProofTransport } from '../../../src/engine/proof/ProofTransport';

export const rightCode = '123456';

export interface ScriptedProof extends ProofTransport {
  /** What was asked, in order: `openChallenge password_change`, … */
  readonly asked: string[];
  /** Answers with this instead, once per entry. */
  readonly next: ProofAnswer<never>[];
  /** While set, nothing is answered; called, everything is. */
  hold(): () => void;
  /** Tokens handed out. */
  readonly tokens: string[];
}

export function scriptedProof(now: () => number): ScriptedProof {
  const asked: string[] = [];
  const next: ProofAnswer<never>[] = [];
  const tokens: string[] = [];
  let held: Promise<void> = Promise.resolve();
  let challenges = 0;

  const answer = async <Value>(question: string, value: () => ProofAnswer<Value>): Promise<ProofAnswer<Value>> => {
    asked.push(question);
    await held;
    return next.shift() ?? value();
  };
  const challenge = (method: OpenChallenge['method']): ProofAnswer<OpenChallenge> => {
    challenges += 1;
    return {
      kind: 'ok',
      value: {
        challengeId: `chl_${String(challenges)}`,
        method,
        methods: ['2fa_totp', '2fa_sms', 'backup_code'],
        attemptsRemaining: 5,
        expiresAt: now() + 300_000,
        ...(method === '2fa_sms' && { deliveryHint: '••• 4567', resendAvailableAt: now() + 30_000 }),
      },
    };
  };
  const check = <Value>(proof: object, value: () => Value): ProofAnswer<Value> =>
    'code' in proof && proof.code !== rightCode
      ? { kind: 'refused', code: 'INVALID_2FA_CODE', attemptsRemaining: 4, cause: undefined }
      : { kind: 'ok', value: value() };

  return {
    asked,
    next,
    tokens,
    hold() {
      let release = (): void => {};
      held = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        held = Promise.resolve();
        release();
      };
    },
    openChallenge: (action, method = '2fa_totp') =>
      answer(`openChallenge ${action} ${method}`, () => challenge(method)),
    resend: (id) => answer(`resend ${id}`, () => challenge('2fa_sms')),
    verify: (id, method, proof) => answer(`verify ${id} ${method}`, () => check(proof, () => ({}))),
    stepUpMethods: (action) =>
      answer(`stepUpMethods ${action}`, () => ({ kind: 'ok', value: ['password', '2fa_sms', 'passkey'] })),
    createStepUpToken: ({ actionType, method, proof, parametersDigest = '' }) =>
      answer(`createStepUpToken ${actionType} ${method} ${parametersDigest}`.trimEnd(), () =>
        check(proof, () => {
          const token = String(tokens.length + 1).padStart(64, '0');
          tokens.push(token);
          return { token, expiresAt: now() + 600_000 };
        }),
      ),
    assertion: () => Promise.resolve({ assertion: { id: 'credential' } }),
  };
}

export interface GuardedAction<Answer> {
  readonly call: GuardedCall<Answer>;
  readonly sent: (Proof | undefined)[];
}

/** A call that is refused with `codes`, one after the other, and then answered with `answer`. */
export function refusedCall<Answer>(
  answer: Answer,
  action: SensitiveActionType,
  ...codes: readonly SessionSecurityErrorCode[]
): GuardedAction<Answer> {
  const sent: (Proof | undefined)[] = [];
  return {
    sent,
    call: {
      send(proof) {
        sent.push(proof);
        const code = codes[sent.length - 1];
        return code === undefined
          ? Promise.resolve(answer)
          : Promise.reject(new SessionSecurityError(code, { action }));
      },
      needOf(result): ProofNeed | undefined {
        const error = 'error' in result ? result.error : undefined;
        if (!(error instanceof SessionSecurityError)) return undefined;
        if (error.errorCode === '2FA_REQUIRED') return { kind: 'second_factor', actionType: action };
        if (error.errorCode === 'STEP_UP_REQUIRED') return { kind: 'step_up', actionType: action };
        return error.errorCode.startsWith('STEP_UP_TOKEN')
          ? { kind: 'step_up', actionType: action, because: error.errorCode }
          : undefined;
      },
    },
  };
}

export function setUpProof({ isPresented = true } = {}) {
  const clock = createManualClock();
  const transport = scriptedProof(() => clock.now());
  const coordinator = createProofCoordinator({ transport, clock, now: () => clock.now() });
  const unmount = isPresented ? coordinator.present(['second_factor', 'step_up']) : () => {};
  return {
    clock,
    transport,
    coordinator,
    unmount,
    state: () => coordinator.getSnapshot()?.state,
    /** Lets everything that is due run, and `ms` pass. */
    async settle(ms = 0) {
      await new Promise(setImmediate);
      clock.advance(ms);
      await new Promise(setImmediate);
    },
  };
}
