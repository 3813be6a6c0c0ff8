/** A second-factor prompt (SPEC C12–C14): bound to user, session and action, five minutes, counted attempts. */
import { z } from 'zod';
import type { Instant } from './instant';
import { type PasskeyAssertion, passkeyAssertionSchema } from './passkey';
import { type SensitiveActionType, sensitiveActionTypes } from './sensitiveAction';
import { verificationMethodSchema } from './signIn';
import { handleSchema, isoInstantSchema, successOf } from './success';
import { type VerificationMethod, type VerificationMethodSpelling, verificationMethodSpellings } from './verification';

/** Answer of C12: an open prompt for a second factor. It lives five minutes by default (`policy.challenge.ttlMs`). */
export interface Challenge {
  readonly challengeId: string;
  /** The action that it was opened for, and that alone it can be used for (R42). */
  readonly actionType: SensitiveActionType;
  readonly expiresAt: Instant;
  readonly method: VerificationMethod;
  /** Every method that the server would accept now; never chosen by the client (OWASP Transaction Authorization 2.2). */
  readonly methods: readonly VerificationMethod[];
  /** Over all prompts and sessions of this user and method (RFC 4226 §7.3): a new prompt brings no new attempts. */
  readonly attemptsRemaining: number;
  readonly resendAvailableAt?: Instant | undefined;
  /** Where a code was sent, masked: `••• 4567`. */
  readonly deliveryHint?: string | undefined;
  readonly serverTime: Instant;
}

/** Schema of {@link Challenge}; refuses undeclared keys. */
export const challengeSchema = z.strictObject({
  challengeId: z.string(),
  actionType: z.enum(sensitiveActionTypes),
  expiresAt: isoInstantSchema,
  method: verificationMethodSchema,
  methods: z.array(verificationMethodSchema),
  attemptsRemaining: z.number().int(),
  resendAvailableAt: isoInstantSchema.optional(),
  deliveryHint: z.string().optional(),
  serverTime: isoInstantSchema,
}) satisfies z.ZodType<Challenge>;

/** C12. */
export interface Create2FAChallengeInput {
  readonly actionType: SensitiveActionType;
  /** In either spelling. @default the first that the server accepts */
  readonly method?: VerificationMethodSpelling | undefined;
}
/** Schema of {@link Create2FAChallengeInput}. */
export const create2FAChallengeInput = z.strictObject({
  actionType: z.enum(sensitiveActionTypes),
  method: z.enum(verificationMethodSpellings).optional(),
});
/** Schema of {@link Challenge} in the envelope. */
export const create2FAChallengeOutput = successOf(challengeSchema);

/** C13. A code, in any digits and with any spaces; a backup code in its own form; or a passkey's assertion. */
export type Verify2FAChallengeInput =
  | {
      readonly challengeId: string;
      readonly code: string;
      /** In either spelling. @default the method that the prompt was opened with */
      readonly method?: VerificationMethodSpelling | undefined;
    }
  | {
      readonly challengeId: string;
      readonly method: 'passkey' | 'webauthn';
      /** Over the options of `auth.beginPasskeyAssertion` for the same action. */
      readonly assertion: PasskeyAssertion;
    };
/** Schema of {@link Verify2FAChallengeInput}. */
export const verify2FAChallengeInput = z.union([
  z.strictObject({
    challengeId: handleSchema,
    code: z.string().min(1).max(64),
    method: z.enum(verificationMethodSpellings).optional(),
  }),
  z.strictObject({
    challengeId: handleSchema,
    method: z.enum(['passkey', 'webauthn']),
    assertion: passkeyAssertionSchema,
  }),
]);

/**
 * Answer of C13: the code was right; until `gracePeriodUntil` this session is not asked again (15 minutes by
 * default).
 */
export interface ChallengeVerified {
  readonly userId: string;
  /** Anything but `true` is a failure (fail closed). */
  readonly verified: boolean;
  readonly gracePeriodUntil: Instant;
}
/** Schema of {@link ChallengeVerified} in the envelope. */
export const verify2FAChallengeOutput = successOf(
  z.strictObject({ userId: z.string(), verified: z.boolean(), gracePeriodUntil: isoInstantSchema }),
);

/** C14. Sends a new code to the phone of an open prompt; the old one no longer counts. */
export interface Resend2FAChallengeInput {
  readonly challengeId: string;
}
/** Schema of {@link Resend2FAChallengeInput}. */
export const resend2FAChallengeInput = z.strictObject({ challengeId: handleSchema });
/** Schema of {@link Challenge} in the envelope: the same prompt, with when it can be sent again. */
export const resend2FAChallengeOutput = successOf(challengeSchema);
