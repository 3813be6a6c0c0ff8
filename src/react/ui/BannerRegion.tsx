/** A live region in a corner of its banner: a hidden pixel must not make a page scroll sideways that has no margin. */
import { LiveRegion } from './LiveRegion';
import type { Announcement } from './LiveRegion';

export function BannerRegion({ announcement }: { readonly announcement: Announcement | undefined }) {
  return (
    <div className="rss:absolute rss:top-0 rss:left-0 rss:size-px rss:overflow-hidden">
      <LiveRegion announcement={announcement} />
    </div>
  );
}
