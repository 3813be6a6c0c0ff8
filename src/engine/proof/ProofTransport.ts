/**
 * What collecting proof asks of a back end, as calls that never throw. Instants are epoch milliseconds by the clock that
 * they are compared with here, whatever the server's says.
 */
import type { SessionSecurityErrorCode } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { VerificationMethod } from '../../contract/verification';

/** What the user gives: a password, a code, or what an authenticator made of the server's options. */
export type GivenProof = { readonly password: string } | { readonly code: string } | { readonly assertion: unknown };

export type ProofAnswer<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | {
      readonly kind: 'refused';
      readonly code: SessionSecurityErrorCode;
      readonly retryAfterMs?: number | undefined;
      readonly attemptsRemaining?: number | undefined;
      readonly cause: unknown;
    }
  /** No answer came; whether the back end did what it was asked is not known. */
  | { readonly kind: 'unanswered'; readonly cause: unknown }
  /** Something answered that makes no sense. */
  | { readonly kind: 'unreadable'; readonly cause: unknown };

/** An open challenge (SPEC C12). */
export interface OpenChallenge {
  readonly challengeId: string;
  /** Absent where the server chose one that nobody here knows. */
  readonly method?: VerificationMethod | undefined;
  /** The known ones of those that it accepts. */
  readonly methods: readonly VerificationMethod[];
  readonly attemptsRemaining: number;
  readonly expiresAt: number;
  readonly resendAvailableAt?: number | undefined;
  readonly deliveryHint?: string | undefined;
}

/** A step-up token (SPEC C15). Held in memory until the one call that it opens. */
export interface StepUpToken {
  readonly token: string;
  readonly expiresAt: number;
}

export interface StepUpRequest {
  readonly actionType: SensitiveActionType;
  readonly parametersDigest: string | undefined;
  readonly method: VerificationMethod;
  readonly proof: GivenProof;
  /** For a code that was sent. */
  readonly challengeId: string | undefined;
}

export interface ProofTransport {
  openChallenge(
    action: SensitiveActionType,
    method: VerificationMethod | undefined,
  ): Promise<ProofAnswer<OpenChallenge>>;
  resend(challengeId: string, action: SensitiveActionType): Promise<ProofAnswer<OpenChallenge>>;
  verify(challengeId: string, method: VerificationMethod, proof: GivenProof): Promise<ProofAnswer<unknown>>;
  /** What a step-up for `action` could be made with now. */
  stepUpMethods(action: SensitiveActionType): Promise<ProofAnswer<readonly VerificationMethod[]>>;
  createStepUpToken(request: StepUpRequest): Promise<ProofAnswer<StepUpToken>>;
  /** Asks an authenticator of the user's, over fresh options of the server. Rejects when the user thinks better of it. */
  assertion(action: SensitiveActionType): Promise<GivenProof>;
}
