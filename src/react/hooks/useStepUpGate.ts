'use client';
/** Whether something that wants fresh proof may be shown, and the way to give it: the headless API behind `StepUpGate`. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { isOutcomeError } from '../../contract/outcomeErrors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { ProofKind } from '../../contract/proofNeed';
import { readFailure } from '../sessionFailure';
import type { SessionFailure } from '../sessionFailure';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { statusKey } from './sessionQueries';
import { useMissingProof } from './useMissingProof';
import { useSessionPhase } from './useSessionPhase';
import { useVerification } from './useVerification';

/** Which proof is fresh enough. */
export interface UseStepUpGateOptions {
  /** The server's rule for this action says what is asked for. @default 'security_settings' */
  readonly actionType?: SensitiveActionType | undefined;
}

/** Where a gate stands. Only `open` shows what is behind it. */
export type StepUpGateStatus =
  /** The server is being asked. */
  | 'checking'
  | 'closed'
  /** The user has been asked for proof. */
  | 'confirming'
  | 'open'
  /** The server could not be asked; see `error`. */
  | 'failed'
  | 'signed-out';

/** What `useStepUpGate` gives. Functions keep their identity and never reject. */
export interface UseStepUpGateResult {
  readonly status: StepUpGateStatus;
  /** Until when it stays open, epoch milliseconds by the server's clock; `undefined` where it does for good. */
  readonly until: number | undefined;
  /** Why the server could not be asked, or the user could not. */
  readonly error: SessionFailure | undefined;
  /** Has proof given, of the kind that is missing. Resolves when it was, or was not. */
  readonly confirm: () => Promise<void>;
  /** Asks the server again. */
  readonly retry: () => Promise<void>;
}

/**
 * Whether something may be shown that wants fresh proof. Open while a second factor holds; for users without one, while
 * they have lately given their password or code; and where the server's rule asks for nothing.
 *
 * Manners, not protection: what must not be seen without proof, the server must not send without it.
 *
 * @example
 * const { status, confirm } = useStepUpGate({ actionType: 'security_settings' });
 */
export function useStepUpGate({ actionType = 'security_settings' }: UseStepUpGateOptions = {}): UseStepUpGateResult {
  const { kit, queryClient } = useSessionSecurityContext();
  const { proofs } = kit.client;
  const phase = useSessionPhase();
  const secondFactor = useVerification({ kind: 'second_factor' });
  const recent = useVerification({ kind: 'authentication' });
  const question = useMissingProof(actionType, phase.status === 'open' && secondFactor.status === 'unverified');
  const [attempt, setAttempt] = useState<Attempt>({ status: 'idle' });
  const abortRef = useRef<AbortController>(undefined);
  useEffect(() => () => abortRef.current?.abort(), []);

  const { missing } = question;
  const kind: ProofKind = missing === 'second_factor' ? missing : 'step_up';
  const refetchStatus = secondFactor.refetch;
  const refetchMissing = question.refetch;
  return {
    ...standing(),
    error: attempt.status === 'failed' ? attempt.error : (secondFactor.error ?? question.error),
    confirm: useCallback(async () => {
      const abort = new AbortController();
      abortRef.current?.abort();
      abortRef.current = abort;
      setAttempt({ status: 'confirming' });
      try {
        await proofs.prove({ kind, actionType }, abort.signal);
        // Joins what the prompt's passing has begun.
        await queryClient.refetchQueries({ queryKey: statusKey }, { cancelRefetch: false });
        setAttempt({ status: 'idle' });
      } catch (error) {
        if (!abort.signal.aborted) setAttempt(attemptAfter(error));
      }
    }, [proofs, queryClient, kind, actionType]),
    retry: useCallback(async () => {
      setAttempt({ status: 'idle' });
      await refetchStatus();
      await refetchMissing();
    }, [refetchStatus, refetchMissing]),
  };

  function standing(): Pick<UseStepUpGateResult, 'status' | 'until'> {
    const is = (status: StepUpGateStatus, until?: number) => ({ status, until });
    if (phase.status === 'over') return is('signed-out');
    if (secondFactor.status === 'verified') return is('open', secondFactor.until);
    if (secondFactor.status === 'unknown') return is(secondFactor.error === undefined ? 'checking' : 'failed');
    if (missing === undefined) return is(question.error === undefined ? 'checking' : 'failed');
    if (missing === 'nothing') return is('open');
    if (missing === 'step_up' && recent.status === 'verified') return is('open', recent.until);
    return is(attempt.status === 'confirming' ? 'confirming' : 'closed');
  }
}

type Attempt =
  | { readonly status: 'idle' | 'confirming' }
  | { readonly status: 'failed'; readonly error: SessionFailure };

/** Whoever closed the prompt, left it, or was signed out meanwhile knows that. */
function attemptAfter(error: unknown): Attempt {
  const isKnown = (['CHALLENGE_CANCELLED', 'CHALLENGE_TIMEOUT', 'SESSION_ENDED'] as const).some((code) =>
    isOutcomeError(error, code),
  );
  return isKnown ? { status: 'idle' } : { status: 'failed', error: readFailure(error) };
}
