/**
 * What this tab knows of the session, and the one place where that changes: here, in the record that the tabs share, and
 * in what subscribers see. Asks nobody; when to look and what to ask is decided elsewhere.
 */
import { createEmitter } from './createEmitter';
import type { Emitter } from './createEmitter';
import type { ServerTime } from './createServerTime';
import type { SharedJobs } from './createSharedJobs';
import type { SharedSession } from './createSharedSession';
import { deriveSnapshot, timeUp } from './deriveSnapshot';
import type { EngineNotice } from './EngineNotice';
import { noticesOf } from './noticesOf';
import { ended } from './sessionCommits';
import { initialState, transition } from './sessionMachine';
import type { EngineEvent, EngineState } from './sessionMachine';
import type { EndReason, SessionRecord } from './SessionRecord';
import { unknownSession } from './SessionSnapshot';
import type { SessionSnapshot } from './SessionSnapshot';

export interface SessionKeeperOptions {
  readonly shared: SharedSession;
  readonly jobs: SharedJobs;
  readonly time: ServerTime;
  readonly onNotice: (notice: EngineNotice) => void;
  /** There is another record, from here or from another tab. */
  readonly onRecord: (record: SessionRecord, before: SessionRecord | undefined) => void;
  /** This tab has written something that the others should see now. */
  readonly onWritten: () => void;
}

export interface SessionKeeper {
  readonly state: EngineState;
  readonly snapshot: SessionSnapshot;
  /** Unless it has ended. */
  readonly live: SessionRecord | undefined;
  /** After each change of the snapshot. */
  readonly changes: Emitter<void>;
  /** After input, in whichever tab. */
  readonly activities: Emitter<void>;
  apply(event: EngineEvent): void;
  /** The server answered, and said what time it is or not. */
  answered(says: { readonly tellsTime: boolean }): void;
  /** What other tabs did since the last look. Before anything is decided. */
  look(): void;
  /** Writes what `make` makes of the newest record, unless the epoch of `basis` is over by then. */
  commit(
    basis: SessionRecord | undefined,
    make: (current: SessionRecord | undefined) => SessionRecord | undefined,
  ): void;
  end(record: SessionRecord, reason: EndReason): void;
  /** Only the session that was refused ends: another tab may have signed in meanwhile. */
  endIfCurrent(basis: SessionRecord | undefined, reason: EndReason): void;
  endIfTimeIsUp(): void;
  /** Somebody was there; server time. */
  hearActivity(at: number): void;
  /** The last input in any tab as the store has it now, which may be later than the last look. */
  lastActivityAt(): number | undefined;
  /** Derives the snapshot anew, and tells where it has changed. */
  publish(): void;
  /** Nothing changes, and nobody is told, any more. */
  close(): void;
}

export function createSessionKeeper(options: SessionKeeperOptions): SessionKeeper {
  const { shared, jobs, time, onNotice, onRecord, onWritten } = options;
  const changes = createEmitter<void>();
  const activities = createEmitter<void>();
  let state = initialState;
  let snapshot = unknownSession;
  let toldActivityAt = 0;
  let hasLooked = false;
  let isClosed = false;

  const liveRecord = (): SessionRecord | undefined => (state.record?.ended === undefined ? state.record : undefined);
  const apply = (event: EngineEvent): void => {
    state = transition(state, event);
  };
  const take = (record: SessionRecord | undefined): void => {
    if (record !== undefined && record !== state.record) onRecord(record, state.record);
    apply({ type: 'recordRead', record, activityAt: shared.activityAt(record) });
  };

  const learnTime = (): void =>
    apply({ type: 'timeLearned', now: time.now(), storedActivityAt: shared.activityAt(state.record) });

  const look = (): void => {
    const wasInDoubt = state.isTimeInDoubt;
    const record = shared.read(state.record);
    if (record !== undefined && record !== state.record && (!hasLooked || state.isTimeInDoubt)) {
      time.adopt(record.offsetMs, Math.max(record.confirmedAt, shared.highWater()));
    }
    hasLooked = true;
    take(record);
    if (wasInDoubt && !state.isTimeInDoubt) learnTime();
  };

  const commit: SessionKeeper['commit'] = (basis, make) => {
    look();
    const before = state.record;
    const next = shared.commit(before, basis?.epoch, make);
    if (next === undefined) return;
    if (next.ended === undefined && next.epoch !== before?.epoch) {
      jobs.forgetSignOut();
      shared.writeActivity(next, next.serverActivityAt);
    }
    take(next);
    onWritten();
  };

  const end: SessionKeeper['end'] = (record, reason) => {
    // The server holds out a little longer than this page where it has not heard of every pause.
    if (reason === 'idle' || reason === 'signedOut' || reason === 'graceExhausted') jobs.oweSignOut();
    commit(record, (current) => current && ended(current, reason, time.now()));
  };

  return {
    get state() {
      return state;
    },
    get snapshot() {
      return snapshot;
    },
    get live() {
      return liveRecord();
    },
    changes,
    activities,
    apply,
    answered(says) {
      apply({ type: 'answered', ...says });
      look();
      if (!says.tellsTime) return;
      shared.forgetAhead(state.record, time.now());
      learnTime();
    },
    look,
    commit,
    end,
    endIfCurrent(basis, reason) {
      look();
      const { record } = state;
      if (record === undefined) apply({ type: 'nobodySignedIn' });
      else if (record.epoch === basis?.epoch && record.ended === undefined) end(record, reason);
    },
    endIfTimeIsUp() {
      const record = liveRecord();
      const reason = record && timeUp(state, record, time.now());
      if (record !== undefined && reason !== undefined && reason !== 'in-doubt') end(record, reason);
    },
    hearActivity(at) {
      if (state.record === undefined) return;
      shared.writeActivity(state.record, at);
      apply({ type: 'inputHeard', at });
    },
    lastActivityAt: () => liveRecord() && Math.max(state.activityAt, shared.activityAt(state.record)),
    publish() {
      if (isClosed) return;
      const before = snapshot;
      const next = deriveSnapshot(state, time.now());
      if (state.record !== undefined && !next.isVerified && !state.isTimeInDoubt) shared.raiseHighWater(time.now());
      if (!isSame(before, next)) {
        snapshot = next;
        for (const notice of noticesOf(before, next)) onNotice(notice);
        changes.emit();
      }
      if (state.activityAt > toldActivityAt) {
        toldActivityAt = state.activityAt;
        activities.emit();
      }
    },
    close() {
      isClosed = true;
      changes.clear();
      activities.clear();
    },
  };
}

/** A warning is made anew each time; its id says whether it is the same one. */
function isSame(a: SessionSnapshot, b: SessionSnapshot): boolean {
  const keys = Object.keys(a) as readonly (keyof SessionSnapshot)[];
  return keys.every((key) => (key === 'warning' ? a.warning?.id === b.warning?.id : a[key] === b[key]));
}
