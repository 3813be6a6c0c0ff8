/**
 * Who did what last, shared by all tabs: recurring work is claimed by whoever finds it due, so nobody has to be elected
 * and no tab that crashed, froze or slept blocks anything (SPEC A10). Instants are the server's.
 */
import { backoff, backoffCapMs } from './backoff';
import type { SharedStore } from './createSharedStore';
import { numbersIn } from './guards';

/** Whoever needs an access token waits for `refresh`; the others run by themselves. */
export type Job = 'validate' | 'heartbeat' | 'signOut' | 'refresh';

export interface JobStamp {
  /** When somebody last began. */
  readonly doneAt: number;
  /** In a row, without an answer. */
  readonly failures: number;
  /** After failures: not before this. */
  readonly retryAt: number;
}

export interface JobStamps extends Readonly<Record<Job, JobStamp>> {
  /** A session ended here, and the server may not know it yet. */
  readonly owesSignOut: boolean;
  /** The server asked everybody to wait (`Retry-After`). */
  readonly throttledUntil: number;
}

export interface JobPauses {
  /** Instead of a random one after the first failure: networks that have just come back need a moment. */
  readonly firstMs?: number;
  readonly leastMs?: number;
}

export interface SharedJobs {
  read(): JobStamps;
  /** When somebody last began, or finished, as it lies there: for telling whether anybody did. */
  lastClaim(job: Job): number | undefined;
  /** Before the exchange: the others see that somebody is at it. */
  claim(job: Job): void;
  settle(job: Job): void;
  fail(job: Job, pauses?: JobPauses): void;
  /** There is news of the network: the next attempt need not wait, however many failed before. */
  forgive(): void;
  /** Everybody waits. */
  throttle(forMs: number): void;
  oweSignOut(): void;
  forgetSignOut(): void;
}

export interface SharedJobsOptions {
  readonly store: SharedStore;
  readonly now: () => number;
  readonly random: () => number;
}

const jobs = ['validate', 'heartbeat', 'signOut', 'refresh'] as const satisfies readonly Job[];
const longestThrottleMs = 3_600_000;
/** Tabs may differ by so much on the server's time. What was stamped later than that was stamped by a clock that was wrong. */
const slackMs = 60_000;
const mostFailures = 1000;
/** A sign-out that could not be delivered for this long is of no use any more. */
const farewellMs = 24 * 60 * 60_000;

export function createSharedJobs({ store, now, random }: SharedJobsOptions): SharedJobs {
  const numbers = (key: string, count: number): readonly number[] => numbersIn(store.read(key), count);
  const write = (key: string, ...values: readonly number[]): void => store.write(key, values.map(Math.round).join(','));
  const stamp = (job: Job, failures: number, retryAt: number): void => write(`job.${job}`, now(), failures, retryAt);
  /** Whatever lies there, nothing is put off for longer than one of our own pauses could; and by a time to come, for none. */
  const readOne = (job: Job): JobStamp => {
    const [doneAt = 0, failures = 0, retryAt = 0] = numbers(`job.${job}`, 3);
    if (doneAt > now() + slackMs) return { doneAt: 0, failures: Math.min(failures, mostFailures), retryAt: 0 };
    return {
      doneAt: Math.min(doneAt, now()),
      failures: Math.min(failures, mostFailures),
      retryAt: Math.min(retryAt, doneAt + backoffCapMs),
    };
  };

  const readThrottle = (): number => {
    const [until = 0, setAt = 0] = numbers('throttle', 2);
    return setAt > now() + slackMs ? 0 : Math.min(until, setAt + longestThrottleMs);
  };

  return {
    read: () => ({
      validate: readOne('validate'),
      heartbeat: readOne('heartbeat'),
      signOut: readOne('signOut'),
      refresh: readOne('refresh'),
      owesSignOut: numbers('farewell', 1).some((at) => at <= now() && now() - at < farewellMs),
      throttledUntil: readThrottle(),
    }),
    lastClaim: (job) => numbers(`job.${job}`, 3)[0],
    claim(job) {
      const { failures, retryAt } = readOne(job);
      stamp(job, failures, retryAt);
    },
    settle: (job) => stamp(job, 0, 0),
    fail(job, { firstMs, leastMs = 0 } = {}) {
      const failures = readOne(job).failures + 1;
      const pause = failures === 1 && firstMs !== undefined ? firstMs : backoff(failures, random);
      stamp(job, failures, now() + Math.max(leastMs, pause));
    },
    forgive() {
      for (const job of jobs) {
        const { doneAt, failures } = readOne(job);
        if (failures > 0) write(`job.${job}`, doneAt, failures, now());
      }
    },
    throttle: (forMs) => write('throttle', now() + forMs, now()),
    oweSignOut() {
      write('farewell', now());
      store.remove('job.signOut');
    },
    forgetSignOut: () => store.remove('farewell'),
  };
}
