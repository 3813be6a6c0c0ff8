/**
 * Around every proof: the guess is counted before it is looked at, against the factor's lock and against a budget of the
 * user and method that no new prompt, session or batch widens (RFC 4226 §7.3; NIST SP 800-63B-4 §3.1.3.2; R32, R33).
 * What was right is used up in the transaction of what it grants; what was no guess is given back.
 */
import { SessionSecurityError } from '../../contract/errors';
import type { VerificationMethod } from '../../contract/verification';
import { isFailedGuess } from './code';
import type { ServiceDeps } from './deps';
import { findKnownBrowser } from './knownBrowser';
import { sendNotice } from './notice';
import { giveBack, type LimitedOperation, peekOperation, type Taken, takeOperations } from './rateLimit';
import { noteRefusal } from './refusal';
import { type FactorAttempt, clearFactorFailures, giveBackFactorAttempt, takeFactorAttempt } from './secondFactor';
import { recordSecurityEvents } from './securityEvent';
import type { Verifier, VerifyInput } from './verificationMethod';

export interface ProofAttempt extends VerifyInput {
  readonly verifier: Verifier;
  /** Which kind of failure is recorded. */
  readonly failure: 'sign_in_failed' | 'second_factor_failed' | 'step_up_failed';
  /** Guesses that its prompt has left after this one; the lesser of the two counts is told. */
  readonly promptRemaining: number;
}

/** A right proof. `consume` uses it up in the transaction of the grant, before the grant. */
export interface Proved {
  readonly method: VerificationMethod;
  consume(inTransaction: ServiceDeps): Promise<void>;
}

/**
 * Runs `grant` when the proof is right, and gives what was counted back when it turns out to have been no guess.
 *
 * @throws {SessionSecurityError} `INVALID_2FA_CODE` or, for a password, `INVALID_CREDENTIALS`; `TOO_MANY_ATTEMPTS`.
 */
export async function withProof<Result>(
  deps: ServiceDeps,
  attempt: ProofAttempt,
  grant: (proved: Proved) => Promise<Result>,
): Promise<Result> {
  const { verifier, user, caller, failure } = attempt;
  const { factor } = verifier;
  if (factor === null) return grant(await proved(deps, attempt, null, Number.POSITIVE_INFINITY));
  const budget = await takeBudget(deps, attempt);
  const browserHash = failure === 'sign_in_failed' ? await findKnownBrowser(deps, user.id, caller) : null;
  const counted = await takeFactorAttempt(deps, { userId: user.id, factor, browserHash }).catch(
    async (error: unknown) => {
      await giveBack(deps, budget);
      const reason = 'second_factor_locked';
      await noteRefusal(deps, caller.origin, { reason, userId: user.id });
      throw error;
    },
  );
  try {
    const result = await grant(await proved(deps, attempt, counted, budget[0]?.remaining ?? Number.POSITIVE_INFINITY));
    await giveBack(deps, budget);
    noteBackupCode(deps, attempt);
    return result;
  } catch (error) {
    if (!isFailedGuess(error)) {
      await giveBackFactorAttempt(deps, user.id, counted);
      await giveBack(deps, budget);
    }
    throw error;
  }
}

/** Wrong codes of one user and method, over all prompts and sessions. Sign-in has a count for each of its prompts. */
function guessBudget({ policy }: ServiceDeps, userId: string, method: VerificationMethod): LimitedOperation {
  const { maxAttempts, ttlMs } = policy.challenge;
  return {
    name: 'second_factor',
    limit: { max: maxAttempts, windowMs: ttlMs, blockMs: 0 },
    subject: [userId, method],
  };
}

/** How the budget stands now; `retryAfter` in seconds, 0 where there is room. */
export function guessesLeft(deps: ServiceDeps, userId: string, method: VerificationMethod) {
  return peekOperation(deps, guessBudget(deps, userId, method));
}

/** @throws {SessionSecurityError} `TOO_MANY_ATTEMPTS` while none is left. */
export async function requireGuesses(deps: ServiceDeps, userId: string, method: VerificationMethod) {
  const { remaining, retryAfter } = await guessesLeft(deps, userId, method);
  if (remaining > 0) return { remaining };
  throw new SessionSecurityError('TOO_MANY_ATTEMPTS', { attemptsRemaining: 0, retryAfter });
}

async function takeBudget(deps: ServiceDeps, { failure, user, verifier, session, caller }: ProofAttempt) {
  // Nobody can lock an owner out here (R81): who gets this far has a session. At sign-in anybody may try.
  if (failure === 'sign_in_failed') return [] as readonly Taken[];
  const owner = { userId: user.id, ...(session !== null && { sessionId: session.id }) };
  const budget = { ...guessBudget(deps, user.id, verifier.method), owner };
  return takeOperations(deps, caller.origin, [budget], 'TOO_MANY_ATTEMPTS');
}

async function proved(
  deps: ServiceDeps,
  attempt: ProofAttempt,
  counted: FactorAttempt | null,
  budgetRemaining: number,
): Promise<Proved> {
  const { verifier, user, promptRemaining } = attempt;
  const remaining = Math.min(promptRemaining, budgetRemaining);
  const verification = await verifier.verify(deps, attempt);
  if (verification.status === 'wrong') {
    await recordFailure(deps, attempt, counted, remaining);
    throw wrongProof(verifier, remaining);
  }
  return {
    method: verifier.method,
    async consume(inTransaction) {
      if (!(await verification.consume(inTransaction))) throw wrongProof(verifier, remaining);
      if (verifier.factor !== null) await clearFactorFailures(inTransaction, user.id, verifier.factor);
    },
  };
}

function wrongProof({ method }: Verifier, remaining: number): SessionSecurityError {
  // There is no code to check and type again.
  if (method === 'password' || method === 'passkey') return new SessionSecurityError('INVALID_CREDENTIALS');
  return new SessionSecurityError('INVALID_2FA_CODE', {
    ...(Number.isFinite(remaining) && { attemptsRemaining: Math.max(0, remaining) }),
  });
}

/** What is kept for the day when everything else is lost is not used without its owner hearing of it (R37, R41). */
function noteBackupCode(deps: ServiceDeps, { verifier, user, session, caller }: ProofAttempt): void {
  if (verifier.method === 'backup_code') {
    sendNotice(deps, { userId: user.id, type: 'backup_code_used', session, caller });
  }
}

/** The user hears of locks, and of a budget that was used up (R41). */
async function recordFailure(
  deps: ServiceDeps,
  { verifier, user, session, caller, failure }: ProofAttempt,
  counted: FactorAttempt | null,
  remaining: number,
): Promise<void> {
  const sessionId = session?.id ?? null;
  const ending = counted === null ? null : endings[counted.onFailure];
  const reason = verifier.method === 'password' ? 'invalid_credentials' : 'invalid_2fa_code';
  await recordSecurityEvents(deps, caller.origin, [
    { type: failure, success: false, userId: user.id, sessionId, method: verifier.method, reason },
    ...(ending === null
      ? []
      : [{ type: ending, success: false, severity: 'critical' as const, userId: user.id, sessionId }]),
  ]);
  const notice = { userId: user.id, session, caller };
  if (ending !== null) sendNotice(deps, { ...notice, type: ending, severity: 'critical' });
  else if (failure !== 'sign_in_failed' && remaining <= 0) sendNotice(deps, { ...notice, type: failure });
}

const endings = {
  counts: null,
  locks: 'second_factor_locked',
  disables: 'second_factor_disabled',
} as const;
