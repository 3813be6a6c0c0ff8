/** The guard of sensitive actions for routes of the host's own (SPEC F1, F4). */
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { VerificationMethod } from '../../contract/verification';
import type { ServiceDeps } from './deps';
import { requirePermitted } from './requirePermitted';
import { type GuardedCaller, requireProof } from './sensitiveAction';
import { recordSensitiveAction } from './sensitiveActionLog';
import { settleFailedAction } from './settleFailedAction';
import { shownStepUpToken } from './shownStepUpToken';

/** A sensitive action of the host's own. */
export interface HostAction {
  readonly actionType: SensitiveActionType;
  /** @default the header `x-step-up-token`, where `security.fetch` puts it */
  readonly stepUpToken?: string | undefined;
  /** What the action is done with, as the client sent it; a token made for other parameters is refused. @default none */
  readonly parameters?: unknown;
}

/** Who may go on, and by what it was proved. */
export interface ProvedHostAction {
  readonly userId: string;
  /** Public handle. */
  readonly sessionId: string;
  readonly method: VerificationMethod | null;
  /** What the step-up asked for, as far as the user has it now (R46). */
  readonly permissions: readonly string[];
}

export async function withProofForHost<Result>(
  deps: ServiceDeps,
  input: HostAction & GuardedCaller,
  effect: (proved: ProvedHostAction) => Promise<Result> | Result,
): Promise<Result> {
  const { session, caller, actionType, parameters = {} } = input;
  const { origin } = caller;
  const stepUpToken = shownStepUpToken(input.stepUpToken, origin);
  const user = await requirePermitted(deps, input, actionType);
  const guarded = { session, caller, user, actionType, stepUpToken, parameters, ignoreGrace: false };
  const granted = await requireProof(deps, guarded);
  let result: Result;
  try {
    const held = new Set((await deps.users.permissions?.(user.id)) ?? user.roles);
    const permissions = (granted.token?.permissions ?? []).filter((permission) => held.has(permission));
    result = await effect({ userId: user.id, sessionId: session.id, method: granted.method, permissions });
  } catch (cause) {
    await settleFailedAction(deps, { session, caller, actionType, granted, cause });
    throw cause;
  }
  // After the effect, which is not undone: a row that can't be written gives no proof back.
  await recordSensitiveAction(deps, { session, origin, actionType, proof: granted, failureReason: null });
  return result;
}
