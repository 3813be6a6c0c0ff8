/** The kind of device as a 40 px tile, and in a word for those who don't see it. */
import type { DeviceType } from '../../../contract/session';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { cn } from '../../ui/cn';
import { DesktopIcon, MobileIcon, TabletIcon, TvIcon, UnknownDeviceIcon } from '../../ui/icons';

export interface DeviceIconProps {
  readonly type: DeviceType;
  readonly isCurrent: boolean;
  readonly className?: string | undefined;
}

export function DeviceIcon({ type, isCurrent, className }: DeviceIconProps) {
  const { types } = useSessionSecurityContext().messages.device;
  return (
    <span
      data-slot="device-icon"
      data-type={type}
      className={cn(
        'rss:grid rss:size-10 rss:shrink-0 rss:place-items-center rss:rounded-control rss:border rss:border-line',
        isCurrent ? 'rss:bg-surface rss:text-success' : 'rss:bg-bg rss:text-muted',
        className,
      )}
    >
      {icon(type)}
      <span className="rss:sr-only">{types[type] ?? types.unknown}</span>
    </span>
  );
}

function icon(type: DeviceType) {
  switch (type) {
    case 'desktop':
      return <DesktopIcon />;
    case 'mobile':
      return <MobileIcon />;
    case 'tablet':
      return <TabletIcon />;
    case 'tv':
      return <TvIcon />;
    case 'unknown':
      return <UnknownDeviceIcon />;
    default:
      return unforeseen(type);
  }
}

/** A foreign back end may send anything. */
function unforeseen(_type: never) {
  return <UnknownDeviceIcon />;
}
