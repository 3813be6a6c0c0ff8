/** Whether trying again would be answered in the same way: there is nothing to do but to close. */
import { errorTable, isSessionSecurityErrorCode } from '../../../contract/errors';
import type { PromptState } from '../../../engine/proof/promptMachine';

export function isHopeless({ status, error }: PromptState): boolean {
  const code = error?.code;
  return status === 'failed' && isSessionSecurityErrorCode(code) && errorTable[code].reaction === 'inform';
}
