/** A quiet word beside a title, with an icon, so that it never speaks by colour alone. Renders a `<span>`. */
import type { ComponentPropsWithoutRef } from 'react';
import { cn } from './cn';

export interface BadgeProps extends ComponentPropsWithoutRef<'span'> {
  /** @default 'neutral' */
  readonly tone?: 'neutral' | 'success' | undefined;
}

const tones = {
  neutral: 'rss:border-line rss:text-muted',
  success: 'rss:border-transparent rss:bg-success-subtle rss:text-success-ink',
} as const;

export function Badge({ tone = 'neutral', className, ...rest }: BadgeProps) {
  return (
    <span
      {...rest}
      className={cn(
        'rss:inline-flex rss:shrink-0 rss:items-center rss:gap-1 rss:rounded-full rss:border rss:px-2 rss:py-px',
        'rss:text-badge rss:font-medium rss:whitespace-nowrap',
        tones[tone],
        className,
      )}
    />
  );
}
