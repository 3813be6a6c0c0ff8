/** Somebody proved again who is there: the session knows it from now on, under a new secret (R2, R49, RFC 9470 §6.1). */
import { and, eq, sql } from 'drizzle-orm';
import type { VerificationMethod } from '../../contract/verification';
import { sessions } from '../database/schema';
import type { ServiceDeps } from './deps';
import { type RenewedSecret, renewSecret } from './secretRenewal';
import { recordSecurityEvents } from './securityEvent';
import { requireStillLive } from './session';
import { isLive, type SessionRow } from './sessionRow';
import type { SignInCaller } from './signInCaller';

export interface GivenProof {
  readonly session: SessionRow;
  readonly caller: SignInCaller;
  readonly method: VerificationMethod;
  /** Whether it was given beside a first factor; then the grace period begins. */
  readonly isSecondFactor: boolean;
  readonly event: 'second_factor_verified' | 'step_up_granted';
}

/** Names of RFC 8176. */
const amrOf: Readonly<Record<VerificationMethod, string>> = {
  password: 'pwd',
  '2fa_totp': 'otp',
  '2fa_sms': 'sms',
  backup_code: 'otp',
  passkey: 'pop',
  authenticated: 'user',
};

/**
 * `deps.database` must be a transaction, in which the proof was used up.
 *
 * @throws {SessionSecurityError} `SESSION_REVOKED` or `SESSION_EXPIRED` where the session ended meanwhile.
 */
export async function recordProof(deps: ServiceDeps, proof: GivenProof): Promise<RenewedSecret | null> {
  const { database, clock, policy } = deps;
  const { session, caller, method, isSecondFactor, event } = proof;
  const now = clock.now();
  const amr = amrOf[method];
  const known = await database
    .update(sessions)
    .set({
      authenticatedAt: now,
      amr: sql`CASE WHEN ${amr} = ANY(${sessions.amr}) THEN ${sessions.amr} ELSE array_append(${sessions.amr}, ${amr}) END`,
      ...(isSecondFactor && { secondFactorAt: now, secondFactorMethod: method, aal: 2 }),
    })
    .where(and(eq(sessions.id, session.id), isLive(policy, now)))
    .returning({ id: sessions.id });
  if (known.length === 0) await requireStillLive(deps, session);
  await recordSecurityEvents(deps, caller.origin, [
    { type: event, success: true, userId: session.userId, sessionId: session.id, method },
  ]);
  return renewSecret(deps, { session, caller });
}
