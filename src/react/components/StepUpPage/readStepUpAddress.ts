/** What the step-up page's address says: which action, and by which id this tab knows it. Anybody can write one. */
import { sensitiveActionTypes } from '../../../contract/sensitiveAction';
import type { SensitiveActionType } from '../../../contract/sensitiveAction';

export interface StepUpAddress {
  readonly actionType: SensitiveActionType | undefined;
  readonly id: string | null;
}

/** @param search `?action=role_change&id=…` */
export function readStepUpAddress(search: string): StepUpAddress {
  const parameters = new URLSearchParams(search);
  const named = parameters.get('action');
  return { actionType: sensitiveActionTypes.find((known) => known === named), id: parameters.get('id') };
}
