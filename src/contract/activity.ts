/** The heartbeat (SPEC C4): tells the server that there was trusted input since the last one. */
import { z } from 'zod';
import type { Instant } from './instant';
import { isoInstantSchema, successOf } from './success';

/** Answer of C4: when the session was last active and, if nothing more happens, when it ends. */
export interface ActivityUpdate {
  readonly lastActivityAt: Instant;
  readonly idleExpiresAt: Instant;
  readonly serverTime: Instant;
}

/** Schema of C4's answer: {@link ActivityUpdate} in the envelope, instants as ISO 8601. */
export const updateActivityOutput = successOf(
  z.strictObject({ lastActivityAt: isoInstantSchema, idleExpiresAt: isoInstantSchema, serverTime: isoInstantSchema }),
);
