/**
 * Where sessions begin. One transaction under a lock per user: the browser's previous session ends, room is made
 * under the limit, the new one is written, and all of it is recorded, or nothing happens at all (R27, T37).
 */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import type { Location, SignInMethod } from '../../contract/session';
import type { DeviceRegistration } from '../../contract/signIn';
import { createHandle, createSecret, hashSecret } from '../crypto/secretHash';
import { sessions } from '../database/schema';
import type { DeviceDescription } from '../device/describeDevice';
import type { SecurityNotice } from '../ports/notify';
import type { RequestOrigin, ServiceDeps } from './deps';
import { type NewSecurityEvent, recordSecurityEvents } from './securityEvent';
import type { RevocationReason } from './session';
import { expiryOf, isLiveOf } from './sessionRow';
import { lockUser } from './userLock';

export interface StartSessionInput {
  readonly userId: string;
  readonly signInMethod: SignInMethod;
  readonly rememberMe: boolean;
  /** Under policy `ask`: make room, if there is none. */
  readonly replaceOldestSession: boolean;
  readonly registration: DeviceRegistration;
  /** Found out before the transaction, which should neither wait for anybody nor fail for a header. */
  readonly device: DeviceDescription;
  readonly origin: RequestOrigin;
  readonly location: Location | null;
  /** Hash of the session cookie that the browser sent along, if any. */
  readonly replacedSecretHash: string | null;
}

export interface StartedSession {
  readonly sessionId: string;
  /** Leaves the server in the cookie only. */
  readonly secret: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly evictedCount: number;
  readonly liveCount: number;
  readonly notices: readonly SecurityNotice[];
}

/** RFC 8176 names. */
const assurance = {
  password: { aal: 1, amr: ['pwd'] },
  password_2fa: { aal: 2, amr: ['pwd', 'otp'] },
  phone_otp: { aal: 1, amr: ['sms'] },
  phone_otp_2fa: { aal: 2, amr: ['sms', 'otp'] },
} as const;

/**
 * `deps.database` must be a transaction.
 *
 * @throws {SessionSecurityError} `SESSION_LIMIT_REACHED` when the policy rejects, or asks, instead of evicting.
 */
export async function startSession(deps: ServiceDeps, input: StartSessionInput): Promise<StartedSession> {
  const { database, clock, random, policy } = deps;
  const { userId, origin, signInMethod, registration, device } = input;
  await lockUsers(deps, input);
  const now = clock.now();
  const events: NewSecurityEvent[] = await endReplaced(deps, input.replacedSecretHash, now);
  const { evictedIds, remainingCount } = await makeRoom(deps, input, now);

  const isNewDevice = !(await isKnownFamily(deps, userId, device.family));
  // A new secret on every sign-in, whatever the browser sent (R2, R3).
  const secret = createSecret(random);
  const sessionId = createHandle(random);
  await database.insert(sessions).values({
    id: sessionId,
    userId,
    secretHash: hashSecret(secret),
    createdAt: now,
    lastActivityAt: now,
    authenticatedAt: now,
    secondFactorAt: assurance[signInMethod].aal === 2 ? now : null,
    signInMethod,
    aal: assurance[signInMethod].aal,
    amr: [...assurance[signInMethod].amr],
    rememberMe: input.rememberMe,
    isTrusted: false,
    deviceName: device.deviceName,
    deviceType: device.deviceType,
    browser: device.browser,
    os: device.os,
    deviceFamily: device.family,
    userAgent: origin.userAgent,
    ipAddress: origin.ipAddress,
    location: input.location,
    platform: registration.platform ?? null,
    platformVersion: registration.platformVersion ?? null,
    appVersion: registration.appVersion ?? null,
    pushToken: registration.pushToken ?? null,
  });

  events.push({ type: 'sign_in', success: true, userId, sessionId, method: signInMethod });
  for (const id of evictedIds) {
    events.push({
      type: 'session_evicted',
      success: true,
      severity: 'warning',
      userId,
      sessionId: id,
      reason: 'session_limit',
    });
  }
  if (isNewDevice) events.push({ type: 'new_device', success: true, severity: 'warning', userId, sessionId });
  await recordSecurityEvents(deps, origin, events);

  const notice = {
    userId,
    severity: 'warning',
    deviceName: device.deviceName,
    ipAddress: origin.ipAddress,
    createdAt: now,
  } as const;
  return {
    sessionId,
    secret,
    createdAt: now,
    expiresAt: expiryOf({ createdAt: now, lastActivityAt: now }, policy).expiresAt,
    evictedCount: evictedIds.length,
    liveCount: remainingCount + 1,
    notices: [
      ...evictedIds.map((id) => ({ ...notice, type: 'session_evicted' as const, sessionId: id })),
      ...(isNewDevice ? [{ ...notice, type: 'new_device' as const, sessionId }] : []),
    ],
  };
}

/** Whoever was signed in here before loses a session too. Always in the same order, or two browsers wait for each other. */
async function lockUsers({ database }: ServiceDeps, { userId, replacedSecretHash }: StartSessionInput): Promise<void> {
  const replaced =
    replacedSecretHash === null
      ? []
      : await database
          .select({ userId: sessions.userId })
          .from(sessions)
          .where(eq(sessions.secretHash, replacedSecretHash));
  const userIds = new Set([userId, ...replaced.map((row) => row.userId)]);
  for (const id of [...userIds].toSorted()) await lockUser(database, id);
}

/** The cookie is about to be overwritten: a session that nobody can present any more must not stay alive (T6). */
async function endReplaced(
  { database }: ServiceDeps,
  secretHash: string | null,
  now: number,
): Promise<NewSecurityEvent[]> {
  if (secretHash === null) return [];
  const reason: RevocationReason = 'replaced';
  const ended = await database
    .update(sessions)
    .set({ revokedAt: now, revokedReason: reason })
    .where(and(eq(sessions.secretHash, secretHash), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id, userId: sessions.userId });
  return ended.map(({ id, userId }) => ({ type: 'session_revoked', success: true, userId, sessionId: id, reason }));
}

async function makeRoom(
  { database, policy }: ServiceDeps,
  { userId, replaceOldestSession }: StartSessionInput,
  now: number,
) {
  const { maxSessions, onLimit } = policy.session;
  const live = await database
    .select({ id: sessions.id })
    .from(sessions)
    .where(isLiveOf(userId, policy, now))
    .orderBy(asc(sessions.lastActivityAt), asc(sessions.createdAt), asc(sessions.id));
  const excess = live.length + 1 - maxSessions;
  if (excess <= 0) return { evictedIds: [], remainingCount: live.length };
  if (onLimit === 'reject' || (onLimit === 'ask' && !replaceOldestSession)) {
    throw new SessionSecurityError('SESSION_LIMIT_REACHED', { reason: onLimit });
  }
  const reason: RevocationReason = 'session_limit';
  const evictedIds = live.slice(0, excess).map(({ id }) => id);
  await database
    .update(sessions)
    .set({ revokedAt: now, revokedReason: reason })
    .where(and(inArray(sessions.id, evictedIds), isNull(sessions.revokedAt)));
  return { evictedIds, remainingCount: live.length - excess };
}

async function isKnownFamily({ database }: ServiceDeps, userId: string, family: string): Promise<boolean> {
  const [known] = await database
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.deviceFamily, family)))
    .limit(1);
  return known !== undefined;
}
