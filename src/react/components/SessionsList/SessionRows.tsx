'use client';
/** The rows of one group as a list. Rows far from the screen are skipped by the browser, not by us. Renders a `<ul>`. */
import type { SessionInfo } from '../../../contract/session';
import type { UseSessionsResult } from '../../hooks/useSessions';
import { cn } from '../../ui/cn';
import { SessionRow } from './SessionRow';
import type { RowViews } from './useRowViews';

export interface SessionRowsProps {
  readonly sessions: readonly SessionInfo[];
  readonly labelledBy: string;
  readonly stateOf: UseSessionsResult['stateOf'];
  readonly failureOf: UseSessionsResult['failureOf'];
  readonly departingIds: ReadonlySet<string>;
  readonly ordinals: ReadonlyMap<string, number>;
  readonly viewOf: RowViews['viewOf'];
  /** `undefined` while nothing is being selected. */
  readonly selectedIds: ReadonlySet<string> | undefined;
  readonly className?: string | undefined;
}

export function SessionRows({ sessions, labelledBy, className, ...rows }: SessionRowsProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-redundant-roles -- Safari drops the role of a list without bullets
    <ul role="list" aria-labelledby={labelledBy} data-slot="session-rows" className={cn('rss:m-0 rss:p-0', className)}>
      {sessions.map((session) => (
        <li
          key={session.id}
          data-state={rows.departingIds.has(session.id) ? 'departing' : undefined}
          className="rss:grid rss:grid-rows-[1fr] rss:border-t rss:border-line rss:first:border-t-0 rss:[contain-intrinsic-size:auto_4.5rem] rss:[content-visibility:auto] rss:data-[state=departing]:animate-leave rss:motion-reduce:data-[state=departing]:animate-none"
        >
          {rowOf(session, rows)}
        </li>
      ))}
    </ul>
  );
}

/** The one place where a session meets its state, for this list and for the virtual one. */
export function rowOf(
  session: SessionInfo,
  {
    stateOf,
    failureOf,
    departingIds,
    ordinals,
    viewOf,
    selectedIds,
  }: Omit<SessionRowsProps, 'sessions' | 'labelledBy'>,
) {
  return (
    <SessionRow
      session={session}
      status={stateOf(session.id)}
      failure={failureOf(session.id)}
      ordinal={ordinals.get(session.id) ?? 1}
      isDeparting={departingIds.has(session.id)}
      view={viewOf(session.id)}
      isSelected={selectedIds?.has(session.id)}
    />
  );
}
