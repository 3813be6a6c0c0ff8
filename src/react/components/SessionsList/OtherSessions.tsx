'use client';
/** The group of the other devices: its tools, its rows (windowed above 500), more of them on request. */
import { useId, useState } from 'react';
import { failureText } from '../../failureText';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { DesktopIcon } from '../../ui/icons';
import { SessionGroup } from './SessionGroup';
import { SessionRows } from './SessionRows';
import type { SessionsListBodyProps } from './SessionsListBody';
import { MessageCard } from '../../ui/MessageCard';
import { OtherSessionsSkeleton } from './SessionsSkeleton';
import { SessionsToolbar } from './SessionsToolbar';
import { useVirtualRows } from './useVirtualRows';

const virtualAbove = 500;
const toolsAbove = 5;

export function OtherSessions({ conduct, filters, selectable, headingLevel }: SessionsListBodyProps) {
  const { overview, list, rows, filter, selectedIds, ordinals, views } = conduct;
  const { messages } = useSessionSecurityContext();
  const titleId = useId();
  const words = messages.sessions;
  const isMany = overview.totalCount > toolsAbove;
  const hasFilters = filters === 'auto' ? isMany || filter !== 'all' : filters;
  const isSelectable = (selectable === 'auto' ? isMany : selectable) && rows.shown.length > 0 && list.can.revoke;
  const isSelecting = selectedIds !== undefined;
  const isLong = rows.shown.length > virtualAbove;
  const virtual = useVirtualRows(isLong);
  /** Plain rows that are on screen stay until their successor is there, which then begins where they end. */
  const [plainCount, setPlainCount] = useState(isLong ? 0 : rows.shown.length);
  if (!isLong && plainCount !== rows.shown.length) setPlainCount(rows.shown.length);
  const isWaiting = isLong && virtual.status === 'loading' && plainCount === 0;
  const rowsProps = {
    sessions: rows.shown,
    labelledBy: titleId,
    stateOf: list.stateOf,
    failureOf: list.failureOf,
    departingIds: rows.departingIds,
    ordinals,
    viewOf: views.viewOf,
    selectedIds,
  };

  return (
    <SessionGroup
      title={words.otherDevices}
      titleId={titleId}
      level={headingLevel}
      action={
        isSelectable && (
          <Button variant="ghost" className="rss:-my-2.5" onClick={() => conduct.setSelecting(!isSelecting)}>
            {isSelecting ? words.selectDone : words.select}
          </Button>
        )
      }
      toolbar={
        (hasFilters || isSelecting) && (
          <SessionsToolbar
            filter={hasFilters ? filter : undefined}
            onFilter={conduct.setFilter}
            selectedCount={selectedIds?.size}
            shownCount={list.hasMore ? list.others.length : undefined}
            onSelectAll={conduct.selectAll}
            onSignOutSelected={() => conduct.ask({ kind: 'signOutSelected', sessionIds: [...(selectedIds ?? [])] })}
            isSigningOut={conduct.bulk === 'selected'}
          />
        )
      }
    >
      {rows.shown.length > 0 &&
        !isWaiting &&
        (isLong && virtual.status === 'loaded' ? (
          <virtual.Rows {...rowsProps} startIndex={plainCount} />
        ) : (
          <SessionRows {...rowsProps} />
        ))}
      {(isWaiting || (rows.shown.length === 0 && list.status === 'loading')) && <OtherSessionsSkeleton />}
      {rows.shown.length === 0 && list.error !== undefined && (
        <Notice
          tone="warning"
          role="alert"
          action={
            <Button pending={list.isFetching} onClick={() => void list.refetch()}>
              {messages.common.retry}
            </Button>
          }
        >
          {failureText(list.error, messages)}
        </Notice>
      )}
      {rows.shown.length === 0 && list.status === 'empty' && (
        <MessageCard
          slot="sessions-empty"
          icon={<DesktopIcon />}
          title={words.emptyFilterTitle}
          action={<Button onClick={() => conduct.setFilter('all')}>{words.showAll}</Button>}
        />
      )}
      {list.hasMore && (
        <div className="rss:flex rss:flex-wrap rss:items-center rss:justify-between rss:gap-3 rss:border-t rss:border-line rss:px-4 rss:py-2.5">
          <p role="status" className="rss:m-0 rss:p-0 rss:text-meta rss:text-muted rss:tabular-nums">
            {list.loadMoreError === undefined
              ? words.shown(list.others.length, list.totalCount - (list.current === undefined ? 0 : 1))
              : words.loadMoreFailed}
          </p>
          <Button pending={list.isLoadingMore} onClick={() => void list.loadMore()}>
            {list.loadMoreError === undefined ? words.loadMore : messages.common.retry}
          </Button>
        </div>
      )}
    </SessionGroup>
  );
}
