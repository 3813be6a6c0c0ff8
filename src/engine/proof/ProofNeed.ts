/** What a refused call still needs, read from its refusal (SPEC 1, refusal). */
import type { SessionSecurityErrorCode } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { StepUpToken } from './ProofTransport';

/** `second_factor` lasts for the grace period of the session; a `step_up` opens one call. */
export type ProofKind = 'second_factor' | 'step_up';

/** What is asked for, and for which action. */
export interface ProofNeed {
  readonly kind: ProofKind;
  readonly actionType: SensitiveActionType;
  /** Of the call's parameters: the token is good for no others (R45). */
  readonly parametersDigest?: string | undefined;
  /** The token that was sent along was not accepted: `STEP_UP_TOKEN_EXPIRED`, … */
  readonly because?: SessionSecurityErrorCode | undefined;
}

/** What was proven. */
export interface Proof {
  readonly kind: ProofKind;
  /** To be sent along, once. */
  readonly stepUpToken?: StepUpToken | undefined;
  /** Given at the prompt of another action: it may not be enough for this one. */
  readonly isBorrowed: boolean;
}
