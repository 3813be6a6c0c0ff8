'use client';
/** Rows that are on their way: the real geometry, varied widths, one sentence for those who listen. */
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { cn } from '../../ui/cn';
import { Skeleton } from '../../ui/Skeleton';

type Widths = readonly (readonly [title: string, meta: string])[];

const current: Widths = [['rss:w-36', 'rss:w-52']];
const others: Widths = [
  ['rss:w-28', 'rss:w-60'],
  ['rss:w-40', 'rss:w-44'],
  ['rss:w-32', 'rss:w-56'],
];

export function SessionsSkeleton() {
  return (
    <div data-slot="sessions-skeleton" className="rss:flex rss:flex-col rss:gap-4">
      {[current, others].map((rows) => (
        <div key={rows.length} className="rss:flex rss:flex-col rss:gap-2">
          <span className="rss:flex rss:h-4.5 rss:items-center">
            <Skeleton className="rss:h-3 rss:w-24" />
          </span>
          <div className="rss:overflow-hidden rss:rounded-card rss:border rss:border-line rss:bg-surface rss:shadow-card">
            <SkeletonRows rows={rows} />
          </div>
        </div>
      ))}
      <Loading />
    </div>
  );
}

/** The same inside a group that is already there. */
export function OtherSessionsSkeleton() {
  return (
    <div data-slot="sessions-skeleton">
      <SkeletonRows rows={others} />
      <Loading />
    </div>
  );
}

function SkeletonRows({ rows }: { readonly rows: Widths }) {
  return rows.map(([title, meta]) => (
    <div
      key={title}
      className="rss:flex rss:items-start rss:gap-3 rss:border-t rss:border-line rss:px-4 rss:py-3 rss:first:border-t-0"
    >
      <Skeleton className="rss:mt-0.5 rss:size-10 rss:shrink-0" />
      <div className="rss:flex rss:h-10.5 rss:min-w-0 rss:flex-1 rss:flex-col rss:justify-center rss:gap-2">
        <Skeleton className={cn('rss:h-3.5 rss:max-w-full', title)} />
        <Skeleton className={cn('rss:h-3 rss:max-w-full', meta)} />
      </div>
      <Skeleton className="rss:mt-3.5 rss:hidden rss:h-3 rss:w-20 rss:@xl:block" />
    </div>
  ));
}

function Loading() {
  const { messages } = useSessionSecurityContext();
  return (
    <p role="status" className="rss:sr-only">
      {messages.sessions.loading}
    </p>
  );
}
