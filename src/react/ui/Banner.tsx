/**
 * One thing to know, in the flow of the page: icon, title, sentence, actions at the end, which stack where it is narrow.
 * Never covers anything (WCAG 2.4.11). Renders a `<div>`.
 */
import type { ComponentPropsWithoutRef, ReactNode, Ref } from 'react';
import { cn } from './cn';
import { InfoIcon, ShieldCheckIcon, SignedOutIcon, WarningIcon } from './icons';

export interface BannerProps extends Omit<ComponentPropsWithoutRef<'div'>, 'title'> {
  /** `ended` is what is over: quiet, because nothing can be lost any more. */
  readonly tone: 'info' | 'warning' | 'danger' | 'success' | 'ended';
  readonly rootRef?: Ref<HTMLDivElement> | undefined;
  readonly title?: ReactNode;
  /** The sentence under the title, or alone. */
  readonly body?: ReactNode;
  /** Buttons, the main one first. */
  readonly actions?: ReactNode;
  readonly classNames?: BannerClassNames | undefined;
}

/** Class names for single parts, after the kit's own. */
export interface BannerClassNames {
  readonly banner?: string | undefined;
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly actions?: string | undefined;
}

const tones = {
  info: 'rss:bg-info-subtle rss:text-info-ink',
  warning: 'rss:bg-warning-subtle rss:text-warning-ink',
  danger: 'rss:bg-danger-subtle rss:text-danger-ink',
  success: 'rss:bg-success-subtle rss:text-success-ink',
  ended: 'rss:bg-surface rss:text-ink rss:border-line rss:shadow-card',
} as const;

const icons = {
  info: InfoIcon,
  warning: WarningIcon,
  danger: WarningIcon,
  success: ShieldCheckIcon,
  ended: SignedOutIcon,
} as const;

export function Banner({ tone, rootRef, title, body, actions, classNames, className, children, ...rest }: BannerProps) {
  const Icon = icons[tone];
  return (
    <div
      {...rest}
      ref={rootRef}
      data-tone={tone}
      className={cn(
        'rss:flex rss:animate-appear rss:flex-col rss:justify-center rss:rounded-card rss:border rss:border-transparent rss:px-4 rss:py-3',
        'rss:transition-colors rss:duration-motion rss:forced-colors:border-[CanvasText]',
        tones[tone],
        className,
        classNames?.banner,
      )}
    >
      <div className="rss:flex rss:flex-col rss:gap-x-5 rss:gap-y-3 rss:@xl:flex-row rss:@xl:items-center">
        <div className="rss:flex rss:min-w-0 rss:flex-1 rss:items-start rss:gap-3">
          <Icon className="rss:mt-px" />
          <div className="rss:min-w-0">
            {title !== undefined && (
              <p
                data-slot="banner-title"
                className={cn(
                  'rss:m-0 rss:mb-0.5 rss:p-0 rss:text-body rss:font-semibold rss:text-pretty rss:wrap-anywhere',
                  classNames?.title,
                )}
              >
                {title}
              </p>
            )}
            {body !== undefined && (
              <p
                data-slot="banner-body"
                className={cn('rss:m-0 rss:p-0 rss:text-body rss:text-pretty rss:wrap-anywhere', classNames?.body)}
              >
                {body}
              </p>
            )}
          </div>
        </div>
        {Boolean(actions) && (
          <div
            data-slot="banner-actions"
            className={cn(
              'rss:flex rss:shrink-0 rss:flex-wrap rss:items-center rss:gap-2 rss:ps-8 rss:@xl:ps-0',
              classNames?.actions,
            )}
          >
            {actions}
          </div>
        )}
      </div>
      {children}
    </div>
  );
}
