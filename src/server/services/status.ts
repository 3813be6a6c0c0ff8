/** C2 and C3: validation, warnings and the clock in one call that never extends the session (R16). */
import { toIso } from '../../contract/instant';
import type { SessionSecurityPolicy } from '../../contract/policy';
import { maskEmail, maskPhone } from '../ports/identifier';
import type { UserAccount } from '../ports/users';
import { type AuthenticateInput, requireLive, sessionKeyOf } from './authenticate';
import type { ServiceDeps } from './deps';
import { toSessionInfo } from './sessionInfo';
import { findByRenewedSecret, noteSecretUse } from './secretRenewal';
import type { SessionKey, SessionWithSurroundings } from './sessionLookup';
import { expiryOf, liveSince, type SessionRow } from './sessionRow';
import { warningsFor } from './warning';

export async function getStatus(deps: ServiceDeps, input: AuthenticateInput) {
  const { policy, users } = deps;
  const found = await findWithSurroundings(deps, input);
  const { session } = found;
  const user = found.user ?? (await users.findById(session.userId));
  const now = deps.clock.now();
  const { idleExpiresAt, absoluteExpiresAt } = expiryOf(session, policy);
  const warnings = warningsFor(policy, { ...found, now });
  return {
    status: warnings.some(({ warningType }) => warningType === 'approaching_timeout')
      ? ('warning' as const)
      : ('active' as const),
    user: toSignedInUser(session.userId, user),
    session: toSessionInfo(session, session.id, policy),
    idleExpiresAt: toIso(idleExpiresAt),
    absoluteExpiresAt: toIso(absoluteExpiresAt),
    warnings,
    policy: {
      idleTimeoutMs: policy.session.idleTimeoutMs,
      absoluteTimeoutMs: policy.session.absoluteTimeoutMs,
      warnBeforeMs: policy.session.warnBeforeMs,
      heartbeatIntervalMs: policy.heartbeat.intervalMs,
      maxSessions: policy.session.maxSessions,
      onLimit: policy.session.onLimit,
    },
    verification: toVerification(session, policy),
    serverTime: toIso(now),
  };
}

export async function getSessionWarnings(deps: ServiceDeps, input: AuthenticateInput) {
  const found = await findWithSurroundings(deps, input);
  const now = deps.clock.now();
  return { warnings: warningsFor(deps.policy, { ...found, now }), serverTime: toIso(now) };
}

async function findWithSurroundings(deps: ServiceDeps, input: AuthenticateInput): Promise<SessionWithSurroundings> {
  const since = liveSince(deps.policy, deps.clock.now());
  const key = await sessionKeyOf(deps, input);
  const current = await deps.lookups.withSurroundings(key, since);
  if (current !== undefined) await noteSecretUse(deps, key, current.session);
  const found = current ?? (await foundByRenewedSecret(deps, key, since));
  const session = await requireLive(deps, found?.session, { key, origin: input.origin });
  return { session, user: found?.user ?? null, liveCount: found?.liveCount ?? 0, newestAt: found?.newestAt ?? null };
}

/** The call was under way while the secret was renewed. */
async function foundByRenewedSecret(deps: ServiceDeps, key: SessionKey, since: ReturnType<typeof liveSince>) {
  const session = await findByRenewedSecret(deps, key);
  if (session === undefined) return undefined;
  const byHandle = { kind: 'token', value: session.id } as const;
  const found = await deps.lookups.withSurroundings(byHandle, since);
  return found === undefined ? undefined : { ...found, session };
}

function toSignedInUser(id: string, user: UserAccount | null) {
  const { email = null, phone = null } = user ?? {};
  return {
    id,
    displayName: user?.displayName ?? null,
    contactHint: email !== null ? maskEmail(email) : phone !== null ? maskPhone(phone) : null,
    roles: [...(user?.roles ?? [])],
  };
}

function toVerification({ authenticatedAt, secondFactorAt }: SessionRow, policy: SessionSecurityPolicy) {
  return {
    authenticatedAt: toIso(authenticatedAt),
    recentUntil: toIso(authenticatedAt + policy.session.recentAuthMs),
    secondFactorUntil: secondFactorAt === null ? null : toIso(secondFactorAt + policy.secondFactor.graceMs),
  };
}
