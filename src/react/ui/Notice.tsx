/** A sentence in the flow, with an icon and at most one action. Renders a `<div>`. */
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import { cn } from './cn';
import { InfoIcon, OfflineIcon, WarningIcon } from './icons';

export interface NoticeProps extends ComponentPropsWithoutRef<'div'> {
  readonly tone: 'info' | 'warning' | 'danger' | 'offline';
  readonly action?: ReactNode;
}

const tones = {
  info: 'rss:bg-info-subtle rss:text-info-ink',
  warning: 'rss:bg-warning-subtle rss:text-warning-ink',
  danger: 'rss:bg-danger-subtle rss:text-danger-ink',
  offline: 'rss:bg-warning-subtle rss:text-warning-ink',
} as const;

const icons = { info: InfoIcon, warning: WarningIcon, danger: WarningIcon, offline: OfflineIcon } as const;

export function Notice({ tone, action, className, children, ...rest }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div
      {...rest}
      data-tone={tone}
      className={cn(
        'rss:flex rss:flex-wrap rss:items-center rss:gap-x-4 rss:gap-y-2 rss:rounded-control rss:px-3.5 rss:py-2.5',
        'rss:forced-colors:border',
        tones[tone],
        className,
      )}
    >
      <div className="rss:flex rss:min-w-0 rss:flex-1 rss:basis-56 rss:items-start rss:gap-2.5">
        <Icon />
        <div className="rss:min-w-0 rss:text-pretty">{children}</div>
      </div>
      {action}
    </div>
  );
}
