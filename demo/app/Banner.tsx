/** One sentence of information, with an action at its end where there is one. */
import type { ReactNode } from 'react';

export interface BannerProps {
  readonly id?: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

export function Banner({ id, children, action }: BannerProps) {
  return (
    <div className="banner">
      <svg aria-hidden="true" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor">
        <circle cx="10" cy="10" r="8" strokeWidth="1.5" />
        <path d="M10 9.25v4.5M10 6.25v.5" strokeWidth="1.75" strokeLinecap="round" />
      </svg>
      <p id={id}>{children}</p>
      {action}
    </div>
  );
}
