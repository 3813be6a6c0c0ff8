/**
 * Refresh tokens: opaque, 256 bits, stored as hashes, exchanged at every use (RFC 9700 §4.14.2, R57). All tokens of a
 * session are one family. The successor is a keyed hash of its predecessor, so that a repeated exchange is answered with
 * the same one although it is stored nowhere, and nobody without the server's key can tell it from random.
 */
import { and, eq, gt, isNull, lte } from 'drizzle-orm';
import { createSecret, hashSecret } from '../crypto/secretHash';
import { refreshTokens } from '../database/schema';
import type { ServiceDeps } from './deps';

/** The session that a family belongs to, and the end that no token of it outlives (R58). */
export interface TokenFamily {
  readonly sessionId: string;
  /** Epoch milliseconds. */
  readonly absoluteExpiresAt: number;
}

export interface ExchangeInput extends TokenFamily {
  readonly token: string;
  /** SHA-256 of what names the attempt, or {@link renewalMark}; `null` where the client names none. */
  readonly attemptHash: string | null;
}

export type Exchange =
  | {
      readonly status: 'current';
      readonly token: string;
      /** The answer to a proof was lost: what was proved then is not this token's. */
      readonly missedProof: boolean;
    }
  /** It had been exchanged before, and this is no repetition: somebody else has it too. */
  | { readonly status: 'reused' }
  | { readonly status: 'expired' };

/**
 * Stands for the attempt where a proof renewed the token instead of a refresh. Its answer may have been lost: until the
 * successor is exchanged, and for as long as an access token lives, the old token gets that same successor.
 */
export const renewalMark = 'renewal';

/** The first of a family. In the transaction that starts the session. */
export async function issueRefreshToken(deps: ServiceDeps, family: TokenFamily): Promise<string> {
  const token = createSecret(deps.random);
  await keep(deps, family, token);
  return token;
}

/** `deps.database` must be a transaction: a token is not taken without its successor being there. */
export async function exchangeRefreshToken(deps: ServiceDeps, input: ExchangeInput): Promise<Exchange> {
  const { database, clock } = deps;
  const { token, attemptHash, sessionId } = input;
  const now = clock.now();
  const tokenHash = hashSecret(token);
  // One statement, so of two exchanges at once one waits here, and then finds it taken.
  const taken = await database
    .update(refreshTokens)
    .set({ rotatedAt: now, attemptHash })
    .where(
      and(eq(refreshTokens.tokenHash, tokenHash), isNull(refreshTokens.rotatedAt), gt(refreshTokens.expiresAt, now)),
    )
    .returning({ tokenHash: refreshTokens.tokenHash });
  if (taken.length === 0) return followRotated(deps, input, token);
  const successor = successorOf(deps, token);
  await keep(deps, input, successor);
  await database
    .delete(refreshTokens)
    .where(and(eq(refreshTokens.sessionId, sessionId), lte(refreshTokens.expiresAt, now)));
  return { status: 'current', token: successor, missedProof: false };
}

/**
 * A repetition gets what is current by now, never a second successor: the answer was lost, or two tabs had no lock.
 * Each step must be one; a single one that is not gives the theft away.
 */
async function followRotated(deps: ServiceDeps, input: ExchangeInput, token: string): Promise<Exchange> {
  const now = deps.clock.now();
  const [row] = await deps.database
    .select({
      expiresAt: refreshTokens.expiresAt,
      rotatedAt: refreshTokens.rotatedAt,
      attemptHash: refreshTokens.attemptHash,
    })
    .from(refreshTokens)
    .where(eq(refreshTokens.tokenHash, hashSecret(token)));
  if (row === undefined) return { status: 'reused' };
  if (row.rotatedAt === null) {
    return row.expiresAt <= now ? { status: 'expired' } : { status: 'current', token, missedProof: false };
  }
  const ageMs = now - row.rotatedAt;
  const { refreshToken, accessToken } = deps.policy;
  const isProof = row.attemptHash === renewalMark;
  const isSameAttempt = isProof || (input.attemptHash !== null && input.attemptHash === row.attemptHash);
  const isLate = ageMs >= refreshToken.reuseLeewayMs;
  if (isLate && !(isSameAttempt && ageMs < accessToken.ttlMs)) return { status: 'reused' };
  const followed = await followRotated(deps, input, successorOf(deps, token));
  return followed.status === 'current' && isLate && isProof ? { ...followed, missedProof: true } : followed;
}

async function keep({ database, clock, policy }: ServiceDeps, family: TokenFamily, token: string): Promise<void> {
  const now = clock.now();
  await database.insert(refreshTokens).values({
    tokenHash: hashSecret(token),
    sessionId: family.sessionId,
    issuedAt: now,
    expiresAt: Math.min(now + policy.refreshToken.idleMs, family.absoluteExpiresAt),
  });
}

function successorOf({ keyring }: ServiceDeps, token: string): string {
  return keyring.mac('refresh', token);
}
