/**
 * Keeps a session truthful over time in one tab, together with every other tab of the browser (SPEC 5). Framework-free:
 * it is handed a transport and ports, and read through a snapshot. "Claim, do not elect": recurring work is taken by
 * whichever tab finds it due, so no tab is special and none that froze or crashed is missed.
 *
 * Long because it is the one place where the pure parts meet: every path that changes what the tabs share is here.
 */
import { createActivityMonitor } from './createActivityMonitor';
import { createEmitter, reportFault } from './createEmitter';
import { createExchanger } from './createExchanger';
import { createJobRunner } from './createJobRunner';
import type { Job } from './createJobRunner';
import { createRecovery } from './createRecovery';
import { createRefresher } from './createRefresher';
import { createLifecycle } from './createLifecycle';
import type { LifecycleEvent } from './createLifecycle';
import { createScheduler } from './createScheduler';
import { createServerTime } from './createServerTime';
import { activityKey, createSharedSession, recordKey } from './createSharedSession';
import { createSharedStore } from './createSharedStore';
import { createTabBus } from './createTabBus';
import { createTabLock } from './createTabLock';
import { deriveSnapshot, timeUp } from './deriveSnapshot';
import { endReasonOf } from './endReasonOf';
import type { EngineNotice } from './EngineNotice';
import { failJob, forgetSignOut, forgiveJobs, oweSignOut, readJobStamps, settleJob, throttleJobs } from './JobStamps';
import type { Outcome } from './Outcome';
import { noticesOf } from './noticesOf';
import { defaultValidateEveryMs, leastValidateEveryMs, planJobs } from './planJobs';
import type { JobPlan } from './planJobs';
import { beaten, confirmed, ended, refreshed } from './sessionCommits';
import { hasNews, sessionLimits } from './sessionLimits';
import { initialState, transition } from './sessionMachine';
import type { EngineEvent } from './sessionMachine';
import type { EndReason, SessionRecord } from './SessionRecord';
import { isSameSnapshot, unknownSession } from './SessionSnapshot';
import type { SessionSnapshot } from './SessionSnapshot';
import type { SessionEngine, SessionEngineOptions } from './SessionEngine';

/** Larger disagreements of the clocks are sleep, or somebody setting the time. */
const jumpMs = 2000;
/** A page that starts is content with an answer to another tab that is not older. */
const freshAtStartMs = 60_000;
/** One that wakes wants news. Shorter than this, focus moving about would cause traffic. */
const freshAtWakeMs = 5000;
/** A network that comes and goes is asked about this seldom (ENGINE T-35). */
const onlineFloorMs = 25_000;
/** The first retry after a wake: a phone's network stack needs a moment (ENGINE T-79). */
const firstRetryMs = 500;
const never = Number.POSITIVE_INFINITY;

export function createSessionEngine({
  ports,
  transport,
  name = 'react-session-security',
  inputExtends = true,
  validateEveryMs = defaultValidateEveryMs,
}: SessionEngineOptions): SessionEngine {
  const { clock, random, page } = ports;
  const snapshots = createEmitter<void>();
  const notices = createEmitter<EngineNotice>();
  const recovery = createRecovery(clock, reportFault);
  notices.on(({ type }) => {
    if (type === 'refreshed' || type === 'recovered') recovery.run();
  });
  const time = createServerTime(clock);
  const store = createSharedStore({
    area: ports.storage,
    prefix: name,
    onDegraded: () => notices.emit({ type: 'storageDegraded' }),
  });
  const shared = createSharedSession(store);
  const lock = createTabLock({ locks: ports.locks, store, clock, random });
  const exchanger = createExchanger({ clock, time, onNotice: notices.emit });
  const bus = createTabBus({
    channel: () => ports.channel(name),
    target: page?.window,
    // Input in another tab matters here only while somebody is being warned.
    isOurs: (key) =>
      key === store.nameOf(recordKey) || (key === store.nameOf(activityKey) && snapshot.status === 'warning'),
    clock,
    onHint: () => evaluate(),
  });
  const scheduler = createScheduler(clock, () => evaluate());
  const lifecycle = page === undefined ? undefined : createLifecycle({ page, clock, onEvent: onLifecycle });
  const activity =
    page === undefined ? undefined : createActivityMonitor({ target: page.window, clock, onInput: hearInput });

  let state = initialState({ isVisible: lifecycle?.isVisible() ?? false, isNetworkUp: lifecycle?.isOnline() ?? true });
  let snapshot: SessionSnapshot = unknownSession;
  let starts = 0;
  let isDisposed = false;
  let hasRead = false;
  let lastOnlineWakeAt = Number.NEGATIVE_INFINITY;

  const apply = (event: EngineEvent): void => {
    state = transition(state, event);
  };

  /** What other tabs did since the last look. Before anything is decided. */
  function readShared(): void {
    const before = state.record;
    const { record, activityAt } = shared.read(before);
    if (record !== before && record !== undefined) follow(before, record);
    apply({ type: 'recordRead', record, activityAt });
  }

  function follow(before: SessionRecord | undefined, record: SessionRecord): void {
    refresher?.follow(record);
    if (!hasRead || state.isTimeInDoubt) {
      const floor = Math.max(record.confirmedAt, shared.highWater());
      time.adopt(record.offsetMs, floor);
    }
    if (before !== undefined && before.userId !== record.userId) {
      exchanger.abortAll();
      notices.emit({ type: 'userSwitched', from: before.userId, to: record.userId });
    }
  }

  /** The one place where time passes: look, decide, act, tell, and set the next wake. */
  function evaluate(): void {
    if (isDisposed) return;
    const jump = time.jump();
    if (Math.abs(jump) > jumpMs) {
      apply({ type: 'clockJumped' });
      notices.emit({ type: 'clockJumped', byMs: jump });
    }
    readShared();
    hasRead = true;
    endIfTimeIsUp();
    publish();
    if (starts === 0) return;
    if (snapshot.status === 'active' || snapshot.status === 'warning') activity?.start();
    else activity?.stop();
    if (state.record !== undefined && !snapshot.isVerified) shared.raiseHighWater(time.now());
    takeDueJobs();
  }

  function endIfTimeIsUp(): void {
    const { record } = state;
    if (record === undefined || record.ended !== undefined) return;
    const reason = timeUp(state, record, time.now());
    if (reason === undefined || reason === 'in-doubt') return;
    endSession(record, reason);
  }

  const plan = (): JobPlan =>
    planJobs(state, readJobStamps(store, time.now()), {
      now: time.now(),
      validateEveryMs: Math.max(validateEveryMs, leastValidateEveryMs),
    });
  const takeDueJobs = (): void => {
    const refreshAt = state.isNetworkUp ? (refresher?.dueAt() ?? never) : never;
    if (refreshAt <= time.now()) void refresher?.renew().then(evaluate, evaluate);
    scheduler.wakeIn(Math.min(jobs.takeDue(plan()), refreshAt) - time.now());
  };

  const work: Readonly<Record<Job, () => Promise<void>>> = {
    async validate() {
      const basis = state.record;
      apply({ type: 'asking' });
      publish();
      let outcome = await exchanger.run('validate', transport.validate);
      // A refusal in words that are not ours may be a proxy's: one more opinion (ENGINE T-30).
      if (outcome.kind === 'ambiguous' && !isDisposed) outcome = await exchanger.run('validate', transport.validate);
      if (isDisposed) return;
      if (outcome.kind !== 'ok') return settleFailure('validate', basis, outcome);
      apply({ type: 'answered' });
      settleJob(store, 'validate', time.now());
      const answer = outcome.value;
      readShared();
      const isNewsToUs = answer.lastActivityAt > (state.record?.serverActivityAt ?? 0) + 1000;
      commit(basis, (current) => confirmed(current, answer, time.offsetMs()));
      // Somebody on another origin uses the same session: their input counts as ours.
      if (isNewsToUs) shareActivity(Math.max(state.activityAt, answer.lastActivityAt));
      // The server still holds what has ended here: it is told once more.
      if (state.record?.ended !== undefined && state.record.sessionId === answer.sessionId)
        oweSignOut(store, time.now());
    },
    async heartbeat() {
      const basis = state.record;
      if (basis === undefined) return;
      const outcome = await exchanger.run('heartbeat', transport.heartbeat);
      if (isDisposed) return;
      if (outcome.kind !== 'ok') return settleFailure('heartbeat', basis, outcome);
      apply({ type: 'answered' });
      settleJob(store, 'heartbeat', time.now());
      const answer = outcome.value;
      commit(basis, (current) => current && beaten(current, answer, time.offsetMs()));
    },
    async signOut() {
      const outcome = await exchanger.run('signOut', transport.signOut);
      if (isDisposed) return;
      if (outcome.kind === 'transient' || outcome.kind === 'throttled')
        return settleFailure('signOut', undefined, outcome);
      forgetSignOut(store);
      settleJob(store, 'signOut', time.now());
    },
  };

  const jobs = createJobRunner({
    store,
    lock,
    now: time.now,
    plan() {
      readShared();
      return plan();
    },
    work,
    onSettled: () => evaluate(),
  });

  const refresher =
    transport.refresh &&
    createRefresher({
      clock,
      now: time.now,
      random,
      store,
      lock,
      exchanger,
      refresh: transport.refresh,
      record() {
        readShared();
        return state.record;
      },
      commit(basis, answer) {
        if (isDisposed) return undefined;
        apply({ type: 'answered' });
        commit(basis, (current) => current && refreshed(current, answer, time.offsetMs()));
        readShared();
        return state.record;
      },
      onForeign: () => void jobs.run('validate'),
      onRejected: (failure, basis) => endIfCurrent(basis, endReasonOf(failure.code, failure.reason)),
      onNotice: notices.emit,
    });

  function settleFailure(
    job: Job,
    basis: SessionRecord | undefined,
    outcome: Exclude<Outcome<unknown>, { kind: 'ok' }>,
  ): void {
    const now = time.now();
    if (outcome.kind === 'rejected') {
      apply({ type: 'answered' });
      settleJob(store, job, now);
      return endIfCurrent(basis, endReasonOf(outcome.code, outcome.reason));
    }
    if (outcome.kind === 'throttled') throttleJobs(store, now + outcome.retryAfterMs);
    if (job === 'validate') apply({ type: 'unanswered' });
    failJob(store, job, { now, random, firstPauseMs: firstRetryMs });
  }

  /** Only the session that was refused ends: another tab may have signed in meanwhile. */
  function endIfCurrent(basis: SessionRecord | undefined, reason: EndReason): void {
    readShared();
    const { record } = state;
    if (record === undefined) apply({ type: 'nobodySignedIn' });
    else if (record.epoch === basis?.epoch && record.ended === undefined) endSession(record, reason);
  }

  function endSession(record: SessionRecord, reason: EndReason): void {
    const now = time.now();
    // The server holds out a little longer than this page where it has not heard of every pause.
    if (reason === 'idle' || reason === 'signedOut' || reason === 'graceExhausted') oweSignOut(store, now);
    commit(record, (current) => current && ended(current, reason, now));
  }

  function commit(
    basis: SessionRecord | undefined,
    make: (current: SessionRecord | undefined) => SessionRecord | undefined,
  ): void {
    readShared();
    const before = state.record;
    const next = shared.commit(before, basis?.epoch, make);
    if (next === undefined) return;
    const isNewSession = next.ended === undefined && next.epoch !== before?.epoch;
    if (isNewSession) {
      forgetSignOut(store);
      shared.writeActivity(next, next.serverActivityAt);
      if (before !== undefined && before.userId !== next.userId) {
        notices.emit({ type: 'userSwitched', from: before.userId, to: next.userId });
      }
    }
    refresher?.follow(next);
    apply({ type: 'recordRead', record: next, activityAt: shared.read(next).activityAt });
    bus.hint();
  }

  function hearInput(): void {
    evaluate();
    if (snapshot.status === 'active' || (snapshot.status === 'warning' && inputExtends)) countInput();
  }

  function shareActivity(at: number): void {
    const { record } = state;
    if (record === undefined) return;
    shared.writeActivity(record, at);
    apply({ type: 'inputHeard', at });
  }

  function countInput(): void {
    shareActivity(time.now());
    takeDueJobs();
    if (snapshot.status === 'warning') {
      bus.hint();
      evaluate();
    }
  }

  function publish(): void {
    if (isDisposed) return;
    const before = snapshot;
    const next = deriveSnapshot(state, time.now());
    if (isSameSnapshot(before, next)) return;
    snapshot = next;
    for (const notice of noticesOf(before, next)) notices.emit(notice);
    snapshots.emit();
  }

  function onLifecycle(event: LifecycleEvent): void {
    switch (event.type) {
      case 'shown':
        bus.open();
        apply({ type: 'visibilityChanged', isVisible: lifecycle?.isVisible() ?? false });
        evaluate();
        break;
      case 'hidden':
        apply({ type: 'visibilityChanged', isVisible: false });
        break;
      case 'left':
        bus.close();
        lock.releaseAll();
        break;
      case 'online':
      case 'offline':
        apply({ type: 'networkChanged', isUp: event.type === 'online' });
        evaluate();
        break;
      case 'woken':
        wake(event.because);
        break;
      default:
        event satisfies never;
    }
  }

  function wake(because: 'shown' | 'online'): void {
    const now = clock.monotonic();
    if (because === 'online') {
      if (now - lastOnlineWakeAt < onlineFloorMs) return;
      lastOnlineWakeAt = now;
    }
    forgiveJobs(store, time.now());
    apply({ type: 'woken', wantsAnswerSince: time.now() - freshAtWakeMs });
    evaluate();
  }

  function stop(): void {
    scheduler.stop();
    lifecycle?.stop();
    activity?.stop();
    bus.close();
  }

  return {
    getSnapshot: () => snapshot,
    subscribe: (listener) => snapshots.on(listener),
    onNotice: (listener) => notices.on(listener),
    onRecovered: (hook) => recovery.on(hook),
    limits: () =>
      state.record === undefined || state.record.ended !== undefined
        ? undefined
        : sessionLimits(state.record, state.activityAt),
    now: time.now,
    epoch: () => state.record?.epoch ?? 0,
    start() {
      if (isDisposed) return () => {};
      starts += 1;
      if (starts === 1) {
        bus.open();
        lifecycle?.start();
        readShared();
        hasRead = true;
        // Over by a clock that nobody has checked: the server is asked first.
        if (state.record !== undefined && time.now() >= sessionLimits(state.record, state.activityAt).endsAt) {
          apply({ type: 'clockJumped' });
        }
        apply({ type: 'woken', wantsAnswerSince: time.now() - freshAtStartMs });
        evaluate();
      }
      let isCancelled = false;
      return () => {
        if (isCancelled) return;
        isCancelled = true;
        starts -= 1;
        if (starts === 0) stop();
      };
    },
    async validate() {
      // An answer to a question from before, a sign-in say, is not the answer to this one.
      await jobs.underWay('validate');
      await jobs.run('validate');
    },
    async extend() {
      readShared();
      countInput();
      await jobs.run('heartbeat');
      if (state.record !== undefined && !hasNews(state.record, state.activityAt)) notices.emit({ type: 'extended' });
    },
    async signOut() {
      readShared();
      exchanger.abortAll();
      const { record } = state;
      if (record === undefined || record.ended !== undefined) oweSignOut(store, time.now());
      else endSession(record, 'signedOut');
      publish();
      await jobs.run('signOut');
    },
    tokens: refresher && {
      usable: refresher.usable,
      isRefreshing: refresher.isRefreshing,
      get: (refused) => refresher.get(refused).finally(() => evaluate()),
      keep: refresher.keep,
    },
    refused(code, reason, epoch) {
      readShared();
      const { record } = state;
      if (record !== undefined && record.epoch === epoch) endIfCurrent(record, endReasonOf(code, reason));
      evaluate();
    },
    signedOut() {
      readShared();
      const { record } = state;
      if (record !== undefined && record.ended === undefined) {
        commit(record, (current) => current && ended(current, 'signedOut', time.now()));
      }
      evaluate();
    },
    answered() {
      if (state.isNetworkUp) return;
      apply({ type: 'networkChanged', isUp: true });
      evaluate();
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      stop();
      exchanger.abortAll();
      lock.releaseAll();
      snapshots.clear();
      notices.clear();
    },
  };
}
