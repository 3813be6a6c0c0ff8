/** What stands in the panel's place when there is nothing to show: an icon, a title, a sentence, one way out. */
import type { ReactNode } from 'react';

export interface TwoFactorMessageProps {
  readonly slot: 'two-factor-error' | 'two-factor-signed-out';
  readonly icon: ReactNode;
  readonly title: string;
  readonly body?: string | undefined;
  readonly action?: ReactNode;
}

export function TwoFactorMessage({ slot, icon, title, body, action }: TwoFactorMessageProps) {
  return (
    <div
      data-slot={slot}
      role="alert"
      className="rss:flex rss:flex-col rss:items-center rss:rounded-card rss:border rss:border-line rss:bg-surface rss:px-6 rss:py-8 rss:text-center rss:shadow-card"
    >
      <span className="rss:grid rss:size-10 rss:place-items-center rss:rounded-full rss:bg-bg rss:text-muted">
        {icon}
      </span>
      <p className="rss:m-0 rss:mt-3 rss:p-0 rss:font-medium rss:text-ink rss:text-balance">{title}</p>
      {body !== undefined && (
        <p className="rss:m-0 rss:mt-1 rss:max-w-sm rss:p-0 rss:text-muted rss:text-pretty">{body}</p>
      )}
      {Boolean(action) && <div className="rss:mt-4">{action}</div>}
    </div>
  );
}
