/** What is said and kept of a passkey that was not accepted, and by which name authenticators know a user. */
import { SessionSecurityError } from '../../contract/errors';
import type { ServiceDeps } from './deps';
import { sendNotice } from './notice';
import type { PasskeyRefusal } from './passkeyProof';
import { recordSecurityEvents } from './securityEvent';
import type { GuardedCaller } from './sensitiveAction';

/** `passkey_counter`: it was used somewhere that this server knows nothing of (WebAuthn L3 §6.1.1). */
type Reason = PasskeyRefusal | 'passkey_known' | 'passkey_unknown' | 'passkey_counter';

export interface RefusedPasskey extends GuardedCaller {
  readonly reason: Reason;
}

export function refusedPasskey(reason: Reason): SessionSecurityError {
  return new SessionSecurityError('INVALID_CREDENTIALS', { reason });
}

export async function notePasskeyRefusal(
  deps: ServiceDeps,
  { session, caller, reason }: RefusedPasskey,
): Promise<void> {
  const isCloned = reason === 'passkey_counter';
  const { userId, id: sessionId } = session;
  await recordSecurityEvents(deps, caller.origin, [
    {
      type: 'passkey_refused',
      success: false,
      severity: isCloned ? 'critical' : 'warning',
      userId,
      sessionId,
      method: 'passkey',
      reason,
    },
  ]);
  if (isCloned) sendNotice(deps, { userId, type: 'passkey_refused', severity: 'critical', session, caller });
}

/** Tells authenticators apart whose user it is, and says nothing about the user (WebAuthn L3 §14.6.1). */
export function passkeyUserHandle({ keyring }: ServiceDeps, userId: string): string {
  return keyring.mac('passkey_user', userId);
}
