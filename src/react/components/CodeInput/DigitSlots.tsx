/** The slots that the digits seem to stand in, three and three. Nothing but paint: the text is the input's own. */
import { cn } from '../../ui/cn';

export interface DigitSlotsProps {
  readonly count: number;
  readonly isInvalid: boolean;
}

export function DigitSlots({ count, isInvalid }: DigitSlotsProps) {
  const slots = Array.from({ length: count }, (_, place) => place);
  return (
    <span aria-hidden="true" className="rss:pointer-events-none rss:absolute rss:inset-0 rss:flex">
      {slots.map((place) => (
        <span
          key={place}
          className={cn(
            'rss:h-full rss:w-(--rss-slot) rss:shrink-0 rss:forced-colors:border-[CanvasText]',
            place > 0 && (place * 2 === count ? 'rss:border-l-2' : 'rss:border-l'),
            isInvalid ? 'rss:border-danger' : place * 2 === count ? 'rss:border-line-strong' : 'rss:border-line',
          )}
        />
      ))}
    </span>
  );
}
