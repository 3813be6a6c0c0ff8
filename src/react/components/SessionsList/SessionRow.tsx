'use client';
/** One device: what it is, where, when last used; sign it out; details in place. Renders a `<div>` inside its list item. */
import { memo, useEffect, useId, useRef } from 'react';
import type { SessionInfo } from '../../../contract/session';
import { isolate } from '../../messages/isolate';
import type { SessionRowState } from '../../hooks/useRevocation';
import type { SessionFailure } from '../../sessionFailure';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { cn } from '../../ui/cn';
import { ChevronIcon, ShieldCheckIcon } from '../../ui/icons';
import { RelativeTime } from '../../ui/RelativeTime';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { describeSession } from './describeSession';
import { DeviceIcon } from './DeviceIcon';
import { SessionDetails } from './SessionDetails';
import { SessionMeta } from './SessionMeta';
import { SessionRowFailure } from './SessionRowFailure';
import { useSessionsListContext } from './SessionsListContext';
import type { RowView } from './useRowViews';

export interface SessionRowProps {
  readonly session: SessionInfo;
  readonly status: SessionRowState['status'];
  readonly failure: SessionFailure | undefined;
  /** Tells apart devices that would be called alike: 2 for the second. */
  readonly ordinal: number;
  /** It was signed out and is fading away. */
  readonly isDeparting: boolean;
  readonly view: RowView;
  /** `undefined` while nothing is being selected. */
  readonly isSelected: boolean | undefined;
}

export const SessionRow = memo(function SessionRow({
  session,
  status,
  failure,
  ordinal,
  isDeparting,
  view,
  isSelected,
}: SessionRowProps) {
  const { kit, formatters, messages } = useSessionSecurityContext();
  const { actions, classNames, describe } = useSessionsListContext();
  const isOpen = view !== 'closed';
  const rowRef = useRef<HTMLDivElement>(null);
  const detailsId = useId();
  useDeparture(rowRef, isDeparting, session.id);

  const words = messages.sessions;
  const description = describeSession(session, describe);
  const name = isolate(ordinal === 1 ? description.name : `${description.name} (${ordinal})`);
  const canSignOut = session.isCurrent ? kit.abilities.signOut : kit.abilities.revoke;
  const lastActive = description.lastActiveMs === undefined ? '' : formatters.dateTime(description.lastActiveMs);

  return (
    <div
      ref={rowRef}
      data-slot="session-row"
      data-state={isDeparting ? 'departing' : status}
      data-current={session.isCurrent || undefined}
      className={cn(
        'rss:group/row rss:min-h-0 rss:min-w-0 rss:overflow-hidden',
        isSelected && 'rss:bg-accent-subtle',
        classNames.row,
      )}
    >
      <div className="rss:grid rss:grid-cols-[auto_minmax(0,1fr)_auto] rss:items-center rss:gap-x-3 rss:px-4 rss:py-3 rss:@xl:grid-cols-[auto_minmax(0,1fr)_auto_auto]">
        <div className="rss:flex rss:items-center rss:gap-3 rss:self-start rss:pt-0.5">
          {isSelected !== undefined && (
            <label className="rss:-my-2 rss:-ms-2 rss:grid rss:size-10 rss:cursor-pointer rss:place-items-center">
              <input
                type="checkbox"
                checked={isSelected}
                onChange={(event) => actions.select(session.id, event.target.checked)}
                aria-label={words.selectNamed(name, lastActive)}
                className="rss:size-4.5 rss:cursor-pointer rss:accent-accent rss:focus-visible:outline-2 rss:focus-visible:outline-offset-2 rss:focus-visible:outline-ring"
              />
            </label>
          )}
          <DeviceIcon
            type={session.deviceType}
            isCurrent={session.isCurrent}
            className={cn(isSelected !== undefined && 'rss:hidden rss:@xl:grid', classNames.icon)}
          />
        </div>
        <div className="rss:min-w-0 rss:self-start">
          <p className="rss:m-0 rss:flex rss:flex-wrap rss:items-center rss:gap-x-2 rss:gap-y-0.5 rss:p-0">
            <bdi
              data-slot="session-name"
              className={cn('rss:min-w-0 rss:font-medium rss:text-ink rss:wrap-anywhere', classNames.name)}
            >
              {description.name}
            </bdi>
            {ordinal > 1 && <span className="rss:text-muted rss:tabular-nums">({ordinal})</span>}
            {description.software !== undefined && (
              <span data-slot="session-software" className={cn('rss:text-meta rss:text-muted', classNames.meta)}>
                {description.software}
              </span>
            )}
            {session.isTrusted && (
              <Badge className={classNames.badge}>
                <ShieldCheckIcon size="rss:size-3.5" />
                {words.trusted}
              </Badge>
            )}
          </p>
          <SessionMeta description={description} />
        </div>
        <Button
          variant="ghost"
          shape="icon"
          aria-expanded={isOpen}
          aria-controls={isOpen ? detailsId : undefined}
          aria-label={words.detailsNamed(name, lastActive)}
          onClick={() => actions.setView(session.id, isOpen ? 'closed' : 'details')}
          className="rss:-me-2 rss:self-start rss:@xl:order-last"
        >
          <ChevronIcon
            className={cn('rss:text-muted rss:transition-transform rss:duration-fast', isOpen && 'rss:rotate-180')}
          />
        </Button>
        <div className="rss:col-span-2 rss:col-start-2 rss:-mb-2 rss:flex rss:items-center rss:justify-between rss:@xl:mb-0 rss:@xl:gap-3 rss:@xl:col-span-1 rss:@xl:col-start-3 rss:@xl:self-start">
          {description.lastActiveMs === undefined ? (
            <span />
          ) : (
            <span className="rss:relative rss:@xl:min-w-34 rss:@xl:text-end">
              <RelativeTime
                epochMs={description.lastActiveMs}
                data-slot="session-active"
                className={cn(
                  'rss:text-meta rss:tabular-nums rss:@xl:whitespace-nowrap',
                  session.isCurrent ? 'rss:text-success-ink' : 'rss:text-muted',
                  classNames.time,
                )}
                format={(relative) => (relative === undefined ? words.activeNow : words.active(relative))}
              />
              {/* Assistive technology has it in the names of the row's buttons. */}
              <span
                aria-hidden="true"
                data-slot="session-active-at"
                className="rss:invisible rss:absolute rss:start-0 rss:top-full rss:whitespace-nowrap rss:text-meta rss:leading-none rss:text-muted rss:tabular-nums rss:group-has-[button:focus-visible]/row:visible rss:@xl:start-auto rss:@xl:end-0"
              >
                {lastActive}
              </span>
            </span>
          )}
          {canSignOut && (
            <Button
              variant="ghost"
              shape="row"
              pending={status === 'revoking'}
              data-slot="session-sign-out"
              aria-label={session.isCurrent ? words.signOutCurrentNamed(name) : words.signOutNamed(name, lastActive)}
              onClick={() => actions.askSignOut(session)}
              className={cn('rss:-me-2 rss:@xl:me-0', classNames.signOut)}
            >
              {words.signOut}
            </Button>
          )}
        </div>
      </div>
      <SessionRowFailure session={session} name={name} lastActive={lastActive} failure={failure} />
      {isOpen && (
        <SessionDetails
          id={detailsId}
          session={session}
          description={description}
          name={name}
          lastActive={lastActive}
          isRenaming={view === 'renaming'}
        />
      )}
    </div>
  );
});

/** Waits for whatever animation the stylesheet gives a departing row, if any, and takes the focus out of it. */
function useDeparture(rowRef: React.RefObject<HTMLDivElement | null>, isDeparting: boolean, sessionId: string): void {
  const { actions } = useSessionsListContext();
  useEffect(() => {
    const row = rowRef.current;
    if (!isDeparting || row === null) return;
    const releaseFocus = () => {
      if (row.contains(document.activeElement)) actions.focusHeading();
    };
    releaseFocus();
    const animations = row.closest('li')?.getAnimations?.() ?? [];
    void Promise.allSettled(animations.map(({ finished }) => finished)).then(() => {
      /** A dialog that was just closed may have given the focus back to this row meanwhile. */
      releaseFocus();
      actions.departed(sessionId);
    });
  }, [rowRef, isDeparting, sessionId, actions]);
}
