/** Why a change of second factors did not work, in the kinds that a user interface treats differently. */
import { isOutcomeError } from '../contract/outcomeErrors';
import { readFailure } from './sessionFailure';
import type { SessionFailure } from './sessionFailure';

/** Why a change of second factors did not work. `cause` only where the server refused. `messages` has words for each. */
export type TwoFactorFailure =
  | SessionFailure
  /** The authenticator made no passkey: the user thought better of it, or it took too long. */
  | { readonly kind: 'passkeyNotGiven'; readonly cause?: undefined }
  /** Neither this browser nor anything connected to it can make one, or not on this domain. */
  | { readonly kind: 'passkeyUnsupported'; readonly cause?: undefined }
  /** This authenticator has one for the account already (WebAuthn L3 §5.1.3, `excludeCredentials`). */
  | { readonly kind: 'passkeyKnown'; readonly cause?: undefined };

/** Thrown between the ceremony and its caller. */
export class PasskeyCeremonyError extends Error {
  override readonly name = 'PasskeyCeremonyError';
  constructor(
    readonly kind: Exclude<TwoFactorFailure['kind'], SessionFailure['kind']>,
    options?: ErrorOptions,
  ) {
    super('react-session-security: the authenticator made no passkey.', options);
  }
}

/** `undefined` where the user closed the prompt for proof, or left: nothing was changed, and nothing went wrong. */
export function readTwoFactorFailure(error: unknown): TwoFactorFailure | undefined {
  if (error instanceof PasskeyCeremonyError) return { kind: error.kind };
  if (isGivenUp(error) || (error instanceof Error && isGivenUp(error.cause))) return undefined;
  return readFailure(error);
}

function isGivenUp(error: unknown): boolean {
  return isOutcomeError(error, 'CHALLENGE_CANCELLED') || (error instanceof Error && error.name === 'AbortError');
}
