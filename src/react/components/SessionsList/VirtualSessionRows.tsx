'use client';
/** The rows of a very long list: only those on screen exist. Its own module, so that short lists never load it. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { cn } from '../../ui/cn';
import { rowOf } from './SessionRows';
import type { SessionRowsProps } from './SessionRows';

const rowHeight = 73;

export function VirtualSessionRows({ sessions, labelledBy, className, ...rows }: SessionRowsProps) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the virtualiser is meant to re-render on every scroll step
  const virtualizer = useVirtualizer({
    count: sessions.length,
    getScrollElement: () => scrollerRef.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => sessions[index]?.id ?? index,
    overscan: 6,
  });
  return (
    <div ref={scrollerRef} className={cn('rss:max-h-[70vh] rss:overflow-y-auto rss:overscroll-contain', className)}>
      <ul
        // oxlint-disable-next-line jsx-a11y/no-redundant-roles -- Safari drops the role of a list without bullets
        role="list"
        aria-labelledby={labelledBy}
        data-slot="session-rows"
        data-virtual=""
        className="rss:relative rss:m-0 rss:p-0"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const session = sessions[index];
          return (
            session !== undefined && (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                data-state={rows.departingIds.has(session.id) ? 'departing' : undefined}
                aria-setsize={sessions.length}
                aria-posinset={index + 1}
                className="rss:absolute rss:inset-x-0 rss:top-0 rss:border-b rss:border-line rss:data-[state=departing]:animate-leave rss:motion-reduce:data-[state=departing]:animate-none"
                style={{ transform: `translateY(${start}px)` }}
              >
                {rowOf(session, rows)}
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}
