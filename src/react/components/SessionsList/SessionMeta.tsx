/** The quiet line under a device's name: place, address, since when. Renders a `<p>`. */
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { cn } from '../../ui/cn';
import type { SessionDescription } from './describeSession';
import { useSessionsListContext } from './SessionsListContext';

export function SessionMeta({ description }: { readonly description: SessionDescription }) {
  const { kit, formatters, messages } = useSessionSecurityContext();
  const { classNames } = useSessionsListContext();
  const { place, ipAddress, createdMs } = description;
  const parts = [
    { key: 'place', text: place },
    { key: 'ip', text: ipAddress },
    {
      key: 'since',
      text:
        createdMs === undefined
          ? undefined
          : messages.sessions.signedIn(formatters.date(createdMs, kit.serverClock.reading())),
    },
  ].filter((part) => part.text !== undefined);
  return (
    <p
      data-slot="session-meta"
      className={cn(
        'rss:m-0 rss:mt-0.5 rss:overflow-hidden rss:p-0 rss:text-meta rss:text-muted rss:tabular-nums',
        classNames.meta,
      )}
    >
      {/* Each part has its dot before it; those at the start of a line lie outside the paragraph and are cut off. */}
      <span className="rss:-ms-3 rss:flex rss:flex-wrap">
        {parts.map(({ key, text }) => (
          <span key={key} className="rss:relative rss:max-w-full rss:ps-3 rss:wrap-anywhere">
            <span aria-hidden="true" className="rss:absolute rss:start-1">
              ·
            </span>
            {key === 'ip' ? <bdi dir="ltr">{text}</bdi> : text}
          </span>
        ))}
      </span>
    </p>
  );
}
