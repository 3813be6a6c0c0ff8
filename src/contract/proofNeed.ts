/** What a refused call still needs, read from its refusal (SPEC 1, refusal). Reaches browsers. */
import type { SessionSecurityErrorCode } from './errors';
import type { SensitiveActionType } from './sensitiveAction';

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
