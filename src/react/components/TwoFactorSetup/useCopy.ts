'use client';
/** Puts a text on the clipboard, and keeps how that went: pages over plain HTTP, some frames, and careful users don't allow it. */
import { useState } from 'react';

export type CopyState = 'idle' | 'copied' | 'failed';

export interface Copying {
  readonly state: CopyState;
  readonly copy: (text: string) => void;
}

export function useCopy(): Copying {
  const [state, setState] = useState<CopyState>('idle');
  const copy = async (text: string): Promise<void> => {
    // Said anew, also the second time.
    setState('idle');
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('failed');
    }
  };
  return { state, copy: (text) => void copy(text) };
}
