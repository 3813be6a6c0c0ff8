'use client';
/**
 * Gives the focus a place when what had it is gone: a button that did its work, a list that ended. Otherwise it falls to the
 * page's start, and whoever uses the keyboard begins again. In the row that still stands, else at the heading.
 */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

export function useFocusRescue(rootRef: RefObject<HTMLElement | null>, fallback: () => HTMLElement | null): void {
  const lastRef = useRef<{ readonly element: Element; readonly row: Element | null }>(null);
  useEffect(() => {
    const root = rootRef.current;
    const page = root?.ownerDocument;
    if (root === null || page === undefined) return undefined;
    const remember = ({ target }: FocusEvent): void => {
      const element = target instanceof Element && root.contains(target) ? target : null;
      lastRef.current = element && { element, row: element.closest('[data-slot=session-row]') };
    };
    /** A click beside everything takes the focus away on purpose. */
    const forget = ({ target }: PointerEvent): void => {
      if (target instanceof Node && !root.contains(target)) lastRef.current = null;
    };
    page.addEventListener('focusin', remember);
    page.addEventListener('pointerdown', forget);
    return () => {
      page.removeEventListener('focusin', remember);
      page.removeEventListener('pointerdown', forget);
    };
  }, [rootRef]);

  /** After every commit, as any of them may have taken the element away. */
  useLayoutEffect(() => {
    const last = lastRef.current;
    if (
      last === null ||
      last.element.isConnected ||
      last.element.ownerDocument.activeElement !== last.element.ownerDocument.body
    )
      return;
    lastRef.current = null;
    const inRow =
      last.row?.isConnected === true ? last.row.querySelector<HTMLElement>('[data-slot=session-sign-out]') : null;
    (inRow ?? fallback())?.focus({ preventScroll: true });
  });
}
