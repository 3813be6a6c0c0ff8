/** Whose call is this: from the cookie's secret to a live session, or the reason why there is none. */
import { SessionSecurityError } from '../../contract/errors';
import { hashSecret, hasSecretForm } from '../crypto/secretHash';
import type { RequestOrigin, ServiceDeps } from './deps';
import { noteRefusal } from './refusal';
import { expiryOf, type SessionRow } from './sessionRow';

export interface AuthenticateInput {
  /** As it stood in the cookie. `duplicate`: two different ones, of which neither is believed (R7, T7). */
  readonly credential: SessionCredential;
  readonly origin: RequestOrigin;
}

export type SessionCredential =
  | { readonly status: 'absent' }
  | { readonly status: 'duplicate' }
  | { readonly status: 'present'; readonly value: string };

/**
 * @throws {SessionSecurityError} `UNAUTHENTICATED` (reason `no_session`, `duplicate_cookie`, `unknown_session`),
 * `SESSION_REVOKED` (reason of the revocation), `SESSION_EXPIRED` (reason `idle` or `absolute`).
 */
export async function authenticate(deps: ServiceDeps, input: AuthenticateInput): Promise<SessionRow> {
  const row = await deps.lookups.bySecretHash(await credentialHash(deps, input));
  return requireLive(deps, row, input.origin);
}

/** What to look a session up by, where the cookie can be one of ours at all. */
export async function credentialHash(deps: ServiceDeps, { credential, origin }: AuthenticateInput): Promise<string> {
  if (credential.status === 'absent') throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'no_session' });
  if (credential.status === 'duplicate') return refuseCredential(deps, origin, 'duplicate_cookie');
  if (!hasSecretForm(credential.value)) return refuseCredential(deps, origin, 'unknown_session');
  return hashSecret(credential.value);
}

export async function requireLive(
  deps: ServiceDeps,
  row: SessionRow | undefined,
  origin: RequestOrigin,
): Promise<SessionRow> {
  if (row === undefined) return refuseCredential(deps, origin, 'unknown_session');
  throwUnlessLive(deps, row);
  return row;
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
  reason: 'unknown_session' | 'duplicate_cookie',
): Promise<never> {
  await noteRefusal(deps, origin, { type: 'unknown_session_presented', reason });
  throw new SessionSecurityError('UNAUTHENTICATED', { reason });
}
