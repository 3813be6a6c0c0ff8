'use client';
/**
 * Which rows are open, and what was typed in them. Kept above the rows, because the row of a very long list goes when it is
 * scrolled out of sight, and comes back.
 */
import { useCallback, useState } from 'react';

export type RowView = 'closed' | 'details' | 'renaming';

export interface RowViews {
  readonly viewOf: (sessionId: string) => RowView;
  readonly setView: (sessionId: string, view: RowView) => void;
  /** Names that are being typed, by session. Writing one renders nothing. */
  readonly drafts: Map<string, string>;
}

export function useRowViews(): RowViews {
  const [views, setViews] = useState<ReadonlyMap<string, RowView>>(new Map());
  const [drafts] = useState(() => new Map<string, string>());
  return {
    viewOf: useCallback((sessionId) => views.get(sessionId) ?? 'closed', [views]),
    setView: useCallback(
      (sessionId, view) => {
        if (view !== 'renaming') drafts.delete(sessionId);
        setViews((before) => new Map([...before, [sessionId, view]]));
      },
      [drafts],
    ),
    drafts,
  };
}
