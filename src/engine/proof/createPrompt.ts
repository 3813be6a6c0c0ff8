/** Drives one prompt: asks the back end, one thing at a time, and lets answers that come too late go by. */
import type { Cancel, Clock } from '../../contract/clock';
import type { VerificationMethod } from '../../contract/verification';
import type { ProofNeed } from './ProofNeed';
import { initialPrompt, nextPromptChangeAt, promptTransition } from './promptMachine';
import type { PromptEvent, PromptState } from './promptMachine';
import type { GivenProof, ProofAnswer, ProofTransport, StepUpToken } from './ProofTransport';

export interface PromptOptions {
  readonly need: ProofNeed;
  readonly transport: ProofTransport;
  readonly clock: Clock;
  /** The server's time, epoch milliseconds. */
  readonly now: () => number;
  readonly onChange: () => void;
  /** With the token, for a step-up. */
  readonly onPassed: (token: StepUpToken | undefined) => void;
}

export interface Prompt {
  readonly state: PromptState;
  /** Also to begin again, after it expired or failed. Keeps the method that was chosen. */
  open(): void;
  /** Only while it is `ready`; anything else is ignored, so a second press does nothing. */
  submit(proof: GivenProof): void;
  /** Has the user's authenticator prove it. */
  submitAssertion(): void;
  /** Sends a new code. */
  resend(): void;
  /** While it is `ready`; and another one than that which is `locked`, or with which it `failed`. */
  chooseMethod(method: VerificationMethod): void;
  /** What is still on its way changes nothing any more. */
  stop(): void;
}

const longestHopMs = 60_000;

export function createPrompt({ need, transport, clock, now, onChange, onPassed }: PromptOptions): Prompt {
  const { kind, actionType, parametersDigest } = need;
  let state = initialPrompt;
  let turn = 0;
  /** The challenge for which a code was sent. */
  let sentFor: string | undefined;
  let cancelWake: Cancel = () => {};

  const apply = (event: PromptEvent): void => {
    const next = promptTransition(state, event);
    cancelWake();
    const waitMs = nextPromptChangeAt(next) - now();
    if (waitMs < Number.POSITIVE_INFINITY) {
      cancelWake = clock.schedule(
        () => apply({ type: 'timePassed', now: now() }),
        Math.min(Math.max(1, waitMs), longestHopMs),
      );
    }
    if (next === state) return;
    state = next;
    onChange();
  };

  const ask = async <Value>(
    question: Promise<ProofAnswer<Value>>,
    take: (value: Value) => void,
    isGuess = false,
  ): Promise<void> => {
    turn += 1;
    const mine = turn;
    const answer = await question;
    if (mine !== turn) return;
    if (answer.kind === 'ok') take(answer.value);
    else apply({ type: 'failed', failure: answer, now: now(), isGuess });
  };

  const openChallenge = (method: VerificationMethod | undefined): void => {
    void ask(transport.openChallenge(actionType, method), (challenge) => {
      // What a step-up may be made with is more than second factors, and already known.
      const methods = kind === 'step_up' ? state.methods : challenge.methods;
      const opened = challenge.method ?? method;
      if (opened === '2fa_sms') sentFor = challenge.challengeId;
      if (opened === undefined && methods[0] === '2fa_sms') openChallenge('2fa_sms');
      else apply({ type: 'challengeOpened', challenge: { ...challenge, methods, method: opened } });
    });
  };
  const pass = (token: StepUpToken | undefined): void => {
    apply({ type: 'passed' });
    onPassed(token);
  };
  /** A second factor is checked against a challenge; of what makes a step-up, only a code that was sent. */
  const needsChallenge = (method: VerificationMethod | undefined): boolean =>
    kind === 'second_factor' || method === '2fa_sms';
  const check = (method: VerificationMethod, proof: GivenProof): void => {
    const { challengeId } = state;
    const isGuess = needsChallenge(method);
    if (kind === 'second_factor') {
      void ask(transport.verify(challengeId ?? '', method, proof), () => pass(undefined), isGuess);
    } else {
      void ask(
        transport.createStepUpToken({ actionType, parametersDigest, method, proof, challengeId }),
        pass,
        isGuess,
      );
    }
  };
  const isAnswerable = (method: VerificationMethod | undefined): boolean => {
    if (!needsChallenge(method)) return true;
    // Those of a challenge are for all methods together; those of a new one are the method's own.
    const isSpent = needsChallenge(state.method) && state.attemptsRemaining === 0;
    return state.challengeId !== undefined && !isSpent;
  };
  const take = (method: VerificationMethod): void => {
    if (isAnswerable(method) && (method !== '2fa_sms' || sentFor === state.challengeId)) {
      apply({ type: 'methodChosen', method });
      return;
    }
    apply(isAnswerable(state.method) ? { type: 'sending' } : { type: 'opening', method });
    openChallenge(method);
  };

  return {
    get state() {
      return state;
    },
    open() {
      if (!['opening', 'expired', 'failed'].includes(state.status)) return;
      apply({ type: 'opening' });
      if (kind === 'second_factor') openChallenge(state.method);
      else {
        void ask(transport.stepUpMethods(actionType), (methods) => {
          apply({ type: 'methodsKnown', methods });
          if (state.method !== undefined && state.status === 'opening') take(state.method);
        });
      }
    },
    submit(proof) {
      if (state.status !== 'ready' || state.method === undefined) return;
      apply({ type: 'submitting' });
      check(state.method, proof);
    },
    submitAssertion() {
      if (state.status !== 'ready') return;
      apply({ type: 'submitting' });
      turn += 1;
      const mine = turn;
      transport.assertion(actionType).then(
        (proof) => {
          if (mine === turn) check('passkey', proof);
        },
        (cause: unknown) => {
          if (mine === turn) apply({ type: 'notGiven', cause });
        },
      );
    },
    resend() {
      const { status, challengeId, resendAvailableAt } = state;
      if (status !== 'ready' || challengeId === undefined || now() < (resendAvailableAt ?? 0)) return;
      apply({ type: 'sending' });
      void ask(transport.resend(challengeId, actionType), (challenge) => {
        sentFor = challenge.challengeId;
        apply({ type: 'challengeOpened', challenge: { ...challenge, methods: state.methods, method: '2fa_sms' } });
      });
    },
    chooseMethod(method) {
      const { status, methods } = state;
      const isLeft = (status === 'locked' || status === 'failed') && method !== state.method;
      if ((status === 'ready' || isLeft) && methods.includes(method)) take(method);
    },
    stop() {
      turn += 1;
      cancelWake();
    },
  };
}
