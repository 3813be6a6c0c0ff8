'use client';
/**
 * What the user is to be warned of, in the flow of the page (SPEC A12, S9): put it at the top of the content. One good skin over
 * `useSessionWarnings`, which is the headless API.
 */
import { forwardRef, useImperativeHandle, useRef } from 'react';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import type { SignInControls } from '../../hooks/useInPlaceSignIn';
import { useFocusReturn } from '../../hooks/useFocusReturn';
import { useSessionSnapshot } from '../../hooks/useSessionSnapshot';
import { useSessionWarnings } from '../../hooks/useSessionWarnings';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { BannerClassNames } from '../../ui/Banner';
import { cn } from '../../ui/cn';
import { BannerRegion } from '../../ui/BannerRegion';
import { OtherWarning } from './OtherWarning';
import { TimeoutBanner } from './TimeoutBanner';
import { useSpokenWarning } from './useSpokenWarning';
import { useTimeoutNotice } from './useTimeoutNotice';

/** Everything is optional. What is not listed here goes to the `<div>`. */
export interface SessionWarningBannerProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  readonly classNames?: BannerClassNames | undefined;
  /** Whether a warning can be hidden before it is resolved. @default true */
  readonly dismissible?: boolean | undefined;
  /** Where the list of devices is: "Review devices" becomes a link. */
  readonly sessionsHref?: string | undefined;
  /** "Review devices" was pressed. Without it and `sessionsHref` there is no such button. */
  readonly onReviewSessions?: (() => void) | undefined;
  /**
   * A session that has become too old can't be extended: offered as "Sign in again" instead. Return a promise of the sign-in; a
   * rejection means that the user changed their mind. Without it and `renderReauthenticate` there is no such button.
   */
  readonly onReauthenticate?: (() => void | Promise<unknown>) | undefined;
  /** The same, with a form of yours in place. Goes before `onReauthenticate`. */
  readonly renderReauthenticate?: ((controls: SignInControls) => ReactNode) | undefined;
}

const noClassNames: BannerClassNames = {};

/**
 * Warns before the session ends, with a live countdown by the server's clock and "Stay signed in"; that the account is full; and
 * of whatever else the back end warns (SPEC A12, S9). Input in any tab, or the button, takes a warning of inactivity back. Read
 * out at 5 minutes, 1 minute, 20 seconds and the end only; the focus is never moved. Renders a `<div>`, empty while there is
 * nothing to say, whose `data-state` is `none`, `warning`, `failed`, `stayed` or `information`.
 */
export const SessionWarningBanner = forwardRef<HTMLElement, SessionWarningBannerProps>(function SessionWarningBanner(
  {
    classNames = noClassNames,
    dismissible = true,
    sessionsHref,
    onReviewSessions,
    onReauthenticate,
    renderReauthenticate,
    className,
    ...rest
  },
  ref,
) {
  const { rootAttributes } = useSessionSecurityContext();
  const { status, link } = useSessionSnapshot();
  const { warnings, dismiss, extend, extension } = useSessionWarnings();
  const rootRef = useRef<HTMLDivElement>(null);
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => rootRef.current);
  useFocusReturn(rootRef);
  const { notice, close } = useTimeoutNotice({
    warnings,
    extension,
    isActive: status === 'active',
    bannerRef: rootRef,
  });
  const { announcement, step } = useSpokenWarning(notice, status === 'expired');
  const others = warnings.filter(({ warningType }) => warningType !== 'approaching_timeout');
  const onDismiss = dismissible ? dismiss : undefined;
  const quiet = others.length === 0 ? 'none' : 'information';
  return (
    <div
      {...rest}
      {...rootAttributes}
      ref={rootRef}
      data-slot="session-warning-banner"
      data-state={notice.status === 'none' ? quiet : notice.status}
      className={cn('rss:@container rss:relative rss:flex rss:w-full rss:flex-col rss:text-ink', className)}
    >
      {notice.status !== 'none' && (
        <TimeoutBanner
          notice={notice}
          isUrgent={step !== undefined && step <= 60_000}
          isOffline={link === 'offline'}
          onExtend={() => void extend()}
          onDismiss={onDismiss}
          onClose={close}
          onReauthenticate={onReauthenticate}
          renderReauthenticate={renderReauthenticate}
          classNames={classNames}
        />
      )}
      <div
        role="status"
        aria-atomic="false"
        data-slot="session-other-warnings"
        className={cn('rss:flex rss:flex-col rss:gap-2', notice.status !== 'none' && others.length > 0 && 'rss:mt-2')}
      >
        {others.map((warning) => (
          <OtherWarning
            key={warning.id}
            warning={warning}
            onDismiss={onDismiss}
            onReviewSessions={onReviewSessions}
            sessionsHref={sessionsHref}
            classNames={classNames}
          />
        ))}
      </div>
      <BannerRegion announcement={announcement} />
    </div>
  );
});
