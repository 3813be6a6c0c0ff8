/** Where an address is, roughly. By default nobody knows: no look-up leaves the machine unasked. */
import type { Location } from '../../contract/session';

/** Where an address is (SPEC V8). @default nobody asks, and every place is `null` */
export interface LocatePort {
  /** Asked once, at sign-in. A failure or a slow answer counts as `null`. */
  locate(ipAddress: string): Promise<Location | null>;
}

export const unknownPlace: LocatePort = { locate: async () => null };
