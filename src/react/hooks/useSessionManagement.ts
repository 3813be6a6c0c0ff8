'use client';
/** Devices and session in one hook, for screens that want a little of both; `useSessions` and `useSessionStatus` give more. */
import type { SessionInfo } from '../../contract/session';
import type { RevokeOutcome } from '../createRevoker';
import { useSessions } from './useSessions';
import { useSessionStatus } from './useSessionStatus';
import type { SessionState } from './useSessionStatus';

/** How long what the browser holds will be taken for a sign-in. */
export type TokenStatus =
  | 'valid'
  /** The session is warned of. */
  | 'expiring'
  /** It is over, though the user has not signed out. */
  | 'expired'
  /** Nobody is signed in, or nobody has looked yet. */
  | 'none';

/** What `useSessionManagement` gives. Functions keep their identity and never reject. */
export interface UseSessionManagementResult {
  /** The current one first, then by last activity. Empty until loaded. */
  readonly sessions: readonly SessionInfo[];
  readonly currentSession: SessionInfo | undefined;
  /** Ends one session; the current one as `signOut` does. */
  readonly revokeSession: (sessionId: string) => Promise<RevokeOutcome>;
  readonly refreshSessions: () => Promise<void>;
  readonly tokenStatus: TokenStatus;
  readonly isTokenExpired: boolean;
  /** It ends soon unless the user does something. */
  readonly needsTokenRefresh: boolean;
}

/** Devices and session in one hook: the list as `useSessions` has it, and how long this session lasts. */
export function useSessionManagement(): UseSessionManagementResult {
  const { sessions, current, revoke, refetch } = useSessions();
  const tokenStatus = useSessionStatus(tokenStatusOf);
  return {
    sessions,
    currentSession: current,
    revokeSession: revoke,
    refreshSessions: refetch,
    tokenStatus,
    isTokenExpired: tokenStatus === 'expired',
    needsTokenRefresh: tokenStatus === 'expiring',
  };
}

function tokenStatusOf({ status, sessionExpired }: SessionState): TokenStatus {
  if (sessionExpired) return 'expired';
  if (status === 'warning') return 'expiring';
  return status === 'active' ? 'valid' : 'none';
}
