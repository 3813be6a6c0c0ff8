/** What a user should know before it happens: the session will end, or the next sign-in will end another (SPEC C3). */
import { toIso } from '../../contract/instant';
import type { OnLimit, SessionSecurityPolicy } from '../../contract/policy';
import { expiryOf, type SessionRow } from './sessionRow';

export interface WireWarning {
  id: string;
  warningType: 'approaching_timeout' | 'session_limit';
  reason: 'idle' | 'absolute' | 'limit';
  message: string;
  expiresAt?: string;
  currentCount?: number;
  maxSessions?: number;
}

export interface WarningInput {
  readonly session: Pick<SessionRow, 'createdAt' | 'lastActivityAt'>;
  readonly now: number;
  readonly liveCount: number;
  readonly newestAt: number | null;
}

export function warningsFor(
  policy: SessionSecurityPolicy,
  { session, now, liveCount, newestAt }: WarningInput,
): WireWarning[] {
  const { idleExpiresAt, absoluteExpiresAt } = expiryOf(session, policy);
  const isNear = (at: number): boolean => at - now <= policy.session.warnBeforeMs;
  return [
    ...(isNear(absoluteExpiresAt) ? [timeoutWarning('absolute', absoluteExpiresAt)] : []),
    // Staying active helps only while the idle limit comes first.
    ...(isNear(idleExpiresAt) && idleExpiresAt < absoluteExpiresAt ? [timeoutWarning('idle', idleExpiresAt)] : []),
    ...(liveCount >= policy.session.maxSessions
      ? [limitWarning(policy, { liveCount, newestAt, evictedCount: 0 })]
      : []),
  ];
}

function timeoutWarning(reason: 'idle' | 'absolute', expiresAt: number): WireWarning {
  return {
    id: `approaching_timeout.${reason}.${String(expiresAt)}`,
    warningType: 'approaching_timeout',
    reason,
    message:
      reason === 'idle'
        ? 'Your session will end soon because of inactivity.'
        : 'Your session will end soon. Sign in again to continue.',
    expiresAt: toIso(expiresAt),
  };
}

export interface LimitWarningInput {
  readonly liveCount: number;
  /** Part of the id: once another session began, it is another warning. */
  readonly newestAt: number | null;
  readonly evictedCount: number;
}

export function limitWarning(policy: SessionSecurityPolicy, input: LimitWarningInput): WireWarning {
  return {
    id: `session_limit.${String(input.newestAt ?? 0)}`,
    warningType: 'session_limit',
    reason: 'limit',
    message: limitMessage(policy, input.evictedCount),
    currentCount: input.liveCount,
    maxSessions: policy.session.maxSessions,
  };
}

function limitMessage({ session }: SessionSecurityPolicy, evictedCount: number): string {
  if (evictedCount > 0)
    return 'You reached the limit of signed-in devices, so the session used longest ago was signed out.';
  return `You reached the limit of signed-in devices. ${nextSignIn[session.onLimit]}`;
}

const nextSignIn: Readonly<Record<OnLimit, string>> = {
  'evict-oldest': 'The next sign-in will sign out the session used longest ago.',
  reject: 'Sign out of one before you sign in on another.',
  ask: 'The next sign-in will ask before it signs out the session used longest ago.',
};
