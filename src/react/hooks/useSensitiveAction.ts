'use client';
/** A call that may need proof, as a hook: it asks, goes on, and settles with its own result (SPEC F3). */
import { useCallback, useState, useSyncExternalStore } from 'react';
import { createSensitiveActionStore } from '../createSensitiveActionStore';
import type { SensitiveActionStatus } from '../createSensitiveActionStore';
import type { SendSensitiveAction, SensitiveActionOptions } from '../sensitiveAction';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { useLatest } from './useLatest';

/** How one run is made. */
export interface RunOptions {
  /**
   * Gives the run up: a prompt that is open for it closes. What is on its way may be carried out all the same, and gets to
   * know by the `signal` of its attempt.
   */
  readonly signal?: AbortSignal | undefined;
}

/** What `useSensitiveAction` gives. Functions are stable. */
export interface UseSensitiveActionResult<Input, Result> {
  /**
   * Runs the action; runs at once don't disturb one another. Settles with the action's own result, and never with a refusal
   * that proof would lift. A rejection that nobody awaits is in `error` and nowhere else.
   *
   * @throws {ChallengeCancelledError} when the user closes the prompt, or leaves the page while it is open
   * @throws {ChallengeTimeoutError} {@link ChallengeUnavailableError} {@link SessionEndedError} {@link StillRefusedError}
   * @throws {StepUpRedirectError} where it is `resumable` and goes on after the step-up page
   * @throws {NotReplayableError} with `replay: 'never'`
   * @throws {TypeError} for an input that no token can be bound to, or that may not be put aside
   * @throws the reason of `signal`
   * @throws what the action throws; one of the errors above itself, where that stands behind it
   */
  readonly run: (
    ...input: undefined extends Input ? [input?: Input, options?: RunOptions] : [input: Input, options?: RunOptions]
  ) => Promise<Result>;
  /** Of the newest run. */
  readonly status: SensitiveActionStatus;
  /** Why the newest run failed. `getSessionSecurityError` and `isOutcomeError` read it. */
  readonly error: unknown;
  /** It runs, or waits for proof. */
  readonly isPending: boolean;
  /** Back to `idle`. What is on its way goes on. */
  readonly reset: () => void;
}

/**
 * Runs `fn`, has proof given where it is refused without, and runs it once more with the proof. `fn` may be anything that
 * calls a back end: a server action, `fetch`, a tRPC mutation. Where it goes through a link of the kit, nobody is asked twice.
 *
 * A token that the server gave back (a mistyped field) is not used again: it was dropped before the request (R43), so the
 * next press asks anew.
 *
 * @example
 * const { run, isPending, error } = useSensitiveAction(
 *   (input: { userId: string; newRole: string }, { stepUpToken, signal }) => changeRole({ ...input, stepUpToken }, { signal }),
 *   { actionType: 'role_change' },
 * );
 */
export function useSensitiveAction<Input, Result>(
  fn: SendSensitiveAction<Input, Result>,
  options: SensitiveActionOptions<Input>,
): UseSensitiveActionResult<Input, Result> {
  const { proofs } = useSessionSecurityContext().kit.client;
  const [store] = useState(() => createSensitiveActionStore(proofs));
  const latest = useLatest({ fn, options });
  const { status, error } = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
  const run = useCallback(
    (...[input, { signal } = {}]: readonly [input?: Input, options?: RunOptions]) =>
      store.run(input as Input, latest.current.fn, latest.current.options, signal),
    [store, latest],
  );
  return { run, status, error, isPending: status === 'running' || status === 'proving', reset: store.reset };
}
