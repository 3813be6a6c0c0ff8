'use client';
/** Asks who the user is once more, over whatever is on the page, and lets the call that needs it go on (SPEC F9). */
import { forwardRef } from 'react';
import type { ComponentPropsWithoutRef } from 'react';
import { PromptDialog } from '../ProofPrompt/PromptDialog';
import { PromptPurpose } from '../ProofPrompt/PromptPurpose';
import type { AutoSubmit, ProofPromptClassNames } from '../ProofPrompt/ProofPrompt';
import { useSharedPrompt } from '../ProofPrompt/useSharedPrompt';

/** Everything is optional. What is not listed here goes to the dialog's `<div>`. */
export interface StepUpDialogProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children' | 'title'> {
  /**
   * When a code of six digits is sent by itself: with its last digit, and the hint under the field says so; only when it was
   * pasted or filled in; or never. @default 'complete'
   */
  readonly autoSubmit?: AutoSubmit | undefined;
  /** What the user signs in with, where the page knows it: password managers want it beside the password. Never shown. */
  readonly username?: string | undefined;
  /**
   * Where the dialog is put: into a dialog of yours that keeps the focus to itself, be it a native one or of another library.
   * One of Radix needs it only where the app has another copy of `@radix-ui/react-dialog` than this package.
   *
   * @default the provider's
   */
  readonly container?: HTMLElement | null | undefined;
  readonly classNames?: ProofPromptClassNames | undefined;
}

/**
 * Has the user prove who they are when an action needs it each time anew, by a way that the server accepts: the password,
 * or a second factor. Put one anywhere inside the provider, and every call through the client waits for it, is sent again
 * with its token, and settles with its own result. Keeps back while a `StepUpPage` or a later `StepUpDialog` asks. Renders a `<div>` in a portal whose
 * `data-state` is `opening`, `ready`, `submitting`, `sending`, `expired`, `locked`, `failed` or `passed`; nothing while there
 * is nothing to ask.
 *
 * @example
 * <SessionSecurityProvider url="/api/trpc"><App /><TwoFactorModal /><StepUpDialog /></SessionSecurityProvider>
 */
export const StepUpDialog = forwardRef<HTMLDivElement, StepUpDialogProps>(function StepUpDialog(
  { autoSubmit = 'complete', username, container, classNames, ...rest },
  ref,
) {
  const prompt = useSharedPrompt('step_up', true);
  return (
    <PromptDialog
      {...rest}
      ref={ref}
      prompt={prompt}
      slot="step-up-dialog"
      description={prompt && <PromptPurpose actionType={prompt.actionType} because={prompt.because} />}
      autoSubmit={autoSubmit}
      username={username}
      container={container}
      classNames={classNames}
    />
  );
});
