/**
 * The record and the last activity as all tabs share them. A commit is written only while the epoch that it was made
 * for is still the newest: the guard that makes late answers harmless (ENGINE T-10, T-50).
 */
import type { SharedStore } from './createSharedStore';
import { numbersIn } from './JobStamps';
import { newest } from './sessionCommits';
import { parseSessionRecord } from './SessionRecord';
import type { SessionRecord } from './SessionRecord';

export interface SharedSession {
  /** The newer of what lies in the store and what is `known` here, and the last input in any tab. */
  read(known: SessionRecord | undefined): { readonly record: SessionRecord | undefined; readonly activityAt: number };
  /**
   * Makes the next record from the newest one and writes it, unless the epoch has changed since `epoch` was read.
   *
   * @returns what was written, or `undefined` where the epoch was over or `make` had nothing to say
   */
  commit(
    known: SessionRecord | undefined,
    epoch: number | undefined,
    make: (current: SessionRecord | undefined) => SessionRecord | undefined,
  ): SessionRecord | undefined;
  writeActivity(record: SessionRecord, at: number): void;
  /** The latest moment that is certain to have been, however the clock was set since. */
  highWater(): number;
  raiseHighWater(now: number): void;
}

export const recordKey = 'session';
export const activityKey = 'activity';

export function createSharedSession(store: SharedStore): SharedSession {
  const stored = (): SessionRecord | undefined => parseSessionRecord(store.read(recordKey));
  const highWater = (): number => numbersIn(store.read('seen'), 1)[0] ?? 0;
  return {
    read(known) {
      const record = newest(stored(), known);
      const [epoch, at = 0] = numbersIn(store.read(activityKey), 2);
      return { record, activityAt: record !== undefined && epoch === record.epoch ? at : 0 };
    },
    commit(known, epoch, make) {
      const current = newest(stored(), known);
      const next = current?.epoch === epoch ? make(current) : undefined;
      if (next !== undefined) store.write(recordKey, JSON.stringify(next));
      return next;
    },
    writeActivity({ epoch }, at) {
      store.write(activityKey, `${String(epoch)},${String(Math.round(at))}`);
    },
    highWater,
    raiseHighWater(now) {
      if (now > highWater()) store.write('seen', String(Math.round(now)));
    },
  };
}
