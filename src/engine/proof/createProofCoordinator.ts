/**
 * Calls that were refused until somebody proves who they are, from the refusal to their own result (SPEC F2, F3). Outside
 * React, so that any caller can use it and a remount loses nothing. One prompt at a time; calls that need the same
 * second factor share it, and every one of them settles, whatever happens to it.
 */
import type { Cancel, Clock } from '../../contract/clock';
import {
  ChallengeCancelledError,
  ChallengeTimeoutError,
  ChallengeUnavailableError,
  SessionEndedError,
  StillRefusedError,
} from '../../contract/outcomeErrors';
import type { VerificationMethod } from '../../contract/verification';
import { createEmitter } from '../createEmitter';
import { settled, unwrap } from '../settled';
import { createPrompt } from './createPrompt';
import type { Prompt } from './createPrompt';
import type { Proof, ProofKind, ProofNeed } from './ProofNeed';
import type { PromptState } from './promptMachine';
import type { GivenProof, ProofTransport, StepUpToken } from './ProofTransport';
import { runGuardedCall } from './runGuardedCall';
import type { GuardedCall, RefusalSettler, RefusedCall } from './runGuardedCall';

/** The prompt that is to be shown. A new object whenever something in it changed. */
export interface PromptSnapshot {
  /** Another prompt has another one. */
  readonly id: number;
  readonly need: ProofNeed;
  /** How many calls wait for it. */
  readonly waiting: number;
  readonly state: PromptState;
}

/** Has proof given for calls that were refused without it, and is the prompt that a user interface draws. */
export interface ProofCoordinator extends RefusalSettler {
  /**
   * Sends the call; where it is refused until there is proof, has the proof given, and sends it again. Settles with the
   * call's own result, always.
   *
   * @throws {StillRefusedError} when it is refused again after the proof it asked for
   * @throws {ChallengeCancelledError} when the user closes the prompt
   * @throws {ChallengeUnavailableError} when nothing on the page can ask for the proof
   * @throws {ChallengeTimeoutError} when the prompt stays open for {@link promptTimeoutMs}
   * @throws {SessionEndedError} when the session ends meanwhile
   * @throws the reason of `signal`, at once
   */
  run<Answer>(call: GuardedCall<Answer>): Promise<Answer>;
  /** Has proof given without a call. Throws like {@link ProofCoordinator.run}. */
  prove(need: ProofNeed, signal?: AbortSignal): Promise<Proof>;
  getSnapshot(): PromptSnapshot | undefined;
  subscribe(listener: () => void): Cancel;
  /** Something is on the page that can ask for proof of these kinds. Counted. */
  present(kinds: readonly ProofKind[]): Cancel;
  /** Whether something on the page can ask for proof of this kind now. */
  canPresent(kind: ProofKind): boolean;
  /**
   * Answers the prompt in front. With `promptId`, only while it is that one: a press that was meant for the one before does
   * nothing to the next. The same holds for what follows.
   */
  submit(proof: GivenProof, promptId?: number): void;
  submitAssertion(promptId?: number): void;
  resend(promptId?: number): void;
  chooseMethod(method: VerificationMethod, promptId?: number): void;
  /** Opens the prompt anew, after it expired or could not be opened. */
  restart(promptId?: number): void;
  cancel(promptId?: number): void;
  /** The session is over: nobody waits any longer, and no call of it that is on its way is sent again. */
  end(): void;
}

export interface ProofCoordinatorOptions {
  readonly transport: ProofTransport;
  readonly clock: Clock;
  /** The server's time, epoch milliseconds. */
  readonly now: () => number;
}

/** Longer than a challenge lives, so that it can be begun again twice; then whoever asked is gone. */
export const promptTimeoutMs = 15 * 60_000;

interface Waiter {
  settle(proof: Proof): void;
  refuse(error: Error): void;
}

interface Request {
  readonly id: number;
  readonly need: ProofNeed;
  readonly waiters: Set<Waiter>;
  readonly prompt: Prompt;
  cancelTimeout: Cancel;
}

export function createProofCoordinator({ transport, clock, now }: ProofCoordinatorOptions): ProofCoordinator {
  const changes = createEmitter<void>();
  const queue: Request[] = [];
  const presenters = new Map<ProofKind, number>();
  let snapshot: PromptSnapshot | undefined;
  let lastId = 0;
  let passes = 0;
  let era = 0;

  const publish = (): void => {
    const [front] = queue;
    snapshot = front && { id: front.id, need: front.need, waiting: front.waiters.size, state: front.prompt.state };
    changes.emit();
  };
  const showFront = (): void => {
    const [front] = queue;
    if (front !== undefined && front.prompt.state.status === 'opening' && front.cancelTimeout === notYet) {
      front.cancelTimeout = clock.schedule(() => refuseAll(front, new ChallengeTimeoutError()), promptTimeoutMs);
      front.prompt.open();
    }
    publish();
  };
  const remove = (request: Request): readonly Waiter[] => {
    const at = queue.indexOf(request);
    if (at >= 0) queue.splice(at, 1);
    request.prompt.stop();
    request.cancelTimeout();
    const waiters = [...request.waiters];
    request.waiters.clear();
    return waiters;
  };
  function refuseAll(request: Request, error: Error): void {
    for (const waiter of remove(request)) waiter.refuse(error);
    showFront();
  }
  const passed = (request: Request, stepUpToken: StepUpToken | undefined): void => {
    const { kind } = request.need;
    if (kind === 'second_factor') passes += 1;
    const lucky =
      kind === 'second_factor' ? queue.filter((other) => other !== request && other.need.kind === kind) : [];
    for (const waiter of remove(request)) waiter.settle({ kind, stepUpToken, isBorrowed: false });
    for (const waiter of lucky.flatMap(remove)) waiter.settle({ kind, isBorrowed: true });
    showFront();
  };

  const enqueue = (need: ProofNeed): Request => {
    const shared = queue.find(
      (request) =>
        need.kind === 'second_factor' && request.need.kind === need.kind && request.need.actionType === need.actionType,
    );
    if (shared !== undefined) return shared;
    lastId += 1;
    const request: Request = {
      id: lastId,
      need,
      waiters: new Set(),
      cancelTimeout: notYet,
      prompt: createPrompt({
        need,
        transport,
        clock,
        now,
        onChange: publish,
        onPassed: (token) => passed(request, token),
      }),
    };
    queue.push(request);
    return request;
  };

  const canPresent = (kind: ProofKind): boolean => (presenters.get(kind) ?? 0) > 0;

  const prove: ProofCoordinator['prove'] = async (need, signal) => {
    signal?.throwIfAborted();
    if (!canPresent(need.kind)) throw new ChallengeUnavailableError({ need });
    return new Promise<Proof>((resolve, reject) => {
      const request = enqueue(need);
      const abort = (): void => {
        request.waiters.delete(waiter);
        reject(signal?.reason as Error);
        if (request.waiters.size === 0) remove(request);
        showFront();
      };
      const waiter: Waiter = {
        settle(proof) {
          signal?.removeEventListener('abort', abort);
          resolve(proof);
        },
        refuse(error) {
          signal?.removeEventListener('abort', abort);
          reject(error);
        },
      };
      request.waiters.add(waiter);
      signal?.addEventListener('abort', abort, { once: true });
      showFront();
    });
  };

  async function settleRefused<Answer>({ call, eraBefore, ...refused }: RefusedCall<Answer>): Promise<Answer> {
    const given = new Set<ProofKind>();
    let isTokenReplaced = false;
    let need: ProofNeed | undefined = refused.need;
    let { result, passesBefore } = refused;
    /* oxlint-disable no-await-in-loop -- each attempt follows from the one before */
    while (need !== undefined) {
      const cause = 'error' in result ? result.error : result.answer;
      if (era !== eraBefore) throw new SessionEndedError({ cause });
      const isOutOfDate = need.kind === 'second_factor' && passes > passesBefore;
      const isTokenRefused = need.because !== undefined && !isTokenReplaced;
      if (given.has(need.kind) && !isTokenRefused) throw new StillRefusedError({ cause });
      isTokenReplaced ||= need.because !== undefined;
      const proof = isOutOfDate ? borrowed : await proveFor(need, cause, call.signal);
      if (era !== eraBefore) throw new SessionEndedError({ cause });
      if (!proof.isBorrowed) given.add(proof.kind);
      passesBefore = passes;
      result = await settled(call.send(proof));
      need = await call.needOf(result);
    }
    /* oxlint-enable no-await-in-loop */
    return unwrap(result);
  }
  const proveFor = async (need: ProofNeed, cause: unknown, signal: AbortSignal | undefined): Promise<Proof> => {
    try {
      return await prove(need, signal);
    } catch (error) {
      // The refusal stays readable behind it.
      if (error instanceof ChallengeUnavailableError) throw new ChallengeUnavailableError({ cause, need });
      throw error instanceof SessionEndedError ? new SessionEndedError({ cause }) : error;
    }
  };

  const settler: RefusalSettler = { passes: () => passes, era: () => era, settleRefused };
  const front = (promptId: number | undefined): Request | undefined => {
    const [request] = queue;
    return promptId === undefined || request?.id === promptId ? request : undefined;
  };

  return {
    prove,
    run: (call) => runGuardedCall(call, settler),
    ...settler,
    getSnapshot: () => snapshot,
    subscribe: (listener) => changes.on(listener),
    present(kinds) {
      for (const kind of kinds) presenters.set(kind, (presenters.get(kind) ?? 0) + 1);
      let isCancelled = false;
      return () => {
        if (isCancelled) return;
        isCancelled = true;
        for (const kind of kinds) presenters.set(kind, (presenters.get(kind) ?? 0) - 1);
        // React takes down and puts up again in one go.
        clock.schedule(() => {
          for (const request of queue.filter(({ need }) => !canPresent(need.kind))) {
            refuseAll(request, new ChallengeUnavailableError({ need: request.need }));
          }
        }, 0);
      };
    },
    canPresent,
    submit: (proof, promptId) => front(promptId)?.prompt.submit(proof),
    submitAssertion: (promptId) => front(promptId)?.prompt.submitAssertion(),
    resend: (promptId) => front(promptId)?.prompt.resend(),
    chooseMethod: (method, promptId) => front(promptId)?.prompt.chooseMethod(method),
    restart: (promptId) => front(promptId)?.prompt.open(),
    cancel(promptId) {
      const request = front(promptId);
      if (request !== undefined) refuseAll(request, new ChallengeCancelledError());
    },
    end() {
      era += 1;
      for (const waiter of [...queue].flatMap(remove)) waiter.refuse(new SessionEndedError());
      publish();
    },
  };
}

const notYet: Cancel = () => {};
const borrowed: Proof = { kind: 'second_factor', isBorrowed: true };
