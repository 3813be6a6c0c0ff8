'use client';
/** One kind of factor: what it is, how it stands, what can be done, and the step that is being done. Renders a `<div>`. */
import { useId } from 'react';
import type { ReactNode } from 'react';
import { cn } from '../../ui/cn';
import { Notice } from '../../ui/Notice';
import { useTwoFactorPanel } from './TwoFactorContext';

export interface FactorCardProps {
  readonly slot: 'two-factor-app' | 'two-factor-codes' | 'two-factor-passkeys';
  readonly icon: ReactNode;
  readonly title: string;
  readonly badge?: ReactNode;
  readonly body: ReactNode;
  /** Buttons, at the end where there is room. */
  readonly actions?: ReactNode;
  /** What went wrong last. */
  readonly error?: string | undefined;
  readonly children?: ReactNode;
}

const tags = { 1: 'h2', 2: 'h3', 3: 'h4', 4: 'h5' } as const;

export function FactorCard({ slot, icon, title, badge, body, actions, error, children }: FactorCardProps) {
  const { level, classNames } = useTwoFactorPanel();
  const titleId = useId();
  const Title = tags[level];
  return (
    <div
      role="group"
      aria-labelledby={titleId}
      data-slot={slot}
      className={cn(
        'rss:rounded-card rss:border rss:border-line rss:bg-surface rss:p-4 rss:shadow-card',
        classNames.card,
      )}
    >
      <div className="rss:flex rss:flex-wrap rss:items-start rss:gap-x-3 rss:gap-y-3">
        <span className="rss:grid rss:size-10 rss:shrink-0 rss:place-items-center rss:rounded-control rss:bg-bg rss:text-muted rss:forced-colors:border">
          {icon}
        </span>
        <div className="rss:min-w-0 rss:flex-1 rss:basis-48">
          <div className="rss:flex rss:flex-wrap rss:items-center rss:gap-x-2 rss:gap-y-0.5">
            <Title
              id={titleId}
              className={cn(
                'rss:m-0 rss:p-0 rss:font-kit rss:text-body rss:font-semibold rss:text-ink',
                classNames.cardTitle,
              )}
            >
              {title}
            </Title>
            {badge}
          </div>
          <div className="rss:mt-0.5 rss:text-meta rss:text-muted rss:text-pretty">{body}</div>
        </div>
        <div className="rss:flex rss:flex-wrap rss:gap-2 rss:empty:hidden rss:@max-md:w-full rss:@max-md:ps-13">
          {actions}
        </div>
      </div>
      <div role="alert">
        {error !== undefined && (
          <Notice tone="danger" className="rss:mt-3">
            {error}
          </Notice>
        )}
      </div>
      {children}
    </div>
  );
}
