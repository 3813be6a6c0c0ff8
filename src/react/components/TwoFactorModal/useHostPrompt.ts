'use client';
/** A prompt whose codes the host checks (SPEC F7, controlled use): its promise and its errors become the same states. */
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { failureFacts } from '../../../client/failureFacts';
import { isNoAnswer } from '../../../client/NoAnswerError';
import type { Cancel } from '../../../contract/clock';
import { initialPrompt, nextPromptChangeAt, promptTransition } from '../../../engine/proof/promptMachine';
import type { ProofFailure, PromptEvent, PromptState } from '../../../engine/proof/promptMachine';
import { useLatest } from '../../hooks/useLatest';
import type { CodeMethod } from '../../messages/states';
import type { PromptActions } from '../../promptActions';
import { useSessionSecurityContext } from '../../SessionSecurityContext';

export interface HostPromptInput {
  readonly open: boolean;
  readonly method: CodeMethod;
  readonly onVerify: (code: string) => unknown;
  readonly onCancel: () => void;
}

export interface HostPrompt {
  readonly id: number;
  readonly state: PromptState;
  readonly actions: PromptActions;
}

interface Opened {
  readonly id: number;
  readonly state: PromptState;
}

type HostPromptEvent = PromptEvent | { readonly type: 'begun'; readonly method: CodeMethod };

const longestHopMs = 60_000;

export function useHostPrompt({ open, method, onVerify, onCancel }: HostPromptInput): HostPrompt {
  const { clock, engine } = useSessionSecurityContext().kit.client;
  const [{ id, state }, dispatch] = useReducer(reduce, { id: 0, state: begin(method) });
  const [shown, setShown] = useState({ open, method });
  if (open !== shown.open || method !== shown.method) {
    setShown({ open, method });
    dispatch({ type: 'begun', method });
  }
  const latest = useLatest({ id, method, onVerify, onCancel, isReady: state.status === 'ready' });
  const checkingRef = useRef<number>(undefined);

  useEffect(() => {
    let cancel: Cancel = () => {};
    const wait = (): void => {
      const leftMs = nextPromptChangeAt(state) - engine.now();
      if (leftMs === Number.POSITIVE_INFINITY) return;
      if (leftMs <= 0) dispatch({ type: 'timePassed', now: engine.now() });
      else cancel = clock.schedule(wait, Math.min(leftMs, longestHopMs));
    };
    wait();
    return () => cancel();
  }, [state, clock, engine]);

  const actions = useMemo<PromptActions>(() => {
    const check = async (code: string, checkedId: number): Promise<void> => {
      checkingRef.current = checkedId;
      dispatch({ type: 'submitting' });
      let event: PromptEvent = { type: 'passed' };
      try {
        await latest.current.onVerify(code);
      } catch (error) {
        const now = engine.now();
        event = { type: 'failed', failure: failureOf(error, now), now };
      }
      // What was still on its way when the dialog closed belongs to one that is gone.
      if (checkedId !== latest.current.id) return;
      checkingRef.current = undefined;
      dispatch(event);
    };
    return {
      submit(proof) {
        const { id: openId, isReady } = latest.current;
        if (isReady && checkingRef.current !== openId && 'code' in proof) void check(proof.code, openId);
      },
      restart: () => dispatch({ type: 'begun', method: latest.current.method }),
      cancel: () => latest.current.onCancel(),
      submitAssertion() {},
      resend() {},
      chooseMethod() {},
    };
  }, [engine, latest]);
  return { id, state, actions };
}

function reduce({ id, state }: Opened, event: HostPromptEvent): Opened {
  if (event.type !== 'begun') {
    const next = promptTransition(state, event);
    return next === state ? { id, state } : { id, state: next };
  }
  return { id: id + 1, state: begin(event.method) };
}

function begin(method: CodeMethod): PromptState {
  return { ...initialPrompt, status: 'ready', method, methods: [method] };
}

function failureOf(error: unknown, now: number): ProofFailure {
  const { code, retryAfterMs, attemptsRemaining } = failureFacts(error, now);
  if (code !== undefined) return { kind: 'refused', code, retryAfterMs, attemptsRemaining, cause: error };
  return { kind: isNoAnswer(error) ? 'unanswered' : 'unreadable', cause: error };
}
