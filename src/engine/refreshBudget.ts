/** How often this browser refreshes, whatever the application does: half of what the server allows (SPEC A6; ENGINE T-76). */
import type { SharedStore } from './createSharedStore';

export const refreshBudget = { max: 10, windowMs: 5 * 60_000 } as const;

/** Renewed a third of its life before it ends, but not more than five minutes: short lives must not become loops. */
export function refreshLeadMs(ttlMs: number): number {
  return Math.min(5 * 60_000, ttlMs / 3);
}

/** Counts one refresh. Returns 0, or, where the budget is used up, the milliseconds until there is some again. */
export function takeFromBudget(store: SharedStore, now: number): number {
  const recent = readTimes(store, now);
  const [oldest] = recent;
  if (recent.length >= refreshBudget.max && oldest !== undefined) return oldest + refreshBudget.windowMs - now;
  store.write('refreshes', [...recent, Math.round(now)].join(','));
  return 0;
}

function readTimes(store: SharedStore, now: number): readonly number[] {
  const text = store.read('refreshes') ?? '';
  if (text.length > 20 * refreshBudget.max) return [];
  return text
    .split(',')
    .filter((part) => /^\d{1,15}$/.test(part))
    .map(Number)
    .filter((at) => at <= now && now - at < refreshBudget.windowMs);
}
