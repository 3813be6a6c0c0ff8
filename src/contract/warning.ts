/** The session will end, or the session limit is reached (SPEC C3). */
import { z } from 'zod';
import type { Instant } from './instant';
import { isoInstantSchema, successOf } from './success';

/** What is warned of: the session will end soon, or there is no room for another. */
export type WarningType = 'approaching_timeout' | 'session_limit';
/** Which limit: of inactivity, of the session's whole life, or of the number of sessions. */
export type WarningReason = 'idle' | 'absolute' | 'limit';

/** One warning (SPEC C3). `message` is an English default; a user interface takes its own words from `messages`. */
export interface SessionWarning {
  /** Names this instance: the same condition with another deadline has another id, so a dismissal never outlives it. */
  readonly id: string;
  /** A type that the reader does not know is shown as information, never dropped. */
  readonly warningType: WarningType | (string & {});
  readonly reason: WarningReason;
  readonly message: string;
  readonly expiresAt?: Instant | undefined;
  readonly currentCount?: number | undefined;
  readonly maxSessions?: number | undefined;
}

/** Schema of {@link SessionWarning}; any `warningType` is let through. */
export const sessionWarningSchema = z.strictObject({
  id: z.string(),
  warningType: z.string(),
  reason: z.enum(['idle', 'absolute', 'limit']),
  message: z.string(),
  expiresAt: isoInstantSchema.optional(),
  currentCount: z.number().int().optional(),
  maxSessions: z.number().int().optional(),
}) satisfies z.ZodType<SessionWarning>;

/** Answer of C3: what holds now, and the server's clock to count down by. */
export interface SessionWarnings {
  readonly warnings: readonly SessionWarning[];
  readonly serverTime: Instant;
}

/** Schema of {@link SessionWarnings} in the envelope. */
export const getSessionWarningsOutput = successOf(
  z.strictObject({ warnings: z.array(sessionWarningSchema), serverTime: isoInstantSchema }),
);
