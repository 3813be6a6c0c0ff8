/** Which pending actions are done with, as all tabs of the browser know it: a duplicated tab has a copy of the others. */
import type { Clock } from '../../contract/clock';
import type { SharedStore } from '../createSharedStore';
import { takenKey } from '../storageNames';

export interface TakenActions {
  has(id: string): boolean;
  add(id: string): void;
}

/** More than anybody takes within the time that a pending action lives. */
const maxMarks = 64;

/** @param ttlMs how long a pending action lives: after that it needs no mark */
export function createTakenActions(
  { read, write }: Pick<SharedStore, 'read' | 'write'>,
  clock: Pick<Clock, 'now'>,
  ttlMs: number,
): TakenActions {
  /** `id:at`, newest first. */
  const marks = (): readonly string[] =>
    (read(takenKey) ?? '')
      .split(',', maxMarks)
      .filter((mark) => Math.abs(clock.now() - Number(mark.split(':')[1])) < ttlMs);
  return {
    has: (id) => marks().some((mark) => mark.startsWith(`${id}:`)),
    add: (id) => write(takenKey, [`${id}:${String(clock.now())}`, ...marks()].slice(0, maxMarks).join(',')),
  };
}
