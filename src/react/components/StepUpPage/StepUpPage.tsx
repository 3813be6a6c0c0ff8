'use client';
/** The page to which an action goes that needs a step-up, where nothing can ask in place (SPEC F9, F10). */
import { forwardRef } from 'react';
import type { ComponentPropsWithoutRef } from 'react';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { cn } from '../../ui/cn';
import type { AutoSubmit, ProofPromptClassNames } from '../ProofPrompt/ProofPrompt';
import { useSharedPrompt } from '../ProofPrompt/useSharedPrompt';
import { StepUpCard } from './StepUpCard';
import { useStepUpErrand } from './useStepUpErrand';

/** Everything is optional. What is not listed here goes to the `<div>`. */
export interface StepUpPageProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** `?action=…&id=…`, where your router knows it better than the browser. @default location.search */
  readonly search?: string | undefined;
  /**
   * Your router's way to another page, so that this one's memory is kept. Without it the page is loaded anew, and the token is
   * there afterwards only if the client keeps tokens in the tab's session storage; else the action asks once more.
   *
   * @param href a path of the same origin @default location.assign
   */
  readonly navigate?: ((href: string) => void) | undefined;
  /** Where to go back to when nothing else is known. A path of your own. @default '/' */
  readonly fallbackPath?: string | undefined;
  /** Offered as "Sign in again" once the session is over. Without it there is only the way back. */
  readonly onSignIn?: (() => void) | undefined;
  /** What the user signs in with, where the page knows it: password managers want it beside the password. Never shown. */
  readonly username?: string | undefined;
  /** As of `StepUpDialog`. @default 'complete' */
  readonly autoSubmit?: AutoSubmit | undefined;
  /** `page`: as high as the window, with a background of its own. `inline`: within your layout. @default 'inline' */
  readonly layout?: 'page' | 'inline' | undefined;
  /** @default 1 */
  readonly headingLevel?: 1 | 2 | 3 | 4 | undefined;
  readonly classNames?: StepUpPageClassNames | undefined;
}

/** Class names for single parts, after the kit's own. */
export interface StepUpPageClassNames extends ProofPromptClassNames {
  readonly card?: string | undefined;
}

/**
 * Has the user prove who they are for the action that this tab put aside, then goes back to where it goes on. Its address is
 * `?action=…&id=…` and is believed only where the tab itself made it: any other link is called invalid, asks the server for
 * nothing and executes nothing. While it asks, a `StepUpDialog` keeps back. A reload keeps the action, and asks anew. Renders
 * a `<div>` whose `data-state` is `opening`, `ready`, `submitting`, `sending`, `expired`, `locked`, `failed`, `passed`,
 * `leaving`, `invalid` or `ended`.
 *
 * @example
 * <Route path="/confirm" element={<StepUpPage navigate={navigate} fallbackPath="/account" />} />
 */
export const StepUpPage = forwardRef<HTMLDivElement, StepUpPageProps>(function StepUpPage(
  {
    search,
    navigate,
    fallbackPath = '/',
    onSignIn,
    username,
    autoSubmit = 'complete',
    layout = 'inline',
    headingLevel = 1,
    classNames,
    className,
    ...rest
  },
  ref,
) {
  const { rootAttributes } = useSessionSecurityContext();
  const { errand, goBack, retry } = useStepUpErrand({ search, navigate, fallbackPath });
  const isAsking = errand.status === 'asking';
  const prompt = useSharedPrompt('step_up', isAsking, 'page');
  const state = errand.status === 'reading' || isAsking ? (prompt?.state.status ?? 'opening') : errand.status;
  return (
    <div
      {...rest}
      {...rootAttributes}
      ref={ref}
      data-slot="step-up-page"
      data-state={state}
      className={cn(
        'rss:flex rss:w-full rss:flex-col rss:items-center rss:text-ink',
        layout === 'page' ? 'rss:min-h-dvh rss:justify-center rss:bg-bg rss:px-4 rss:py-10' : 'rss:py-6',
        className,
      )}
    >
      <StepUpCard
        errand={errand}
        prompt={prompt}
        goBack={goBack}
        retry={retry}
        onSignIn={onSignIn}
        username={username}
        autoSubmit={autoSubmit}
        headingLevel={headingLevel}
        classNames={classNames}
      />
    </div>
  );
});
