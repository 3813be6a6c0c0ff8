'use client';
/** While the caller is mounted, proof of a kind can be asked for on this page (SPEC F3: nobody waits for nothing). */
import { useEffect } from 'react';
import type { ProofKind } from '../../contract/proofNeed';
import { useSessionSecurityContext } from '../SessionSecurityContext';

/** @param isPresenting `false` for a caller that draws no prompt */
export function usePromptPresenter(kind: ProofKind, isPresenting: boolean): void {
  const { proofs } = useSessionSecurityContext().kit.client;
  useEffect(() => (isPresenting ? proofs.present([kind]) : undefined), [proofs, kind, isPresenting]);
}
