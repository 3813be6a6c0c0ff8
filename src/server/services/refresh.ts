/**
 * `auth.refresh` (C16): the next access token for the refresh token in the cookie. Not activity: a session that nobody
 * uses ends at its idle limit however often it is refreshed (NIST SP 800-63B-4 §5.1.2, R16).
 */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import { hashSecret, hasSecretForm } from '../crypto/secretHash';
import { refreshTokens, sessions } from '../database/schema';
import { authenticate, type AuthenticateInput, type SessionCredential, throwUnlessLive } from './authenticate';
import type { RequestOrigin, ServiceDeps } from './deps';
import { takeOperations } from './rateLimit';
import { noteRefusal } from './refusal';
import { exchangeRefreshToken } from './refreshToken';
import { recordSecurityEvents } from './securityEvent';
import type { RevocationReason } from './session';
import { expiryOf, sessionColumns, type SessionRow } from './sessionRow';

export interface RefreshInput {
  /** As it stood in the cookie. */
  readonly refreshCookie: SessionCredential;
  /** What the client calls the attempt; the same when it repeats it (R57). `null` for none. */
  readonly attemptId: string | null;
  readonly origin: RequestOrigin;
}

/**
 * @throws {SessionSecurityError} `UNAUTHENTICATED` (reason `no_session`, `duplicate_refresh_cookie`,
 * `unknown_refresh_token`), `SESSION_REVOKED`, `SESSION_EXPIRED`, `REFRESH_TOKEN_REUSED`, `RATE_LIMITED`.
 */
export async function refresh(deps: ServiceDeps, input: RefreshInput) {
  const { origin, attemptId } = input;
  const token = await requireToken(deps, input);
  const session = await sessionOf(deps, token, origin);
  throwUnlessLive(deps, session);
  const { id: sessionId, userId } = session;
  const operation = { name: 'refresh', limit: deps.policy.limits.refresh, subject: [sessionId] };
  const [taken] = await takeOperations(deps, origin, [operation], 'RATE_LIMITED');
  const { absoluteExpiresAt } = expiryOf(session, deps.policy);
  const exchange = await deps.database.transaction(async (database) => {
    const inTransaction = { ...deps, database };
    const attemptHash = attemptId === null ? null : hashSecret(attemptId);
    const outcome = await exchangeRefreshToken(inTransaction, { sessionId, absoluteExpiresAt, token, attemptHash });
    if (outcome.status === 'reused') await endFamily(inTransaction, session, origin);
    if (outcome.status === 'current') await noteRenewal(inTransaction, session, outcome);
    return outcome;
  });
  if (exchange.status === 'reused') {
    announce(deps, session, origin);
    throw new SessionSecurityError('REFRESH_TOKEN_REUSED');
  }
  if (exchange.status === 'expired') throw new SessionSecurityError('SESSION_EXPIRED', { reason: 'idle' });
  const now = deps.clock.now();
  const access = await deps.accessTokens.mint({ userId, sessionId }, absoluteExpiresAt);
  return {
    answer: { ...access, tokenType: 'Bearer' as const, userId, sessionId, serverTime: toIso(now) },
    refreshToken: exchange.token,
    taken,
    cookieMaxAgeMs: session.rememberMe ? absoluteExpiresAt - now : undefined,
  };
}

/** The same call in cookie transport: nothing to renew, so it says how things stand. */
export async function describeCookieSession(deps: ServiceDeps, input: AuthenticateInput) {
  const session = await authenticate(deps, input);
  const now = deps.clock.now();
  return {
    userId: session.userId,
    sessionId: session.id,
    expiresIn: Math.floor((expiryOf(session, deps.policy).expiresAt - now) / 1000),
    serverTime: toIso(now),
  };
}

async function requireToken(deps: ServiceDeps, { refreshCookie, origin }: RefreshInput): Promise<string> {
  if (refreshCookie.status === 'absent') throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'no_session' });
  if (refreshCookie.status === 'duplicate') return refuseToken(deps, origin, 'duplicate_refresh_cookie');
  if (!hasSecretForm(refreshCookie.value)) return refuseToken(deps, origin, 'unknown_refresh_token');
  return refreshCookie.value;
}

async function refuseToken(
  deps: ServiceDeps,
  origin: RequestOrigin,
  reason: 'duplicate_refresh_cookie' | 'unknown_refresh_token',
): Promise<never> {
  await noteRefusal(deps, origin, { type: 'unknown_session_presented', reason });
  throw new SessionSecurityError('UNAUTHENTICATED', { reason });
}

async function sessionOf(deps: ServiceDeps, token: string, origin: RequestOrigin) {
  const [session] = await deps.database
    .select({ ...sessionColumns, rememberMe: sessions.rememberMe })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .where(eq(refreshTokens.tokenHash, hashSecret(token)));
  return session ?? refuseToken(deps, origin, 'unknown_refresh_token');
}

/** A renewal that was due is done; and what was proved in an answer that never arrived is proved anew. */
async function noteRenewal(
  { database }: ServiceDeps,
  { id, renewalDue }: SessionRow,
  { missedProof }: { readonly missedProof: boolean },
): Promise<void> {
  if (!renewalDue && !missedProof) return;
  const forgotten = missedProof && { secondFactorAt: null, authenticatedAt: sql`${sessions.createdAt}` };
  await database
    .update(sessions)
    .set({ renewalDue: false, ...forgotten })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt)));
}

/** Who is the thief can't be told, so the whole family ends, and with it the session (RFC 9700 §4.14.2, T23). */
async function endFamily(deps: ServiceDeps, { id, userId }: SessionRow, origin: RequestOrigin): Promise<void> {
  const reason: RevocationReason = 'refresh_reuse';
  await deps.database
    .update(sessions)
    .set({ revokedAt: deps.clock.now(), revokedReason: reason })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt)));
  await recordSecurityEvents(deps, origin, [
    { type: 'refresh_reuse', success: false, severity: 'critical', userId, sessionId: id, reason },
  ]);
}

function announce(deps: ServiceDeps, { id, userId, deviceName }: SessionRow, { ipAddress }: RequestOrigin): void {
  const notice = { userId, type: 'refresh_reuse', severity: 'critical', sessionId: id } as const;
  const createdAt = deps.clock.now();
  deps.background.run('notify_failed', () => deps.notify.send({ ...notice, deviceName, ipAddress, createdAt }));
}
