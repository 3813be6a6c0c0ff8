/**
 * What follows a change of password, factors or role, in its transaction: proof that was given before counts no more, this
 * session goes on under a new secret, and the others end, or are renewed at their next call (ASVS 7.4.3, R2, R26, R49).
 */
import { and, eq, gt, isNull, ne } from 'drizzle-orm';
import { challenges, passkeyChallenges, sessions, stepUpTokens, totpEnrolments } from '../database/schema';
import type { ServiceDeps } from './deps';
import { type RenewedSecret, renewSecret } from './secretRenewal';
import { recordSecurityEvents } from './securityEvent';
import type { RevocationReason } from './session';
import { isLiveOf, type SessionRow } from './sessionRow';
import type { SignInCaller } from './signInCaller';
import { voidSignIns } from './signInsUnderWay';

export interface CredentialChange {
  readonly session: SessionRow;
  readonly caller: SignInCaller;
  readonly revokeOthers: boolean;
  /** @default false */
  readonly endCurrent?: boolean;
  /** What the pages of ended sessions are told. */
  readonly reason: RevocationReason;
}

export interface CredentialChangeOutcome {
  /** Sessions that ended, this one included where it did. */
  readonly revokedCount: number;
  /** For `ctx.response.renewSecret`; `null` where this session ended, or another call was first. */
  readonly renewed: RenewedSecret | null;
}

/** In a transaction, under the lock of the user, in which the session was found to be live. */
export async function afterCredentialChange(
  deps: ServiceDeps,
  change: CredentialChange,
): Promise<CredentialChangeOutcome> {
  const { session, caller, revokeOthers, endCurrent = false, reason } = change;
  const { database, clock, policy } = deps;
  await voidProofs(deps, session.userId);
  const now = clock.now();
  const isOther = and(isLiveOf(session.userId, policy, now), ne(sessions.id, session.id));
  const ended: { readonly id: string }[] = [];
  if (revokeOthers) {
    ended.push(
      ...(await database
        .update(sessions)
        .set({ revokedAt: now, revokedReason: reason })
        .where(isOther)
        .returning({ id: sessions.id })),
    );
  } else {
    await database.update(sessions).set({ secondFactorAt: null, renewalDue: true }).where(isOther);
  }
  if (endCurrent) {
    await database.update(sessions).set({ revokedAt: now, revokedReason: reason }).where(eq(sessions.id, session.id));
    ended.push({ id: session.id });
  }
  await recordSecurityEvents(
    deps,
    caller.origin,
    ended.map(({ id }) => ({ type: 'session_revoked', success: true, userId: session.userId, sessionId: id, reason })),
  );
  const renewed = endCurrent ? null : await renewSecret(deps, { session, caller });
  return { revokedCount: ended.length, renewed };
}

/**
 * Everything that was proved or begun before: sign-ins that are under way; step-up tokens, also used ones, which an action
 * that fails would give back; open prompts; authenticator apps and passkeys whose set-up was not finished.
 */
export async function voidProofs(deps: ServiceDeps, userId: string): Promise<void> {
  const { database, clock } = deps;
  const now = clock.now();
  await voidSignIns(deps, userId);
  await database
    .update(stepUpTokens)
    .set({ voidedAt: now })
    .where(and(eq(stepUpTokens.userId, userId), isNull(stepUpTokens.voidedAt), gt(stepUpTokens.expiresAt, now)));
  await database
    .update(challenges)
    .set({ consumedAt: now })
    .where(and(eq(challenges.userId, userId), isNull(challenges.consumedAt)));
  await database
    .update(passkeyChallenges)
    .set({ consumedAt: now })
    .where(
      and(
        eq(passkeyChallenges.userId, userId),
        isNull(passkeyChallenges.consumedAt),
        gt(passkeyChallenges.expiresAt, now),
      ),
    );
  await database.delete(totpEnrolments).where(eq(totpEnrolments.userId, userId));
}
