/** Where something will be: a shape that breathes slowly, or stands still with reduced motion. Renders a `<span>`. */
import { cn } from './cn';

export function Skeleton({ className }: { readonly className?: string | undefined }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        'rss:block rss:rounded-control rss:bg-skeleton rss:animate-breathe rss:motion-reduce:animate-none',
        className,
      )}
    />
  );
}
