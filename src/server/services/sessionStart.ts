/**
 * Where sessions begin. One transaction under a lock per user: the browser's previous session ends, room is made
 * under the limit, the new one is written, and all of it is recorded, or nothing happens at all (R27, T37).
 */
import { and, asc, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import type { Location, SignInMethod } from '../../contract/session';
import type { DeviceRegistration } from '../../contract/signIn';
import type { VerificationMethod } from '../../contract/verification';
import { createHandle, createSecret, hashSecret } from '../crypto/secretHash';
import { sessions } from '../database/schema';
import type { DeviceDescription } from '../device/describeDevice';
import type { SecurityNotice } from '../ports/notify';
import { securitySettingsOf } from './accountSettings';
import type { ServiceDeps } from './deps';
import { presentedSessions } from './presentedSessions';
import { issueRefreshToken } from './refreshToken';
import { type NewSecurityEvent, recordSecurityEvents } from './securityEvent';
import type { RevocationReason } from './session';
import { expiryOf, isLiveOf } from './sessionRow';
import type { SignInCaller } from './signInCaller';
import { lockUsers } from './userLock';

export interface StartSessionInput {
  readonly userId: string;
  readonly signInMethod: SignInMethod;
  /** Which second factor was given; absent where none was. */
  readonly secondFactorMethod?: VerificationMethod | undefined;
  readonly rememberMe: boolean;
  /** Under policy `ask`: make room, if there is none. */
  readonly replaceOldestSession: boolean;
  readonly registration: DeviceRegistration;
  /** Found out before the transaction, which should neither wait for anybody nor fail for a header. */
  readonly device: DeviceDescription;
  readonly caller: SignInCaller;
  readonly location: Location | null;
  /** Uses up what was proved, under the lock, so that no change of credentials comes after. Throws where one came before. */
  readonly consume: (deps: ServiceDeps) => Promise<void>;
}

/** What the browser gets to show from now on, in a cookie only. */
export type IssuedSecret =
  | { readonly kind: 'session'; readonly value: string }
  | { readonly kind: 'refresh'; readonly value: string };

export interface StartedSession {
  readonly sessionId: string;
  readonly secret: IssuedSecret;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly absoluteExpiresAt: number;
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
  const { userId, caller, signInMethod, registration, device } = input;
  const { origin } = caller;
  const replaced = presentedSessions(deps, caller.cookies);
  await lockUsers(database, [userId, ...(await losersOf(deps, replaced))]);
  await input.consume(deps);
  const now = clock.now();
  const events: NewSecurityEvent[] = await endReplaced(deps, replaced, now);
  const { evictedIds, remainingCount } = await makeRoom(deps, input, now);

  const isNewDevice = !(await isKnownFamily(deps, userId, device.family));
  // A new secret on every sign-in, whatever the browser sent (R2, R3).
  const sessionId = createHandle(random);
  const expiry = expiryOf({ createdAt: now, lastActivityAt: now }, policy);
  const secret: IssuedSecret =
    caller.transport === 'cookie'
      ? { kind: 'session', value: createSecret(random) }
      : { kind: 'refresh', value: await issueRefreshToken(deps, { sessionId, ...expiry }) };
  await database.insert(sessions).values({
    id: sessionId,
    userId,
    secretHash: secret.kind === 'session' ? hashSecret(secret.value) : null,
    createdAt: now,
    lastActivityAt: now,
    authenticatedAt: now,
    secondFactorAt: assurance[signInMethod].aal === 2 ? now : null,
    secondFactorMethod: input.secondFactorMethod ?? null,
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
    expiresAt: expiry.expiresAt,
    absoluteExpiresAt: expiry.absoluteExpiresAt,
    evictedCount: evictedIds.length,
    liveCount: remainingCount + 1,
    notices: [
      ...evictedIds.map((id) => ({ ...notice, type: 'session_evicted' as const, sessionId: id })),
      ...(isNewDevice && (await securitySettingsOf(deps, userId)).notifyNewDevice
        ? [{ ...notice, type: 'new_device' as const, sessionId }]
        : []),
    ],
  };
}

/** Whoever was signed in here before loses a session too. */
async function losersOf({ database }: ServiceDeps, replaced: SQL | undefined): Promise<string[]> {
  if (replaced === undefined) return [];
  const losing = await database.select({ userId: sessions.userId }).from(sessions).where(replaced);
  return losing.map(({ userId }) => userId);
}

/** The cookies are about to be overwritten: a session that nobody can present any more must not stay alive (T6). */
async function endReplaced(
  { database }: ServiceDeps,
  replaced: SQL | undefined,
  now: number,
): Promise<NewSecurityEvent[]> {
  if (replaced === undefined) return [];
  const reason: RevocationReason = 'replaced';
  const ended = await database
    .update(sessions)
    .set({ revokedAt: now, revokedReason: reason })
    .where(and(replaced, isNull(sessions.revokedAt)))
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
