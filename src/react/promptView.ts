/** What both prompt hooks show of a prompt: the same names for the same things (SPEC F5, F9). */
import type { SensitiveActionType } from '../contract/sensitiveAction';
import type { VerificationMethod } from '../contract/verification';
import type { PromptSnapshot } from '../engine/proof/createProofCoordinator';
import type { PromptError, PromptState, PromptStatus } from '../engine/proof/promptMachine';

/** Where a prompt for proof stands. Instants are epoch milliseconds by the server's clock. */
export interface PromptView {
  readonly status: PromptStatus | 'closed';
  readonly isOpen: boolean;
  /** What is to be approved; `null` while it is closed. */
  readonly actionType: SensitiveActionType | null;
  /** The server has been asked for something. */
  readonly isLoading: boolean;
  /** Everything that is known of the prompt; a new object only when something changed. */
  readonly challenge: PromptState | undefined;
  readonly method: VerificationMethod | undefined;
  /** Those that the server accepts now. Without `password` there is nothing to ask a password for. */
  readonly methods: readonly VerificationMethod[];
  /** As the server counts them, over all prompts (SPEC F6); `undefined` where it hasn't said. */
  readonly attemptsRemaining: number | undefined;
  readonly lockedUntil: number | undefined;
  readonly expiresAt: number | undefined;
  readonly resendAvailableAt: number | undefined;
  /** What went wrong last. */
  readonly error: PromptError | undefined;
}

const none: readonly VerificationMethod[] = [];

export function promptView(prompt: PromptSnapshot | undefined): PromptView {
  const state = prompt?.state;
  const status = state?.status ?? 'closed';
  return {
    status,
    isOpen: prompt !== undefined,
    actionType: prompt?.need.actionType ?? null,
    isLoading: status === 'opening' || status === 'submitting' || status === 'sending',
    challenge: state,
    method: state?.method,
    methods: state?.methods ?? none,
    attemptsRemaining: state?.attemptsRemaining,
    lockedUntil: state?.lockedUntil,
    expiresAt: state?.expiresAt,
    resendAvailableAt: state?.resendAvailableAt,
    error: state?.error,
  };
}
