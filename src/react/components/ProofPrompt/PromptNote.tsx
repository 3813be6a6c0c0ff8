/** One quiet line in the place of a field, with an icon. Renders a `<p>`. */
import type { ReactNode } from 'react';
import { cn } from '../../ui/cn';

export interface PromptNoteProps {
  readonly slot: string;
  readonly icon?: ReactNode;
  readonly role?: 'alert' | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function PromptNote({ slot, icon, role, className, children }: PromptNoteProps) {
  return (
    <p
      role={role}
      data-slot={slot}
      className={cn(
        'rss:m-0 rss:mt-4 rss:flex rss:items-center rss:gap-2.5 rss:p-0 rss:text-body rss:text-muted',
        className,
      )}
    >
      {icon}
      {children}
    </p>
  );
}
