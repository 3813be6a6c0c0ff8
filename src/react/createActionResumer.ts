/**
 * From an action that was put aside to its result (SPEC F10; R71, R72): found, offered, taken once, run. What is not this
 * user's, in time, registered and valid is dropped, and nothing of it is sent.
 */
import type { SessionSecurityProofs } from '../client/proofs/createDeferredProofs';
import type { Cancel, Clock } from '../contract/clock';
import { ChallengeTimeoutError, isOutcomeError } from '../contract/outcomeErrors';
import type { ProofNeed } from '../contract/proofNeed';
import type { SensitiveActionType } from '../contract/sensitiveAction';
import { createEmitter, reportFault } from '../engine/createEmitter';
import type { ListedAction, PendingActions, TakenAction } from '../engine/proof/createPendingActions';
import type { PendingAction } from '../engine/proof/PendingAction';
import { createLifetime } from './createLifetime';
import type { AnySensitiveAction, SensitiveActions } from './defineSensitiveActions';
import { runSensitiveAction } from './runSensitiveAction';
import type { StepUpRoute } from './sensitiveAction';

/** Where an action that was put aside stands. */
export type ResumeStatus =
  /** There is none. */
  | 'none'
  /** It waits for the user's word. */
  | 'confirm'
  | 'running'
  | 'done'
  | 'failed';

/** An action that was put aside, and where it stands. What doesn't apply is `undefined`. */
export interface ResumeState {
  readonly status: ResumeStatus;
  /** By which it is registered. */
  readonly name: string | undefined;
  readonly actionType: SensitiveActionType | undefined;
  /** As your `parse` gave them. */
  readonly parameters: unknown;
  /** While `done`. */
  readonly result: unknown;
  /** While `failed`: a `ChallengeTimeoutError` where it was offered for too long. */
  readonly error: unknown;
}

export interface ResumeOptions {
  readonly actions: SensitiveActions;
  readonly route: StepUpRoute | undefined;
}

export interface ActionResumer {
  getSnapshot(): ResumeState;
  /** Whoever listens is mounted. */
  subscribe(listener: () => void): Cancel;
  /** Looks for an action now and whenever there may be another. */
  start(options: () => ResumeOptions): Cancel;
  /** The user wants it. Once, however often it is called. */
  confirm(): Promise<void>;
  /** The user doesn't want it, or has seen how it ended. */
  discard(): void;
}

interface Offer {
  readonly action: ListedAction;
  readonly definition: AnySensitiveAction;
  readonly parameters: unknown;
}

export function createActionResumer(proofs: SessionSecurityProofs, clock: Pick<Clock, 'now'>): ActionResumer {
  const changes = createEmitter<void>();
  const lifetime = createLifetime();
  let state = none;
  let offer: Offer | undefined;
  let pending: PendingActions | undefined;
  let options: () => ResumeOptions = () => ({ actions: {}, route: undefined });
  let starts = 0;
  let isLooking = false;

  const become = (next: Partial<ResumeState>): void => {
    state = { ...state, result: undefined, error: undefined, ...next };
    changes.emit();
  };
  const withdraw = (): void => {
    offer = undefined;
    state = none;
    changes.emit();
  };
  /** The question doesn't go without a word where nobody else has answered it. */
  const lose = ({ action }: Offer): void => {
    if (clock.now() < action.lapsesAt) withdraw();
    else become({ status: 'failed', error: new ChallengeTimeoutError() });
  };

  const look = async (): Promise<void> => {
    if (isLooking || !proofs.mayHavePendingActions()) return;
    isLooking = true;
    try {
      pending = await proofs.loadPendingActions();
      if (starts > 0) propose(pending);
    } catch (error) {
      reportFault(error);
    } finally {
      isLooking = false;
    }
  };
  const propose = (from: PendingActions): void => {
    if (state.status === 'running') return;
    const found = findOffer(from, options().actions);
    if (state.status === 'confirm' && offer !== undefined && found?.action.id !== offer.action.id) lose(offer);
    if (found === undefined || found.action.id === offer?.action.id) return;
    offer = found;
    const { action, definition, parameters } = found;
    become({ status: 'confirm', name: action.name, actionType: action.actionType, parameters });
    if (action.isProven && definition.isIdempotent === true) void confirm();
  };
  const confirm = async (): Promise<void> => {
    const wanted = offer;
    if (state.status !== 'confirm' || wanted === undefined || pending === undefined) return;
    become({ status: 'running' });
    const taken = await pending.take(wanted.action.id);
    if (taken === undefined) {
      lose(wanted);
      return;
    }
    const { definition, parameters } = wanted;
    const { action, stepUpToken } = taken;
    const { route } = options();
    try {
      const result = await runSensitiveAction(proofs, {
        actionType: action.actionType,
        level: definition.level,
        parameters: definition.parameters,
        send: definition.run,
        // What `parse` gave is what `run` takes.
        input: parameters as never,
        stepUpToken: stepUpToken?.token,
        renewal: renewalOf(taken),
        resumable: route && { returnTo: action.returnTo, ...route, name: action.name },
        signals: lifetime.signals(),
        onProgress: () => {},
      });
      become({ status: 'done', result });
    } catch (error) {
      if (isOutcomeError(error, 'STEP_UP_REDIRECT')) withdraw();
      else become({ status: 'failed', error });
    }
  };

  return {
    getSnapshot: () => state,
    subscribe(listener) {
      const detach = lifetime.attach();
      const stop = changes.on(listener);
      return () => {
        stop();
        detach();
      };
    },
    start(given) {
      options = given;
      starts += 1;
      void look();
      const stop = proofs.onPendingActions(() => {
        if (pending === undefined) void look();
        else propose(pending);
      });
      return () => {
        starts -= 1;
        stop();
      };
    },
    confirm,
    discard() {
      if (state.status === 'running') return;
      const dropped = state.status === 'confirm' ? offer : undefined;
      withdraw();
      pending?.discard(dropped?.action.id);
    },
  };
}

/** The newest that is registered and valid; what is registered and not valid is dropped. */
function findOffer(pending: PendingActions, actions: SensitiveActions): Offer | undefined {
  for (const action of pending.list()) {
    const definition = definitionOf(actions, action);
    if (definition === undefined) continue;
    try {
      return { action, definition, parameters: definition.parse(action.parameters) };
    } catch {
      pending.discard(action.id);
    }
  }
  return undefined;
}

/** What the step-up page was asked for, once more, where its token has expired. */
function renewalOf({ action, stepUpToken }: TakenAction): ProofNeed | undefined {
  const { actionType, parametersDigest, because } = action;
  return stepUpToken === undefined && because !== undefined
    ? { kind: 'step_up', actionType, parametersDigest, because }
    : undefined;
}

function definitionOf(actions: SensitiveActions, { name, actionType }: PendingAction): AnySensitiveAction | undefined {
  const definition = Object.hasOwn(actions, name) ? actions[name] : undefined;
  return definition?.actionType === actionType ? definition : undefined;
}

const none: ResumeState = {
  status: 'none',
  name: undefined,
  actionType: undefined,
  parameters: undefined,
  result: undefined,
  error: undefined,
};
