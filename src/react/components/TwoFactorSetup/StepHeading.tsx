'use client';
/** The heading of a step. The focus comes here when the step begins, so that what to do next is read out. */
import type { ReactNode, Ref } from 'react';
import { useTwoFactorPanel } from './TwoFactorContext';

export interface StepHeadingProps {
  readonly headingRef?: Ref<HTMLHeadingElement> | undefined;
  readonly children: ReactNode;
}

const tags = { 1: 'h3', 2: 'h4', 3: 'h5', 4: 'h6' } as const;

export function StepHeading({ headingRef, children }: StepHeadingProps) {
  const Heading = tags[useTwoFactorPanel().level];
  return (
    <Heading
      ref={headingRef}
      tabIndex={-1}
      className="rss:m-0 rss:rounded-control rss:p-0 rss:font-kit rss:text-body rss:font-semibold rss:text-ink rss:text-pretty rss:outline-none! rss:focus-visible:outline-2 rss:focus-visible:outline-offset-2 rss:focus-visible:outline-ring"
    >
      {children}
    </Heading>
  );
}
