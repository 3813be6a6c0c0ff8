/** What is done when it is due: one question or message to the back end each, and what its answer changes. */
import type { Exchanger } from './createExchanger';
import type { SessionKeeper } from './createSessionKeeper';
import type { SharedJobs } from './createSharedJobs';
import type { ServerTime } from './createServerTime';
import { endReasonOf } from './endReasonOf';
import type { Failure } from './Outcome';
import type { PlannedJob } from './planJobs';
import { beaten, confirmed } from './sessionCommits';
import type { SessionRecord } from './SessionRecord';
import type { SessionTransport } from './SessionTransport';

export interface SessionWorkOptions {
  readonly keeper: SessionKeeper;
  readonly jobs: SharedJobs;
  readonly time: ServerTime;
  readonly exchanger: Exchanger;
  readonly transport: SessionTransport;
  /** Once round: nothing is told that was not decided. */
  readonly turn: () => void;
}

/** The first retry after a wake: a phone's network stack needs a moment (ENGINE T-79). */
const firstRetryMs = 500;
/** The server may round, and answers of two calls may differ by a moment. */
const sameActivityMs = 1000;

export function sessionWork({
  keeper,
  jobs,
  time,
  exchanger,
  transport,
  turn,
}: SessionWorkOptions): Readonly<Record<PlannedJob, () => Promise<void>>> {
  const answered = (job: PlannedJob, tellsTime: boolean): void => {
    keeper.answered({ tellsTime });
    jobs.settle(job);
  };
  const failed = (job: PlannedJob, basis: SessionRecord | undefined, failure: Failure): void => {
    if (failure.kind === 'rejected') {
      answered(job, false);
      keeper.endIfCurrent(basis, endReasonOf(failure.code, failure.reason));
      return;
    }
    if (failure.kind === 'throttled') jobs.throttle(failure.retryAfterMs);
    if (job === 'validate') keeper.apply({ type: 'unanswered' });
    jobs.fail(job, { firstMs: firstRetryMs });
  };

  return {
    async validate() {
      keeper.look();
      const basis = keeper.state.record;
      keeper.apply({ type: 'asking' });
      turn();
      let outcome = await exchanger.run('validate', transport.validate);
      // A refusal in words that are not ours may be a proxy's: one more opinion (ENGINE T-30).
      if (outcome.kind === 'ambiguous') outcome = await exchanger.run('validate', transport.validate);
      if (outcome.kind !== 'ok') return failed('validate', basis, outcome);
      answered('validate', true);
      const answer = outcome.value;
      keeper.look();
      const isNewsToUs = answer.lastActivityAt > (keeper.state.record?.serverActivityAt ?? 0) + sameActivityMs;
      keeper.commit(basis, (current) => confirmed(current, answer, time.offsetMs()));
      const { record, activityAt } = keeper.state;
      // Somebody on another origin uses the same session: their input counts as ours.
      if (isNewsToUs) keeper.hearActivity(Math.max(activityAt, answer.lastActivityAt));
      // The server still holds what had ended here before it was asked: it is told once more. Asked before the end, its
      // answer proves nothing, and by now somebody else may have signed in.
      const isStillHeld = basis?.ended !== undefined && basis.sessionId === answer.sessionId;
      if (isStillHeld && record?.epoch === basis.epoch) jobs.oweSignOut();
    },
    async heartbeat() {
      const basis = keeper.state.record;
      if (basis === undefined) return;
      const outcome = await exchanger.run('heartbeat', transport.heartbeat);
      if (outcome.kind !== 'ok') return failed('heartbeat', basis, outcome);
      answered('heartbeat', true);
      keeper.commit(basis, (current) => current && beaten(current, outcome.value, time.offsetMs()));
    },
    async signOut() {
      const outcome = await exchanger.run('signOut', transport.signOut);
      if (outcome.kind === 'transient' || outcome.kind === 'throttled') return failed('signOut', undefined, outcome);
      jobs.forgetSignOut();
      jobs.settle('signOut');
    },
  };
}
