'use client';
/** Keeps rows that were just signed out on screen, at their place, until they have faded away. */
import { useCallback, useMemo, useState } from 'react';
import type { SessionInfo } from '../../../contract/session';
import type { UseSessionsResult } from '../../hooks/useSessions';

export interface DepartingRows {
  readonly shown: readonly SessionInfo[];
  readonly departingIds: ReadonlySet<string>;
  readonly departed: (sessionId: string) => void;
}

export function useDepartingRows(
  sessions: readonly SessionInfo[],
  stateOf: UseSessionsResult['stateOf'],
): DepartingRows {
  const [{ source, shown }, setShown] = useState({ source: sessions, shown: sessions });
  if (source !== sessions) setShown({ source: sessions, shown: withDeparting(shown, sessions, stateOf) });
  return {
    shown,
    departingIds: useMemo(() => {
      const listed = new Set(sessions.map(({ id }) => id));
      return new Set(shown.map(({ id }) => id).filter((id) => !listed.has(id)));
    }, [shown, sessions]),
    departed: useCallback(
      (sessionId) => setShown((state) => ({ ...state, shown: state.shown.filter(({ id }) => id !== sessionId) })),
      [],
    ),
  };
}

/** The new list, with each departing row after the one that it stood behind. */
function withDeparting(
  before: readonly SessionInfo[],
  after: readonly SessionInfo[],
  stateOf: UseSessionsResult['stateOf'],
): readonly SessionInfo[] {
  const listed = new Set(after.map(({ id }) => id));
  const behind = new Map<string | undefined, SessionInfo[]>();
  let anchor: string | undefined;
  for (const session of before) {
    const status = stateOf(session.id);
    if (listed.has(session.id)) anchor = session.id;
    else if (status === 'revoking' || status === 'revoked')
      behind.set(anchor, [...(behind.get(anchor) ?? []), session]);
  }
  if (behind.size === 0) return after;
  return [
    ...(behind.get(undefined) ?? []),
    ...after.flatMap((session) => [session, ...(behind.get(session.id) ?? [])]),
  ];
}
