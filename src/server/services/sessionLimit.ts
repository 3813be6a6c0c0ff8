/**
 * What one session may do in a while (V6), counted by operation and over all instances. Validation (C2, C3) is not among
 * it: it is one indexed read, and to count it would cost more than to answer. Neither is signing out (R28).
 */
import type { RequestOrigin, ServiceDeps } from './deps';
import { takeOperations } from './rateLimit';
import type { SessionRow } from './sessionRow';

export interface SessionOperation {
  readonly session: SessionRow;
  readonly origin: RequestOrigin;
}

/** @throws {SessionSecurityError} `RATE_LIMITED`, with `retryAfter`. */
export async function takeSessionOperation(deps: ServiceDeps, { session, origin }: SessionOperation) {
  const { id: sessionId, userId } = session;
  const limit = deps.policy.limits.general;
  const operation = { name: 'session', limit, subject: [sessionId], owner: { userId, sessionId } };
  const [taken] = await takeOperations(deps, origin, [operation], 'RATE_LIMITED');
  return taken;
}
