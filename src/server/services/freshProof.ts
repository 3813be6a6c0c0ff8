/** Somebody proved again who is there: the session knows it from now on, under a new secret (R2, R49, RFC 9470 §6.1). */
import { and, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import type { VerificationMethod } from '../../contract/verification';
import { hashSecret } from '../crypto/secretHash';
import { sessions } from '../database/schema';
import type { ServiceDeps } from './deps';
import { isCurrentSecret, type RenewedSecret, renewSecret } from './secretRenewal';
import { recordSecurityEvents } from './securityEvent';
import { requireStillLive } from './session';
import { isLive, type SessionRow } from './sessionRow';
import type { SignInCaller } from './signInCaller';
import { lockUser } from './userLock';

interface ProvingCaller {
  readonly session: SessionRow;
  readonly caller: SignInCaller;
}

export interface GivenProof extends ProvingCaller {
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
 * The first statement of a transaction that grants something for a proof: one at a time with changes of credentials, and
 * refused where one came between the proof and its grant, or where the secret that was shown is no longer the current one.
 *
 * @throws {SessionSecurityError} `CHALLENGE_EXPIRED` (reason `superseded`); `SESSION_REVOKED` or `SESSION_EXPIRED`.
 */
export async function beginGrant(deps: ServiceDeps, { session, caller }: ProvingCaller): Promise<void> {
  const { database } = deps;
  await lockUser(database, session.userId);
  await requireStillLive(deps, session);
  const unchanged = await database
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(eq(sessions.id, session.id), eq(sessions.renewalDue, session.renewalDue), isPresented(deps, session, caller)),
    );
  if (unchanged.length === 0) throw new SessionSecurityError('CHALLENGE_EXPIRED', { reason: 'superseded' });
}

/** An access token names the session and no secret of it: there, none may have been renewed since the call began. */
function isPresented(deps: ServiceDeps, { secretRenewedAt }: SessionRow, { cookies }: SignInCaller): SQL | undefined {
  const { session: cookie } = cookies;
  if (cookie.status === 'present') return isCurrentSecret(deps, hashSecret(cookie.value));
  const isUnrenewed =
    secretRenewedAt === null ? isNull(sessions.secretRenewedAt) : eq(sessions.secretRenewedAt, secretRenewedAt);
  return and(isNull(sessions.secretHash), isUnrenewed);
}

/**
 * `deps.database` must be a transaction that {@link beginGrant} began, in which the proof was used up.
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
