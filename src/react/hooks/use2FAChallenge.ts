'use client';
/** The prompt for a second factor as a hook (SPEC F5): for a user interface of your own, or beside `TwoFactorModal`. */
import { useMemo } from 'react';
import type { SessionSecurityProofs } from '../../client/proofs/createDeferredProofs';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { VerificationMethod } from '../../contract/verification';
import { answerPrompt } from '../answerPrompt';
import type { CodeOutcome } from '../answerPrompt';
import { kindActions } from '../promptActions';
import { promptView } from '../promptView';
import type { PromptView } from '../promptView';
import { readCode } from '../readCode';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { usePrompt } from './usePrompt';
import { usePromptPresenter } from './usePromptPresenter';

/** How the hook takes part. */
export interface Use2FAChallengeOptions {
  /**
   * The caller draws the prompt: calls that need a second factor wait for it. Leave it out beside a `TwoFactorModal`, which
   * does so itself. @default false
   */
  readonly isPresenter?: boolean | undefined;
}

/** How `show` ended. */
export type ChallengeOutcome =
  | { readonly status: 'verified' }
  /** `ChallengeCancelledError`, `ChallengeTimeoutError`, `ChallengeUnavailableError`, `SessionEndedError`, or why no code could be loaded. */
  | { readonly status: 'unverified'; readonly error: unknown };

/** What `use2FAChallenge` gives. Instants are epoch milliseconds by the server's clock. Functions are stable. */
export interface Use2FAChallengeResult extends PromptView {
  /** How many calls wait for it. */
  readonly waiting: number;
  /**
   * Asks for a second factor now, and runs `callback` once it was given. Rejects only with what `callback` throws. Nothing
   * of it is needed for calls through the client: those ask by themselves.
   */
  show(actionType: SensitiveActionType, callback?: () => unknown): Promise<ChallengeOutcome>;
  /** In any digits, with spaces or dashes. What is no code is not sent (R104). Never rejects. */
  verify(code: string): Promise<CodeOutcome>;
  /** Has the user's authenticator prove it, where `method` is `passkey`. */
  verifyPasskey(): void;
  /** Whoever waits gets a `ChallengeCancelledError`. */
  close(): void;
  /** Sends a new code, from `resendAvailableAt` on. */
  resend(): void;
  switchMethod(method: VerificationMethod): void;
  /** Begins again, after it expired or could not be opened. Brings no new attempts. */
  restart(): void;
}

/**
 * The one prompt for a second factor that all callers share: the modal and any user interface of your own show the same
 * (SPEC F5). It is made when a call needs it, survives remounts, and is made anew only on expiry or on request (F6).
 *
 * @example
 * const { show } = use2FAChallenge();
 * await show('security_settings', () => openSettings());
 */
export function use2FAChallenge({ isPresenter = false }: Use2FAChallengeOptions = {}): Use2FAChallengeResult {
  const { proofs } = useSessionSecurityContext().kit.client;
  usePromptPresenter('second_factor', isPresenter);
  const prompt = usePrompt('second_factor');
  const actions = useMemo(() => actionsOf(proofs), [proofs]);
  return {
    ...promptView(prompt),
    waiting: prompt?.waiting ?? 0,
    ...actions,
  };
}

function actionsOf(proofs: SessionSecurityProofs) {
  const { submitAssertion, cancel, resend, chooseMethod, restart } = kindActions(proofs, 'second_factor');
  return {
    async show(actionType, callback) {
      try {
        await proofs.prove({ kind: 'second_factor', actionType });
      } catch (error) {
        return { status: 'unverified', error };
      }
      await callback?.();
      return { status: 'verified' };
    },
    verify: (text) =>
      answerPrompt(proofs, 'second_factor', (method) => {
        const code = readCode(method, text);
        return code === undefined ? 'malformed' : { code };
      }),
    verifyPasskey: submitAssertion,
    close: cancel,
    resend,
    switchMethod: chooseMethod,
    restart,
  } satisfies Partial<Use2FAChallengeResult>;
}
