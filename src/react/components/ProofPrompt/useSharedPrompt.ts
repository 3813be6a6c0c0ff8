'use client';
/** The client's prompt of one kind, and for a moment more what it came to: that it passed is seen before it goes. */
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Cancel } from '../../../contract/clock';
import type { PromptSnapshot } from '../../../engine/proof/createProofCoordinator';
import type { ProofKind } from '../../../contract/proofNeed';
import { useFrontPrompt } from '../../hooks/usePrompt';
import { usePromptPresenter } from '../../hooks/usePromptPresenter';
import type { Presenter } from '../../createPresenters';
import { promptActions } from '../../promptActions';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { ProofPrompt } from './ProofPrompt';

const tickMs = 400;

/**
 * `undefined` also where another one draws it.
 *
 * @param isPresenting `false` where somebody else answers: the host its own prompt, or nobody
 */
export function useSharedPrompt(
  kind: ProofKind,
  isPresenting: boolean,
  place: Presenter['place'] = 'dialog',
): ProofPrompt | undefined {
  const { presenters, client } = useSessionSecurityContext().kit;
  const { proofs, clock } = client;
  usePromptPresenter(kind, isPresenting);
  const presenter = useMemo<Presenter>(() => ({ kind, place }), [kind, place]);
  useEffect(() => (isPresenting ? presenters.enter(presenter) : undefined), [presenters, presenter, isPresenting]);
  const isDrawnHere = useSyncExternalStore(
    presenters.subscribe,
    () => presenters.draws(presenter),
    () => false,
  );
  const front = useFrontPrompt();
  const [passed, setPassed] = useState<PromptSnapshot>();
  useEffect(() => {
    let cancelTick: Cancel = () => {};
    const stop = proofs.subscribe(() => {
      const snapshot = proofs.getSnapshot();
      if (snapshot === undefined) return;
      const isPassed = snapshot.need.kind === kind && snapshot.state.status === 'passed';
      cancelTick();
      setPassed(isPassed ? snapshot : undefined);
      if (isPassed) cancelTick = clock.schedule(() => setPassed(undefined), tickMs);
    });
    return () => {
      stop();
      cancelTick();
    };
  }, [proofs, clock, kind]);
  // The next prompt doesn't wait for a tick, of whichever kind it is.
  const shown = front === undefined ? passed : front.need.kind === kind ? front : undefined;
  const id = shown?.id ?? none;
  const actions = useMemo(() => {
    const own = promptActions(proofs, id);
    const cancel = (): void => {
      setPassed(undefined);
      own.cancel();
    };
    return { ...own, cancel };
  }, [proofs, id]);
  if (!isDrawnHere || shown === undefined) return undefined;
  const { need, waiting, state } = shown;
  return { id, kind, actionType: need.actionType, because: need.because, waiting, state, actions };
}

/** No prompt has it. */
const none = -1;
