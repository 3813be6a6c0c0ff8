'use client';
/** The rows of a very long list: only those on screen exist. Its own module, so that short lists never load it. */
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { Range } from '@tanstack/react-virtual';
import { useCallback, useRef, useState } from 'react';
import { cn } from '../../ui/cn';
import { rowOf } from './SessionRows';
import type { SessionRowsProps } from './SessionRows';

const rowHeight = 73;

export interface VirtualSessionRowsProps extends SessionRowsProps {
  /** The row to begin at, counted from 0. */
  readonly startIndex: number;
}

export function VirtualSessionRows({ sessions, labelledBy, className, startIndex, ...rows }: VirtualSessionRowsProps) {
  /** The row that has the focus stays, or the focus would go with it. */
  const [focusedIndex, setFocusedIndex] = useState<number>();
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      if (focusedIndex === undefined || focusedIndex >= range.count || indexes.includes(focusedIndex)) return indexes;
      const before = indexes.filter((index) => index < focusedIndex);
      return [...before, focusedIndex, ...indexes.slice(before.length)];
    },
    [focusedIndex],
  );
  const scrollerRef = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the virtualiser is meant to re-render on every scroll step
  const virtualizer = useVirtualizer({
    count: sessions.length,
    getScrollElement: () => scrollerRef.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => sessions[index]?.id ?? index,
    overscan: 6,
    initialOffset: startIndex * rowHeight,
    rangeExtractor,
  });
  return (
    <div ref={scrollerRef} className={cn('rss:max-h-[70vh] rss:overflow-y-auto rss:overscroll-contain', className)}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only watches where the focus is */}
      <ul
        // oxlint-disable-next-line jsx-a11y/no-redundant-roles -- Safari drops the role of a list without bullets
        role="list"
        aria-labelledby={labelledBy}
        data-slot="session-rows"
        data-virtual=""
        className="rss:relative rss:m-0 rss:p-0"
        style={{ height: virtualizer.getTotalSize() }}
        onFocus={({ target }) => setFocusedIndex(indexOf(target))}
        onBlur={() => setFocusedIndex(undefined)}
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

function indexOf(element: Element): number | undefined {
  const index = Number(element.closest('[data-index]')?.getAttribute('data-index') ?? Number.NaN);
  return Number.isNaN(index) ? undefined : index;
}
