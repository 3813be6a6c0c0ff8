/** The runs of one `useSensitiveAction`: what is drawn is where the newest one stands, and each settles by itself. */
import type { SessionSecurityProofs } from '../client/proofs/createDeferredProofs';
import type { Cancel } from '../contract/clock';
import { isOutcomeError } from '../contract/outcomeErrors';
import { createEmitter } from '../engine/createEmitter';
import { callerSignals } from './callerSignals';
import { createLifetime } from './createLifetime';
import { runSensitiveAction } from './runSensitiveAction';
import type { SendSensitiveAction, SensitiveActionOptions } from './sensitiveAction';

/** Where a sensitive action stands. */
export type SensitiveActionStatus =
  | 'idle'
  /** It is on its way. */
  | 'running'
  /** Proof is being asked for. */
  | 'proving'
  /** The user was taken to the step-up page; it goes on after that. */
  | 'redirected'
  | 'success'
  | 'error';

export interface SensitiveActionState {
  readonly status: SensitiveActionStatus;
  /** Why it failed; absent otherwise. */
  readonly error: unknown;
}

export interface SensitiveActionStore {
  getSnapshot(): SensitiveActionState;
  /** Whoever listens is mounted. */
  subscribe(listener: () => void): Cancel;
  run<Input, Result>(
    input: Input,
    send: SendSensitiveAction<Input, Result>,
    options: SensitiveActionOptions<Input>,
    signal: AbortSignal | undefined,
  ): Promise<Result>;
  reset(): void;
}

export function createSensitiveActionStore(proofs: SessionSecurityProofs): SensitiveActionStore {
  const changes = createEmitter<void>();
  const lifetime = createLifetime();
  let state = idle;
  let newest = 0;

  const become = (run: number, status: SensitiveActionStatus, error?: unknown): void => {
    if (run !== newest || (status === state.status && error === state.error)) return;
    state = { status, error };
    changes.emit();
  };

  return {
    getSnapshot: () => state,
    subscribe(listener) {
      const detach = lifetime.attach();
      const stop = changes.on(listener);
      return () => {
        stop();
        detach();
      };
    },
    run(input, send, options, signal) {
      newest += 1;
      const run = newest;
      become(run, 'running');
      const signals = callerSignals(lifetime.signals(), signal);
      const result = runSensitiveAction(proofs, {
        ...options,
        send,
        input,
        signals,
        onProgress: (progress) => become(run, progress),
      }).finally(signals.release);
      // It stands in `error` too: whoever doesn't await it is not told a second time by the browser.
      result.then(
        () => become(run, 'success'),
        (error: unknown) =>
          isOutcomeError(error, 'STEP_UP_REDIRECT') ? become(run, 'redirected') : become(run, 'error', error),
      );
      return result;
    },
    reset() {
      newest += 1;
      become(newest, 'idle');
    },
  };
}

const idle: SensitiveActionState = { status: 'idle', error: undefined };
