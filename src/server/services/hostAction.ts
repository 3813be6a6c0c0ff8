/** The guard of sensitive actions for routes of the host's own (SPEC F1, F4). */
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { VerificationMethod } from '../../contract/verification';
import type { ServiceDeps } from './deps';
import { type GuardedCaller, requirePermitted, requireProof } from './sensitiveAction';
import { recordSensitiveAction } from './sensitiveActionLog';

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

export async function requireProofForHost(
  deps: ServiceDeps,
  input: HostAction & GuardedCaller,
): Promise<ProvedHostAction> {
  const { session, caller, actionType, stepUpToken, parameters = {} } = input;
  const user = await requirePermitted(deps, input, actionType);
  const guarded = { session, caller, user, actionType, stepUpToken, parameters, ignoreGrace: false };
  const { token, ...proof } = await requireProof(deps, guarded);
  await recordSensitiveAction(deps, { session, origin: caller.origin, actionType, proof, failureReason: null });
  const held = new Set((await deps.users.permissions?.(user.id)) ?? user.roles);
  const permissions = (token?.permissions ?? []).filter((permission) => held.has(permission));
  return { userId: user.id, sessionId: session.id, method: proof.method, permissions };
}
