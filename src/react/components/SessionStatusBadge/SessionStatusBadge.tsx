'use client';
/** How the session stands, in a word with an icon (SPEC A3): for a header or a status bar. */
import { forwardRef } from 'react';
import type { ComponentPropsWithoutRef } from 'react';
import { useSessionSnapshot } from '../../hooks/useSessionSnapshot';
import type { SessionBadgeState } from '../../messages/states';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { cn } from '../../ui/cn';
import { InfoIcon, OfflineIcon, ShieldCheckIcon, SignedOutIcon, SpinnerIcon, WarningIcon } from '../../ui/icons';
import { sessionBadgeState } from './sessionBadgeState';

/** Everything is optional. What is not listed here goes to the `<span>`. */
export interface SessionStatusBadgeProps extends Omit<ComponentPropsWithoutRef<'span'>, 'children'> {
  readonly classNames?: SessionStatusBadgeClassNames | undefined;
}

/** Class names for single parts, after the kit's own. */
export interface SessionStatusBadgeClassNames {
  readonly label?: string | undefined;
}

const neutral = 'rss:border-line rss:bg-surface rss:text-muted';
const success = 'rss:border-line rss:bg-success-subtle rss:text-success-ink';
const warning = 'rss:border-line rss:bg-warning-subtle rss:text-warning-ink';

const looks = {
  checking: [neutral, SpinnerIcon],
  active: [success, ShieldCheckIcon],
  warning: [warning, WarningIcon],
  offline: [warning, OfflineIcon],
  degraded: [warning, WarningIcon],
  unverified: [neutral, InfoIcon],
  expired: [neutral, SignedOutIcon],
  revoked: [neutral, SignedOutIcon],
  'signed-out': [neutral, SignedOutIcon],
} as const satisfies Readonly<Record<SessionBadgeState, readonly unknown[]>>;

/**
 * How the session stands, in a word with an icon, never by colour alone (SPEC A3). Not read out when it changes: the banners do
 * that. Renders a `<span>` whose `data-state` is `checking`, `active`, `warning`, `offline`, `degraded`, `unverified`, `expired`,
 * `revoked` or `signed-out`.
 */
export const SessionStatusBadge = forwardRef<HTMLSpanElement, SessionStatusBadgeProps>(function SessionStatusBadge(
  { classNames, className, ...rest },
  ref,
) {
  const { messages, rootAttributes } = useSessionSecurityContext();
  const state = sessionBadgeState(useSessionSnapshot());
  const [look, Icon] = looks[state];
  return (
    <span
      {...rest}
      {...rootAttributes}
      ref={ref}
      data-slot="session-status-badge"
      data-state={state}
      className={cn(
        'rss:inline-flex rss:max-w-full rss:shrink-0 rss:items-center rss:gap-1.5 rss:rounded-full rss:border rss:px-2.5 rss:py-1',
        'rss:text-badge rss:font-medium rss:transition-colors rss:duration-motion',
        look,
        className,
      )}
    >
      <Icon size="rss:size-4" />
      <span data-slot="session-status-label" className={cn('rss:min-w-0 rss:truncate', classNames?.label)}>
        {messages.status[state]}
      </span>
    </span>
  );
});
