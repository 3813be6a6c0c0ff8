/** A second-factor prompt (SPEC C12–C14): bound to user, session and action, five minutes, counted attempts. */
import type { Instant } from './instant';
import type { VerificationMethod } from './verification';

/** Answer of C12: an open prompt for a second factor. It lives five minutes by default (`policy.challenge.ttlMs`). */
export interface Challenge {
  readonly challengeId: string;
  readonly expiresAt: Instant;
  readonly method: VerificationMethod;
  /** Every method that the server would accept now; never chosen by the client (OWASP Transaction Authorization 2.2). */
  readonly methods: readonly VerificationMethod[];
  readonly attemptsRemaining: number;
  readonly resendAvailableAt?: Instant;
  /** Where a code was sent, masked: `••• 4567`. */
  readonly deliveryHint?: string;
  readonly serverTime: Instant;
}

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
