/**
 * Recurring work, at most one of each kind in this tab and, where locks work, in this browser. Whoever finds it due
 * claims it; a claim that outlives any exchange was made by a tab that froze, and is passed over (SPEC A10).
 */
import type { SharedJobs } from './createSharedJobs';
import type { TabLock } from './createTabLock';
import type { JobPlan, PlannedJob } from './planJobs';

export interface JobRunnerOptions {
  readonly jobs: SharedJobs;
  readonly lock: TabLock;
  readonly now: () => number;
  /** What is due as things stand, after a look at what other tabs did. */
  readonly plan: () => JobPlan;
  readonly work: Readonly<Record<PlannedJob, () => Promise<void>>>;
  /** After each piece of work, done here or left to another tab. */
  readonly onSettled: () => void;
}

export interface JobRunner {
  /** Begins what is due. Returns when the next is; server time. */
  takeDue(plan: JobPlan): number;
  /** Does it now, due or not. Joins what is under way. */
  run(job: PlannedJob): Promise<void>;
  underWay(job: PlannedJob): Promise<void> | undefined;
}

/** Somebody who claimed a job longer ago than any exchange lasts is frozen or gone. */
const abandonedMs = 12_000;
const lookAgainMs = 2000;

export function createJobRunner({ jobs, lock, now, plan, work, onSettled }: JobRunnerOptions): JobRunner {
  const running = new Map<PlannedJob, Promise<void>>();
  const lookAgainAt = new Map<PlannedJob, number>();
  /** The last claim of whoever is at it, and since when it has been seen. */
  const taken = new Map<PlannedJob, { readonly claim: number | undefined; readonly since: number }>();

  const start = (job: PlannedJob, why: 'due' | 'asked'): Promise<void> => {
    const current = running.get(job);
    if (current !== undefined) return current;
    const claimed = async (): Promise<void> => {
      if (why === 'due' && plan()[job] > now()) return;
      jobs.claim(job);
      await work[job]();
    };
    const unlessTaken = async (): Promise<void> => {
      const [askedAt, claimBefore] = [now(), jobs.lastClaim(job)];
      const { status } = await lock.run(job, why === 'asked' && job === 'validate' ? abandonedMs : 0, claimed);
      if (status === 'held') return void taken.delete(job);
      // An old claim alone says nothing: whoever has just got the lock has not written its own yet.
      const claim = jobs.lastClaim(job);
      const seen = taken.get(job);
      const firstSeenAt = claim === claimBefore ? askedAt : now();
      const since = seen !== undefined && seen.claim === claim ? seen.since : firstSeenAt;
      taken.set(job, { claim, since });
      if (now() - since >= abandonedMs) return claimed();
      lookAgainAt.set(job, now() + lookAgainMs);
    };
    const promise = unlessTaken().finally(() => {
      running.delete(job);
      onSettled();
    });
    running.set(job, promise);
    return promise;
  };

  return {
    takeDue(planned) {
      let next = planned.changesAt;
      for (const job of ['validate', 'heartbeat', 'signOut'] as const) {
        if (running.has(job)) continue;
        const dueAt = Math.max(planned[job], lookAgainAt.get(job) ?? 0);
        if (dueAt <= now()) void start(job, 'due');
        else next = Math.min(next, dueAt);
      }
      return next;
    },
    run: (job) => start(job, 'asked'),
    underWay: (job) => running.get(job),
  };
}
