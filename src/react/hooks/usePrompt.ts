'use client';
/** The prompt for proof that stands open, as the client holds it: the same for everybody who looks (SPEC F2, F5). */
import { useSyncExternalStore } from 'react';
import type { PromptSnapshot } from '../../engine/proof/createProofCoordinator';
import type { ProofKind } from '../../contract/proofNeed';
import { useSessionSecurityContext } from '../SessionSecurityContext';

/** The one in front of the queue, of whichever kind. */
export function useFrontPrompt(): PromptSnapshot | undefined {
  const { proofs } = useSessionSecurityContext().kit.client;
  return useSyncExternalStore(proofs.subscribe, proofs.getSnapshot, () => undefined);
}

/** `undefined` while there is none of this kind in front of the queue. */
export function usePrompt(kind: ProofKind): PromptSnapshot | undefined {
  const front = useFrontPrompt();
  return front?.need.kind === kind ? front : undefined;
}
