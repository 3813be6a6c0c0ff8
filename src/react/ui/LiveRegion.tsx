/** Tells assistive technology what happened, without moving the focus (WCAG 4.1.3). Always mounted, mostly empty. */
export interface Announcement {
  /** Two announcements with the same words are still two. */
  readonly id: number;
  readonly text: string;
}

export function LiveRegion({ announcement }: { readonly announcement: Announcement | undefined }) {
  return (
    <div role="status" data-slot="live-region" className="rss:sr-only">
      {announcement !== undefined && <span key={announcement.id}>{announcement.text}</span>}
    </div>
  );
}
