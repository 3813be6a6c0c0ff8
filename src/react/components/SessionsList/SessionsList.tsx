'use client';
/**
 * The devices on which the user is signed in, as a page section: this device first, then the others, each with a way to
 * sign it out (SPEC S2–S10). One good skin over `useSessions`, which is the headless API. Renders a `<section>`.
 */
import { forwardRef, useCallback, useId, useMemo, useRef, useState } from 'react';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import type { SessionSecurityErrorCause } from '../../../contract/errors';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { cn } from '../../ui/cn';
import { LiveRegion } from '../../ui/LiveRegion';
import { SessionDialogs } from './SessionDialogs';
import { SessionsHeader } from './SessionsHeader';
import { SessionsListBody } from './SessionsListBody';
import { SessionsListContext } from './SessionsListContext';
import { useSessionsList } from './useSessionsList';

/** Class names for single parts, after the kit's own. */
export interface SessionsListClassNames {
  readonly header?: string | undefined;
  readonly heading?: string | undefined;
  readonly count?: string | undefined;
  readonly signOutOthers?: string | undefined;
  readonly group?: string | undefined;
  readonly groupTitle?: string | undefined;
  readonly row?: string | undefined;
  readonly icon?: string | undefined;
  readonly name?: string | undefined;
  readonly badge?: string | undefined;
  readonly meta?: string | undefined;
  readonly time?: string | undefined;
  readonly signOut?: string | undefined;
  readonly details?: string | undefined;
}

export interface SessionsListProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  readonly classNames?: SessionsListClassNames | undefined;
  /** @default "Your devices", in the provider's language */
  readonly heading?: ReactNode;
  /** @default 2 */
  readonly headingLevel?: 1 | 2 | 3 | 4 | undefined;
  /** Filters by activity and trust. `auto`: above five devices. @default 'auto' */
  readonly filters?: boolean | 'auto' | undefined;
  /** Choosing several to sign out together. `auto`: above five devices. @default 'auto' */
  readonly selectable?: boolean | 'auto' | undefined;
  /** Sessions per request, at most 100. @default 50 */
  readonly pageSize?: number | undefined;
  /** @default the provider's */
  readonly hideIp?: boolean | undefined;
  /** @default the provider's */
  readonly hideLocation?: boolean | undefined;
  /** This device was signed out here: leave the signed-in part of the app. */
  readonly onSignedOut?: (() => void) | undefined;
  /**
   * The server wants proof first. Without it, rows say what to do in words. Return a promise of the proof, and what was
   * refused is tried again when it resolves.
   *
   * @param sessionId which device was to be signed out; absent when the list itself was refused.
   */
  readonly onVerificationRequired?:
    | ((cause: SessionSecurityErrorCause, sessionId?: string) => void | Promise<unknown>)
    | undefined;
  /** Offered at the end of "this wasn't me". */
  readonly onChangePassword?: (() => void) | undefined;
}

const noClassNames: SessionsListClassNames = {};

export const SessionsList = forwardRef<HTMLElement, SessionsListProps>(function SessionsList(
  {
    classNames = noClassNames,
    heading,
    headingLevel = 2,
    filters = 'auto',
    selectable = 'auto',
    pageSize,
    hideIp,
    hideLocation,
    onSignedOut,
    onVerificationRequired,
    onChangePassword,
    className,
    ...rest
  },
  ref,
) {
  const context = useSessionSecurityContext();
  const { messages, formatters, rootAttributes } = context;
  const headingRef = useRef<HTMLHeadingElement>(null);
  const headingId = useId();
  const focusHeading = useCallback(() => headingRef.current?.focus(), []);
  const conduct = useSessionsList({ pageSize, onSignedOut, onVerificationRequired, onChangePassword, focusHeading });
  const { overview, actions } = conduct;

  const parts = useShallowStable(classNames);
  const isIpHidden = hideIp ?? context.hideIp;
  const isLocationHidden = hideLocation ?? context.hideLocation;
  const canVerify = onVerificationRequired !== undefined;
  const listContext = useMemo(
    () => ({
      actions,
      classNames: parts,
      canVerify,
      describe: { messages, formatters, hideIp: isIpHidden, hideLocation: isLocationHidden },
    }),
    [actions, parts, canVerify, messages, formatters, isIpHidden, isLocationHidden],
  );
  const isLoaded = overview.status === 'ready' || overview.status === 'empty';

  return (
    <SessionsListContext.Provider value={listContext}>
      <section
        aria-labelledby={headingId}
        {...rest}
        {...rootAttributes}
        ref={ref}
        data-slot="sessions-list"
        data-state={overview.status}
        aria-busy={overview.isLoading}
        className={cn(
          'rss:@container rss:flex rss:w-full rss:max-w-[45rem] rss:flex-col rss:gap-4 rss:text-ink',
          className,
        )}
      >
        <SessionsHeader
          ref={headingRef}
          headingId={headingId}
          heading={heading ?? messages.sessions.heading}
          level={headingLevel}
          count={isLoaded ? overview.totalCount : undefined}
          maxSessions={overview.maxSessions}
          onSignOutOthers={
            overview.others.length > 0
              ? () => conduct.ask({ kind: 'signOutOthers', count: overview.totalCount - (overview.current ? 1 : 0) })
              : undefined
          }
          isSigningOutOthers={conduct.bulk === 'others'}
        />
        <SessionsListBody conduct={conduct} filters={filters} selectable={selectable} headingLevel={headingLevel} />
        <LiveRegion announcement={conduct.announcement} />
      </section>
      <SessionDialogs {...conduct.dialogs} fallbackFocus={() => headingRef.current} />
    </SessionsListContext.Provider>
  );
});

/** The same object as long as it says the same, so that a literal in the host's JSX does not re-render every row. */
function useShallowStable<Value extends object>(value: Value): Value {
  const [stable, setStable] = useState(value);
  if (stable === value || isShallowEqual(stable, value)) return stable;
  setStable(value);
  return value;
}

function isShallowEqual(a: object, b: object): boolean {
  const [entries, others] = [Object.entries(a), Object.entries(b)];
  return (
    entries.length === others.length && entries.every(([key, value]) => (b as Record<string, unknown>)[key] === value)
  );
}
