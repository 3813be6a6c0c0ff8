'use client';
/** Whether the user has lately shown who they are, and until when that counts (SPEC F8): the headless API behind `VerifiedBadge`. */
import { useCallback, useMemo } from 'react';
import { toEpochMs } from '../../contract/instant';
import type { SessionStatus } from '../../contract/session';
import type { Success } from '../../contract/success';
import { readFailure } from '../sessionFailure';
import type { SessionFailure } from '../sessionFailure';
import { useSessionEngine } from './useSessionEngine';
import { useSessionPhase } from './useSessionPhase';
import { useStandingProof } from './useStandingProof';
import type { ProofMoments, VerificationKind } from './useStandingProof';
import { useStatusQuery } from './useStatusQuery';

/** Which proof the caller asks after. */
export interface UseVerificationOptions {
  /**
   * `second_factor`: a code or passkey beside the first factor; actions of users who have one ask for nothing more until then.
   * `authentication`: any proof, the sign-in too. `any`: the first of the two that holds. @default 'any'
   */
  readonly kind?: VerificationKind | 'any' | undefined;
}

/** What `useVerification` gives. Functions keep their identity. */
export interface UseVerificationResult {
  /** `unknown` on a server, until the server has answered, and where it can't be asked; nobody is verified once signed out. */
  readonly status: 'unknown' | 'unverified' | 'verified';
  /** What holds, while `verified`. */
  readonly kind: VerificationKind | undefined;
  /** Until when, epoch milliseconds by the server's clock; while `verified`. */
  readonly until: number | undefined;
  /** Why the last question failed. What was known before stands. */
  readonly error: SessionFailure | undefined;
  /** Asks the server now. Never rejects. Needless after a prompt of the kit. */
  readonly refetch: () => Promise<void>;
}

/**
 * Whether the user has lately shown who they are: at the sign-in, or at a prompt since (SPEC F8). Clears itself when that
 * ends, and knows of a new proof at once. Asks once however many use it, keeps the session watched while it is mounted, and
 * renders only on a change. What it says opens nothing: the server decides at each call.
 *
 * @example
 * const { status } = useVerification({ kind: 'second_factor' });
 */
export function useVerification({ kind: wanted = 'any' }: UseVerificationOptions = {}): UseVerificationResult {
  const phase = useSessionPhase();
  useSessionEngine();
  const query = useStatusQuery(momentsIn);
  const { data, error: cause, refetch } = query;
  const moments = phase.status === 'over' ? none : data;
  const kind = useStandingProof(moments, wanted);
  return {
    status: moments === undefined ? 'unknown' : kind === undefined ? 'unverified' : 'verified',
    kind,
    until: kind && moments?.[kind],
    error: useMemo(() => (cause === null ? undefined : readFailure(cause)), [cause]),
    refetch: useCallback(async () => void (phase.status !== 'ending' && (await refetch())), [phase, refetch]),
  };
}

const none: ProofMoments = { second_factor: undefined, authentication: undefined };

/** Back ends that were mapped in part may say nothing of it. */
function momentsIn({ data }: Success<SessionStatus>): ProofMoments {
  const verification = data.verification as Partial<SessionStatus['verification']> | null | undefined;
  return {
    second_factor: epochOf(verification?.secondFactorUntil),
    authentication: epochOf(verification?.recentUntil),
  };
}

function epochOf(instant: string | null | undefined): number | undefined {
  return instant === null || instant === undefined ? undefined : toEpochMs(instant);
}
