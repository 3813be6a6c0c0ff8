/** What the dialog draws and calls: the client's prompt, or one that the host answers itself. */
import type { SessionSecurityProofs } from '../../../client/proofs/createDeferredProofs';
import type { SensitiveActionType } from '../../../contract/sensitiveAction';
import type { VerificationMethod } from '../../../contract/verification';
import type { PromptState } from '../../../engine/proof/promptMachine';
import type { CodeMethod } from '../../messages/states';
import type { CodeInputClassNames } from '../CodeInput/CodeInput';

export interface TwoFactorPrompt {
  /** Another prompt has another one. */
  readonly id: number;
  readonly actionType: SensitiveActionType | undefined;
  /** How many calls wait for it. */
  readonly waiting: number;
  readonly state: PromptState;
  readonly actions: TwoFactorActions;
}

export type TwoFactorActions = Pick<
  SessionSecurityProofs,
  'submit' | 'submitAssertion' | 'resend' | 'chooseMethod' | 'restart' | 'cancel'
>;

/** When a code of six digits is sent by itself. */
export type AutoSubmit = 'complete' | 'inserted' | 'never';

/** Class names for single parts, after the kit's own. */
export interface TwoFactorModalClassNames {
  readonly overlay?: string | undefined;
  readonly title?: string | undefined;
  readonly code?: CodeInputClassNames | undefined;
}

export interface PromptFormProps {
  readonly prompt: TwoFactorPrompt;
  readonly autoSubmit: AutoSubmit;
  readonly classNames: TwoFactorModalClassNames | undefined;
}

/** Those that the dialog can draw; a server may know more (SPEC F12). */
export type DrawnMethod = CodeMethod | 'passkey';

const drawn: readonly (VerificationMethod | undefined)[] = ['2fa_totp', '2fa_sms', 'backup_code', 'passkey'];

export function isDrawn(method: VerificationMethod | undefined): method is DrawnMethod {
  return drawn.includes(method);
}
