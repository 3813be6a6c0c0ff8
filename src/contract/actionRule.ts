/**
 * What a sensitive action asks for beside a live session (SPEC F1): a row of the policy table, and the rule that reads it.
 * Authorisation comes first and is not here: who may not do something at all is never asked for proof (RFC 9470 §9).
 */

/** One row of `policy.actions`. */
export interface ActionRule {
  /**
   * `none`: a live session is enough. `recent`: a user with a second factor gave it in this session within `graceMs`, a
   * user without one brings a step-up token. `fresh`: a step-up token each time, made with the second factor where one
   * is enrolled.
   */
  readonly proof: 'none' | 'recent' | 'fresh';
  /** For `recent`. `policy.secondFactor.graceMs` bounds it. Milliseconds. */
  readonly graceMs: number;
}

/** How a session and its user stand. */
export interface ProofStanding {
  readonly hasSecondFactor: boolean;
  /** Milliseconds since this session's user last gave a second factor; `null` for never. */
  readonly secondFactorAgeMs: number | null;
  /** `policy.secondFactor.graceMs`. */
  readonly longestGraceMs: number;
}

/** What is missing: nothing, a second factor (`2FA_REQUIRED`), or a step-up token (`STEP_UP_REQUIRED`). */
export type MissingProof = 'nothing' | 'second_factor' | 'step_up';

/** What a call without a step-up token still lacks. */
export function missingProof({ proof, graceMs }: ActionRule, standing: ProofStanding): MissingProof {
  if (proof === 'none') return 'nothing';
  if (proof === 'fresh' || !standing.hasSecondFactor) return 'step_up';
  const { secondFactorAgeMs, longestGraceMs } = standing;
  const isWithinGrace = secondFactorAgeMs !== null && secondFactorAgeMs < Math.min(graceMs, longestGraceMs);
  return isWithinGrace ? 'nothing' : 'second_factor';
}
