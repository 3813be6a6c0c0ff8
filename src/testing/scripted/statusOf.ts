/** What C2 and C3 say about one session, by the figures of the `consumer` policy. */
import { toIso } from '../../contract/instant';
import { policyPresets } from '../../contract/policy';
import type { OnLimit } from '../../contract/policy';
import type { SessionInfo, SessionStatus, SignedInUser } from '../../contract/session';
import type { SessionWarning } from '../../contract/warning';
import { deadlinesOf, epochOf } from './createSessionStore';

export interface StatusInput {
  readonly session: SessionInfo | undefined;
  readonly live: readonly SessionInfo[];
  readonly maxSessions: number;
  readonly onLimit: OnLimit;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface Proof {
  /** Epoch milliseconds. */
  readonly authenticatedAt: number;
  readonly secondFactorAt: number | null;
}

const { session: figures, heartbeat, secondFactor } = policyPresets.consumer;

export function statusOf(
  input: StatusInput & { readonly session: SessionInfo },
  user: SignedInUser,
  { authenticatedAt, secondFactorAt }: Proof,
): SessionStatus {
  const { session, maxSessions, onLimit, now } = input;
  const { idleExpiresAt, absoluteExpiresAt } = deadlinesOf(session);
  const warnings = warningsOf(input);
  return {
    status: warnings.some(({ warningType }) => warningType === 'approaching_timeout') ? 'warning' : 'active',
    user,
    session,
    idleExpiresAt: toIso(idleExpiresAt),
    absoluteExpiresAt: toIso(absoluteExpiresAt),
    warnings,
    policy: {
      idleTimeoutMs: figures.idleTimeoutMs,
      absoluteTimeoutMs: figures.absoluteTimeoutMs,
      warnBeforeMs: figures.warnBeforeMs,
      heartbeatIntervalMs: heartbeat.intervalMs,
      maxSessions,
      onLimit,
    },
    verification: {
      authenticatedAt: toIso(authenticatedAt),
      recentUntil: toIso(authenticatedAt + figures.recentAuthMs),
      secondFactorUntil: secondFactorAt === null ? null : toIso(secondFactorAt + secondFactor.graceMs),
    },
    serverTime: toIso(now),
  };
}

export function warningsOf(input: StatusInput): SessionWarning[] {
  return [...timeoutWarnings(input), ...limitWarnings(input)];
}

function timeoutWarnings({ session, now }: StatusInput): SessionWarning[] {
  if (session === undefined) return [];
  const { idleExpiresAt, absoluteExpiresAt } = deadlinesOf(session);
  const isNear = (at: number): boolean => at > now && at - now <= figures.warnBeforeMs;
  const warning = (reason: 'idle' | 'absolute', at: number): SessionWarning => ({
    id: `approaching_timeout.${reason}.${at}`,
    warningType: 'approaching_timeout',
    reason,
    message: 'Your session will end soon.',
    expiresAt: toIso(at),
  });
  return [
    ...(isNear(absoluteExpiresAt) ? [warning('absolute', absoluteExpiresAt)] : []),
    ...(isNear(idleExpiresAt) && idleExpiresAt < absoluteExpiresAt ? [warning('idle', idleExpiresAt)] : []),
  ];
}

export function limitWarnings({ live, maxSessions }: Pick<StatusInput, 'live' | 'maxSessions'>): SessionWarning[] {
  if (live.length < maxSessions) return [];
  return [
    {
      id: `session_limit.${Math.max(...live.map(({ createdAt }) => epochOf(createdAt)))}`,
      warningType: 'session_limit',
      reason: 'limit',
      message: 'You reached the limit of signed-in devices.',
      currentCount: live.length,
      maxSessions,
    },
  ];
}
