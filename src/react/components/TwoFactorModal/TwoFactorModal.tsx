'use client';
/** Asks for the second factor, over whatever is on the page, and lets calls that wait for it go on (SPEC F7). */
import { forwardRef } from 'react';
import type { ComponentPropsWithoutRef } from 'react';
import type { SensitiveActionType } from '../../../contract/sensitiveAction';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { CodeMethod } from '../../messages/states';
import { PromptDialog } from '../ProofPrompt/PromptDialog';
import type { AutoSubmit, ProofPrompt, ProofPromptClassNames } from '../ProofPrompt/ProofPrompt';
import { useSharedPrompt } from '../ProofPrompt/useSharedPrompt';
import { useHostPrompt } from './useHostPrompt';

/** Everything is optional. What is not listed here goes to the dialog's `<div>`. */
export interface TwoFactorModalProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children' | 'title'> {
  /**
   * When a code of six digits is sent by itself: with its last digit, and the hint under the field says so; only when it was
   * pasted or filled in; or never. @default 'complete'
   */
  readonly autoSubmit?: AutoSubmit | undefined;
  /**
   * Where the dialog is put: into a dialog of yours that keeps the focus to itself, be it a native one or of another library.
   * One of Radix needs it only where the app has another copy of `@radix-ui/react-dialog` than this package.
   *
   * @default the provider's
   */
  readonly container?: HTMLElement | null | undefined;
  readonly classNames?: ProofPromptClassNames | undefined;
  /**
   * Controlled use: the code is yours to check, and nothing is asked of the back end. What it rejects with is shown as the
   * same error of the client would be, and the dialog stays open; once it resolves, set `open` to `false`.
   */
  readonly onVerify?: ((code: string) => unknown) | undefined;
  /** Controlled use: the user thinks better of it. */
  readonly onCancel?: (() => void) | undefined;
  /** Controlled use. @default true */
  readonly open?: boolean | undefined;
  /** Controlled use: what the user is told that it is for. */
  readonly actionType?: SensitiveActionType | undefined;
  /** Controlled use: where the code comes from. @default '2fa_totp' */
  readonly method?: CodeMethod | undefined;
}

/**
 * Asks for the second factor when a call needs one: put one anywhere inside the provider, and every call through the client
 * waits for it and settles with its own result. With `onVerify` it asks for a code of your own instead. Renders a `<div>` in a
 * portal whose `data-state` is `opening`, `ready`, `submitting`, `sending`, `expired`, `locked`, `failed` or `passed`; nothing
 * while there is nothing to ask, or where one that was mounted later asks, as in a dialog of yours.
 *
 * @example
 * <SessionSecurityProvider url="/api/trpc"><App /><TwoFactorModal /></SessionSecurityProvider>
 */
export const TwoFactorModal = forwardRef<HTMLDivElement, TwoFactorModalProps>(function TwoFactorModal(
  {
    autoSubmit = 'complete',
    container,
    classNames,
    open = true,
    onVerify,
    onCancel = nothing,
    actionType,
    method = '2fa_totp',
    ...rest
  },
  ref,
) {
  const words = useSessionSecurityContext().messages.twoFactor;
  const isControlled = onVerify !== undefined;
  const shared = useSharedPrompt('second_factor', !isControlled);
  const own = useHostPrompt({ open: isControlled && open, method, onVerify: onVerify ?? nothing, onCancel });
  const hosted: ProofPrompt = { ...own, kind: 'second_factor', actionType, waiting: 1 };
  const prompt = isControlled ? (open ? hosted : undefined) : shared;
  return (
    <PromptDialog
      {...rest}
      ref={ref}
      prompt={prompt}
      slot="two-factor-modal"
      description={
        prompt && (
          <>
            {words.purposes[prompt.actionType ?? 'other']}
            {prompt.waiting > 1 && ` ${words.waiting(prompt.waiting)}`}
          </>
        )
      }
      autoSubmit={autoSubmit}
      container={container}
      classNames={classNames}
    />
  );
});

function nothing(): void {}
