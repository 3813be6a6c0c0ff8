/**
 * What stands before a sensitive action (SPEC F1): whether enough was proved. Asked after `requirePermitted`, so that
 * nobody learns from a prompt what others may do (RFC 9470 §9, R51).
 */
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { UserAccount } from '../ports/users';
import type { ServiceDeps } from './deps';
import { refusalOf, standingOf } from './actionStanding';
import { type ActionProof, failureReasonOf, recordSensitiveAction } from './sensitiveActionLog';
import type { SessionRow } from './sessionRow';
import type { SignInCaller } from './signInCaller';
import { isStillAccepted, offeredMethods } from './verificationMethods';
import { type ConsumedStepUpToken, consumeStepUpToken, digestParameters } from './stepUpToken';

export interface GuardedCaller {
  readonly session: SessionRow;
  readonly caller: SignInCaller;
}

export interface RequireProofInput extends GuardedCaller {
  readonly user: UserAccount;
  readonly actionType: SensitiveActionType;
  readonly stepUpToken: string | undefined;
  /** The call's input, as far as a token can be bound to it. */
  readonly parameters: unknown;
  /** A fresh proof for this very call, whatever was given before (T14). */
  readonly ignoreGrace: boolean;
}

export interface GrantedAction extends ActionProof {
  readonly token: ConsumedStepUpToken | null;
}

/**
 * Uses the step-up token up, where there is one, needed or not, or finds that a recent proof is enough.
 *
 * @throws {SessionSecurityError} `2FA_REQUIRED`, `STEP_UP_REQUIRED`, or what is wrong with the token.
 */
export async function requireProof(deps: ServiceDeps, input: RequireProofInput): Promise<GrantedAction> {
  const { session, caller, user, actionType, stepUpToken } = input;
  const standing = await standingOf(deps, input);
  const { rule, hasSecondFactor, missing } = standing;
  const required = {
    required2fa: rule.proof === 'recent' && hasSecondFactor,
    requiredStepUp: rule.proof === 'fresh' || (rule.proof === 'recent' && !hasSecondFactor),
  };
  if (rule.proof === 'none' && stepUpToken === undefined) return { ...required, method: 'authenticated', token: null };
  const { origin } = caller;
  try {
    if (stepUpToken === undefined) {
      if (missing !== 'nothing') throw refusalOf(missing, actionType);
      return { ...required, method: session.secondFactorMethod, token: null };
    }
    const parametersDigest = digestParameters(input.parameters);
    const token = await consumeStepUpToken(deps, { session, origin, token: stepUpToken, actionType, parametersDigest });
    // Made before a second factor was set up, or by one that is gone: less than what is asked for now.
    if (rule.proof !== 'none' && !isStillAccepted(await offeredMethods(deps, user, actionType), token.method)) {
      throw refusalOf('step_up', actionType);
    }
    return { ...required, method: token.method, token };
  } catch (error) {
    const failureReason = failureReasonOf(error);
    const proof = { ...required, method: null };
    await recordSensitiveAction(deps, { session, origin, actionType, proof, failureReason });
    throw error;
  }
}

/** A sensitive action that was permitted and proved: what its service is handed. */
export interface ProvedAction extends Pick<
  RequireProofInput,
  'session' | 'caller' | 'user' | 'actionType' | 'ignoreGrace'
> {
  readonly granted: GrantedAction;
  /** Of the user's credentials, read before anything was asked. */
  readonly epoch: number;
}
