/** A modal dialog of the host, as browsers have it: nothing outside it can be reached or seen. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';

export interface InHostDialogProps {
  /** Rendered once the dialog is there to be a container. */
  readonly children: (dialog: HTMLDialogElement) => ReactNode;
}

export function InHostDialog({ children }: InHostDialogProps) {
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null);
  useEffect(() => {
    if (dialog?.open === false) dialog.showModal();
  }, [dialog]);
  return (
    <dialog ref={setDialog} aria-label="Account">
      {dialog !== null && children(dialog)}
    </dialog>
  );
}
