/**
 * Keeps a session truthful over time in one tab, together with every other tab of the browser (SPEC 5). Framework-free:
 * it is handed a transport and ports, and read through a snapshot. "Claim, do not elect": recurring work is taken by
 * whichever tab finds it due, so no tab is special and none that froze or crashed is missed.
 *
 * Here the parts are put together: the keeper knows, the loop decides when, the work asks, the refresher has the tokens.
 */
import { createEmitter, reportFault } from './createEmitter';
import { createExchanger } from './createExchanger';
import { createRecovery } from './createRecovery';
import type { createRefresher } from './createRefresher';
import { createServerTime } from './createServerTime';
import { createSessionKeeper } from './createSessionKeeper';
import { createSessionLoop } from './createSessionLoop';
import { createSharedJobs } from './createSharedJobs';
import { createSharedSession } from './createSharedSession';
import { createSharedStore } from './createSharedStore';
import { createTabBus } from './createTabBus';
import { createTabLock } from './createTabLock';
import { endReasonOf } from './endReasonOf';
import type { EngineNotice } from './EngineNotice';
import { defaultValidateEveryMs } from './planJobs';
import { refreshed } from './sessionCommits';
import type { SessionEngine, SessionEngineOptions } from './SessionEngine';
import { hasNews, sessionLimits } from './sessionLimits';
import { sessionWork } from './sessionWork';
import { activityKey, defaultName, recordKey } from './storageNames';

/**
 * @param makeRefresher for the bearer transport. Handed in, so that whoever keeps the session in a cookie doesn't load it.
 */
export function assembleEngine(
  {
    ports,
    transport,
    name = defaultName,
    inputExtends = true,
    validateEveryMs = defaultValidateEveryMs,
  }: SessionEngineOptions,
  makeRefresher?: typeof createRefresher,
): SessionEngine {
  const { clock, random, page } = ports;
  const notices = createEmitter<EngineNotice>();
  const onNotice = notices.emit;
  const recovery = createRecovery(clock, reportFault);
  notices.on(({ type }) => {
    if (type === 'refreshed' || type === 'recovered') recovery.run();
  });
  const time = createServerTime(clock);
  const store = createSharedStore({
    area: ports.storage,
    prefix: name,
    onDegraded: () => onNotice({ type: 'storageDegraded' }),
  });
  const jobs = createSharedJobs({ store, now: time.now, random });
  const lock = createTabLock({ locks: ports.locks, store, clock, random });
  const exchanger = createExchanger({ clock, time, onNotice });
  const bus = createTabBus({
    channel: () => ports.channel(name),
    target: page?.window,
    // Input in another tab matters here only while somebody is being warned, or wants to know.
    isOurs: (key) =>
      key === store.nameOf(recordKey) ||
      (key === store.nameOf(activityKey) && (keeper.snapshot.status === 'warning' || keeper.activities.size > 0)),
    clock,
    onHint: () => loop.turn(),
  });
  const keeper = createSessionKeeper({
    shared: createSharedSession(store),
    jobs,
    time,
    onNotice,
    onRecord(record, before) {
      refresher?.follow(record);
      if (before === undefined || before.userId === record.userId) return;
      exchanger.abortAll();
      onNotice({ type: 'userSwitched', from: before.userId, to: record.userId });
    },
    onWritten: bus.hint,
  });
  const { runner, ...loop } = createSessionLoop({
    clock,
    page,
    time,
    keeper,
    jobs,
    lock,
    bus,
    refresher: () => refresher,
    work: sessionWork({ keeper, jobs, time, exchanger, transport, turn: () => loop.turn() }),
    inputExtends,
    validateEveryMs,
    onNotice,
  });
  const refresher =
    transport.refresh &&
    makeRefresher?.({
      clock,
      now: time.now,
      random,
      store,
      jobs,
      lock,
      exchanger,
      refresh: transport.refresh,
      record() {
        keeper.look();
        return keeper.state.record;
      },
      commit(basis, answer) {
        keeper.answered({ tellsTime: true });
        keeper.commit(basis, (current) => current && refreshed(current, answer, time.offsetMs()));
        return keeper.state.record;
      },
      onForeign: () => void runner.run('validate'),
      onRejected: ({ code, reason }, basis) => keeper.endIfCurrent(basis, endReasonOf(code, reason)),
      onNotice,
    });

  return {
    getSnapshot: () => keeper.snapshot,
    subscribe: keeper.changes.on,
    onNotice: notices.on,
    onRecovered: recovery.on,
    onActivity: keeper.activities.on,
    limits: () => keeper.live && sessionLimits(keeper.live, keeper.state.activityAt),
    lastActivityAt: keeper.lastActivityAt,
    now: time.now,
    epoch: () => keeper.state.record?.epoch ?? 0,
    start: loop.start,
    heartbeatEvery: loop.heartbeatEvery,
    async validate() {
      // An answer to a question from before, a sign-in say, is not the answer to this one.
      await runner.underWay('validate');
      await runner.run('validate');
    },
    async extend() {
      loop.countInput();
      await runner.run('heartbeat');
      const { live, state } = keeper;
      if (live !== undefined && !hasNews(live, state.activityAt)) onNotice({ type: 'extended' });
    },
    async signOut() {
      keeper.look();
      exchanger.abortAll();
      if (keeper.live === undefined) jobs.oweSignOut();
      else keeper.end(keeper.live, 'signedOut');
      keeper.publish();
      await runner.run('signOut');
    },
    signedOut() {
      keeper.look();
      if (keeper.live !== undefined) keeper.end(keeper.live, 'signedOut');
      // The server knows already.
      jobs.forgetSignOut();
      loop.turn();
    },
    refused(code, reason, epoch) {
      keeper.look();
      const { record } = keeper.state;
      if (record?.epoch === epoch) keeper.endIfCurrent(record, endReasonOf(code, reason));
      loop.turn();
    },
    answered() {
      if (keeper.state.isNetworkUp) return;
      keeper.apply({ type: 'networkChanged', isUp: true });
      loop.turn();
    },
    tokens: refresher && {
      usable: refresher.usable,
      isRefreshing: refresher.isRefreshing,
      get: (refused) => refresher.get(refused).finally(loop.turn),
      keep: refresher.keep,
    },
    dispose() {
      loop.close();
      keeper.close();
      notices.clear();
      exchanger.close();
      lock.releaseAll();
      store.close();
    },
  };
}
