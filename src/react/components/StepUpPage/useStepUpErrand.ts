'use client';
/**
 * What the step-up page is there for (SPEC F10): the action that this tab put aside, proof for it, and the way back. What the
 * address says is believed only where the record of this tab says the same; else nothing is asked and nothing is done.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SessionKnowledge } from '../../../client/createSessionWatch';
import { isOutcomeError } from '../../../contract/outcomeErrors';
import { sanitizeReturnTo } from '../../../contract/sanitizeReturnTo';
import type { PendingActions } from '../../../engine/proof/createPendingActions';
import type { PendingAction } from '../../../engine/proof/PendingAction';
import { useLatest } from '../../hooks/useLatest';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { readStepUpAddress } from './readStepUpAddress';

export interface StepUpErrandInput {
  /** `undefined` for the page's own. */
  readonly search: string | undefined;
  /** `undefined` to load the page anew. */
  readonly navigate: ((href: string) => void) | undefined;
  /** Where to go back to when nothing else is known. */
  readonly fallbackPath: string;
}

export type StepUpErrand =
  /** Nothing is known yet; on a server, too. */
  | { readonly status: 'reading' }
  /** Proof is being given; the prompt is the client's. */
  | { readonly status: 'asking'; readonly action: PendingAction; readonly pending: PendingActions }
  /** On the way back. `isProven`: the token waits there. */
  | { readonly status: 'leaving'; readonly isProven: boolean }
  /** The address leads to nothing that this tab began, or no longer. */
  | { readonly status: 'invalid' }
  /** The session is over. */
  | { readonly status: 'ended' }
  /** The code that asks could not be loaded. */
  | { readonly status: 'failed' };

export interface StepUpErrandResult {
  readonly errand: StepUpErrand;
  readonly goBack: () => void;
  readonly retry: () => void;
}

const reading: StepUpErrand = { status: 'reading' };

export function useStepUpErrand({ search, navigate, fallbackPath }: StepUpErrandInput): StepUpErrandResult {
  const { client } = useSessionSecurityContext().kit;
  const { proofs } = client;
  const [errand, setErrand] = useState(reading);
  const [readFrom, setReadFrom] = useState(search);
  if (search !== readFrom) {
    setReadFrom(search);
    setErrand(reading);
  }
  const returnToRef = useRef<string>(undefined);
  const latestRef = useLatest({ navigate, fallbackPath });

  const retry = useCallback(() => setErrand(reading), []);
  const goBack = useCallback(() => {
    const way = latestRef.current;
    const path = sanitizeReturnTo(returnToRef.current, sanitizeReturnTo(way.fallbackPath));
    if (way.navigate === undefined) location.assign(path);
    else way.navigate(path);
  }, [latestRef]);

  const isReading = errand.status === 'reading';
  useEffect(() => {
    if (!isReading) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const read = async (): Promise<void> => {
      const { actionType, id } = readStepUpAddress(search ?? location.search);
      // A link from outside costs nobody a request.
      const isPossible = actionType !== undefined && id !== null && proofs.mayHavePendingActions();
      const pending = isPossible ? await proofs.loadPendingActions() : undefined;
      if (signal.aborted) return;
      const action = pending?.peek(id);
      if (pending === undefined || action === undefined || action.actionType !== actionType) {
        setErrand({ status: pending !== undefined && isOver(client.session()) ? 'ended' : 'invalid' });
        return;
      }
      returnToRef.current = action.returnTo;
      setErrand({ status: 'asking', action, pending });
    };
    read().catch(() => {
      if (!signal.aborted) setErrand({ status: 'failed' });
    });
    return () => controller.abort();
  }, [client, proofs, search, isReading]);

  useEffect(() => {
    if (errand.status !== 'asking') return undefined;
    const { action, pending } = errand;
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async (): Promise<void> => {
      const { id, actionType, parametersDigest, because } = action;
      const { stepUpToken } = await proofs.prove({ kind: 'step_up', actionType, parametersDigest, because }, signal);
      if (stepUpToken === undefined || !pending.keepToken(id, stepUpToken)) {
        setErrand({ status: 'invalid' });
        return;
      }
      setErrand({ status: 'leaving', isProven: true });
      goBack();
    };
    ask().catch((error: unknown) => {
      if (signal.aborted) return;
      setErrand(afterRefusal(error));
      if (!isOutcomeError(error, 'CHALLENGE_CANCELLED')) return;
      pending.discard(action.id);
      goBack();
    });
    return () => controller.abort();
  }, [proofs, errand, goBack]);

  useEffect(() => {
    /** A page that comes back as it was left asks for what may be over by now. */
    const readAgain = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) retry();
    };
    window.addEventListener('pageshow', readAgain);
    return () => window.removeEventListener('pageshow', readAgain);
  }, [retry]);

  return { errand, goBack, retry };
}

/** Then nobody's actions are there any more. */
function isOver({ status }: SessionKnowledge): boolean {
  return status === 'ended' || status === 'signedOut';
}

function afterRefusal(error: unknown): StepUpErrand {
  if (isOutcomeError(error, 'CHALLENGE_CANCELLED')) return { status: 'leaving', isProven: false };
  if (isOutcomeError(error, 'SESSION_ENDED')) return { status: 'ended' };
  return { status: isOutcomeError(error, 'CHALLENGE_TIMEOUT') ? 'invalid' : 'failed' };
}
