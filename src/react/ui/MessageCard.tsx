/** What stands in the place of something that can't be shown: an icon, a title, a sentence, one way out. Renders a `<div>`. */
import type { ReactNode } from 'react';

export interface MessageCardProps {
  readonly slot: string;
  readonly icon: ReactNode;
  readonly title: string;
  readonly body?: string | undefined;
  readonly action?: ReactNode;
  /** `alert` for what the user did not ask for. */
  readonly role?: 'alert' | 'status' | undefined;
}

export function MessageCard({ slot, icon, title, body, action, role }: MessageCardProps) {
  return (
    <div
      data-slot={slot}
      role={role}
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
