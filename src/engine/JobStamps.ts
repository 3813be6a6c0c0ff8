/**
 * Who did what last, shared by all tabs: recurring work is claimed by whoever finds it due, so nobody has to be elected
 * and no tab that crashed, froze or slept blocks anything (SPEC A10).
 */
import { backoff, backoffCapMs } from './backoff';
import type { SharedStore } from './createSharedStore';

export type Job = 'validate' | 'heartbeat' | 'signOut' | 'refresh';

export interface JobStamp {
  /** When somebody last began; server time. */
  readonly doneAt: number;
  /** In a row, without an answer. */
  readonly failures: number;
  /** After failures: not before this. */
  readonly retryAt: number;
}

export interface JobStamps {
  readonly validate: JobStamp;
  readonly heartbeat: JobStamp;
  readonly signOut: JobStamp;
  readonly refresh: JobStamp;
  /** A session ended here, and the server may not know it yet. */
  readonly owesSignOut: boolean;
  /** The server asked everybody to wait (`Retry-After`). */
  readonly throttledUntil: number;
}

const blank: JobStamp = { doneAt: 0, failures: 0, retryAt: 0 };
const longestThrottleMs = 3_600_000;
const mostFailures = 1000;
/** A sign-out that could not be delivered for this long is of no use any more. */
const farewellMs = 24 * 60 * 60_000;

/** Whatever lies there, nothing is put off for longer than one of our own pauses could. */
export function readJobStamps(store: SharedStore, now: number): JobStamps {
  const read = (job: Job): JobStamp => {
    const [doneAt, failures, retryAt] = numbersIn(store.read(`job.${job}`), 3);
    if (doneAt === undefined || failures === undefined || retryAt === undefined) return blank;
    return {
      doneAt: Math.min(doneAt, now),
      failures: Math.min(failures, mostFailures),
      retryAt: Math.min(retryAt, now + backoffCapMs),
    };
  };
  const [until = 0] = numbersIn(store.read('throttle'), 1);
  return {
    validate: read('validate'),
    heartbeat: read('heartbeat'),
    signOut: read('signOut'),
    refresh: read('refresh'),
    owesSignOut: numbersIn(store.read('farewell'), 1).some((at) => at <= now && now - at < farewellMs),
    throttledUntil: Math.min(until, now + longestThrottleMs),
  };
}

/** Before the exchange: the others see that somebody is at it. */
export function claimJob(store: SharedStore, job: Job, now: number): void {
  const { failures, retryAt } = readJobStamps(store, now)[job];
  write(store, job, { doneAt: now, failures, retryAt });
}

export function settleJob(store: SharedStore, job: Job, now: number): void {
  write(store, job, { doneAt: now, failures: 0, retryAt: 0 });
}

export interface FailedJob {
  readonly now: number;
  readonly random: () => number;
  /** Instead of a random one after the first failure: networks that have just come back need a moment. */
  readonly firstPauseMs?: number;
  readonly leastPauseMs?: number;
}

export function failJob(
  store: SharedStore,
  job: Job,
  { now, random, firstPauseMs, leastPauseMs = 0 }: FailedJob,
): void {
  const failures = readJobStamps(store, now)[job].failures + 1;
  const pause = Math.max(
    leastPauseMs,
    failures === 1 && firstPauseMs !== undefined ? firstPauseMs : backoff(failures, random),
  );
  write(store, job, { doneAt: now, failures, retryAt: now + pause });
}

/** There is news of the network: the next attempt need not wait, however many failed before. */
export function forgiveJobs(store: SharedStore, now: number): void {
  for (const job of ['validate', 'heartbeat', 'signOut', 'refresh'] as const) {
    const stamp = readJobStamps(store, now)[job];
    if (stamp.failures > 0) write(store, job, { ...stamp, retryAt: now });
  }
}

export function oweSignOut(store: SharedStore, now: number): void {
  store.write('farewell', String(Math.round(now)));
  store.remove('job.signOut');
}

export function forgetSignOut(store: SharedStore): void {
  store.remove('farewell');
}

export function throttleJobs(store: SharedStore, until: number): void {
  store.write('throttle', String(Math.round(until)));
}

function write(store: SharedStore, job: Job, { doneAt, failures, retryAt }: JobStamp): void {
  store.write(`job.${job}`, [doneAt, failures, retryAt].map((number) => String(Math.round(number))).join(','));
}

/** Exactly `count` numbers that could be instants or counts, or nothing. */
export function numbersIn(text: string | undefined, count: number): readonly number[] {
  if (text === undefined || text.length > count * 16) return [];
  const parts = text.split(',');
  return parts.length === count && parts.every((part) => /^\d{1,15}$/.test(part)) ? parts.map(Number) : [];
}
