/** Whose call is this: from the cookie's secret, or the access token, to a live session, or the reason why there is none. */
import { SessionSecurityError } from '../../contract/errors';
import { hashSecret, hasSecretForm } from '../crypto/secretHash';
import type { RequestOrigin, ServiceDeps } from './deps';
import { noteRefusal } from './refusal';
import { findByRenewedSecret, noteSecretUse } from './secretRenewal';
import type { SessionKey } from './sessionLookup';
import { expiryOf, type SessionRow } from './sessionRow';

export interface AuthenticateInput {
  readonly credential: Credential;
  readonly origin: RequestOrigin;
}

/** What a request shows of a session, by whichever way the server accepts. */
export type Credential =
  | SessionCredential
  | { readonly status: 'bearer'; readonly token: string }
  /** No access token, but a refresh token to get one for. */
  | { readonly status: 'refreshable' }
  /** An access token and a session cookie at once, of which neither is believed (R7). */
  | { readonly status: 'conflict' };

/** As it stood in a cookie. `duplicate`: two different ones, of which neither is believed (R7, T7). */
export type SessionCredential =
  | { readonly status: 'absent' }
  | { readonly status: 'duplicate' }
  | { readonly status: 'present'; readonly value: string };

/**
 * @throws {SessionSecurityError} `UNAUTHENTICATED` (reason `no_session`, `duplicate_cookie`, `unknown_session`,
 * `access_token`, `two_credentials`), `SESSION_REVOKED` (reason of the revocation), `SESSION_EXPIRED` (reason `idle` or
 * `absolute`).
 */
export async function authenticate(deps: ServiceDeps, input: AuthenticateInput): Promise<SessionRow> {
  const key = await sessionKeyOf(deps, input);
  const found = await deps.lookups.find(key);
  if (found !== undefined) await noteSecretUse(deps, key, found);
  const row = found ?? (await findByRenewedSecret(deps, key));
  return requireLive(deps, row, { key, origin: input.origin });
}

/** What to look a session up by, where the request shows anything that can be ours at all. */
export async function sessionKeyOf(deps: ServiceDeps, { credential, origin }: AuthenticateInput): Promise<SessionKey> {
  switch (credential.status) {
    case 'absent':
      throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'no_session' });
    case 'duplicate':
      return refuseCredential(deps, origin, 'duplicate_cookie');
    case 'conflict':
      return refuseCredential(deps, origin, 'two_credentials');
    case 'refreshable':
      throw refusedToken();
    case 'bearer': {
      const subject = await deps.accessTokens.validate(credential.token);
      if (subject === null) throw refusedToken();
      const { sessionId, userId, issuedAt } = subject;
      return { kind: 'token', value: sessionId, userId, issuedAt };
    }
    case 'present':
      if (!hasSecretForm(credential.value)) return refuseCredential(deps, origin, 'unknown_session');
      return { kind: 'cookie', value: hashSecret(credential.value) };
  }
}

/** Expired, malformed or forged: the client gets another one and asks again. Expiry is daily business, so no trace. */
function refusedToken(): SessionSecurityError {
  return new SessionSecurityError('UNAUTHENTICATED', { reason: 'access_token' });
}

/** A cookie with all its values, where it is about ending what they stand for. */
export type PresentedCookie =
  | Exclude<SessionCredential, { readonly status: 'duplicate' }>
  | { readonly status: 'duplicate'; readonly values: readonly string[] };

export interface FoundBy {
  readonly key: SessionKey;
  readonly origin: RequestOrigin;
}

export async function requireLive(
  deps: ServiceDeps,
  row: SessionRow | undefined,
  { key, origin }: FoundBy,
): Promise<SessionRow> {
  if (key.kind === 'token' && row?.userId !== key.userId) throw refusedToken();
  if (row === undefined) return refuseCredential(deps, origin, 'unknown_session');
  throwUnlessLive(deps, row);
  if (key.kind === 'token' && isOlderThanRenewal(key.issuedAt, row)) throw refusedToken();
  return row;
}

/** A copy of before a proof has nothing of it (R2). Tokens know their second, so those of the same one are let in. */
function isOlderThanRenewal(issuedAt: number, { secretRenewedAt }: SessionRow): boolean {
  return secretRenewedAt !== null && issuedAt < secretRenewedAt - (secretRenewedAt % 1000);
}

/** The same judgement for a row that was read before. */
export function throwUnlessLive({ clock, policy }: ServiceDeps, row: SessionRow): void {
  if (row.revokedAt !== null) {
    throw new SessionSecurityError('SESSION_REVOKED', { reason: row.revokedReason ?? 'revoked' });
  }
  const { idleExpiresAt, absoluteExpiresAt } = expiryOf(row, policy);
  const now = clock.now();
  if (now >= absoluteExpiresAt) throw new SessionSecurityError('SESSION_EXPIRED', { reason: 'absolute' });
  if (now >= idleExpiresAt) throw new SessionSecurityError('SESSION_EXPIRED', { reason: 'idle' });
}

/** Never adopted (OWASP Session Management, strict mode; R3). */
async function refuseCredential(
  deps: ServiceDeps,
  origin: RequestOrigin,
  reason: 'unknown_session' | 'duplicate_cookie' | 'two_credentials',
): Promise<never> {
  await noteRefusal(deps, origin, { type: 'unknown_session_presented', reason });
  throw new SessionSecurityError('UNAUTHENTICATED', { reason });
}
