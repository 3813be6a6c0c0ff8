'use client';
/** Title, how many devices of how many, and the one action that concerns them all. */
import { forwardRef } from 'react';
import type { ReactNode } from 'react';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { cn } from '../../ui/cn';
import { useSessionsListContext } from './SessionsListContext';

export interface SessionsHeaderProps {
  readonly headingId: string;
  readonly heading: ReactNode;
  readonly level: 1 | 2 | 3 | 4;
  /** `undefined` until it is known. */
  readonly count: number | undefined;
  readonly maxSessions: number | undefined;
  /** `undefined` where there are no others. */
  readonly onSignOutOthers: (() => void) | undefined;
  readonly isSigningOutOthers: boolean;
}

const tags = { 1: 'h1', 2: 'h2', 3: 'h3', 4: 'h4' } as const;

export const SessionsHeader = forwardRef<HTMLHeadingElement, SessionsHeaderProps>(function SessionsHeader(
  { headingId, heading, level, count, maxSessions, onSignOutOthers, isSigningOutOthers },
  headingRef,
) {
  const { messages } = useSessionSecurityContext();
  const { classNames } = useSessionsListContext();
  const Heading = tags[level];
  const words = messages.sessions;
  return (
    <div
      data-slot="sessions-header"
      className={cn(
        'rss:flex rss:flex-wrap rss:items-center rss:justify-between rss:gap-x-4 rss:gap-y-3',
        classNames.header,
      )}
    >
      <div className="rss:min-w-0">
        <Heading
          ref={headingRef}
          id={headingId}
          tabIndex={-1}
          className={cn(
            'rss:m-0 rss:p-0 rss:font-kit rss:text-page rss:font-semibold rss:text-ink rss:outline-none!',
            'rss:focus-visible:outline-2 rss:focus-visible:outline-offset-2 rss:focus-visible:outline-ring',
            classNames.heading,
          )}
        >
          {heading}
        </Heading>
        <p
          data-slot="sessions-count"
          className={cn('rss:m-0 rss:min-h-5 rss:p-0 rss:text-muted rss:tabular-nums', classNames.count)}
        >
          {count !== undefined &&
            (maxSessions !== undefined && count <= maxSessions
              ? words.countOf(count, maxSessions)
              : words.count(count))}
        </p>
      </div>
      {onSignOutOthers !== undefined && (
        <Button pending={isSigningOutOthers} onClick={onSignOutOthers} className={classNames.signOutOthers}>
          {words.signOutOthers}
        </Button>
      )}
    </div>
  );
});
