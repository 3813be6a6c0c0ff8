/**
 * A session's secret is renewed when its user was proved to be there again and when privileges change (OWASP Session
 * Management, "Renew the session ID after any privilege level change"; R2). The public handle stays. A copy of the old
 * secret is worth nothing afterwards; calls that were under way with it are let in for ten seconds, without the grace that
 * the new one has.
 */
import { and, eq, gt, isNull } from 'drizzle-orm';
import { createSecret, hashSecret, hasSecretForm } from '../crypto/secretHash';
import { sessions } from '../database/schema';
import type { ServiceDeps } from './deps';
import { exchangeRefreshToken } from './refreshToken';
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
        previousSecretHash: presentedHash,
        secretRenewedAt: now,
        renewalDue: false,
      })
      .where(and(isOurs, eq(sessions.secretHash, presentedHash)))
      .returning({ rememberMe: sessions.rememberMe });
    if (row === undefined) return null;
    return { secret: { kind: 'session', value }, cookieMaxAgeMs: row.rememberMe ? absoluteExpiresAt - now : undefined };
  }
  // Bearer transport: the family goes on with its next token. The access token names the session and is looked up.
  if (refresh.status !== 'present' || !hasSecretForm(refresh.value)) return null;
  const input = { sessionId: session.id, absoluteExpiresAt, token: refresh.value, attemptHash: null };
  const exchange = await exchangeRefreshToken(deps, input);
  const [row] = await database
    .update(sessions)
    .set({ renewalDue: false })
    .where(isOurs)
    .returning({ rememberMe: sessions.rememberMe });
  if (exchange.status !== 'current' || row === undefined) return null;
  return {
    secret: { kind: 'refresh', value: exchange.token },
    cookieMaxAgeMs: row.rememberMe ? absoluteExpiresAt - now : undefined,
  };
}

/** By the secret that was renewed a moment ago. Asked only where nothing was found by the current one. */
export async function findByRenewedSecret(
  { database, clock }: ServiceDeps,
  { kind, value }: SessionKey,
): Promise<SessionRow | undefined> {
  if (kind !== 'cookie') return undefined;
  const [row] = await database
    .select(sessionColumns)
    .from(sessions)
    .where(and(eq(sessions.previousSecretHash, value), gt(sessions.secretRenewedAt, clock.now() - underWayMs)));
  return row === undefined ? undefined : { ...row, secondFactorAt: null, renewalDue: false };
}
