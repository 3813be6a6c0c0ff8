'use client';
/** A button of the kit. While it works it keeps its width and its focus, and says so. Renders a `<button>`. */
import { forwardRef } from 'react';
import type { ComponentPropsWithoutRef } from 'react';
import { cn } from './cn';
import { SpinnerIcon } from './icons';

export interface ButtonProps extends ComponentPropsWithoutRef<'button'> {
  /** @default 'secondary' */
  readonly variant?: 'primary' | 'secondary' | 'ghost' | 'danger' | undefined;
  /** `icon` is square and needs an `aria-label`; `row` is narrower in narrow lists. @default 'text' */
  readonly shape?: 'text' | 'icon' | 'row' | undefined;
  /** Shows a spinner and ignores clicks. The label keeps its room. */
  readonly pending?: boolean | undefined;
}

/** Their colours are the system's own already; Chromium would put a plate behind the words, in the colour of the words. */
const solid = 'rss:border-transparent rss:hover:brightness-95 rss:forced-color-adjust-none';
const looks = {
  primary: `rss:bg-accent rss:text-on-accent ${solid}`,
  secondary: 'rss:bg-surface rss:text-ink rss:border-line-strong rss:hover:bg-bg',
  ghost: 'rss:bg-transparent rss:text-ink rss:border-transparent rss:hover:bg-bg',
  danger: `rss:bg-danger rss:text-on-danger ${solid}`,
} as const;

const shapes = {
  text: 'rss:max-w-full rss:px-3.5 rss:py-1.5',
  icon: 'rss:w-10 rss:p-0',
  row: 'rss:max-w-full rss:px-2 rss:py-1.5 rss:@xl:px-3.5',
} as const;

const common =
  'rss:relative rss:inline-flex rss:shrink-0 rss:items-center rss:justify-center rss:min-h-10 ' +
  'rss:rounded-control rss:border rss:font-kit rss:text-body rss:font-medium rss:text-center rss:cursor-pointer ' +
  'rss:select-none rss:transition-colors rss:duration-fast ' +
  'rss:focus-visible:outline-2 rss:focus-visible:outline-offset-2 rss:focus-visible:outline-ring ' +
  'rss:aria-disabled:cursor-default rss:disabled:cursor-default rss:disabled:opacity-60 ' +
  'rss:forced-colors:border-[ButtonBorder]';

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { variant = 'secondary', shape = 'text', pending = false, className, onClick, children, ...rest },
  ref,
) {
  return (
    <button
      type="button"
      {...rest}
      ref={ref}
      className={cn(common, shapes[shape], looks[variant], className)}
      /** Not `disabled`: that would throw the focus away just when the result is about to arrive. */
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      data-state={pending ? 'pending' : 'idle'}
      onClick={pending ? undefined : onClick}
    >
      <span className={cn('rss:inline-flex rss:items-center rss:gap-2', pending && 'rss:opacity-0')}>{children}</span>
      {pending && <SpinnerIcon className="rss:absolute" />}
    </button>
  );
});
