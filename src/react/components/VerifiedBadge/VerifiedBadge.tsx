'use client';
/** That the user has lately shown who they are, and for how long that counts, in a quiet word with an icon (SPEC F8). */
import { forwardRef } from 'react';
import type { ComponentPropsWithoutRef } from 'react';
import { useVerification } from '../../hooks/useVerification';
import type { UseVerificationOptions } from '../../hooks/useVerification';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { cn } from '../../ui/cn';
import { InfoIcon, ShieldCheckIcon } from '../../ui/icons';
import { useMinutesLeft } from './useMinutesLeft';
import { useSpokenVerification } from './useSpokenVerification';

/** Everything is optional. What is not listed here goes to the `<span>`. */
export interface VerifiedBadgeProps extends Omit<ComponentPropsWithoutRef<'span'>, 'children'> {
  /**
   * Which proof it is about; see `useVerification`. Only a second factor keeps the user from being asked again, so anything else
   * promises less than it seems to. @default 'second_factor'
   */
  readonly kind?: UseVerificationOptions['kind'];
  /** Says so where nothing holds; otherwise there is nothing to see then. @default false */
  readonly showUnverified?: boolean | undefined;
  readonly classNames?: VerifiedBadgeClassNames | undefined;
}

/** Class names for single parts, after the kit's own. */
export interface VerifiedBadgeClassNames {
  readonly label?: string | undefined;
}

const looks = {
  verified: 'rss:border-transparent rss:bg-success-subtle rss:text-success-ink',
  unverified: 'rss:border-line rss:bg-surface rss:text-muted',
} as const;

/**
 * "Verified · 12 min left", for a header or beside what asks for proof (SPEC F8). A new proof is read out once; the minutes are
 * not. Goes by itself when it ends. Renders a `<span>` whose `data-state` is `unknown`, `unverified` or `verified`, with nothing
 * to see in it unless it is the last, or `showUnverified`.
 */
export const VerifiedBadge = forwardRef<HTMLSpanElement, VerifiedBadgeProps>(function VerifiedBadge(
  { kind = 'second_factor', showUnverified = false, classNames, className, ...rest },
  ref,
) {
  const { messages, rootAttributes } = useSessionSecurityContext();
  const verification = useVerification({ kind });
  const announcement = useSpokenVerification(verification);
  const { status, until } = verification;
  const look = status === 'unverified' && showUnverified ? status : status === 'verified' ? status : undefined;
  const Icon = look === 'verified' ? ShieldCheckIcon : InfoIcon;
  return (
    <span
      {...rest}
      {...rootAttributes}
      ref={ref}
      data-slot="verified-badge"
      data-state={status}
      className={cn(
        look === undefined
          ? 'rss:sr-only'
          : 'rss:inline-flex rss:max-w-full rss:shrink-0 rss:animate-appear rss:items-center rss:gap-1.5 rss:rounded-full rss:border rss:px-2.5 rss:py-1 rss:text-badge rss:font-medium',
        look && looks[look],
        className,
      )}
    >
      {look !== undefined && (
        <>
          <Icon size="rss:size-4" />
          <span
            data-slot="verified-badge-label"
            className={cn('rss:min-w-0 rss:truncate rss:tabular-nums', classNames?.label)}
          >
            {until === undefined ? messages.verification.unverified : <Verified key={until} until={until} />}
          </span>
        </>
      )}
      <span role="status" className="rss:sr-only">
        {announcement}
      </span>
    </span>
  );
});

/** Alone in rendering once a minute. */
function Verified({ until }: { readonly until: number }) {
  const { messages } = useSessionSecurityContext();
  return messages.verification.verified(useMinutesLeft(until));
}
