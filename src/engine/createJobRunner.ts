/**
 * Recurring work, at most one of each kind in this tab and, where locks work, in this browser. Whoever finds it due
 * claims it; a claim that outlives any exchange was made by a tab that froze, and is passed over (SPEC A10).
 */
import type { SharedStore } from './createSharedStore';
import type { TabLock } from './createTabLock';
import { claimJob, readJobStamps } from './JobStamps';
import type { Job as AnyJob } from './JobStamps';
import type { JobPlan } from './planJobs';

/** Refreshing has its own runner: whoever needs the token waits for it. */
export type Job = Exclude<AnyJob, 'refresh'>;

export interface JobRunnerOptions {
  readonly store: SharedStore;
  readonly lock: TabLock;
  readonly now: () => number;
  /** What is due as things stand, after a look at what other tabs did. */
  readonly plan: () => JobPlan;
  readonly work: Readonly<Record<Job, () => Promise<void>>>;
  /** After each piece of work, done here or left to another tab. */
  readonly onSettled: () => void;
}

export interface JobRunner {
  /** Begins what is due. Returns when the next is; server time. */
  takeDue(plan: JobPlan): number;
  /** Does it now, due or not. Joins what is under way. */
  run(job: Job): Promise<void>;
  underWay(job: Job): Promise<void> | undefined;
}

/** Somebody who claimed a job longer ago than any exchange lasts is frozen or gone. */
const abandonedMs = 12_000;
const lookAgainMs = 2000;

export function createJobRunner({ store, lock, now, plan, work, onSettled }: JobRunnerOptions): JobRunner {
  const running = new Map<Job, Promise<void>>();
  const lookAgainAt = new Map<Job, number>();

  const start = (job: Job, why: 'due' | 'asked'): Promise<void> => {
    const current = running.get(job);
    if (current !== undefined) return current;
    const claimed = async (): Promise<void> => {
      if (why === 'due' && dueTimes(plan())[job] > now()) return;
      claimJob(store, job, now());
      await work[job]();
    };
    const unlessTaken = async (): Promise<void> => {
      const { status } = await lock.run(job, why === 'asked' && job === 'validate' ? abandonedMs : 0, claimed);
      if (status === 'held') return;
      if (now() - readJobStamps(store, now())[job].doneAt >= abandonedMs) await claimed();
      else lookAgainAt.set(job, now() + lookAgainMs);
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
      const times = dueTimes(planned);
      let next = planned.changesAt;
      for (const job of ['validate', 'heartbeat', 'signOut'] as const) {
        if (running.has(job)) continue;
        const dueAt = Math.max(times[job], lookAgainAt.get(job) ?? 0);
        if (dueAt <= now()) void start(job, 'due');
        else next = Math.min(next, dueAt);
      }
      return next;
    },
    run: (job) => start(job, 'asked'),
    underWay: (job) => running.get(job),
  };
}

function dueTimes({ validateAt, heartbeatAt, signOutAt }: JobPlan): Readonly<Record<Job, number>> {
  return { validate: validateAt, heartbeat: heartbeatAt, signOut: signOutAt };
}
