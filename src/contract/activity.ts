/** The heartbeat (SPEC C4): tells the server that there was trusted input since the last one. */
import { z } from 'zod';
import type { Instant } from './instant';
import { isoInstantSchema, successOf } from './success';

export interface ActivityUpdate {
  readonly lastActivityAt: Instant;
  readonly idleExpiresAt: Instant;
  readonly serverTime: Instant;
}

export const updateActivityOutput = successOf(
  z.strictObject({ lastActivityAt: isoInstantSchema, idleExpiresAt: isoInstantSchema, serverTime: isoInstantSchema }),
);
