/** What a dialog or a page draws and calls to have proof given: the client's prompt, or one that the host answers itself. */
import type { SessionSecurityErrorCode } from '../../../contract/errors';
import type { SensitiveActionType } from '../../../contract/sensitiveAction';
import type { VerificationMethod } from '../../../contract/verification';
import type { ProofKind } from '../../../contract/proofNeed';
import type { PromptState } from '../../../engine/proof/promptMachine';
import type { CodeMethod } from '../../messages/states';
import type { PromptActions } from '../../promptActions';
import type { CodeInputClassNames } from '../CodeInput/CodeInput';

export interface ProofPrompt {
  /** Another prompt has another one. */
  readonly id: number;
  readonly kind: ProofKind;
  readonly actionType: SensitiveActionType | undefined;
  /** Why the token that was sent along before was not accepted. */
  readonly because?: SessionSecurityErrorCode | undefined;
  /** How many calls wait for it. */
  readonly waiting: number;
  readonly state: PromptState;
  readonly actions: PromptActions;
}

/** When a code of six digits is sent by itself. */
export type AutoSubmit = 'complete' | 'inserted' | 'never';

/** Class names for single parts, after the kit's own. */
export interface ProofPromptClassNames {
  readonly overlay?: string | undefined;
  readonly title?: string | undefined;
  readonly code?: CodeInputClassNames | undefined;
  /** The password's field. */
  readonly password?: string | undefined;
}

export interface PromptFormProps {
  readonly prompt: ProofPrompt;
  readonly autoSubmit: AutoSubmit;
  /** What the user signs in with, where the page knows it: password managers want it beside the password. */
  readonly username?: string | undefined;
  readonly classNames: ProofPromptClassNames | undefined;
}

/** Those that can be drawn; a server may know more (SPEC F12). */
export type DrawnMethod = CodeMethod | 'password' | 'passkey';

const drawn: readonly (VerificationMethod | undefined)[] = ['2fa_totp', '2fa_sms', 'backup_code', 'passkey'];

/** A password is no second factor. */
export function isDrawn(kind: ProofKind, method: VerificationMethod | undefined): method is DrawnMethod {
  return method === 'password' ? kind === 'step_up' : drawn.includes(method);
}
