/** What the sign-in did to others (SPEC S9). The region is always there, so that its words are read out when they come. */
import { Banner } from './Banner';
import { useWords } from './words/CatalogueContext';

export interface NoticeProps {
  readonly evictedCount: number;
  readonly onDismiss: () => void;
}

export function Notice({ evictedCount, onDismiss }: NoticeProps) {
  const words = useWords().frame;
  const dismiss = (
    <button type="button" className="link" onClick={onDismiss}>
      {words.dismiss}
    </button>
  );
  return <div role="status">{evictedCount > 0 && <Banner action={dismiss}>{words.evicted(evictedCount)}</Banner>}</div>;
}
