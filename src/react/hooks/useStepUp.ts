'use client';
/** The prompt for a step-up as a hook (SPEC F9): for a user interface of your own, or beside `StepUpDialog`. */
import { useMemo } from 'react';
import type { SessionSecurityProofs } from '../../client/proofs/createDeferredProofs';
import type { SessionSecurityErrorCode } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { VerificationMethod } from '../../contract/verification';
import type { StepUpToken } from '../../engine/proof/ProofTransport';
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
export interface UseStepUpOptions {
  /**
   * The caller draws the prompt: calls that need a step-up wait for it. Leave it out beside a `StepUpDialog`, which does so
   * itself. @default false
   */
  readonly isPresenter?: boolean | undefined;
}

/** What a step-up is asked for. */
export interface ProveOptions {
  /** What the call will be made with, without its token: the token is then good for nothing else (R45). */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Nobody waits for it any more. */
  readonly signal?: AbortSignal | undefined;
}

/** How `prove` ended. */
export type StepUpOutcome =
  /** The token opens one call of this action, once, within 10 minutes. Send it along, and keep it nowhere. */
  | { readonly status: 'proven'; readonly stepUpToken: StepUpToken }
  /** `ChallengeCancelledError`, `ChallengeTimeoutError`, `ChallengeUnavailableError`, `SessionEndedError`, or why no code could be loaded. */
  | { readonly status: 'unproven'; readonly error: unknown };

/** What `useStepUp` gives. Instants are epoch milliseconds by the server's clock. Functions are stable and never reject. */
export interface UseStepUpResult extends PromptView {
  /** Why the user is asked again: the token that was sent along was not accepted (`STEP_UP_TOKEN_EXPIRED`, …). */
  readonly because: SessionSecurityErrorCode | undefined;
  /** As it is, to the last space. Nothing is sent where it is empty, or where `method` is another one. */
  verifyPassword(password: string): Promise<CodeOutcome>;
  /** In any digits, with spaces or dashes. What is no code is not sent (R104). */
  verifyCode(code: string): Promise<CodeOutcome>;
  /** Has the user's authenticator prove it, where `method` is `passkey`. */
  verifyPasskey(): void;
  /** Sends a new code, from `resendAvailableAt` on. */
  resend(): void;
  switchMethod(method: VerificationMethod): void;
  /** Begins again, after it expired or could not be opened. */
  restart(): void;
  /** Whoever waits gets a `ChallengeCancelledError`. */
  close(): void;
  /**
   * Asks for a step-up now, for a call that the application makes itself. Nothing of it is needed for calls through the
   * client: those ask by themselves.
   */
  prove(actionType: SensitiveActionType, options?: ProveOptions): Promise<StepUpOutcome>;
}

/**
 * The prompt for a step-up that all callers share: the dialog, the page and any user interface of your own show the same.
 * Each step-up is a prompt of its own, because its token opens one call (SPEC 1); they come one after the other.
 *
 * @example
 * const { prove } = useStepUp();
 * const proof = await prove('role_change', { parameters: { userId, newRole } });
 * if (proof.status === 'proven') await changeRole({ userId, newRole, stepUpToken: proof.stepUpToken.token });
 */
export function useStepUp({ isPresenter = false }: UseStepUpOptions = {}): UseStepUpResult {
  const { proofs } = useSessionSecurityContext().kit.client;
  usePromptPresenter('step_up', isPresenter);
  const prompt = usePrompt('step_up');
  const actions = useMemo(() => actionsOf(proofs), [proofs]);
  return {
    ...promptView(prompt),
    because: prompt?.need.because,
    ...actions,
  };
}

function actionsOf(proofs: SessionSecurityProofs) {
  const { submitAssertion, cancel, resend, chooseMethod, restart } = kindActions(proofs, 'step_up');
  return {
    verifyPassword: (password) =>
      answerPrompt(proofs, 'step_up', (method) => {
        if (method !== 'password') return 'ignored';
        return password === '' ? 'malformed' : { password };
      }),
    verifyCode: (text) =>
      answerPrompt(proofs, 'step_up', (method) => {
        if (method === 'password' || method === 'passkey') return 'ignored';
        const code = readCode(method, text);
        return code === undefined ? 'malformed' : { code };
      }),
    verifyPasskey: submitAssertion,
    resend,
    switchMethod: chooseMethod,
    restart,
    close: cancel,
    async prove(actionType, { parameters, signal } = {}) {
      try {
        const parametersDigest = parameters && (await digestOf(parameters));
        const { stepUpToken } = await proofs.prove({ kind: 'step_up', actionType, parametersDigest }, signal);
        if (stepUpToken === undefined) throw new TypeError('react-session-security: the step-up brought no token.');
        return { status: 'proven', stepUpToken };
      } catch (error) {
        return { status: 'unproven', error };
      }
    },
  } satisfies Partial<UseStepUpResult>;
}

/** Loaded with its first use, like all that collects proof (SPEC K10). */
async function digestOf(parameters: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  const { parametersDigest } = await import('../../client/proofs/parametersDigest');
  return parametersDigest(parameters);
}
