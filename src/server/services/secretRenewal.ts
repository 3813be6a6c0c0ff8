/**
 * A session's secret is renewed when its user was proved to be there again and when privileges change (OWASP Session
 * Management, "Renew the session ID after any privilege level change"; R2). The public handle stays. The old secret is let
 * in until the new one is first presented, because an answer that was lost must sign nobody out, but for no longer than
 * the idle limit; and for ten seconds after that, for calls that were under way. It never has what was proved since.
 */
import { and, eq, gt, inArray, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { createSecret, hashSecret, hasSecretForm } from '../crypto/secretHash';
import { sessions } from '../database/schema';
import type { ServiceDeps } from './deps';
import { exchangeRefreshToken, renewalMark } from './refreshToken';
import type { SessionKey } from './sessionLookup';
import { expiryOf, sessionColumns, type SessionRow } from './sessionRow';
import type { IssuedSecret } from './sessionStart';
import type { SignInCaller } from './signInCaller';

const underWayMs = 10_000;

export interface RenewedSecret {
  readonly secret: IssuedSecret;
  /** Undefined: the cookie ends with the browser. */
  readonly cookieMaxAgeMs: number | undefined;
}

export interface RenewSecretInput {
  readonly session: SessionRow;
  readonly caller: SignInCaller;
}

/** `null` where a call at the same moment was first: the browser has that one's secret, or is about to. */
export async function renewSecret(
  deps: ServiceDeps,
  { session, caller }: RenewSecretInput,
): Promise<RenewedSecret | null> {
  const { database, clock, random, policy } = deps;
  const { session: cookie, refresh } = caller.cookies;
  const now = clock.now();
  const { absoluteExpiresAt } = expiryOf(session, policy);
  const isOurs = and(eq(sessions.id, session.id), isNull(sessions.revokedAt));
  if (cookie.status === 'present' && hasSecretForm(cookie.value)) {
    const presentedHash = hashSecret(cookie.value);
    const value = createSecret(random);
    const [row] = await database
      .update(sessions)
      .set({
        secretHash: hashSecret(value),
        // One that no browser has shown yet is skipped: it may never arrive.
        previousSecretHash: sql`CASE WHEN ${isUnused} THEN ${sessions.previousSecretHash} ELSE ${presentedHash} END`,
        secretRenewedAt: now,
        secretUsedAt: null,
        renewalDue: false,
      })
      .where(and(isOurs, isCurrentSecret(deps, presentedHash)))
      .returning({ rememberMe: sessions.rememberMe });
    if (row === undefined) return null;
    return { secret: { kind: 'session', value }, cookieMaxAgeMs: row.rememberMe ? absoluteExpiresAt - now : undefined };
  }
  // Bearer transport: access tokens of before are refused, and the family goes on with its next token.
  const [row] = await database
    .update(sessions)
    .set({ renewalDue: false, secretRenewedAt: now })
    .where(isOurs)
    .returning({ rememberMe: sessions.rememberMe });
  if (row === undefined || refresh.status !== 'present' || !hasSecretForm(refresh.value)) return null;
  const input = { sessionId: session.id, absoluteExpiresAt, token: refresh.value, attemptHash: renewalMark };
  const exchange = await exchangeRefreshToken(deps, input);
  if (exchange.status !== 'current') return null;
  return {
    secret: { kind: 'refresh', value: exchange.token },
    cookieMaxAgeMs: row.rememberMe ? absoluteExpiresAt - now : undefined,
  };
}

/** Renewed, and the new secret was not presented yet. */
const isUnused = sql`(${sessions.secretRenewedAt} IS NOT NULL AND ${sessions.secretUsedAt} IS NULL)`;

/**
 * The one that stands for its owner: the newest, or the one before it where the answer with the newest must have been lost.
 * The other secrets that are let in may neither renew nor be granted anything.
 */
export function isCurrentSecret({ clock, policy }: ServiceDeps, presentedHash: string): SQL | undefined {
  const now = clock.now();
  return or(
    eq(sessions.secretHash, presentedHash),
    and(
      eq(sessions.previousSecretHash, presentedHash),
      isNull(sessions.secretUsedAt),
      lte(sessions.secretRenewedAt, now - underWayMs),
      gt(sessions.secretRenewedAt, now - policy.session.idleTimeoutMs),
    ),
  );
}

/** Whether a session is still reached by one of these, the secret before its current one. */
export function isPreviousSecret({ clock, policy }: ServiceDeps, hashes: readonly string[]): SQL | undefined {
  const now = clock.now();
  return and(
    inArray(sessions.previousSecretHash, [...hashes]),
    or(
      and(isNull(sessions.secretUsedAt), gt(sessions.secretRenewedAt, now - policy.session.idleTimeoutMs)),
      gt(sessions.secretUsedAt, now - underWayMs),
    ),
  );
}

/** The first call with a renewed secret: the browser has it, so the one before it is dead in ten seconds. */
export async function noteSecretUse(
  { database, clock }: ServiceDeps,
  { kind, value }: SessionKey,
  { secretRenewedAt, secretUsedAt }: SessionRow,
): Promise<void> {
  if (kind !== 'cookie' || secretRenewedAt === null || secretUsedAt !== null) return;
  await database
    .update(sessions)
    .set({ secretUsedAt: clock.now() })
    .where(and(eq(sessions.secretHash, value), isNull(sessions.secretUsedAt)));
}

/** By the secret before the current one, with nothing that was proved since. Asked only where nothing else was found. */
export async function findByRenewedSecret(
  deps: ServiceDeps,
  { kind, value }: SessionKey,
): Promise<SessionRow | undefined> {
  if (kind !== 'cookie') return undefined;
  const [row] = await deps.database
    .select(sessionColumns)
    .from(sessions)
    .where(isPreviousSecret(deps, [value]));
  return row === undefined ? undefined : { ...row, secondFactorAt: null, authenticatedAt: row.createdAt };
}
