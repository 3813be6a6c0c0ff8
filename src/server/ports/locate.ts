/** Where an address is, roughly. By default nobody knows: no look-up leaves the machine unasked. */
import type { Location } from '../../contract/session';

export interface LocatePort {
  /** Asked once, at sign-in. A failure or a slow answer counts as `null`. */
  locate(ipAddress: string): Promise<Location | null>;
}

export const unknownPlace: LocatePort = { locate: async () => null };
