'use client';
/**
 * Something that has to be done before the page goes on (APG modal dialog). The focus comes in, stays, and goes back to
 * where it was, also when another dialog follows in the same moment. Escape closes; a click outside does not, because what
 * was typed would be lost. Renders a `<div>`.
 */
import * as RadixDialog from '@radix-ui/react-dialog';
import { forwardRef, useCallback, useEffect, useRef } from 'react';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { cn } from './cn';
import { prepareOverlay } from './prepareOverlay';
import { useOwnEscape } from './useOwnEscape';

export interface DialogProps extends Omit<ComponentPropsWithoutRef<'div'>, 'title' | 'children'> {
  readonly open: boolean;
  readonly heading: ReactNode;
  readonly description: ReactNode;
  readonly onClose: () => void;
  /** Where it is put. @default the provider's, or `document.body` */
  readonly container?: HTMLElement | null | undefined;
  readonly classNames?: { readonly overlay?: string | undefined; readonly title?: string | undefined } | undefined;
  readonly children: ReactNode;
}

export const Dialog = forwardRef<HTMLDivElement, DialogProps>(function Dialog(
  { open, heading, description, onClose, container, classNames, className, children, ...rest },
  ref,
) {
  const context = useSessionSecurityContext();
  const { focusHandover } = context.kit;
  const openerRef = useRef<Element | null>(null);
  const overlayRef = useRef<HTMLElement | null>(null);
  useOwnEscape(open, overlayRef, onClose);
  const handOver = useCallback(() => {
    focusHandover.give(openerRef.current);
    openerRef.current = null;
  }, [focusHandover]);
  /** As soon as it is to close, which with an animation is before it is gone. */
  useEffect(() => (open ? handOver : undefined), [open, handOver]);
  /** Before anything in the dialog takes the focus. */
  const showOverlay = useCallback(
    (overlay: HTMLElement | null): void => {
      overlayRef.current = overlay;
      prepareOverlay(overlay);
      const { activeElement, body } = document;
      if (overlay?.contains(activeElement) !== false) return;
      const focused = activeElement === body ? null : activeElement;
      // React tries refs twice in StrictMode: what is known already stays.
      openerRef.current = focusHandover.take() ?? focused ?? openerRef.current;
    },
    [focusHandover],
  );
  const place = container ?? context.container;
  return (
    <RadixDialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <RadixDialog.Portal {...(place !== undefined && { container: place })}>
        <div
          {...context.rootAttributes}
          ref={showOverlay}
          data-slot="dialog-overlay"
          className={cn(
            'rss:fixed rss:inset-0 rss:z-50 rss:grid rss:grid-cols-[minmax(0,1fr)] rss:animate-appear rss:place-items-center rss:overflow-y-auto rss:overscroll-contain rss:bg-overlay rss:p-[min(1rem,5vw)]',
            classNames?.overlay,
          )}
        >
          <RadixDialog.Content
            {...rest}
            ref={ref}
            aria-modal="true"
            onInteractOutside={(event) => event.preventDefault()}
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              const dialog = event.currentTarget as HTMLElement;
              if (!dialog.contains(document.activeElement)) dialog.focus();
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              const opener = focusHandover.take();
              if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
            }}
            className={cn(
              'rss:w-full rss:max-w-[26.25rem] rss:animate-rise rss:rounded-card rss:border rss:border-line rss:bg-raised rss:p-[min(1.25rem,6.25vw)] rss:shadow-raised rss:outline-none!',
              className,
            )}
          >
            <RadixDialog.Title
              className={cn(
                'rss:m-0 rss:p-0 rss:text-title rss:font-semibold rss:text-ink rss:text-balance rss:wrap-anywhere',
                classNames?.title,
              )}
            >
              {heading}
            </RadixDialog.Title>
            <RadixDialog.Description className="rss:m-0 rss:mt-1 rss:p-0 rss:text-body rss:text-muted rss:text-pretty rss:wrap-anywhere">
              {description}
            </RadixDialog.Description>
            {children}
          </RadixDialog.Content>
        </div>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
});
