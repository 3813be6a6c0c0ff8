'use client';
/**
 * Escape, pressed within an overlay, closes its dialog alone. Dialogs of the host hear the key on the document and would close
 * as well or in its place, unless they share our copy of Radix; on the window it is heard first.
 */
import { useEffect } from 'react';
import type { RefObject } from 'react';
import { useLatest } from '../hooks/useLatest';

export function useOwnEscape(open: boolean, overlayRef: RefObject<HTMLElement | null>, onClose: () => void): void {
  const latest = useLatest(onClose);
  useEffect(() => {
    if (!open) return undefined;
    const close = (event: KeyboardEvent): void => {
      const isWithin = event.target instanceof Node && overlayRef.current?.contains(event.target) === true;
      if (event.key !== 'Escape' || !isWithin) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    window.addEventListener('keydown', close, { capture: true });
    return () => window.removeEventListener('keydown', close, { capture: true });
  }, [open, overlayRef, latest]);
}
