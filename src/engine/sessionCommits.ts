/** The next shared record after an answer. Pure; whether it may still be written is the driver's check. */
import { isNewer } from './SessionRecord';
import type { EndReason, SessionRecord } from './SessionRecord';
import type { BeatAnswer, RefreshAnswer, StatusAnswer } from './SessionTransport';

/**
 * The record after the server has answered for `answer.sessionId`. Another session is another epoch. A session that
 * has ended here does not come back, whatever a late answer says.
 */
export function confirmed(
  record: SessionRecord | undefined,
  answer: StatusAnswer,
  offsetMs: number,
): SessionRecord | undefined {
  const isSameSession = record?.sessionId === answer.sessionId && record.userId === answer.userId;
  if (isSameSession && record.ended !== undefined) return undefined;
  const before = isSameSession
    ? record
    : { version: 1 as const, epoch: (record?.epoch ?? 0) + 1, generation: 0, serverActivityAt: 0 };
  return {
    ...before,
    userId: answer.userId,
    sessionId: answer.sessionId,
    idleTimeoutMs: answer.idleTimeoutMs,
    warnBeforeMs: answer.warnBeforeMs,
    heartbeatIntervalMs: answer.heartbeatIntervalMs,
    serverActivityAt: Math.max(before.serverActivityAt, answer.lastActivityAt),
    absoluteExpiresAt: answer.absoluteExpiresAt,
    confirmedAt: answer.serverTime,
    offsetMs,
    warnings: answer.warnings,
  };
}

export function beaten(
  record: SessionRecord,
  { serverTime, lastActivityAt }: BeatAnswer,
  offsetMs: number,
): SessionRecord {
  return {
    ...record,
    serverActivityAt: Math.max(record.serverActivityAt, lastActivityAt),
    confirmedAt: Math.max(record.confirmedAt, serverTime),
    offsetMs,
  };
}

/** Another generation of the same session; an ended one stays ended. */
export function refreshed(
  record: SessionRecord,
  { sessionId, serverTime, expiresInMs, accessToken }: RefreshAnswer,
  offsetMs: number,
): SessionRecord | undefined {
  if (record.ended !== undefined || record.sessionId !== sessionId) return undefined;
  return {
    ...beaten(record, { serverTime, lastActivityAt: 0 }, offsetMs),
    generation: record.generation + 1,
    token: { issuedAt: serverTime, expiresAt: serverTime + expiresInMs, isShared: accessToken === undefined },
  };
}

/** The tombstone of a session: the next epoch, in which there is none. */
export function ended(record: SessionRecord, reason: EndReason, now: number): SessionRecord {
  return {
    ...record,
    epoch: record.epoch + 1,
    generation: 0,
    token: undefined,
    ended: { reason, at: Math.round(now) },
  };
}

/** The newer of what lies in the store and what this tab remembers: a store that was emptied forgets nothing. */
export function newest(stored: SessionRecord | undefined, known: SessionRecord | undefined): SessionRecord | undefined {
  return stored !== undefined && isNewer(stored, known) ? stored : known;
}
