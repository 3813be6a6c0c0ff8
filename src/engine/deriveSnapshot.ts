/** From what a tab knows to what a user is told (SPEC A3, A12–A14). */
import type { EngineState } from './sessionMachine';
import { sessionLimits } from './sessionLimits';
import { endPhases } from './SessionRecord';
import type { EndReason, SessionRecord } from './SessionRecord';
import { unknownSession } from './SessionSnapshot';
import type { LinkState, SessionPhase, SessionSnapshot, TimeoutWarning } from './SessionSnapshot';

/** Two validations missed. */
export const unverifiedAfterMs = 10 * 60_000;
/** What is on screen stays readable for this long without the server's word (SPEC A13). */
export const graceMs = 12 * 60 * 60_000;

/** @param now by the server's clock */
export function deriveSnapshot(state: EngineState, now: number): SessionSnapshot {
  const { record } = state;
  const link = linkOf(state);
  if (record === undefined) return { ...unknownSession, link, status: statusOfNobody(state) };
  const known = { ...unknownSession, link, userId: record.userId, sessionId: record.sessionId };
  const end = record.ended?.reason ?? timeUp(state, record, now);
  if (end === 'in-doubt') return { ...known, status: 'validating' };
  if (end !== undefined) return { ...known, status: endPhases[end], reason: end };
  const limits = sessionLimits(record, state.activityAt);
  const isVerified = !state.isTimeInDoubt && now - record.confirmedAt < unverifiedAfterMs;
  const isWarning = now >= limits.warnAt;
  return {
    ...known,
    status: isWarning ? 'warning' : 'active',
    isVerified,
    canMutate: isVerified && link !== 'offline',
    warning: isWarning ? timeoutWarning(limits) : undefined,
    warnings: record.warnings,
  };
}

/**
 * The reason for which the session is over though nobody has said so yet. A sleep and a clock that was set look alike
 * from here, so where time is in doubt the server is asked first, unless it doesn't answer (ENGINE T-20, T-22).
 */
export function timeUp(state: EngineState, record: SessionRecord, now: number): EndReason | 'in-doubt' | undefined {
  const { endsAt, reason } = sessionLimits(record, state.activityAt);
  if (now >= endsAt) return state.isTimeInDoubt && state.lastOutcome !== 'unanswered' ? 'in-doubt' : reason;
  const isOutOfReach = state.lastOutcome === 'unanswered' || !state.isNetworkUp;
  return isOutOfReach && now - record.confirmedAt >= graceMs ? 'graceExhausted' : undefined;
}

function statusOfNobody({ isAnonymous, isAsking }: EngineState): SessionPhase {
  if (isAnonymous) return 'signedOut';
  return isAsking ? 'validating' : 'unknown';
}

function linkOf({ isNetworkUp, lastOutcome }: EngineState): LinkState {
  if (!isNetworkUp) return 'offline';
  return lastOutcome === 'unanswered' ? 'degraded' : 'online';
}

function timeoutWarning({ reason, endsAt }: { reason: 'idle' | 'absolute'; endsAt: number }): TimeoutWarning {
  return { id: `${reason}.${String(Math.round(endsAt))}`, reason, expiresAt: endsAt };
}
