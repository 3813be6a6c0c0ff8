'use client';
/** The rows of a very long list, loaded only for those who have one: nobody with five devices downloads a virtualiser (S6). */
import { useEffect, useState } from 'react';
import type { VirtualSessionRows } from './VirtualSessionRows';

export type VirtualRowsState =
  | { readonly status: 'loading' | 'failed' }
  | { readonly status: 'loaded'; readonly Rows: typeof VirtualSessionRows };

export function useVirtualRows(isWanted: boolean): VirtualRowsState {
  const [state, setState] = useState<VirtualRowsState>({ status: 'loading' });
  useEffect(() => {
    if (!isWanted) return undefined;
    let isMounted = true;
    void import('./VirtualSessionRows').then(
      (loaded) => isMounted && setState({ status: 'loaded', Rows: loaded.VirtualSessionRows }),
      /** Slow rows are better than none. */
      () => isMounted && setState({ status: 'failed' }),
    );
    return () => {
      isMounted = false;
    };
  }, [isWanted]);
  return state;
}
