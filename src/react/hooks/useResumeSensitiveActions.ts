'use client';
/** What goes on after the step-up page, or after a reload in the middle of a prompt, as a hook (SPEC F10). */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { createActionResumer } from '../createActionResumer';
import type { ResumeState } from '../createActionResumer';
import type { SensitiveActions } from '../defineSensitiveActions';
import type { StepUpRoute } from '../sensitiveAction';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { useLatest } from './useLatest';

/** What `useResumeSensitiveActions` gives. Functions are stable. */
export interface UseResumeSensitiveActionsResult extends ResumeState {
  /** The user wants it. Once, however often it is called; how it ended is in `status`. Never rejects. */
  readonly confirm: () => Promise<void>;
  /** Drops it, or puts its result away. */
  readonly discard: () => void;
}

/**
 * Offers the newest action that this user put aside in this tab, if it is one of `actions` and its parameters pass `parse`.
 * It waits for `confirm`, or goes on by itself where it is idempotent and the step-up page has confirmed it. It runs once, and
 * with a token that is used or has expired it asks again. Fetches nothing where nothing was put aside.
 *
 * @param actions from `defineSensitiveActions`
 * @param route the way to your step-up page, for when it has to be asked again and nothing on this page can
 * @example
 * const { status, confirm, discard } = useResumeSensitiveActions(actions);
 * if (status === 'confirm') return <AskToGoOn onYes={confirm} onNo={discard} />;
 */
export function useResumeSensitiveActions(
  actions: SensitiveActions,
  route?: StepUpRoute,
): UseResumeSensitiveActionsResult {
  const { proofs, clock } = useSessionSecurityContext().kit.client;
  const [resumer] = useState(() => createActionResumer(proofs, clock));
  const latest = useLatest({ actions, route });
  const state = useSyncExternalStore(resumer.subscribe, resumer.getSnapshot, resumer.getSnapshot);
  useEffect(() => resumer.start(() => latest.current), [resumer, latest]);
  return { ...state, confirm: resumer.confirm, discard: resumer.discard };
}
