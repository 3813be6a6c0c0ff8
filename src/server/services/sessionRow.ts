/** A session as it is stored, what makes it live, and how it looks to its user. */
import { and, eq, gt, isNull, type SQL } from 'drizzle-orm';
import type { SessionSecurityPolicy } from '../../contract/policy';
import { sessions } from '../database/schema';

/** Explicit, so that a new column is not read, let alone shown, before somebody decides so. */
export const sessionColumns = {
  id: sessions.id,
  userId: sessions.userId,
  createdAt: sessions.createdAt,
  lastActivityAt: sessions.lastActivityAt,
  authenticatedAt: sessions.authenticatedAt,
  secondFactorAt: sessions.secondFactorAt,
  secondFactorMethod: sessions.secondFactorMethod,
  secretRenewedAt: sessions.secretRenewedAt,
  secretUsedAt: sessions.secretUsedAt,
  renewalDue: sessions.renewalDue,
  revokedAt: sessions.revokedAt,
  revokedReason: sessions.revokedReason,
  signInMethod: sessions.signInMethod,
  isTrusted: sessions.isTrusted,
  deviceName: sessions.deviceName,
  deviceType: sessions.deviceType,
  browser: sessions.browser,
  os: sessions.os,
  ipAddress: sessions.ipAddress,
  location: sessions.location,
  appVersion: sessions.appVersion,
};

export type SessionRow = Pick<typeof sessions.$inferSelect, keyof typeof sessionColumns>;

/** Both ends are exclusive: at the limit the session is over (R14). */
export function liveSince(policy: SessionSecurityPolicy, now: number) {
  return {
    activeAfter: now - policy.session.idleTimeoutMs,
    createdAfter: now - policy.session.absoluteTimeoutMs,
  };
}

/** Not revoked and within both limits, by the server's clock. Part of every statement that changes a session. */
export function isLive(policy: SessionSecurityPolicy, now: number): SQL | undefined {
  const { activeAfter, createdAfter } = liveSince(policy, now);
  return and(
    isNull(sessions.revokedAt),
    gt(sessions.lastActivityAt, activeAfter),
    gt(sessions.createdAt, createdAfter),
  );
}

/** Somebody else's session does not exist (ASVS 8.2.2). */
export function isLiveOf(userId: string, policy: SessionSecurityPolicy, now: number): SQL | undefined {
  return and(eq(sessions.userId, userId), isLive(policy, now));
}

export function expiryOf(row: Pick<SessionRow, 'createdAt' | 'lastActivityAt'>, policy: SessionSecurityPolicy) {
  const idleExpiresAt = row.lastActivityAt + policy.session.idleTimeoutMs;
  const absoluteExpiresAt = row.createdAt + policy.session.absoluteTimeoutMs;
  return { idleExpiresAt, absoluteExpiresAt, expiresAt: Math.min(idleExpiresAt, absoluteExpiresAt) };
}
