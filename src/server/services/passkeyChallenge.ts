/**
 * The challenge of a WebAuthn ceremony (WebAuthn L3 §13.4.3): 256 random bits, stored as a hash, for one user, session and
 * purpose, five minutes, once.
 */
import { and, eq, gt, isNull } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import { createSecret, hashSecret } from '../crypto/secretHash';
import { passkeyChallenges } from '../database/schema';
import type { ServiceDeps } from './deps';
import type { SessionRow } from './sessionRow';

export interface CeremonyOf {
  readonly session: SessionRow;
  /** What the ceremony is for; an assertion is for an action. */
  readonly purpose: 'registration' | SensitiveActionType;
}

export interface PresentedChallenge extends CeremonyOf {
  /** base64url, from the client data. */
  readonly challenge: string;
}

export async function createPasskeyChallenge(deps: ServiceDeps, { session, purpose }: CeremonyOf) {
  const { database, clock, random, policy } = deps;
  const challenge = createSecret(random);
  const expiresAt = clock.now() + policy.passkey.ttlMs;
  await database.insert(passkeyChallenges).values({
    challengeHash: hashSecret(challenge),
    userId: session.userId,
    sessionId: session.id,
    purpose,
    expiresAt,
    consumedAt: null,
  });
  return { challenge, expiresAt };
}

/** One statement: of two answers to one challenge one is first. */
export async function consumePasskeyChallenge(deps: ServiceDeps, presented: PresentedChallenge): Promise<boolean> {
  const now = deps.clock.now();
  const consumed = await deps.database
    .update(passkeyChallenges)
    .set({ consumedAt: now })
    .where(and(isChallengeOf(presented), isNull(passkeyChallenges.consumedAt), gt(passkeyChallenges.expiresAt, now)))
    .returning({ challengeHash: passkeyChallenges.challengeHash });
  return consumed.length === 1;
}

/**
 * Nothing is consumed.
 *
 * @throws {SessionSecurityError} `CHALLENGE_EXPIRED`; or `CHALLENGE_NOT_FOUND` for one that was used, is another user's
 * or session's, or for something else, which are all the same.
 */
export async function requirePasskeyChallenge(deps: ServiceDeps, presented: PresentedChallenge): Promise<void> {
  const [found] = await deps.database
    .select({ expiresAt: passkeyChallenges.expiresAt, consumedAt: passkeyChallenges.consumedAt })
    .from(passkeyChallenges)
    .where(isChallengeOf(presented));
  if (found === undefined || found.consumedAt !== null) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
  if (found.expiresAt <= deps.clock.now()) throw new SessionSecurityError('CHALLENGE_EXPIRED');
}

function isChallengeOf({ challenge, session, purpose }: PresentedChallenge) {
  return and(
    eq(passkeyChallenges.challengeHash, hashSecret(challenge)),
    eq(passkeyChallenges.userId, session.userId),
    eq(passkeyChallenges.sessionId, session.id),
    eq(passkeyChallenges.purpose, purpose),
  );
}
