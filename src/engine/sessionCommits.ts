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
  return {
    version: 1,
    epoch: isSameSession ? record.epoch : (record?.epoch ?? 0) + 1,
    generation: isSameSession ? record.generation : 0,
    userId: answer.userId,
    sessionId: answer.sessionId,
    idleTimeoutMs: answer.idleTimeoutMs,
    warnBeforeMs: answer.warnBeforeMs,
    heartbeatIntervalMs: answer.heartbeatIntervalMs,
    serverActivityAt: isSameSession ? Math.max(record.serverActivityAt, answer.lastActivityAt) : answer.lastActivityAt,
    absoluteExpiresAt: answer.absoluteExpiresAt,
    confirmedAt: answer.serverTime,
    offsetMs,
    warnings: answer.warnings,
    ...(isSameSession && record.token !== undefined && { token: record.token }),
  };
}

export function beaten(record: SessionRecord, answer: BeatAnswer, offsetMs: number): SessionRecord {
  return {
    ...record,
    serverActivityAt: Math.max(record.serverActivityAt, answer.lastActivityAt),
    confirmedAt: Math.max(record.confirmedAt, answer.serverTime),
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
    ...record,
    generation: record.generation + 1,
    confirmedAt: Math.max(record.confirmedAt, serverTime),
    offsetMs,
    token: { issuedAt: serverTime, expiresAt: serverTime + expiresInMs, isShared: accessToken === undefined },
  };
}

export function ended(record: SessionRecord, reason: EndReason, now: number): SessionRecord {
  const { token: _, ...rest } = record;
  return { ...rest, epoch: record.epoch + 1, generation: 0, ended: { reason, at: Math.round(now) } };
}

/** The newer of what lies in the store and what this tab remembers: a store that was emptied forgets nothing. */
export function newest(stored: SessionRecord | undefined, known: SessionRecord | undefined): SessionRecord | undefined {
  if (stored === undefined) return known;
  return known === undefined || isNewer(stored, known) ? stored : known;
}
