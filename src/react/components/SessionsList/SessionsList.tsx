'use client';
/**
 * The devices on which the user is signed in, as a page section: this device first, then the others, each with a way to
 * sign it out (SPEC S2–S10). One good skin over `useSessions`, which is the headless API. Renders a `<section>`.
 */
import { forwardRef, useCallback, useId, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import type { SessionSecurityErrorCause } from '../../../contract/errors';
import type { SessionEnd } from '../../createSessionPhase';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { cn } from '../../ui/cn';
import { LiveRegion } from '../../ui/LiveRegion';
import { SessionDialogs } from './SessionDialogs';
import { SessionsHeader } from './SessionsHeader';
import { SessionsListBody } from './SessionsListBody';
import { SessionsListContext } from './SessionsListContext';
import { useFocusRescue } from './useFocusRescue';
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

/** Everything is optional. What is not listed here goes to the `<section>`. */
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
  /**
   * Offered as "Sign in" once the session is over. Return a promise of the sign-in, and the list is asked for again when it
   * resolves; a sign-in through `client.call` is noticed without it.
   */
  readonly onSignIn?: ((end: SessionEnd) => void | Promise<unknown>) | undefined;
  /** Offered at the end of "this wasn't me". */
  readonly onChangePassword?: (() => void) | undefined;
}

const noClassNames: SessionsListClassNames = {};

/**
 * The devices on which the user is signed in, with a way to sign out each (SPEC S2-S10). Renders a `<section>`, to which `ref`
 * and other attributes go.
 */
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
    onSignIn,
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
  const isIpHidden = hideIp ?? context.hideIp;
  const isLocationHidden = hideLocation ?? context.hideLocation;
  const describe = useMemo(
    () => ({ messages, formatters, hideIp: isIpHidden, hideLocation: isLocationHidden }),
    [messages, formatters, isIpHidden, isLocationHidden],
  );
  const conduct = useSessionsList({
    pageSize,
    onSignedOut,
    onVerificationRequired,
    onChangePassword,
    onSignIn,
    describe,
    focusHeading,
  });
  const { overview, actions, views } = conduct;
  const sectionRef = useRef<HTMLElement>(null);
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => sectionRef.current);
  useFocusRescue(sectionRef, () => headingRef.current);

  const parts = useShallowStable(classNames);
  const canVerify = onVerificationRequired !== undefined;
  const listContext = useMemo(
    () => ({
      actions,
      classNames: parts,
      canVerify,
      describe,
      drafts: views.drafts,
    }),
    [actions, parts, canVerify, describe, views.drafts],
  );
  const isLoaded = overview.status === 'ready' || overview.status === 'empty';

  return (
    <SessionsListContext.Provider value={listContext}>
      <section
        aria-labelledby={headingId}
        {...rest}
        {...rootAttributes}
        ref={sectionRef}
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
            overview.others.length > 0 && overview.can.revoke
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
