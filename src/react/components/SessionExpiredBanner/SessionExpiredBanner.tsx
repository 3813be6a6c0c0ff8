'use client';
/** That the session is over, softly (SPEC A13): the page stays as it is and can be read, and signing in again happens in place. */
import { forwardRef, useEffect, useImperativeHandle, useRef } from 'react';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import { useFocusReturn } from '../../hooks/useFocusReturn';
import { useInPlaceSignIn } from '../../hooks/useInPlaceSignIn';
import type { SignInControls } from '../../hooks/useInPlaceSignIn';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { BannerClassNames } from '../../ui/Banner';
import { cn } from '../../ui/cn';
import { BannerRegion } from '../../ui/BannerRegion';
import { EndedBanner } from './EndedBanner';
import { SwitchedBanner } from './SwitchedBanner';
import { useSessionEnd } from './useSessionEnd';
import type { SessionEndView } from './useSessionEnd';

/** Everything is optional. What is not listed here goes to the `<div>`. */
export interface SessionExpiredBannerProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  readonly classNames?: BannerClassNames | undefined;
  /** Your sign-in form, shown in place once "Sign in again" is pressed. Called while it is shown. */
  readonly renderSignIn?: ((controls: SignInControls) => ReactNode) | undefined;
  /**
   * A way of your own instead of `renderSignIn`: a dialog, another page. Return a promise of the sign-in; a rejection means that
   * the user changed their mind. With neither there is no button.
   */
  readonly onSignIn?: (() => void | Promise<unknown>) | undefined;
  /** Offered as "Load again" when somebody else has signed in over this page. */
  readonly onReload?: (() => void) | undefined;
}

const noClassNames: BannerClassNames = {};

/**
 * Says that the session is over, why, and that the page can still be read; lets the user sign in again in place (SPEC A13). It
 * leaves when the same user is back, and the focus returns to where it was; another user is told of. Only for sessions that the
 * page has seen alive. Renders a `<div>`, empty while there is nothing to say, whose `data-state` is `none`, `ended`,
 * `signing-in` or `switched`.
 */
export const SessionExpiredBanner = forwardRef<HTMLElement, SessionExpiredBannerProps>(function SessionExpiredBanner(
  { classNames = noClassNames, renderSignIn, onSignIn, onReload, className, ...rest },
  ref,
) {
  const { kit, messages, rootAttributes } = useSessionSecurityContext();
  const { view, accept } = useSessionEnd();
  const signIn = useInPlaceSignIn({ onSignIn, renderSignIn });
  const rootRef = useRef<HTMLDivElement>(null);
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => rootRef.current);
  useFocusReturn(rootRef);
  useEffect(() => kit.endings.tell(), [kit]);
  const isOpen = view.status === 'ended' && signIn.status === 'open';
  const hasFormToClose = view.status !== 'ended' && signIn.status === 'open';
  if (hasFormToClose) signIn.close();
  const spoken = spokenOf(view);
  return (
    <div
      {...rest}
      {...rootAttributes}
      ref={rootRef}
      data-slot="session-expired-banner"
      data-state={isOpen ? 'signing-in' : stateOf(view)}
      className={cn('rss:@container rss:relative rss:flex rss:w-full rss:flex-col rss:text-ink', className)}
    >
      {view.status === 'ended' && <EndedBanner reason={view.reason} signIn={signIn} classNames={classNames} />}
      {view.status === 'switched' && <SwitchedBanner onReload={onReload} onClose={accept} classNames={classNames} />}
      <BannerRegion announcement={spoken} />
    </div>
  );

  function spokenOf(current: SessionEndView) {
    switch (current.status) {
      case 'none':
        return undefined;
      case 'ended':
        return { id: 1, text: messages.sessionEnd.reasons[current.reason].title };
      case 'back':
        return { id: 2, text: messages.sessionEnd.back };
      case 'switched':
        return { id: 3, text: messages.sessionEnd.switched.title };
      default:
        return current satisfies never;
    }
  }
});

function stateOf({ status }: SessionEndView): 'none' | 'ended' | 'switched' {
  return status === 'back' ? 'none' : status;
}
