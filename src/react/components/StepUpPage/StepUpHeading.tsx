'use client';
/** The page's title. Takes the focus where the page has nothing to fill in, so that it is read out. Renders an `<h1>` to `<h4>`. */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { cn } from '../../ui/cn';

export interface StepUpHeadingProps {
  readonly id: string;
  readonly level: 1 | 2 | 3 | 4;
  readonly icon: ReactNode;
  readonly className?: string | undefined;
  /** @default false */
  readonly takesFocus?: boolean;
  readonly children: ReactNode;
}

export function StepUpHeading({ id, level, icon, className, takesFocus = false, children }: StepUpHeadingProps) {
  const Heading = `h${level}` as const;
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) headingRef.current?.focus();
  }, [takesFocus]);
  return (
    <Heading
      ref={headingRef}
      id={id}
      tabIndex={-1}
      className={cn(
        'rss:m-0 rss:flex rss:items-start rss:gap-2.5 rss:p-0 rss:font-kit rss:text-page rss:font-semibold rss:text-ink rss:outline-none!',
        className,
      )}
    >
      <span className="rss:mt-1">{icon}</span>
      <span className="rss:min-w-0 rss:text-balance rss:wrap-anywhere">{children}</span>
    </Heading>
  );
}
