/** From a refusal, however it was worded, to what the call still needs. */
import type { SessionSecurityErrorCause } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { ProofNeed } from '../../engine/proof/ProofNeed';

/**
 * `undefined` where proof would not help, or nobody says for which action: no prompt can be opened then, and the refusal
 * is the caller's.
 *
 * @param actionType where the refusal itself doesn't name it
 */
export function proofNeedOf(
  cause: SessionSecurityErrorCause | undefined,
  actionType?: SensitiveActionType,
): ProofNeed | undefined {
  const action = cause?.action ?? actionType;
  if (cause === undefined || action === undefined) return undefined;
  const { errorCode } = cause;
  if (errorCode === '2FA_REQUIRED') return { kind: 'second_factor', actionType: action };
  if (errorCode === 'STEP_UP_REQUIRED') return { kind: 'step_up', actionType: action };
  return errorCode.startsWith('STEP_UP_TOKEN_')
    ? { kind: 'step_up', actionType: action, because: errorCode }
    : undefined;
}
