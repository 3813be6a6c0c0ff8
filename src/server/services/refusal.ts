/** Leaves a trace of what was refused, within a limit for each kind and address, so that noise can't fill the table. */
import type { RequestOrigin, ServiceDeps } from './deps';
import { takeOperation } from './rateLimit';
import { recordSecurityEvents } from './securityEvent';

export interface Refusal {
  /** @default 'operation_refused' */
  readonly type?: 'operation_refused' | 'unknown_session_presented';
  /** One machine-readable word. */
  readonly reason: string;
  readonly userId?: string;
  readonly sessionId?: string;
}

/** Outside of any transaction: the refusal that follows would take the trace with it. */
export async function noteRefusal(deps: ServiceDeps, origin: RequestOrigin, refusal: Refusal): Promise<void> {
  const outcome = await takeOperation(deps, {
    name: 'refusal',
    limit: deps.policy.limits.general,
    subject: [refusal.reason, origin.addressBucket],
  });
  if (outcome.status === 'refused') return;
  await recordSecurityEvents(deps, origin, [{ type: 'operation_refused', ...refusal, success: false }]);
}
