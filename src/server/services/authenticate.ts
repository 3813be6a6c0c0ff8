/** Whose call is this: from the cookie's secret to a live session, or the reason why there is none. */
import { SessionSecurityError } from '../../contract/errors';
import { hashSecret, hasSecretForm } from '../crypto/secretHash';
import type { RequestOrigin, ServiceDeps } from './deps';
import { takeOperation } from './rateLimit';
import { recordSecurityEvents } from './securityEvent';
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
  const row = await deps.lookups.bySecretHash(credentialHash(input.credential));
  return requireLive(deps, row, input.origin);
}

/** What to look a session up by, where the cookie can be one of ours at all. */
export function credentialHash(credential: SessionCredential): string {
  if (credential.status === 'absent') throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'no_session' });
  if (credential.status === 'duplicate') {
    throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'duplicate_cookie' });
  }
  if (!hasSecretForm(credential.value)) {
    throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'unknown_session' });
  }
  return hashSecret(credential.value);
}

export async function requireLive(
  deps: ServiceDeps,
  row: SessionRow | undefined,
  origin: RequestOrigin,
): Promise<SessionRow> {
  if (row === undefined) {
    await noteUnknownSession(deps, origin);
    throw new SessionSecurityError('UNAUTHENTICATED', { reason: 'unknown_session' });
  }
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

/** Never adopted (OWASP Session Management, strict mode; R3). Noted within a limit, so that noise can't fill the table. */
async function noteUnknownSession(deps: ServiceDeps, origin: RequestOrigin): Promise<void> {
  const outcome = await takeOperation(deps, {
    name: 'unknown_session',
    limit: deps.policy.limits.general,
    subject: [origin.addressBucket],
  });
  if (outcome.status === 'refused') return;
  await recordSecurityEvents(deps, origin, [{ type: 'unknown_session_presented', success: false }]);
}
