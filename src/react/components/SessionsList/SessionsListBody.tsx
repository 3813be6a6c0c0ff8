'use client';
/** What the list shows in each of its states. Loading, failed, refused, alone and filled never look alike (SPEC S5). */
import { useId, useMemo } from 'react';
import type { UseSessionsResult } from '../../hooks/useSessions';
import { failureText } from '../../failureText';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { DesktopIcon, ShieldCheckIcon, WarningIcon } from '../../ui/icons';
import { OtherSessions } from './OtherSessions';
import { SessionGroup } from './SessionGroup';
import { SessionRows } from './SessionRows';
import { SessionSignedOut } from './SessionSignedOut';
import { useSessionsListContext } from './SessionsListContext';
import { MessageCard } from '../../ui/MessageCard';
import { SessionsNotices } from './SessionsNotices';
import { SessionsSkeleton } from './SessionsSkeleton';
import type { useSessionsList } from './useSessionsList';

export interface SessionsListBodyProps {
  readonly conduct: ReturnType<typeof useSessionsList>;
  readonly filters: boolean | 'auto';
  readonly selectable: boolean | 'auto';
  readonly headingLevel: 1 | 2 | 3 | 4;
}

const none: ReadonlySet<string> = new Set();

export function SessionsListBody({ conduct, filters, selectable, headingLevel }: SessionsListBodyProps) {
  const { overview } = conduct;
  const { messages } = useSessionSecurityContext();
  const currentTitleId = useId();
  const { current } = overview;
  const currentRows = useMemo(() => (current === undefined ? [] : [current]), [current]);
  const { ordinals, views } = conduct;
  const { shown } = conduct.rows;
  switch (overview.status) {
    case 'loading':
      return <SessionsSkeleton />;
    case 'error':
      return <LoadFailed sessions={overview} />;
    case 'verification-required':
      return <LoadRefused sessions={overview} onVerify={conduct.verifyList} />;
    case 'signed-out':
      return overview.end && <SessionSignedOut end={overview.end} onSignIn={conduct.signIn} />;
    case 'empty':
    case 'ready':
      return (
        <>
          <SessionsNotices sessions={overview} />
          {currentRows.length > 0 && (
            <SessionGroup title={messages.sessions.thisDevice} titleId={currentTitleId} level={headingLevel} isCurrent>
              <SessionRows
                sessions={currentRows}
                labelledBy={currentTitleId}
                stateOf={overview.stateOf}
                failureOf={overview.failureOf}
                departingIds={none}
                ordinals={ordinals}
                viewOf={views.viewOf}
                selectedIds={undefined}
              />
            </SessionGroup>
          )}
          {overview.status === 'empty' && shown.length === 0 ? (
            <MessageCard
              slot="sessions-empty"
              icon={<DesktopIcon />}
              title={messages.sessions.emptyTitle}
              body={messages.sessions.emptyBody}
            />
          ) : (
            <OtherSessions conduct={conduct} filters={filters} selectable={selectable} headingLevel={headingLevel} />
          )}
        </>
      );
    default:
      return overview.status satisfies never;
  }
}

function LoadFailed({ sessions }: { readonly sessions: UseSessionsResult }) {
  const { messages } = useSessionSecurityContext();
  return (
    <MessageCard
      slot="sessions-error"
      role="alert"
      icon={<WarningIcon />}
      title={messages.sessions.errorTitle}
      body={sessions.error && failureText(sessions.error, messages)}
      action={
        <Button pending={sessions.isFetching} onClick={() => void sessions.refetch()}>
          {messages.common.retry}
        </Button>
      }
    />
  );
}

interface LoadRefusedProps {
  readonly sessions: UseSessionsResult;
  readonly onVerify: (cause: NonNullable<NonNullable<UseSessionsResult['error']>['cause']>) => void;
}

function LoadRefused({ sessions, onVerify }: LoadRefusedProps) {
  const { messages } = useSessionSecurityContext();
  const { canVerify } = useSessionsListContext();
  const cause = sessions.error?.cause;
  if (sessions.error === undefined || cause === undefined) return null;
  const text = failureText(sessions.error, messages);
  return (
    <MessageCard
      slot="sessions-verification"
      role="alert"
      icon={<ShieldCheckIcon />}
      title={messages.sessions.verificationTitle}
      body={canVerify ? text : `${text} ${messages.sessions.verifyBySigningIn}`}
      action={
        canVerify ? (
          <Button variant="primary" pending={sessions.isFetching} onClick={() => onVerify(cause)}>
            {messages.sessions.verify}
          </Button>
        ) : (
          <Button pending={sessions.isFetching} onClick={() => void sessions.refetch()}>
            {messages.common.retry}
          </Button>
        )
      }
    />
  );
}
