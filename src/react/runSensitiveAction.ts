/**
 * One run of a sensitive action: call, refusal, proof, the call once more, its own result (SPEC F3, F10). Calls through the
 * kit's link have their proof given there; here they are watched only.
 */
import { outcomeOf } from '../client/outcomeOf';
import type { SessionSecurityProofs } from '../client/proofs/createDeferredProofs';
import { proofNeedIn } from '../client/proofs/proofNeedIn';
import {
  ChallengeUnavailableError,
  isOutcomeError,
  NotReplayableError,
  StepUpRedirectError,
} from '../contract/outcomeErrors';
import type { ProofNeed } from '../contract/proofNeed';
import { reportFault } from '../engine/createEmitter';
import { isObject } from '../engine/guards';
import type { GuardedCall } from '../engine/proof/runGuardedCall';
import type { CallResult } from '../engine/settled';
import type { LifetimeSignals } from './createLifetime';
import { stepUpHref } from './sensitiveAction';
import type { ResumableAction, SendSensitiveAction, SensitiveActionOptions } from './sensitiveAction';

/** Where a run stands, before it has ended. */
export type RunProgress = 'running' | 'proving';

export interface SensitiveActionRun<Input, Result> extends SensitiveActionOptions<Input> {
  readonly send: SendSensitiveAction<Input, Result>;
  readonly input: Input;
  /** For the first attempt: the step-up page has earned it. */
  readonly stepUpToken?: string | undefined;
  /** That token has expired: it is asked for anew, with the reason, before the first attempt (F11). */
  readonly renewal?: ProofNeed | undefined;
  readonly signals: LifetimeSignals;
  readonly onProgress: (progress: RunProgress) => void;
}

/**
 * Settles with the action's own result, always.
 *
 * @throws {StepUpRedirectError} when the user is on the way to the step-up page
 * @throws {ChallengeCancelledError} when the user closes the prompt, or leaves while it is open
 * @throws what `SessionSecurityProofs.run` throws besides, and the action's own error
 */
export async function runSensitiveAction<Input, Result>(
  proofs: SessionSecurityProofs,
  run: SensitiveActionRun<Input, Result>,
): Promise<Result> {
  const { signals, resumable } = run;
  signals.proving.throwIfAborted();
  const call = guardedCall(proofs, run);
  const prompt = followPrompt(proofs, run);
  try {
    const result = await proofs.run(call);
    // A refusal is never handed out as the result of an action that was not carried out.
    if (call.openNeed() === undefined) return result;
    throw new ChallengeUnavailableError({ need: call.openNeed(), cause: result });
  } catch (error) {
    const wasGivenUp = error === signals.proving.reason || (prompt.wasLeft() && isAbort(error));
    if (wasGivenUp) throw signals.proving.reason as Error;
    const need = call.openNeed();
    const outcome =
      outcomeOf(error) ?? (need === undefined ? undefined : new ChallengeUnavailableError({ need, cause: error }));
    const isForPage = isOutcomeError(outcome, 'CHALLENGE_UNAVAILABLE') && outcome.need?.kind === 'step_up';
    if (isForPage && outcome.need !== undefined && resumable !== undefined) {
      return await goToStepUpPage(proofs, { ...run, resumable, need: outcome.need, cause: outcome.cause });
    }
    throw outcome ?? error;
  } finally {
    prompt.stop();
  }
}

/** The call as `proofs.run` takes it, and what of its last refusal nobody has answered yet. */
function guardedCall<Input, Result>(
  proofs: SessionSecurityProofs,
  {
    send,
    input,
    actionType,
    level,
    replay,
    parameters,
    stepUpToken,
    renewal,
    signals,
  }: SensitiveActionRun<Input, Result>,
) {
  let open: ProofNeed | undefined;
  const needOf = async (result: CallResult<Result>): Promise<ProofNeed | undefined> => {
    const found = await proofNeedIn(result, actionType);
    if (found === undefined) return undefined;
    const kind = level === 'step_up' ? level : found.kind;
    if (replay === 'never') {
      const cause = 'error' in result ? result.error : result.answer;
      if (kind === 'second_factor') await proofs.prove({ ...found, kind }, signals.proving);
      throw new NotReplayableError({ cause });
    }
    const bound = parameters === undefined ? input : parameters(input);
    open = { ...found, kind, parametersDigest: kind === 'step_up' ? await digestOf(bound) : undefined };
    return open;
  };
  return {
    needOf,
    async send(proof) {
      open = undefined;
      const given = proof ?? (renewal === undefined ? undefined : await proofs.prove(renewal, signals.proving));
      const token = given === undefined ? stepUpToken : given.stepUpToken?.token;
      return send(input, { signal: signals.sending, ...(token !== undefined && { stepUpToken: token }) });
    },
    signal: signals.proving,
    openNeed: () => open,
  } satisfies GuardedCall<Result> & { openNeed(): ProofNeed | undefined };
}

/** Loaded with its first use, like all that collects proof (SPEC K10). */
async function digestOf(parameters: unknown): Promise<string | undefined> {
  const { parametersDigest } = await import('../client/proofs/parametersDigest');
  return parametersDigest(parameters);
}

/** Tells when proof for this action is being asked for, and keeps what a reload would lose meanwhile. */
function followPrompt<Input, Result>(
  proofs: SessionSecurityProofs,
  { actionType, input, resumable, signals, onProgress }: SensitiveActionRun<Input, Result>,
) {
  let isOver = false;
  let isAsking = false;
  let wasLeft = false;
  let kept: Promise<() => void> | undefined;
  const keep = async ({ name, returnTo = here() }: ResumableAction): Promise<() => void> => {
    const pending = await proofs.loadPendingActions();
    if (isOver) return () => {};
    const id = pending.put({ name, actionType, parameters: input, returnTo }, 'prompt');
    return () => pending.discard(id);
  };
  const look = (): void => {
    isAsking = proofs.getSnapshot()?.need.actionType === actionType;
    onProgress(isAsking ? 'proving' : 'running');
    if (!isAsking || resumable === undefined || kept !== undefined) return;
    kept = keep(resumable);
    kept.catch(reportFault);
  };
  const leave = (): void => {
    wasLeft = isAsking;
  };
  signals.proving.addEventListener('abort', leave, { once: true });
  const stop = proofs.subscribe(look);
  return {
    /** The component went away while the prompt was open. */
    wasLeft: () => wasLeft,
    stop() {
      isOver = true;
      stop();
      signals.proving.removeEventListener('abort', leave);
      kept?.then(
        (forget) => forget(),
        () => {},
      );
    },
  };
}

interface StepUpJourney<Input> {
  readonly resumable: ResumableAction;
  readonly input: Input;
  readonly need: ProofNeed;
  readonly cause: unknown;
  readonly signals: LifetimeSignals;
}

async function goToStepUpPage<Input>(
  proofs: SessionSecurityProofs,
  { resumable, input, need, cause, signals }: StepUpJourney<Input>,
): Promise<never> {
  const { name, stepUpPath, returnTo = here(), navigate = leaveDocument } = resumable;
  const pending = await proofs.loadPendingActions();
  signals.proving.throwIfAborted();
  const { actionType, parametersDigest: digest, because } = need;
  const id = pending.put({ name, actionType, parameters: input, returnTo, parametersDigest: digest, because });
  navigate(stepUpHref(stepUpPath, actionType, id));
  throw new StepUpRedirectError({ cause });
}

/** tRPC wraps it. */
function isAbort(error: unknown): boolean {
  return isObject(error) && (error['name'] === 'AbortError' || isAbort(error['cause']));
}

function here(): string {
  return location.pathname + location.search + location.hash;
}

function leaveDocument(href: string): void {
  location.assign(href);
}
