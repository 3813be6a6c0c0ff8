/** What a call of the application still needs, in whichever shape it was refused (SPEC E3): thrown, a value, or a `Response`. */
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { ProofNeed } from '../../engine/proof/ProofNeed';
import type { CallResult } from '../../engine/settled';
import { getSessionSecurityError } from '../getSessionSecurityError';
import { outcomeOf } from '../outcomeOf';
import { proofNeedOf } from './proofNeedOf';

/** @param actionType where the refusal itself doesn't name it */
export async function proofNeedIn(
  result: CallResult<unknown>,
  actionType?: SensitiveActionType,
): Promise<ProofNeed | undefined> {
  const found = 'error' in result ? result.error : result.answer;
  // It has been through a link of the kit, which has asked already.
  if (outcomeOf(found) !== undefined) return undefined;
  // A `Response` takes a moment to read.
  return proofNeedOf(await Promise.resolve(getSessionSecurityError(found)), actionType);
}
