'use client';
/** A titled card of rows. The one of this device is tinted. */
import type { ReactNode } from 'react';
import { cn } from '../../ui/cn';
import { useSessionsListContext } from './SessionsListContext';

export interface SessionGroupProps {
  readonly title: string;
  readonly titleId: string;
  /** Of the list's heading; the group's is one below. */
  readonly level: 1 | 2 | 3 | 4;
  readonly isCurrent?: boolean;
  /** At the end of the title's line. */
  readonly action?: ReactNode;
  /** Between the title and the card. */
  readonly toolbar?: ReactNode;
  readonly children: ReactNode;
}

const tags = { 1: 'h2', 2: 'h3', 3: 'h4', 4: 'h5' } as const;

export function SessionGroup({
  title,
  titleId,
  level,
  isCurrent = false,
  action,
  toolbar,
  children,
}: SessionGroupProps) {
  const { classNames } = useSessionsListContext();
  const Title = tags[level];
  return (
    <div data-slot="session-group" data-current={isCurrent || undefined} className="rss:flex rss:flex-col rss:gap-2">
      <div className="rss:flex rss:items-center rss:justify-between rss:gap-4">
        <Title
          id={titleId}
          className={cn(
            'rss:m-0 rss:p-0 rss:font-kit rss:text-meta rss:font-medium',
            isCurrent ? 'rss:text-success-ink' : 'rss:text-muted',
            classNames.groupTitle,
          )}
        >
          {title}
        </Title>
        {action}
      </div>
      {toolbar}
      <div
        className={cn(
          'rss:overflow-hidden rss:rounded-card rss:border rss:shadow-card rss:empty:hidden',
          isCurrent ? 'rss:border-success/30 rss:bg-success-subtle' : 'rss:border-line rss:bg-surface',
          classNames.group,
        )}
      >
        {children}
      </div>
    </div>
  );
}
