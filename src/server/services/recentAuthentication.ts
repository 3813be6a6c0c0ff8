/** Ending another device's session needs a fresh proof of who is there (ASVS 7.5.2, R23). */
import { SessionSecurityError } from '../../contract/errors';
import type { ServiceDeps } from './deps';
import type { SessionRow } from './sessionRow';

/** @throws {SessionSecurityError} `2FA_REQUIRED` or `STEP_UP_REQUIRED`, whichever the user can answer. */
export async function requireRecentAuthentication(
  { clock, policy, users }: ServiceDeps,
  session: SessionRow,
): Promise<void> {
  const { requireRecentAuthForRevoke, recentAuthMs } = policy.session;
  if (!requireRecentAuthForRevoke || clock.now() < session.authenticatedAt + recentAuthMs) return;
  const factors = await users.secondFactors(session.userId);
  throw new SessionSecurityError(factors.length > 0 ? '2FA_REQUIRED' : 'STEP_UP_REQUIRED', {
    action: 'security_settings',
    reason: 'authentication_too_old',
  });
}
