/** A sensitive action that was allowed and then came to nothing: its record (R83), and whether its proof is still good. */
import { isBrandedSessionSecurityError } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { ServiceDeps } from './deps';
import type { GrantedAction, GuardedCaller } from './sensitiveAction';
import { failureReasonOf, recordSensitiveAction } from './sensitiveActionLog';
import { giveBackStepUpToken } from './stepUpToken';

export interface FailedAction extends GuardedCaller {
  readonly actionType: SensitiveActionType;
  readonly granted: GrantedAction;
  /** What the action threw. */
  readonly cause: unknown;
}

/**
 * A fault of ours and an input that was mistyped don't cost the proof. It is taken first and given back, rather than looked
 * for and taken last: the token lets one call in at a time (R44), and nobody without proof learns from the answer whether a
 * password is right or an address taken. Guesses at a password stay counted (R52), and a token for other parameters is still
 * refused (R45).
 */
export async function settleFailedAction(deps: ServiceDeps, failed: FailedAction): Promise<void> {
  const { session, caller, actionType, granted, cause } = failed;
  if (granted.token !== null && isWithoutCost(cause)) await giveBackStepUpToken(deps, granted.token);
  await recordSensitiveAction(deps, {
    session,
    origin: caller.origin,
    actionType,
    proof: granted,
    failureReason: failureReasonOf(cause),
  });
}

function isWithoutCost(cause: unknown): boolean {
  if (!isBrandedSessionSecurityError(cause)) return true;
  return cause.errorCode === 'INVALID_REQUEST' || cause.errorCode === 'INVALID_CREDENTIALS';
}
