'use client';
/**
 * A question before something is ended (APG alert dialog): the title asks, the body tells the consequence, the least
 * destructive answer has the focus. Closing returns the focus to the opener, or to `fallbackFocus` if that is gone.
 */
import * as Dialog from '@radix-ui/react-dialog';
import { useCallback, useRef } from 'react';
import type { ReactNode } from 'react';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { Button } from './Button';
import { cn } from './cn';
import { prepareOverlay } from './prepareOverlay';
import { useOwnEscape } from './useOwnEscape';

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: ReactNode;
  readonly body: ReactNode;
  /** What identifies the thing that is asked about, under the title. */
  readonly facts?: string | undefined;
  /** The safe answer. */
  readonly cancelLabel: string;
  readonly onCancel: () => void;
  /** What went wrong when the main answer was given. */
  readonly error?: ReactNode;
  /** The other answers, the main one last. */
  readonly children: ReactNode;
  readonly fallbackFocus: () => HTMLElement | null;
  /** The dialog stays while this is true: neither Escape nor a click outside closes it. */
  readonly pending?: boolean;
  /** One answer under the other, for more than two. */
  readonly stacked?: boolean;
  readonly slot?: string;
}

export function ConfirmDialog({
  open,
  title,
  body,
  facts,
  cancelLabel,
  onCancel,
  error,
  children,
  fallbackFocus,
  pending = false,
  stacked = false,
  slot = 'confirm-dialog',
}: ConfirmDialogProps) {
  const { rootAttributes, container } = useSessionSecurityContext();
  const cancelRef = useRef<HTMLButtonElement>(null);
  const openerRef = useRef<Element | null>(null);
  const overlayRef = useRef<HTMLElement | null>(null);
  const showOverlay = useCallback((overlay: HTMLElement | null) => {
    overlayRef.current = overlay;
    prepareOverlay(overlay);
  }, []);
  const close = (): void => (pending ? undefined : onCancel());
  useOwnEscape(open, overlayRef, close);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : close())}>
      <Dialog.Portal {...(container !== undefined && { container })}>
        <div
          {...rootAttributes}
          ref={showOverlay}
          data-slot="dialog-overlay"
          className="rss:fixed rss:inset-0 rss:z-50 rss:grid rss:animate-appear rss:place-items-center rss:overflow-y-auto rss:overscroll-contain rss:bg-overlay rss:p-[min(1rem,5vw)]"
        >
          <Dialog.Content
            role="alertdialog"
            aria-modal="true"
            data-slot={slot}
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              openerRef.current = document.activeElement;
              cancelRef.current?.focus();
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              const opener = openerRef.current;
              (staysOnPage(opener) ? opener : fallbackFocus())?.focus();
            }}
            className="rss:w-full rss:max-w-[25rem] rss:animate-rise rss:rounded-card rss:border rss:border-line rss:bg-raised rss:p-[min(1.25rem,6.25vw)] rss:shadow-raised rss:outline-none!"
          >
            <Dialog.Title className="rss:m-0 rss:p-0 rss:text-title rss:font-semibold rss:text-ink rss:text-balance rss:wrap-anywhere">
              {title}
            </Dialog.Title>
            <Dialog.Description className="rss:m-0 rss:mt-2 rss:p-0 rss:text-body rss:text-muted rss:text-pretty rss:wrap-anywhere">
              {facts !== undefined && facts !== '' && (
                <span data-slot="dialog-facts" className="rss:mb-2 rss:block rss:text-ink rss:tabular-nums">
                  {facts}
                </span>
              )}
              {body}
            </Dialog.Description>
            <div role="alert" className="rss:text-body rss:text-danger-ink rss:text-pretty">
              {error !== undefined && <p className="rss:m-0 rss:mt-3 rss:p-0">{error}</p>}
            </div>
            <div
              className={cn(
                'rss:mt-5 rss:flex rss:gap-2',
                stacked ? 'rss:flex-col-reverse rss:items-stretch' : 'rss:flex-wrap rss:justify-end',
              )}
            >
              <Button ref={cancelRef} onClick={pending ? undefined : onCancel}>
                {cancelLabel}
              </Button>
              {children}
            </div>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Neither gone nor about to go, as a row is that fades away. */
function staysOnPage(opener: Element | null): opener is HTMLElement {
  return (
    opener instanceof HTMLElement &&
    opener.isConnected &&
    opener !== document.body &&
    opener.closest('[data-state="departing"]') === null
  );
}
