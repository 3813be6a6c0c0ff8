'use client';
/** The prompt for proof of one kind that stands open, as the client holds it: the same for everybody who looks (SPEC F2, F5). */
import { useSyncExternalStore } from 'react';
import type { PromptSnapshot } from '../../engine/proof/createProofCoordinator';
import type { ProofKind } from '../../engine/proof/ProofNeed';
import { useSessionSecurityContext } from '../SessionSecurityContext';

/** `undefined` while there is none of this kind in front of the queue. */
export function usePrompt(kind: ProofKind): PromptSnapshot | undefined {
  const { proofs } = useSessionSecurityContext().kit.client;
  const snapshot = useSyncExternalStore(proofs.subscribe, proofs.getSnapshot, () => undefined);
  return snapshot?.need.kind === kind ? snapshot : undefined;
}
