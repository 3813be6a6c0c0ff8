'use client';
/** Filters, and choosing several devices at once. Shown only where there are many. */
import type { SessionFilter } from '../../../contract/session';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { cn } from '../../ui/cn';

export interface SessionsToolbarProps {
  /** `undefined` where there are no filters. */
  readonly filter: SessionFilter | undefined;
  readonly onFilter: (filter: SessionFilter) => void;
  /** `undefined` while nothing is being selected. */
  readonly selectedCount: number | undefined;
  /** How many are loaded, where that is not all of them. */
  readonly shownCount: number | undefined;
  readonly onSelectAll: () => void;
  readonly onSignOutSelected: () => void;
  readonly isSigningOut: boolean;
}

const chip =
  'rss:min-h-10 rss:rounded-full rss:border rss:px-3.5 rss:text-meta rss:font-medium rss:cursor-pointer rss:transition-colors rss:duration-fast ' +
  'rss:focus-visible:outline-2 rss:focus-visible:outline-offset-2 rss:focus-visible:outline-ring rss:pointer-fine:min-h-8';

export function SessionsToolbar(props: SessionsToolbarProps) {
  const { filter, onFilter, selectedCount, shownCount, onSelectAll, onSignOutSelected, isSigningOut } = props;
  const { messages } = useSessionSecurityContext();
  const words = messages.sessions;
  const filters = [
    ['all', words.filterAll],
    ['inactive', words.filterInactive],
    ['untrusted', words.filterUntrusted],
  ] as const;

  return selectedCount === undefined ? (
    filter !== undefined && (
      <div
        role="group"
        aria-label={words.filterLabel}
        data-slot="sessions-toolbar"
        data-state="filtering"
        className="rss:flex rss:min-h-10 rss:flex-wrap rss:items-center rss:gap-2"
      >
        {filters.map(([value, label]) => (
          <button
            key={value}
            type="button"
            aria-pressed={filter === value}
            onClick={() => onFilter(value)}
            className={cn(
              chip,
              filter === value
                ? 'rss:border-accent rss:bg-accent-subtle rss:text-info-ink'
                : 'rss:border-line-strong rss:bg-surface rss:text-ink rss:hover:bg-bg',
            )}
          >
            {label}
          </button>
        ))}
      </div>
    )
  ) : (
    <div
      data-slot="sessions-toolbar"
      data-state="selecting"
      className="rss:flex rss:min-h-10 rss:flex-wrap rss:items-center rss:justify-between rss:gap-2"
    >
      <p role="status" className="rss:m-0 rss:p-0 rss:font-medium rss:tabular-nums">
        {words.selectedCount(selectedCount)}
      </p>
      <div className="rss:flex rss:flex-wrap rss:gap-2">
        <Button variant="ghost" shape="row" onClick={onSelectAll}>
          {shownCount === undefined ? words.selectAll : words.selectAllShown(shownCount)}
        </Button>
        <Button shape="row" disabled={selectedCount === 0} pending={isSigningOut} onClick={onSignOutSelected}>
          {words.signOutSelected}
        </Button>
      </div>
    </div>
  );
}
