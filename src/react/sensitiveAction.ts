/** The words that sensitive actions of an application are described in. */
import type { ProofKind } from '../contract/proofNeed';
import type { SensitiveActionType } from '../contract/sensitiveAction';

/** How a call is to be made this time. */
export interface SensitiveActionAttempt {
  /** Proof for this one call: send it along as the back end wants it. Absent at first, and where a second factor was enough. */
  readonly stepUpToken?: string | undefined;
  /** Aborted when the component is gone. Hand it on where the call may be given up then. */
  readonly signal: AbortSignal;
}

/** Makes the call. Refused is what `getSessionSecurityError` reads: thrown, a value, or a `Response`. */
export type SendSensitiveAction<Input, Result> = (input: Input, attempt: SensitiveActionAttempt) => Promise<Result>;

/** The way over a step-up page, for where nothing on this page can ask (SPEC F10). */
export interface StepUpRoute {
  /** Where your step-up page is: `/account/confirm`. It gets `action` and `id`, and nothing else. */
  readonly stepUpPath: string;
  /** Where the action goes on, a path of this origin. @default the page that stands open */
  readonly returnTo?: string | undefined;
  /**
   * Your router's. Without it the document is left, and a step-up token in memory with it: see `stepUpTokens` of
   * `createSessionSecurity`. @default `location.assign`
   */
  readonly navigate?: ((href: string) => void) | undefined;
}

/** An action that can go on after the step-up page, or after a reload. Its input has to be JSON without secrets. */
export interface ResumableAction extends StepUpRoute {
  /** Its name in `defineSensitiveActions`. */
  readonly name: string;
}

/** How a sensitive action is run. */
export interface SensitiveActionOptions<Input> {
  /** What the server calls it; also for refusals that don't say. */
  readonly actionType: SensitiveActionType;
  /**
   * The least that is asked for: with `step_up` a refusal that a second factor would lift is lifted by a step-up for this one
   * call. Never less than the server wants. Calls through the kit's link are asked about there, by the server's word alone.
   *
   * @default what the server asks for
   */
  readonly level?: ProofKind | undefined;
  /**
   * `auto`: sent once more, by itself, after the proof. `never`: for what must not be sent twice (an upload). A second factor
   * is asked for, and `run` rejects with `NotReplayableError`; the user's next press goes through. A step-up opens one call
   * only, so it isn't asked for. @default 'auto'
   */
  readonly replay?: 'auto' | 'never' | undefined;
  /**
   * What the step-up token is bound to (R45), as the server's `withProof` is told by `parameters`: `() => ({})` where it is
   * told none. Secrets are left out on both sides. @default the input itself
   */
  readonly parameters?: ((input: Input) => unknown) | undefined;
  /** @default the action ends with a `ChallengeUnavailableError` where nothing can ask */
  readonly resumable?: ResumableAction | undefined;
}

/** The address of a step-up page for an action that was put aside. */
export function stepUpHref(stepUpPath: string, action: SensitiveActionType, id: string): string {
  const query = new URLSearchParams({ action, id });
  return `${stepUpPath}${stepUpPath.includes('?') ? '&' : '?'}${query.toString()}`;
}
