/**
 * Instants: ISO 8601 strings on our wire, but foreign back ends and `superjson` deliver `Date` or epoch
 * milliseconds, so readers accept all three (SPEC 2).
 */
export type Instant = string | number | Date;

/** Milliseconds since the epoch, or `undefined` where the value names no instant. */
export function toEpochMs(instant: Instant | null | undefined): number | undefined {
  if (instant === null || instant === undefined) return undefined;
  const ms = instant instanceof Date ? instant.getTime() : typeof instant === 'number' ? instant : Date.parse(instant);
  return Number.isFinite(ms) ? ms : undefined;
}

/** ISO 8601 in UTC, as the wire carries it. */
export function toIso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
