/** The shared record, and what lies beside it, as they are found. Pure: for whoever only looks. */
import { numbersIn } from './guards';
import { parseSessionRecord } from './SessionRecord';
import type { SessionRecord } from './SessionRecord';
import { activityKey, highWaterKey, recordKey } from './storageNames';

export type ReadText = (key: string) => string | undefined;

export function readRecord(read: ReadText): SessionRecord | undefined {
  return parseSessionRecord(read(recordKey));
}

/** The last input in any tab since the epoch of `record` began; 0 where there was none. */
export function readActivityAt(read: ReadText, { epoch }: SessionRecord): number {
  const [forEpoch, at = 0] = numbersIn(read(activityKey), 2);
  return forEpoch === epoch ? at : 0;
}

/** The latest moment that is certain to have been, however the clock was set since. */
export function readHighWater(read: ReadText): number {
  return numbersIn(read(highWaterKey), 1)[0] ?? 0;
}
