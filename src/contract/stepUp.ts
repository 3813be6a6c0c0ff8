/** Re-authentication for one action (SPEC C15): a single-use token of 64 hex characters, ten minutes. */
import type { Instant } from './instant';
import type { SensitiveActionType } from './sensitiveAction';

/** Answer of C15: proof for one action, to be sent along once as `stepUpToken`. */
export interface StepUpGrant {
  readonly token: string;
  readonly expiresAt: Instant;
  readonly actionType: SensitiveActionType;
}

/** Mixed into the input of every sensitive action. */
export interface WithStepUpToken {
  readonly stepUpToken?: string;
}
