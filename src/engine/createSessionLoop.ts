/**
 * The one place where time passes: look, decide, tell, do what is due, and set the next wake. Whatever happens to the
 * page, in another tab or on the way to the back end comes down to one more round.
 */
import type { Cancel, Clock } from '../contract/clock';
import { createActivityMonitor } from './createActivityMonitor';
import { createJobRunner } from './createJobRunner';
import type { JobRunner } from './createJobRunner';
import { createLifecycle } from './createLifecycle';
import type { LifecycleEvent } from './createLifecycle';
import type { Refresher } from './createRefresher';
import { createScheduler } from './createScheduler';
import type { ServerTime } from './createServerTime';
import type { SessionKeeper } from './createSessionKeeper';
import type { SharedJobs } from './createSharedJobs';
import type { TabBus } from './createTabBus';
import type { TabLock } from './createTabLock';
import type { EngineNotice } from './EngineNotice';
import type { EnginePorts } from './EnginePorts';
import { leastValidateEveryMs, planJobs } from './planJobs';
import type { JobPlan, PlannedJob } from './planJobs';
import { sessionLimits } from './sessionLimits';

export interface SessionLoopOptions {
  readonly clock: Clock;
  readonly page: EnginePorts['page'];
  readonly time: ServerTime;
  readonly keeper: SessionKeeper;
  readonly jobs: SharedJobs;
  readonly lock: TabLock;
  readonly bus: TabBus;
  /** Bearer transport only. */
  readonly refresher: () => Refresher | undefined;
  readonly work: Readonly<Record<PlannedJob, () => Promise<void>>>;
  readonly inputExtends: boolean;
  readonly validateEveryMs: number;
  readonly onNotice: (notice: EngineNotice) => void;
}

export interface SessionLoop {
  /** Once round. */
  turn(): void;
  /** Somebody says that they are there. It ends a warning, but brings nothing back that is over. */
  countInput(): void;
  readonly runner: JobRunner;
  heartbeatEvery(ms: number): Cancel;
  /** Begins to listen and to act. Counted. */
  start(): Cancel;
  /** For good. */
  close(): void;
}

/** Larger disagreements of the clocks are sleep, or somebody setting the time. */
const jumpMs = 2000;
/** A page that starts is content with an answer to another tab that is not older. */
const freshAtStartMs = 60_000;
/** One that wakes wants news. Shorter than this, focus moving about would cause traffic. */
const freshAtWakeMs = 5000;
const never = Number.POSITIVE_INFINITY;

export function createSessionLoop(options: SessionLoopOptions): SessionLoop {
  const { clock, page, time, keeper, jobs, lock, bus, refresher, work, inputExtends, onNotice } = options;
  const validateEveryMs = Math.max(options.validateEveryMs, leastValidateEveryMs);
  const beats = new Set<{ readonly everyMs: number }>();
  const scheduler = createScheduler(clock, turn);
  const lifecycle = page && createLifecycle({ page, clock, onEvent: hearPage });
  const input = page && createActivityMonitor({ target: page.window, clock, onInput: hearInput });
  const runner = createJobRunner({
    jobs,
    lock,
    now: time.now,
    plan() {
      keeper.look();
      return plan();
    },
    work,
    onSettled: turn,
  });
  let starts = 0;
  let isClockChecked = false;
  let isClosed = false;

  function turn(): void {
    if (isClosed) return;
    see();
    act();
  }

  function see(): void {
    const byMs = time.jump();
    if (Math.abs(byMs) > jumpMs) {
      keeper.apply({ type: 'clockJumped' });
      onNotice({ type: 'clockJumped', byMs });
    }
    keeper.look();
    if (!isClockChecked) doubtClock();
    keeper.endIfTimeIsUp();
    keeper.publish();
  }

  /** Over by a clock that nobody has checked: the server is asked first. */
  function doubtClock(): void {
    isClockChecked = true;
    const { live, state } = keeper;
    if (live !== undefined && time.now() >= sessionLimits(live, state.activityAt).endsAt) {
      keeper.apply({ type: 'clockJumped' });
    }
  }

  function act(): void {
    if (starts === 0) return;
    const { status } = keeper.snapshot;
    if (status === 'active' || status === 'warning') input?.start();
    else input?.stop();
    takeDueJobs();
  }

  function plan(): JobPlan {
    return planJobs(keeper.state, jobs.read(), {
      now: time.now(),
      validateEveryMs,
      heartbeatEveryMs: beats.size === 0 ? 0 : Math.min(...[...beats].map(({ everyMs }) => everyMs)),
    });
  }

  function takeDueJobs(): void {
    const refreshAt = keeper.state.isNetworkUp ? (refresher()?.dueAt() ?? never) : never;
    if (refreshAt <= time.now()) void refresher()?.renew().then(turn, turn);
    scheduler.wakeIn(Math.min(runner.takeDue(plan()), refreshAt) - time.now());
  }

  function hearInput(): void {
    takeInput(inputExtends);
  }

  function takeInput(endsWarning: boolean): void {
    if (isClosed) return;
    // Whoever comes back after the end takes nothing back (ENGINE T-22).
    see();
    const { status } = keeper.snapshot;
    if (status === 'active' || (status === 'warning' && endsWarning)) {
      keeper.hearActivity(time.now());
      if (status === 'warning') bus.hint();
      keeper.publish();
    }
    act();
  }

  function hearPage(event: LifecycleEvent): void {
    switch (event) {
      case 'shown':
        bus.open();
        readPage();
        return turn();
      case 'hidden':
        return readPage();
      case 'left':
        bus.close();
        return lock.releaseAll();
      case 'online':
      case 'offline':
        keeper.apply({ type: 'networkChanged', isUp: event === 'online' });
        return turn();
      case 'woken':
        jobs.forgive();
        keeper.apply({ type: 'woken', wantsAnswerSince: time.now() - freshAtWakeMs });
        return turn();
      default:
        event satisfies never;
    }
  }

  function readPage(): void {
    keeper.apply({ type: 'visibilityChanged', isVisible: lifecycle?.isVisible() ?? false });
  }

  function begin(): void {
    bus.open();
    lifecycle?.start();
    readPage();
    keeper.apply({ type: 'networkChanged', isUp: lifecycle?.isOnline() ?? true });
    isClockChecked = false;
    keeper.look();
    keeper.apply({ type: 'woken', wantsAnswerSince: time.now() - freshAtStartMs });
    turn();
  }

  function rest(): void {
    scheduler.stop();
    lifecycle?.stop();
    input?.stop();
    bus.close();
  }

  return {
    turn,
    countInput: () => takeInput(true),
    runner,
    heartbeatEvery(everyMs) {
      const beat = { everyMs: everyMs || 0 };
      beats.add(beat);
      if (starts > 0) turn();
      return () => {
        if (beats.delete(beat) && starts > 0) turn();
      };
    },
    start() {
      if (isClosed) return () => {};
      starts += 1;
      if (starts === 1) begin();
      let isCancelled = false;
      return () => {
        if (isCancelled) return;
        isCancelled = true;
        starts -= 1;
        if (starts === 0) rest();
      };
    },
    close() {
      isClosed = true;
      rest();
    },
  };
}
