/** Counts for the charts of `./charts` (SPEC C10, D1). */
import type { DeviceType } from './session';

/** Answer of C10: how many sessions there were in a range, by kind of device, browser, country and day. */
export interface SessionStatistics {
  readonly byDeviceType: Readonly<Partial<Record<DeviceType, number>>>;
  readonly byBrowser: Readonly<Record<string, number>>;
  /** Keyed by ISO 3166-1 alpha-2 code; `unknown` where no place is known. */
  readonly byCountry: Readonly<Record<string, number>>;
  /** One entry a day, oldest first; `day` is `YYYY-MM-DD` in UTC. */
  readonly perDay: readonly { readonly day: string; readonly sessions: number }[];
}
