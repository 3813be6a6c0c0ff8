/** What is to be done, and when. Pure; the same in every tab, so whoever looks first does it (SPEC A2, A5, A10). */
import { graceMs, unverifiedAfterMs } from './deriveSnapshot';
import type { Job, JobStamps } from './createSharedJobs';
import { hasNews, sessionLimits } from './sessionLimits';
import type { EngineState } from './sessionMachine';
import type { SessionRecord } from './SessionRecord';

export const defaultValidateEveryMs = 5 * 60_000;
/** Polling more often is the server's burden and nobody's gain. */
export const leastValidateEveryMs = 30_000;
/** Nobody looks: what a hidden page shows may be older (ENGINE T-54). */
export const validateHiddenEveryMs = 30 * 60_000;
/** Hidden tabs leave the work to visible ones for a moment; if none does it, they do. */
export const hiddenDelayMs = 10_000;
/** Between two of a kind, however urgent each is: no fault of ours may become a storm. */
const minGapMs = 2000;

/** Refreshing has its own runner. */
export type PlannedJob = Exclude<Job, 'refresh'>;

/** When each job is due; server time. `Infinity`: not at all. */
export interface JobPlan extends Readonly<Record<PlannedJob, number>> {
  /** When the derived snapshot may change by the mere passing of time. */
  readonly changesAt: number;
}

export interface PlanContext {
  /** By the server's clock. */
  readonly now: number;
  readonly validateEveryMs: number;
  /** Longer than the back end's own interval: only this often. Shorter has no effect. */
  readonly heartbeatEveryMs: number;
}

export function planJobs(
  state: EngineState,
  stamps: JobStamps,
  { now, validateEveryMs, heartbeatEveryMs }: PlanContext,
): JobPlan {
  const { record } = state;
  const unlessOff = (dueAt: number): number => (state.isNetworkUp ? Math.max(dueAt, stamps.throttledUntil) : never);
  const signOut = unlessOff(stamps.owesSignOut ? stamps.signOut.retryAt : never);
  if (record?.ended !== undefined || state.isAnonymous) {
    return { signOut, validate: never, heartbeat: never, changesAt: never };
  }
  return {
    signOut,
    validate: unlessOff(validateAt(state, stamps, validateEveryMs)),
    heartbeat: unlessOff(record === undefined ? never : heartbeatAt(state, record, stamps, heartbeatEveryMs)),
    changesAt: record === undefined ? never : changesAt(state, record, now),
  };
}

const never = Number.POSITIVE_INFINITY;

function validateAt(state: EngineState, { validate }: JobStamps, everyMs: number): number {
  const { record, isAsking, isVisible, isTimeInDoubt, wantsAnswerSince } = state;
  if (isAsking) return never;
  if (validate.failures > 0) return validate.retryAt;
  if (record === undefined || isTimeInDoubt || record.confirmedAt < wantsAnswerSince) return validate.doneAt + minGapMs;
  const regular = Math.max(record.confirmedAt, validate.doneAt) + (isVisible ? everyMs : validateHiddenEveryMs);
  // Before anybody is warned: another origin may have kept the same session alive.
  const { warnAt } = sessionLimits(record, state.activityAt);
  return isVisible && record.confirmedAt < warnAt ? Math.min(regular, warnAt) : regular;
}

function heartbeatAt(state: EngineState, record: SessionRecord, { heartbeat }: JobStamps, everyMs: number): number {
  if (!hasNews(record, state.activityAt) || state.isTimeInDoubt) return never;
  if (heartbeat.failures > 0) return heartbeat.retryAt;
  const regular = Math.max(heartbeat.doneAt, record.serverActivityAt) + Math.max(record.heartbeatIntervalMs, everyMs);
  const serverLimitAt = record.serverActivityAt + record.idleTimeoutMs;
  const early = Math.max(serverLimitAt - record.warnBeforeMs, heartbeat.doneAt + minGapMs);
  return Math.min(regular, early) + (state.isVisible ? 0 : hiddenDelayMs);
}

function changesAt(state: EngineState, record: SessionRecord, now: number): number {
  const { warnAt, endsAt } = sessionLimits(record, state.activityAt);
  const moments = [warnAt, endsAt, record.confirmedAt + unverifiedAfterMs, record.confirmedAt + graceMs];
  return Math.min(...moments.filter((moment) => moment > now));
}
