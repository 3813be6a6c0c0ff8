/** Re-authentication for one action (C15): a proof, and for it a token. */
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import { normaliseVerificationMethod, type VerificationMethod } from '../../contract/verification';
import type { UserAccount } from '../ports/users';
import {
  type ChallengeRow,
  consumeChallenge,
  findSentCode,
  giveBackChallengeAttempt,
  takeChallengeAttempt,
} from './challengeAttempt';
import { isFailedGuess } from './code';
import type { ServiceDeps } from './deps';
import { beginGrant, recordProof } from './freshProof';
import { requirePermitted } from './requirePermitted';
import { standingOf } from './actionStanding';
import type { GuardedCaller } from './sensitiveAction';
import { failureReasonOf, recordSensitiveAction } from './sensitiveActionLog';
import { issueStepUpToken } from './stepUpToken';
import { guessesLeft, withProof } from './verification';
import type { PresentedProof } from './verificationMethod';
import { type OfferedMethods, offeredMethods, requireVerifier } from './verificationMethods';

export interface CreateStepUpTokenInput extends GuardedCaller {
  readonly actionType: SensitiveActionType;
  readonly method: string;
  readonly proof: PresentedProof;
  /** For a code that was sent. @default the newest prompt of this session and action */
  readonly challengeId?: string | undefined;
  readonly parametersDigest?: string | undefined;
  readonly elevatedPermissions?: readonly string[] | undefined;
}

/**
 * Where a second factor is enrolled, nothing less is taken (R50). The token never grants more than the user has (R46).
 *
 * @throws {SessionSecurityError} `FORBIDDEN`, `METHOD_NOT_ALLOWED`, `INVALID_CREDENTIALS`, `INVALID_2FA_CODE`,
 * `CHALLENGE_NOT_FOUND`, `CHALLENGE_EXPIRED` (reason `superseded`: credentials changed meanwhile), `TOO_MANY_ATTEMPTS`.
 */
export async function createStepUpToken(deps: ServiceDeps, input: CreateStepUpTokenInput) {
  const { session, caller, actionType } = input;
  const user = await requirePermitted(deps, input, actionType);
  const prompt = await takePrompt(deps, input);
  try {
    return await grantToken(deps, { ...input, user, prompt });
  } catch (error) {
    if (prompt !== null && !isFailedGuess(error)) await giveBackChallengeAttempt(deps, prompt);
    const failureReason = failureReasonOf(error);
    await recordSensitiveAction(deps, { session, origin: caller.origin, actionType, failureReason });
    throw error;
  }
}

interface GrantInput extends CreateStepUpTokenInput {
  readonly user: UserAccount;
  readonly prompt: ChallengeRow | null;
}

async function grantToken(deps: ServiceDeps, input: GrantInput) {
  const { session, caller, actionType, user, prompt, proof } = input;
  const offered = await offeredMethods(deps, user, actionType);
  const verifier = requireVerifier(deps, offered, normaliseVerificationMethod(input.method));
  if (prompt !== null && prompt.actionType !== actionType) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
  const permissions = await heldPermissions(deps, user, input.elevatedPermissions ?? []);
  const attempt = {
    verifier,
    user,
    session,
    caller,
    actionType,
    proof,
    sentCode: prompt === null || prompt.codeHash === null ? null : { challengeId: prompt.id, hash: prompt.codeHash },
    failure: 'step_up_failed' as const,
    promptRemaining: prompt === null ? Number.POSITIVE_INFINITY : deps.policy.challenge.maxAttempts - prompt.attempts,
  };
  return withProof(deps, attempt, (proved) =>
    deps.database.transaction(async (database) => {
      const inTransaction = { ...deps, database };
      await beginGrant(inTransaction, { session, caller });
      await proved.consume(inTransaction);
      if (prompt !== null && !(await consumeChallenge(inTransaction, prompt))) {
        throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
      }
      const { hasSecondFactor: isSecondFactor } = offered;
      const { method } = proved;
      const renewed = await recordProof(inTransaction, {
        session,
        caller,
        method,
        isSecondFactor,
        event: 'step_up_granted',
      });
      const token = await issueStepUpToken(inTransaction, {
        session,
        actionType,
        method,
        parametersDigest: input.parametersDigest ?? null,
        permissions,
      });
      return { renewed, answer: { token: token.value, expiresAt: toIso(token.expiresAt), actionType } };
    }),
  );
}

/** A code that was sent belongs to a prompt; other proofs need none. */
async function takePrompt(deps: ServiceDeps, input: CreateStepUpTokenInput): Promise<ChallengeRow | null> {
  const { session, caller, actionType } = input;
  if (normaliseVerificationMethod(input.method) !== '2fa_sms') return null;
  const { origin } = caller;
  const challengeId = input.challengeId ?? (await findSentCode(deps, session, actionType)) ?? '';
  return takeChallengeAttempt(deps, { session, origin, challengeId }).catch(async (error: unknown) => {
    const failureReason = failureReasonOf(error);
    // The rest is on record with the action of its prompt.
    if (failureReason === 'challenge_not_found') {
      await recordSensitiveAction(deps, { session, origin, actionType, failureReason });
    }
    throw error;
  });
}

/**
 * What is not held is left out (R46). Where permissions are roles, their names are known.
 *
 * @throws {SessionSecurityError} `INVALID_REQUEST` (reason `permission`) for a name that nobody can hold.
 */
async function heldPermissions(
  { users, roles }: ServiceDeps,
  user: UserAccount,
  asked: readonly string[],
): Promise<readonly string[]> {
  if (asked.length === 0) return [];
  const held = new Set((await users.permissions?.(user.id)) ?? user.roles);
  const isUnknown = (permission: string): boolean => !held.has(permission) && !roles.includes(permission);
  if (users.permissions === undefined && asked.some(isUnknown)) {
    throw new SessionSecurityError('INVALID_REQUEST', { reason: 'permission' });
  }
  return asked.filter((permission) => held.has(permission));
}

export interface StepUpMethodsInput extends GuardedCaller {
  readonly actionType: SensitiveActionType;
}

/**
 * What the action lacks now, and by which methods a step-up for it can be given.
 *
 * @throws {SessionSecurityError} `FORBIDDEN`; `TOO_MANY_ATTEMPTS` where each method that there is is locked.
 */
export async function getStepUpMethods(deps: ServiceDeps, input: StepUpMethodsInput) {
  const { session, actionType } = input;
  const user = await requirePermitted(deps, input, actionType);
  const { missing } = await standingOf(deps, { session, user, actionType, ignoreGrace: false });
  const offered = await offeredMethods(deps, user, actionType);
  // A lock says how long it lasts, where an empty list would say that there is no way at all.
  if (missing !== 'nothing' && offered.verifiers.length === 0 && offered.locked.length > 0) {
    requireVerifier(deps, offered, undefined);
  }
  return { missing, methods: await leftFirst(deps, user, offered), serverTime: toIso(deps.clock.now()) };
}

/** The preferred one first, but those whose guesses are used up last: a dialog begins with the first. */
async function leftFirst(deps: ServiceDeps, { id }: UserAccount, { verifiers }: OfferedMethods) {
  const left: VerificationMethod[] = [];
  const usedUp: VerificationMethod[] = [];
  for (const { method } of verifiers) {
    ((await guessesLeft(deps, id, method)).remaining > 0 ? left : usedUp).push(method);
  }
  return [...left, ...usedUp];
}
