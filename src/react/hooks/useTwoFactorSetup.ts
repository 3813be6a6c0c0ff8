'use client';
/**
 * What proves who the user is, beside the first factor, and how that is set up and taken away (SPEC C18, F13). The headless
 * API behind `TwoFactorSetup`. Proof that a change needs is asked for by whatever on the page asks for it, such as
 * `StepUpDialog`; the change waits for it.
 */
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import type { Cancel } from '../../contract/clock';
import type { SecondFactors } from '../../contract/secondFactor';
import type { SessionEnd } from '../createSessionPhase';
import { createTwoFactorChanges } from '../createTwoFactorChanges';
import { readCode } from '../readCode';
import type { SessionFailure } from '../sessionFailure';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { trpc } from '../trpc';
import { twoFactorAbilities } from '../twoFactorAbilities';
import type { TwoFactorAbilities } from '../twoFactorAbilities';
import { readTwoFactorFailure } from '../twoFactorFailure';
import type { TwoFactorFailure } from '../twoFactorFailure';
import { initialTwoFactorState, twoFactorTransition } from '../twoFactorTransition';
import type { TwoFactorEvent, TwoFactorState, TwoFactorStep, TwoFactorTarget } from '../twoFactorTransition';
import { useLatest } from './useLatest';
import { useSecondFactors } from './useSecondFactors';

/** How a change went. */
export type TwoFactorOutcome =
  | { readonly status: 'done'; readonly failure?: undefined }
  /** The user closed the prompt for proof. Nothing was changed. */
  | { readonly status: 'cancelled'; readonly failure?: undefined }
  /** What was entered is no code of six digits, so it was not sent. */
  | { readonly status: 'malformed'; readonly failure?: undefined }
  /** Another change is under way, or there is nothing to confirm. */
  | { readonly status: 'ignored'; readonly failure?: undefined }
  | { readonly status: 'failed'; readonly failure: TwoFactorFailure };

/** What can be done. One change at a time; each may have the user asked for proof first. */
export interface TwoFactorActions {
  /** Asks for a secret; then `step` is `scan`. Where an app is set up already, the new one takes its place. */
  readonly begin: () => Promise<TwoFactorOutcome>;
  /** A code of the new app, in any digits and with any spaces; then `step` is `codes`. */
  readonly confirm: (code: string) => Promise<TwoFactorOutcome>;
  /** Drops the secret, and what failed. Does nothing while something is under way, or while codes are shown. */
  readonly cancel: () => void;
  /** The user has kept the codes: they are dropped. */
  readonly acknowledgeCodes: () => void;
  /** Takes the app and the backup codes away. Passkeys stay. */
  readonly disable: () => Promise<TwoFactorOutcome>;
  /** New backup codes in place of all earlier ones; then `step` is `codes`. */
  readonly regenerate: () => Promise<TwoFactorOutcome>;
  /** @param name @default the name of this device */
  readonly registerPasskey: (name?: string) => Promise<TwoFactorOutcome>;
  readonly renamePasskey: (passkeyId: string, name: string) => Promise<TwoFactorOutcome>;
  readonly removePasskey: (passkeyId: string) => Promise<TwoFactorOutcome>;
}

/** What `useTwoFactorSetup` gives (SPEC F13). Functions keep their identity and never reject. */
export interface UseTwoFactorSetupResult extends TwoFactorActions {
  /** `error`: it could not be loaded, and stays so while it is tried again. `signed-out`: the session is over; see `end`. */
  readonly status: 'loading' | 'error' | 'signed-out' | 'ready';
  /** What is set up; `undefined` until it is loaded. */
  readonly factors: SecondFactors | undefined;
  /** Why the last load failed. */
  readonly error: SessionFailure | undefined;
  readonly end: SessionEnd | undefined;
  /** `factors` are the last that could be loaded, not the present ones. */
  readonly staleReason: 'offline' | 'error' | undefined;
  readonly isFetching: boolean;
  readonly refetch: () => Promise<void>;
  /** What can be done here at all; anything else fails. */
  readonly can: TwoFactorAbilities;
  /** Where setting up stands. The secret and the codes are here while they are to be shown, and nowhere else (R36). */
  readonly step: TwoFactorStep;
  /** What is under way. One at a time: a change makes void what was begun or proved before it. */
  readonly pending: TwoFactorTarget | undefined;
  /** What failed last, until the next try. A wrong code is told in `step`. */
  readonly failed: TwoFactorState['failed'];
}

const longestHopMs = 60_000;

/**
 * The user's second factors and how they are changed, without any markup (SPEC F13). Secrets and backup codes live in this
 * component's state while they are shown: not in the query cache, not in a log, and not after it is unmounted or the session
 * is another one.
 */
export function useTwoFactorSetup(): UseTwoFactorSetupResult {
  const { clock, engine, supports, subscribe } = useSessionSecurityContext().kit.client;
  const { client } = trpc.useUtils();
  const query = useSecondFactors();
  const { update, factors } = query;
  const [state, dispatch] = useReducer(twoFactorTransition, initialTwoFactorState);
  const { step, pending, failed } = state;
  const runningRef = useRef<AbortController>(undefined);
  const changes = useMemo(
    () => createTwoFactorChanges({ auth: client.auth, now: engine.now, update }),
    [client, engine, update],
  );

  /** Whatever is under way belongs to a session that is not there any more, or to nobody. */
  const leave = useCallback(() => {
    runningRef.current?.abort();
    runningRef.current = undefined;
    changes.forget();
    dispatch({ type: 'left' });
  }, [changes]);
  useEffect(() => subscribe(leave), [subscribe, leave]);
  useEffect(() => leave, [leave]);

  const expiresAt = step.status === 'scan' ? step.expiresAt : undefined;
  useEffect(() => {
    if (expiresAt === undefined) return undefined;
    let cancel: Cancel = () => {};
    const look = (): void => {
      const leftMs = expiresAt - engine.now();
      if (leftMs <= 0) dispatch({ type: 'expired' });
      else cancel = clock.schedule(look, Math.min(leftMs, longestHopMs));
    };
    look();
    return () => cancel();
  }, [expiresAt, clock, engine]);

  const run = useCallback(
    async (
      target: TwoFactorTarget,
      work: (signal: AbortSignal) => Promise<TwoFactorEvent>,
    ): Promise<TwoFactorOutcome> => {
      if (runningRef.current !== undefined) return { status: 'ignored' };
      const controller = new AbortController();
      const { signal } = controller;
      runningRef.current = controller;
      dispatch({ type: 'asked', target });
      const settle = (event: TwoFactorEvent): void => {
        if (runningRef.current !== controller) return;
        runningRef.current = undefined;
        dispatch(event);
      };
      try {
        settle(await work(signal));
        return { status: 'done' };
      } catch (error) {
        const failure = signal.aborted ? undefined : readTwoFactorFailure(error);
        settle({ type: 'failed', failure });
        if (failure === undefined) return { status: 'cancelled' };
        // It may have been done all the same, or things are otherwise than they are shown.
        if (failure.cause?.errorCode !== 'INVALID_2FA_CODE') update(() => ({}));
        return { status: 'failed', failure };
      }
    },
    [update],
  );

  const latest = useLatest({ step, pending });
  const actions = useMemo(
    (): TwoFactorActions => ({
      begin: () => run({ change: 'setUp' }, changes.setUp),
      async confirm(text) {
        const { step: now } = latest.current;
        const code = readCode('2fa_totp', text);
        if (code === undefined) return { status: 'malformed' };
        if (now.status !== 'scan') return { status: 'ignored' };
        return run({ change: 'confirm' }, (signal) => changes.confirm(now.enrolmentId, code, signal));
      },
      cancel() {
        if (latest.current.pending === undefined && latest.current.step.status !== 'codes') dispatch({ type: 'left' });
      },
      acknowledgeCodes() {
        if (latest.current.step.status === 'codes') dispatch({ type: 'left' });
      },
      disable: () => run({ change: 'disable' }, changes.disable),
      regenerate: () => run({ change: 'regenerate' }, changes.regenerate),
      registerPasskey: (name) => run({ change: 'addPasskey' }, (signal) => changes.addPasskey(name, signal)),
      renamePasskey: (passkeyId, name) =>
        run({ change: 'renamePasskey', passkeyId }, (signal) => changes.renamePasskey(passkeyId, name, signal)),
      removePasskey: (passkeyId) =>
        run({ change: 'removePasskey', passkeyId }, (signal) => changes.removePasskey(passkeyId, signal)),
    }),
    [run, changes, latest],
  );

  return {
    status: query.status,
    factors,
    error: query.error,
    end: query.end,
    staleReason: query.staleReason,
    isFetching: query.isFetching,
    refetch: query.refetch,
    can: twoFactorAbilities({ supports }, factors),
    step,
    pending,
    failed,
    ...actions,
  };
}
