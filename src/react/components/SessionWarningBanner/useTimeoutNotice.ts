'use client';
/**
 * What the banner says about time. A warning that was taken back stays for a moment as good news, in the same place: whoever
 * moves the pointer to "Stay signed in" has extended the session by that, and must not find something else under it.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Cancel } from '../../../contract/clock';
import type { SessionExtension } from '../../createSessionWarnings';
import type { UseSessionWarningsResult } from '../../hooks/useSessionWarnings';
import type { StandingWarning } from '../../hooks/useStandingWarnings';
import { useSessionSecurityContext } from '../../SessionSecurityContext';

export type TimeoutNotice =
  | { readonly status: 'none' }
  | { readonly status: 'warning'; readonly warning: TimeoutWarning; readonly isExtending: boolean }
  /** Taken back here, but the server could not be told. */
  | { readonly status: 'failed'; readonly isExtending: boolean }
  | { readonly status: 'stayed' };

export type TimeoutWarning = StandingWarning & {
  readonly expiresAt: number;
  readonly reason: 'idle' | 'absolute';
};

const stayedForMs = 5000;
/** The press that extended the session may end on the button that has become "Dismiss". */
const samePressMs = 500;
/** While somebody points at it or has the focus in it. */
const lookAgainMs = 1000;

export interface TimeoutNoticeOptions extends Pick<UseSessionWarningsResult, 'warnings' | 'extension'> {
  readonly isActive: boolean;
  readonly bannerRef: RefObject<HTMLElement | null>;
}

interface Seen {
  /** The last one; kept while an extension is under way, which takes it back before the server has agreed. */
  readonly warning: TimeoutWarning | undefined;
  readonly status: 'none' | 'standing' | 'stayed' | 'failed';
}

export function useTimeoutNotice({ warnings, extension, isActive, bannerRef }: TimeoutNoticeOptions): {
  readonly notice: TimeoutNotice;
  readonly close: () => void;
} {
  const { clock } = useSessionSecurityContext().kit.client;
  const [seen, setSeen] = useState<Seen>({ warning: undefined, status: 'none' });
  const isExtending = extension === 'pending';
  const next = follow(seen, warnings.find(isTimeout), extension, isActive);
  if (next !== seen) setSeen(next);

  const isGoodNews = next.status === 'stayed';
  const sinceRef = useRef(0);
  useEffect(() => {
    if (!isGoodNews) return undefined;
    sinceRef.current = clock.monotonic();
    let cancel: Cancel = () => {};
    const leave = (): void => {
      if (isInUse(bannerRef.current)) cancel = clock.schedule(leave, lookAgainMs);
      else setSeen(closed);
    };
    cancel = clock.schedule(leave, stayedForMs);
    return () => cancel();
  }, [isGoodNews, bannerRef, clock]);
  const close = useCallback(() => {
    if (clock.monotonic() - sinceRef.current >= samePressMs) setSeen(closed);
  }, [clock]);

  return { notice: noticeOf(next, isExtending), close };
}

function closed(seen: Seen): Seen {
  return seen.status === 'stayed' ? { warning: undefined, status: 'none' } : seen;
}

/** The same object if nothing changed. */
function follow(seen: Seen, warning: TimeoutWarning | undefined, extension: SessionExtension, isActive: boolean): Seen {
  if (warning !== undefined) {
    return seen.status === 'standing' && seen.warning?.id === warning.id ? seen : { warning, status: 'standing' };
  }
  if (seen.status === 'none' || (extension === 'pending' && isActive)) return seen;
  const status = statusAfter(extension, isActive);
  return seen.status === status ? seen : { warning: undefined, status };
}

/** Dismissed, or over: nothing is left to say. */
function statusAfter(extension: SessionExtension, isActive: boolean): Seen['status'] {
  if (!isActive) return 'none';
  return extension === 'failed' ? 'failed' : 'stayed';
}

function noticeOf({ status, warning }: Seen, isExtending: boolean): TimeoutNotice {
  switch (status) {
    case 'standing':
      return warning === undefined ? { status: 'none' } : { status: 'warning', warning, isExtending };
    case 'failed':
      return { status, isExtending };
    case 'none':
    case 'stayed':
      return { status };
    default:
      return status satisfies never;
  }
}

function isTimeout(warning: StandingWarning): warning is TimeoutWarning {
  return warning.expiresAt !== undefined && warning.reason !== undefined;
}

function isInUse(banner: HTMLElement | null): boolean {
  return banner !== null && (banner.matches(':hover') || banner.contains(banner.ownerDocument.activeElement));
}
