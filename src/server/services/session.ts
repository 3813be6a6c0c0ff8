/**
 * Ending and renaming sessions (C5–C8). The user comes from the caller's own session, never from the input, and is
 * part of every condition: a foreign, an unknown, a malformed and an ended id are one and the same (ASVS 8.2.2).
 */
import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { cleanDeviceName } from '../../contract/deviceName';
import { SessionSecurityError } from '../../contract/errors';
import { sessions } from '../database/schema';
import { throwUnlessLive } from './authenticate';
import type { RequestOrigin, ServiceDeps } from './deps';
import { requireRecentAuthentication } from './recentAuthentication';
import { noteRefusal } from './refusal';
import { recordSecurityEvents } from './securityEvent';
import { isLiveOf, sessionColumns, type SessionRow } from './sessionRow';
import { lockUser } from './userLock';

interface OwnSession {
  readonly session: SessionRow;
  readonly origin: RequestOrigin;
}

/** Why a session ended; `SESSION_REVOKED` carries it as its reason. */
export type RevocationReason =
  | 'revoked'
  | 'signed_out'
  | 'session_limit'
  | 'replaced'
  | 'refresh_reuse'
  | 'password_changed'
  | 'factor_changed'
  | 'account_deleted';

/** A call that may need a recent proof, and the token that it shows, if any. */
interface ProvableCall extends OwnSession {
  readonly stepUpToken?: string | undefined;
}

export interface RevokeSessionsInput extends ProvableCall {
  readonly sessionIds: readonly string[];
}

/** @throws {SessionSecurityError} `SESSION_NOT_FOUND`, or a refusal when others' ending needs a fresh proof. */
export async function revokeSession(deps: ServiceDeps, input: ProvableCall & { readonly sessionId: string }) {
  const { sessionId } = input;
  const ended = await endSessions(deps, { ...input, sessionIds: [sessionId], parameters: { sessionId } });
  if (!ended.has(sessionId)) throw new SessionSecurityError('SESSION_NOT_FOUND');
  return { revokedId: sessionId };
}

export async function revokeSessions(deps: ServiceDeps, input: RevokeSessionsInput) {
  const { sessionIds } = input;
  const ended = await endSessions(deps, { ...input, parameters: { sessionIds } });
  return {
    results: input.sessionIds.map((sessionId) => ({
      sessionId,
      status: ended.has(sessionId) ? ('revoked' as const) : ('not_found' as const),
    })),
  };
}

export async function revokeAllOtherSessions(deps: ServiceDeps, { session, origin, stepUpToken }: ProvableCall) {
  await requireRecentAuthentication(deps, { session, origin, stepUpToken, parameters: {} });
  const { clock, policy } = deps;
  const now = clock.now();
  const ended = await deps.database.transaction(async (database) => {
    // A sign-in that is under way is either there already and ends too, or begins after this.
    await lockUser(database, session.userId);
    await requireStillLive({ ...deps, database }, session);
    const rows = await database
      .update(sessions)
      .set({ revokedAt: now, revokedReason: 'revoked' satisfies RevocationReason })
      .where(and(isLiveOf(session.userId, policy, now), ne(sessions.id, session.id)))
      .returning({ id: sessions.id });
    await recordRevocations(
      { ...deps, database },
      { session, origin },
      rows.map(({ id }) => id),
    );
    return rows;
  });
  return { revokedCount: ended.length };
}

async function endSessions(
  deps: ServiceDeps,
  { session, origin, sessionIds, stepUpToken, parameters }: RevokeSessionsInput & { readonly parameters: unknown },
): Promise<ReadonlySet<string>> {
  // Signing oneself out never needs a proof.
  if (sessionIds.some((id) => id !== session.id)) {
    await requireRecentAuthentication(deps, { session, origin, stepUpToken, parameters });
  }
  const { clock, policy } = deps;
  const now = clock.now();
  const ended = await deps.database.transaction(async (database) => {
    await lockUser(database, session.userId);
    await requireStillLive({ ...deps, database }, session);
    const own: RevocationReason = 'signed_out';
    const other: RevocationReason = 'revoked';
    const rows = await database
      .update(sessions)
      .set({
        revokedAt: now,
        revokedReason: sql`CASE WHEN ${sessions.id} = ${session.id} THEN ${own} ELSE ${other} END`,
      })
      .where(and(isLiveOf(session.userId, policy, now), inArray(sessions.id, storable(sessionIds))))
      .returning({ id: sessions.id });
    const endedIds = rows.map(({ id }) => id);
    await recordRevocations({ ...deps, database }, { session, origin }, endedIds);
    return new Set(endedIds);
  });
  // Guessing at ids leaves a trace.
  if (sessionIds.some((id) => !ended.has(id))) await noteNotFound(deps, { session, origin });
  return ended;
}

function noteNotFound(deps: ServiceDeps, { session, origin }: OwnSession): Promise<void> {
  return noteRefusal(deps, origin, { reason: 'session_not_found', userId: session.userId, sessionId: session.id });
}

/** Two sessions that revoke each other at once: the second was over before its turn came (R30). */
export async function requireStillLive(deps: ServiceDeps, { id }: SessionRow): Promise<SessionRow> {
  const [row] = await deps.database.select(sessionColumns).from(sessions).where(eq(sessions.id, id));
  if (row === undefined) throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'unknown_session' });
  throwUnlessLive(deps, row);
  return row;
}

/** Postgres text holds no NUL; no id of ours has one either. */
function storable(ids: readonly string[]): string[] {
  return ids.map((id) => (id.includes('\0') ? '' : id));
}

async function recordRevocations(
  deps: ServiceDeps,
  { session, origin }: OwnSession,
  ids: readonly string[],
): Promise<void> {
  await recordSecurityEvents(
    deps,
    origin,
    ids.map((sessionId) => ({
      type: sessionId === session.id ? ('sign_out' as const) : ('session_revoked' as const),
      success: true,
      userId: session.userId,
      sessionId,
    })),
  );
}

export interface RenameSessionInput extends ProvableCall {
  readonly sessionId: string;
  readonly deviceName: string;
}

/** @throws {SessionSecurityError} `SESSION_NOT_FOUND`, or a refusal when another's name needs a fresh proof. */
export async function renameSession(deps: ServiceDeps, input: RenameSessionInput) {
  const { session, origin, sessionId, deviceName, stepUpToken } = input;
  const name = cleanDeviceName(deviceName);
  if (name === '') throw new SessionSecurityError('INVALID_REQUEST', { reason: 'device_name' });
  // A thief who could rename the owner's devices would make them look like his, and his like theirs.
  if (sessionId !== session.id) {
    const parameters = { sessionId, deviceName };
    await requireRecentAuthentication(deps, { session, origin, stepUpToken, parameters });
  }
  const { clock, policy } = deps;
  const renamed = await deps.database.transaction(async (database) => {
    await lockUser(database, session.userId);
    await requireStillLive({ ...deps, database }, session);
    const [row] = await database
      .update(sessions)
      .set({ deviceName: name })
      .where(and(isLiveOf(session.userId, policy, clock.now()), inArray(sessions.id, storable([sessionId]))))
      .returning({ sessionId: sessions.id, deviceName: sessions.deviceName });
    if (row === undefined) return undefined;
    await recordSecurityEvents({ ...deps, database }, origin, [
      { type: 'session_renamed', success: true, userId: session.userId, sessionId },
    ]);
    return row;
  });
  if (renamed === undefined) {
    await noteNotFound(deps, { session, origin });
    throw new SessionSecurityError('SESSION_NOT_FOUND');
  }
  return renamed;
}
