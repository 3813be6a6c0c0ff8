/** The way back from a factor that is locked or disabled (NIST SP 800-63B-4 §3.2.2), for the host's support staff. */
import type { ServiceDeps } from './deps';
import { noOrigin } from './revocation';
import { clearFactorFailures } from './secondFactor';
import { recordSecurityEvents } from './securityEvent';

export async function unlockSecondFactorsForHost(deps: ServiceDeps, userId: string): Promise<void> {
  await deps.database.transaction(async (database) => {
    const inTransaction = { ...deps, database };
    await clearFactorFailures(inTransaction, userId);
    await recordSecurityEvents(inTransaction, noOrigin, [
      { type: 'second_factor_unlocked', success: true, severity: 'warning', userId, reason: 'host' },
    ]);
  });
}
