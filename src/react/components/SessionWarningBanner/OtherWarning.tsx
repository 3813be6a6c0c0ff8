'use client';
/** What is to be known and cannot be lost by waiting: the account is full, or something the kit has no word for (S9). */
import type { StandingWarning } from '../../hooks/useStandingWarnings';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Banner } from '../../ui/Banner';
import type { BannerClassNames } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { cn } from '../../ui/cn';

export interface OtherWarningProps {
  readonly warning: StandingWarning;
  readonly onDismiss: ((warningId: string) => void) | undefined;
  readonly onReviewSessions: (() => void) | undefined;
  readonly sessionsHref: string | undefined;
  readonly classNames: BannerClassNames;
}

const link =
  'rss:inline-flex rss:min-h-10 rss:items-center rss:rounded-control rss:px-2 rss:font-medium rss:text-inherit rss:underline ' +
  'rss:underline-offset-2 rss:focus-visible:outline-2 rss:focus-visible:outline-offset-2 rss:focus-visible:outline-ring';

export function OtherWarning({ warning, onDismiss, onReviewSessions, sessionsHref, classNames }: OtherWarningProps) {
  const { messages } = useSessionSecurityContext();
  const words = messages.warnings;
  const isLimit = warning.warningType === 'session_limit';
  const hasLink = isLimit && sessionsHref !== undefined;
  const hasButton = isLimit && !hasLink && onReviewSessions !== undefined;
  return (
    <Banner
      tone="info"
      data-slot={isLimit ? 'session-limit-warning' : 'session-information'}
      body={<bdi>{warning.message}</bdi>}
      classNames={classNames}
      actions={
        (hasLink || hasButton || onDismiss !== undefined) && (
          <>
            {hasLink && (
              <a href={sessionsHref} onClick={onReviewSessions} className={cn(link)}>
                {words.review}
              </a>
            )}
            {hasButton && <Button onClick={onReviewSessions}>{words.review}</Button>}
            {onDismiss !== undefined && (
              <Button variant="ghost" onClick={() => onDismiss(warning.id)}>
                {words.dismiss}
              </Button>
            )}
          </>
        )
      }
    />
  );
}
