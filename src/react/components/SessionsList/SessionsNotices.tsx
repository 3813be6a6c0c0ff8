'use client';
/** What must be known about the list as a whole: it is old, or the account is full (SPEC S5, S9). */
import type { UseSessionsResult } from '../../hooks/useSessions';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';

export interface SessionsNoticesProps {
  readonly sessions: UseSessionsResult;
}

export function SessionsNotices({ sessions }: SessionsNoticesProps) {
  const { messages } = useSessionSecurityContext();
  const { staleReason, totalCount, maxSessions, onLimit, refetch, isFetching } = sessions;
  const words = messages.sessions;
  const isFull = maxSessions !== undefined && totalCount >= maxSessions;
  return (
    <>
      <div role="status" data-slot="sessions-stale" className="rss:empty:hidden">
        {staleReason === 'offline' && <Notice tone="offline">{words.offline}</Notice>}
        {staleReason === 'error' && (
          <Notice
            tone="warning"
            action={
              <Button pending={isFetching} onClick={() => void refetch()}>
                {messages.common.retry}
              </Button>
            }
          >
            {words.stale}
          </Notice>
        )}
      </div>
      {isFull && (
        <Notice tone="info" data-slot="session-limit">
          {words.limit(maxSessions, onLimit)}
        </Notice>
      )}
    </>
  );
}
