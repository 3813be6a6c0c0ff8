/** What stands before a sensitive action: a live session, who may do it, what was proved (SPEC F1), as on the reference server. */
import { parametersDigest } from '../../client/proofs/parametersDigest';
import { missingProof } from '../../contract/actionRule';
import type { MissingProof } from '../../contract/actionRule';
import type { Clock } from '../../contract/clock';
import { isBrandedSessionSecurityError, SessionSecurityError } from '../../contract/errors';
import { policyPresets } from '../../contract/policy';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { SignedInUser } from '../../contract/session';
import type { WithStepUpToken } from '../../contract/stepUpToken';
import type { SecondFactors } from './createSecondFactors';
import type { SessionStore } from './createSessionStore';
import type { ConsumedToken, StepUpTokens } from './createStepUpTokens';
import type { Proof } from './statusOf';

export interface ActionGuardOptions {
  readonly store: SessionStore;
  readonly user: SignedInUser;
  readonly factors: SecondFactors;
  readonly tokens: StepUpTokens;
  readonly proof: () => Proof;
  readonly clock: Clock;
}

/** One action that somebody is about to do. */
export interface GuardedWork<Result> {
  readonly actionType: SensitiveActionType;
  /** The call's input. */
  readonly parameters: WithStepUpToken;
  /** A proof for this very call, whatever was given before (T14). @default false */
  readonly isFresh?: boolean;
  readonly work: () => Result;
}

export interface ActionGuard {
  /** @throws {SessionSecurityError} `FORBIDDEN`: nobody is asked for proof of what they may not do (R51). */
  permit(actionType: SensitiveActionType): void;
  /** What the action lacks now, by the figures of the `consumer` policy. */
  missing(actionType: SensitiveActionType): MissingProof;
  /** Proof first, then the work. An input that was mistyped doesn't cost the proof. */
  run<Result>(guarded: GuardedWork<Result>): Promise<Result>;
}

const { actions, secondFactor } = policyPresets.consumer;

export function createActionGuard({ store, user, factors, tokens, proof, clock }: ActionGuardOptions): ActionGuard {
  const permit = (action: SensitiveActionType): void => {
    store.requireOwn();
    const isForAdministrators = action === 'role_change' || action === 'admin_action';
    if (isForAdministrators && !user.roles.includes('admin')) throw new SessionSecurityError('FORBIDDEN', { action });
  };
  const missingWith = (action: SensitiveActionType, isFresh: boolean): MissingProof => {
    const { secondFactorAt } = proof();
    return missingProof(isFresh ? { proof: 'fresh', graceMs: 0 } : actions[action], {
      hasSecondFactor: factors.isEnrolled(),
      secondFactorAgeMs: secondFactorAt === null ? null : clock.now() - secondFactorAt,
      longestGraceMs: secondFactor.graceMs,
    });
  };
  const requireProof = async (
    { actionType: action, parameters }: GuardedWork<unknown>,
    isFresh: boolean,
  ): Promise<ConsumedToken | undefined> => {
    const { stepUpToken } = parameters;
    if (stepUpToken === undefined) {
      const missing = missingWith(action, isFresh);
      if (missing === 'nothing') return undefined;
      if (missing === 'step_up') throw stepUpRequired(action);
      throw new SessionSecurityError('2FA_REQUIRED', { action, reason: 'no_recent_second_factor' });
    }
    const consumed = tokens.consume(stepUpToken, action, await parametersDigest(parameters));
    // Made before a second factor was set up, or by one that is gone: less than what is asked for now.
    const isAccepted =
      consumed.method === 'backup_code' ? factors.isEnrolled() : factors.methods().includes(consumed.method);
    if (isAccepted || actions[action].proof === 'none') return consumed;
    throw stepUpRequired(action);
  };
  return {
    permit,
    missing: (action) => missingWith(action, false),
    async run(guarded) {
      permit(guarded.actionType);
      const consumed = await requireProof(guarded, guarded.isFresh ?? false);
      try {
        return guarded.work();
      } catch (error) {
        if (isWithoutCost(error)) consumed?.giveBack();
        throw error;
      }
    },
  };
}

function stepUpRequired(action: SensitiveActionType): SessionSecurityError {
  return new SessionSecurityError('STEP_UP_REQUIRED', { action, reason: 'no_step_up_token' });
}

function isWithoutCost(error: unknown): boolean {
  if (!isBrandedSessionSecurityError(error)) return true;
  return error.errorCode === 'INVALID_REQUEST' || error.errorCode === 'INVALID_CREDENTIALS';
}
