'use client';
/** The client's prompt for a second factor, and for a moment more what it came to: that it passed is seen before it goes. */
import { useEffect, useMemo, useState } from 'react';
import type { Cancel } from '../../../contract/clock';
import type { PromptSnapshot } from '../../../engine/proof/createProofCoordinator';
import { usePrompt } from '../../hooks/usePrompt';
import { usePromptPresenter } from '../../hooks/usePromptPresenter';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { TwoFactorPrompt } from './TwoFactorPrompt';

const tickMs = 400;

/** @param isPresenting `false` where the host answers its own prompt */
export function useSharedPrompt(isPresenting: boolean): TwoFactorPrompt | undefined {
  const { proofs, clock } = useSessionSecurityContext().kit.client;
  usePromptPresenter('second_factor', isPresenting);
  const current = usePrompt('second_factor');
  const [passed, setPassed] = useState<PromptSnapshot>();
  useEffect(() => {
    let cancelTick: Cancel = () => {};
    const stop = proofs.subscribe(() => {
      const snapshot = proofs.getSnapshot();
      if (snapshot?.need.kind !== 'second_factor' || snapshot.state.status !== 'passed') return;
      setPassed(snapshot);
      cancelTick();
      cancelTick = clock.schedule(() => setPassed(undefined), tickMs);
    });
    return () => {
      stop();
      cancelTick();
    };
  }, [proofs, clock]);
  const past = useMemo(() => ({ ...proofs, cancel: () => setPassed(undefined) }), [proofs]);
  const shown = current ?? passed;
  if (!isPresenting || shown === undefined) return undefined;
  const { id, need, waiting, state } = shown;
  return { id, actionType: need.actionType, waiting, state, actions: current === undefined ? past : proofs };
}
