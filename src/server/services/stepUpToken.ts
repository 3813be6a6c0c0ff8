/**
 * Step-up tokens: 256 random bits as 64 hex characters, of which only SHA-256 is stored; for one user, session and action
 * (and parameters, where they were given), once, ten minutes (R43–R45, OWASP Transaction Authorization 2.6, 2.8, 2.10).
 */
import { createHash } from 'node:crypto';
import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { boundParameters } from '../../contract/boundParameters';
import { SessionSecurityError } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { VerificationMethod } from '../../contract/verification';
import { hashSecret } from '../crypto/secretHash';
import { stepUpTokens } from '../database/schema';
import type { RequestOrigin, ServiceDeps } from './deps';
import { noteRefusal } from './refusal';
import { recordSecurityEvents } from './securityEvent';
import type { SessionRow } from './sessionRow';

export interface NewStepUpToken {
  readonly session: SessionRow;
  readonly actionType: SensitiveActionType;
  readonly method: VerificationMethod;
  readonly parametersDigest: string | null;
  readonly permissions: readonly string[];
}

export async function issueStepUpToken(deps: ServiceDeps, token: NewStepUpToken) {
  const { database, clock, random, policy } = deps;
  const { session, permissions, ...rest } = token;
  const value = random.bytes(32).toString('hex');
  const createdAt = clock.now();
  const expiresAt = createdAt + policy.stepUp.ttlMs;
  await database.insert(stepUpTokens).values({
    ...rest,
    tokenHash: hashSecret(value),
    userId: session.userId,
    sessionId: session.id,
    permissions: [...permissions],
    createdAt,
    expiresAt,
  });
  return { value, expiresAt };
}

export interface ConsumeStepUpToken {
  readonly session: SessionRow;
  readonly origin: RequestOrigin;
  readonly token: string;
  readonly actionType: SensitiveActionType;
  /** SHA-256 of the call's `boundParameters`, in hex. */
  readonly parametersDigest: string;
}

export type ConsumedStepUpToken = Pick<typeof stepUpTokens.$inferSelect, 'tokenHash' | 'method' | 'permissions'>;

/**
 * One statement, so of a hundred calls at once one succeeds.
 *
 * @throws {SessionSecurityError} `STEP_UP_TOKEN_ALREADY_USED`, `STEP_UP_TOKEN_EXPIRED`, `STEP_UP_TOKEN_ACTION_MISMATCH`
 * (reason `action` or `parameters`), `STEP_UP_TOKEN_INVALID` (reason `credentials_changed`); for anybody but the session
 * that it was made in, `STEP_UP_TOKEN_INVALID` and nothing more (C64).
 */
export async function consumeStepUpToken(deps: ServiceDeps, input: ConsumeStepUpToken): Promise<ConsumedStepUpToken> {
  const { database, clock } = deps;
  const { session, token, actionType, parametersDigest } = input;
  if (!/^[0-9a-f]{64}$/u.test(token)) return refuse(deps, input);
  const now = clock.now();
  const isOwn = and(
    eq(stepUpTokens.tokenHash, hashSecret(token)),
    eq(stepUpTokens.userId, session.userId),
    eq(stepUpTokens.sessionId, session.id),
  );
  const [taken] = await database
    .update(stepUpTokens)
    .set({ usedAt: now })
    .where(
      and(
        isOwn,
        isNull(stepUpTokens.usedAt),
        isNull(stepUpTokens.voidedAt),
        gt(stepUpTokens.expiresAt, now),
        eq(stepUpTokens.actionType, actionType),
        or(isNull(stepUpTokens.parametersDigest), eq(stepUpTokens.parametersDigest, parametersDigest)),
      ),
    )
    .returning({
      tokenHash: stepUpTokens.tokenHash,
      method: stepUpTokens.method,
      permissions: stepUpTokens.permissions,
    });
  if (taken !== undefined) return taken;
  const [found] = await database.select().from(stepUpTokens).where(isOwn);
  if (found === undefined) return refuse(deps, input);
  if (found.usedAt !== null) {
    await noteReuse(deps, input);
    throw new SessionSecurityError('STEP_UP_TOKEN_ALREADY_USED', { action: actionType });
  }
  if (found.voidedAt !== null) {
    throw new SessionSecurityError('STEP_UP_TOKEN_INVALID', { action: actionType, reason: 'credentials_changed' });
  }
  if (found.expiresAt <= now) throw new SessionSecurityError('STEP_UP_TOKEN_EXPIRED', { action: actionType });
  const reason = found.actionType === actionType ? 'parameters' : 'action';
  throw new SessionSecurityError('STEP_UP_TOKEN_ACTION_MISMATCH', { action: actionType, reason });
}

/** The action failed by our own fault: its proof was not used. Not where credentials changed meanwhile. */
export async function giveBackStepUpToken(
  { database }: ServiceDeps,
  { tokenHash }: ConsumedStepUpToken,
): Promise<void> {
  await database
    .update(stepUpTokens)
    .set({ usedAt: null })
    .where(and(eq(stepUpTokens.tokenHash, tokenHash), isNull(stepUpTokens.voidedAt)));
}

/** Unknown, malformed, another session's, another user's: one answer. */
async function refuse(deps: ServiceDeps, { session, origin, actionType }: ConsumeStepUpToken): Promise<never> {
  await noteRefusal(deps, origin, { reason: 'step_up_token', userId: session.userId, sessionId: session.id });
  throw new SessionSecurityError('STEP_UP_TOKEN_INVALID', { action: actionType });
}

/** A copy of the token may be in somebody else's hands. */
async function noteReuse(deps: ServiceDeps, { session, origin }: ConsumeStepUpToken): Promise<void> {
  await recordSecurityEvents(deps, origin, [
    { type: 'step_up_token_reused', success: false, userId: session.userId, sessionId: session.id },
  ]);
}

/** SHA-256 over `boundParameters`, in lower-case hex (R45). */
export function digestParameters(parameters: unknown): string {
  return createHash('sha256').update(boundParameters(parameters)).digest('hex');
}
