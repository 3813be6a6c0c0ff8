/**
 * The record and the last activity as all tabs share them. A commit is written only while the epoch that it was made
 * for is still the newest: the guard that makes late answers harmless (ENGINE T-10, T-50).
 */
import type { SharedStore } from './createSharedStore';
import { readActivityAt, readHighWater, readRecord } from './readSharedSession';
import { newest } from './sessionCommits';
import type { SessionRecord } from './SessionRecord';
import { activityKey, highWaterKey, recordKey } from './storageNames';

export interface SharedSession {
  /** The newer of what lies in the store and what is `known` here. */
  read(known: SessionRecord | undefined): SessionRecord | undefined;
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
  /** The last input in any tab; 0 where there was none since the epoch of `record` began. */
  activityAt(record: SessionRecord | undefined): number;
  writeActivity(record: SessionRecord, at: number): void;
  /** The latest moment that is certain to have been, however the clock was set since. */
  highWater(): number;
  raiseHighWater(now: number): void;
  /** The server has said what time it is: what a clock running ahead has written doesn't count beyond that. */
  forgetAhead(record: SessionRecord | undefined, now: number): void;
}

export function createSharedSession({ read, write }: Pick<SharedStore, 'read' | 'write'>): SharedSession {
  let text: string | undefined;
  let stored: SessionRecord | undefined;
  /** Read with every input, and the same for minutes on end. */
  const readStored = (): SessionRecord | undefined => {
    const current = read(recordKey);
    if (current !== text) {
      text = current;
      stored = readRecord(() => current);
    }
    return stored;
  };
  const newestOf = (known: SessionRecord | undefined): SessionRecord | undefined => newest(readStored(), known);
  const highWater = (): number => readHighWater(read);
  const activityAt: SharedSession['activityAt'] = (record) => (record === undefined ? 0 : readActivityAt(read, record));
  const writeActivity: SharedSession['writeActivity'] = ({ epoch }, at) =>
    write(activityKey, `${String(epoch)},${String(Math.round(at))}`);
  const writeHighWater = (at: number): void => write(highWaterKey, String(Math.round(at)));
  return {
    read: newestOf,
    commit(known, epoch, make) {
      const current = newestOf(known);
      const next = current?.epoch === epoch ? make(current) : undefined;
      if (next !== undefined) write(recordKey, JSON.stringify(next));
      return next;
    },
    activityAt,
    writeActivity,
    highWater,
    raiseHighWater(now) {
      if (now > highWater()) writeHighWater(now);
    },
    forgetAhead(record, now) {
      if (highWater() > now) writeHighWater(now);
      if (record !== undefined && activityAt(record) > now) writeActivity(record, now);
    },
  };
}
