/** The wire shape of a refusal (SPEC E2) as a schema. Apart from `errors.ts`, which browsers load, for its zod. */
import { z } from 'zod';
import { type SessionSecurityErrorCause, sessionSecurityErrorCodes } from './errors';
import { sensitiveActionTypes } from './sensitiveAction';

/** What travels at `error.data.cause`, and beside each id that a bulk call could not carry out. `retryAfter` in seconds. */
export const errorCauseSchema = z.strictObject({
  errorCode: z.enum(sessionSecurityErrorCodes),
  message: z.string(),
  action: z.enum(sensitiveActionTypes).exactOptional(),
  reason: z.string().exactOptional(),
  retryAfter: z.number().exactOptional(),
  attemptsRemaining: z.number().int().exactOptional(),
}) satisfies z.ZodType<SessionSecurityErrorCause>;
