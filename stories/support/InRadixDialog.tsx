/** A modal dialog of the host, made with Radix as many are. */
import * as Dialog from '@radix-ui/react-dialog';
import { useState } from 'react';
import type { ReactNode } from 'react';

export interface InRadixDialogProps {
  readonly title: string;
  readonly children: (dialog: HTMLElement | null) => ReactNode;
}

export function InRadixDialog({ title, children }: InRadixDialogProps) {
  const [dialog, setDialog] = useState<HTMLElement | null>(null);
  return (
    <Dialog.Root defaultOpen>
      <Dialog.Portal>
        <Dialog.Overlay className="story-overlay">
          <Dialog.Content ref={setDialog} className="story-dialog" data-host="" aria-describedby={undefined}>
            <Dialog.Title>{title}</Dialog.Title>
            {children(dialog)}
          </Dialog.Content>
        </Dialog.Overlay>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
