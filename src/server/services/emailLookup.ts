/**
 * A change of address tells whether another account has it, and costs no proof when it does (`settleFailedAction`). So it
 * counts: who proved once may not go through a list of addresses (R80).
 */
import type { ServiceDeps } from './deps';
import { giveBack, givenBackOnFault, takeOperations } from './rateLimit';
import type { GuardedCaller } from './sensitiveAction';

/** @throws {SessionSecurityError} `RATE_LIMITED`. And what `change` throws. */
export async function countedLookup<Result>(
  deps: ServiceDeps,
  { session, caller }: GuardedCaller,
  change: () => Promise<Result>,
): Promise<Result> {
  const { userId, id: sessionId } = session;
  const limit = deps.policy.limits.signIn;
  const lookup = { name: 'email_lookup', limit, subject: [userId], owner: { userId, sessionId } };
  const taken = await takeOperations(deps, caller.origin, [lookup], 'RATE_LIMITED');
  const result = await givenBackOnFault(deps, taken, change);
  await giveBack(deps, taken);
  return result;
}
