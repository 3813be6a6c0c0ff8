/** The answer to a second-factor prompt (C13). What was proved holds for the session's grace period (R49). */
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import { normaliseVerificationMethod, type VerificationMethod } from '../../contract/verification';
import {
  type ChallengeRow,
  consumeChallenge,
  giveBackChallengeAttempt,
  takeChallengeAttempt,
} from './challengeAttempt';
import { isFailedGuess } from './code';
import type { ServiceDeps } from './deps';
import { beginGrant, recordProof } from './freshProof';
import { requirePermitted } from './requirePermitted';
import type { GuardedCaller } from './sensitiveAction';
import { failureReasonOf, recordSensitiveAction } from './sensitiveActionLog';
import { withProof } from './verification';
import type { PresentedProof } from './verificationMethod';
import { offeredMethods, requireVerifier } from './verificationMethods';

export interface VerifyChallengeInput extends GuardedCaller {
  readonly challengeId: string;
  readonly method?: string | undefined;
  readonly proof: PresentedProof;
}

/**
 * A right code: this session need not give it again for the grace period, and goes on under a new secret.
 *
 * @throws {SessionSecurityError} `INVALID_2FA_CODE`, `CHALLENGE_NOT_FOUND`, `CHALLENGE_EXPIRED`, `TOO_MANY_ATTEMPTS`,
 * `METHOD_NOT_ALLOWED`.
 */
export async function verifyChallenge(deps: ServiceDeps, input: VerifyChallengeInput) {
  const { session, caller, challengeId } = input;
  const { origin } = caller;
  const method = input.method === undefined ? undefined : normaliseVerificationMethod(input.method);
  const challenge = await takeChallengeAttempt(deps, { session, origin, challengeId, method });
  try {
    return await grantGrace(deps, { ...input, challenge, method: method ?? challenge.method });
  } catch (error) {
    if (!isFailedGuess(error)) await giveBackChallengeAttempt(deps, challenge);
    const failureReason = failureReasonOf(error);
    // Who may not is on record by then.
    if (failureReason !== 'forbidden') {
      await recordSensitiveAction(deps, { session, origin, actionType: challenge.actionType, failureReason });
    }
    throw error;
  }
}

interface GrantGraceInput extends VerifyChallengeInput {
  readonly challenge: ChallengeRow;
  readonly method: VerificationMethod;
}

async function grantGrace(deps: ServiceDeps, input: GrantGraceInput) {
  const { session, caller, challenge, method, proof } = input;
  const { actionType, codeHash } = challenge;
  const user = await requirePermitted(deps, input, actionType);
  const offered = await offeredMethods(deps, user, actionType);
  if (!offered.hasSecondFactor) throw new SessionSecurityError('TWO_FA_NOT_ENABLED');
  const attempt = {
    verifier: requireVerifier(deps, offered, method),
    user,
    session,
    caller,
    actionType,
    proof,
    sentCode: codeHash === null ? null : { challengeId: challenge.id, hash: codeHash },
    failure: 'second_factor_failed' as const,
    promptRemaining: deps.policy.challenge.maxAttempts - challenge.attempts,
  };
  return withProof(deps, attempt, (proved) =>
    deps.database.transaction(async (database) => {
      const inTransaction = { ...deps, database };
      await beginGrant(inTransaction, { session, caller });
      await proved.consume(inTransaction);
      if (!(await consumeChallenge(inTransaction, challenge))) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
      const given = { session, caller, method: proved.method, event: 'second_factor_verified' as const };
      const renewed = await recordProof(inTransaction, { ...given, isSecondFactor: true });
      const gracePeriodUntil = toIso(deps.clock.now() + deps.policy.secondFactor.graceMs);
      return { renewed, answer: { userId: user.id, verified: true, gracePeriodUntil } };
    }),
  );
}
