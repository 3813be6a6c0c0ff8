'use client';
/**
 * When what had the focus in `root` is gone, the focus goes back to where it was before it came into `root`, instead of to the
 * page's start (WCAG 2.4.3). Moves nothing otherwise.
 */
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

export function useFocusReturn(rootRef: RefObject<HTMLElement | null>): void {
  const insideRef = useRef<Element | null>(null);
  const outsideRef = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const root = rootRef.current;
    const page = root?.ownerDocument;
    if (root === null || page === undefined) return undefined;
    const remember = (target: EventTarget | null): void => {
      if (!(target instanceof HTMLElement) || target === page.body) return;
      const isInside = root.contains(target);
      insideRef.current = isInside ? target : null;
      if (!isInside) outsideRef.current = target;
    };
    const hear = ({ target }: FocusEvent): void => remember(target);
    /** A click beside everything takes the focus away on purpose. */
    const forget = ({ target }: PointerEvent): void => {
      if (target instanceof Node && !root.contains(target)) insideRef.current = null;
    };
    remember(page.activeElement);
    page.addEventListener('focusin', hear);
    page.addEventListener('pointerdown', forget);
    return () => {
      page.removeEventListener('focusin', hear);
      page.removeEventListener('pointerdown', forget);
    };
  }, [rootRef]);

  /** After every commit, as any of them may have taken the element away. */
  useEffect(() => {
    const inside = insideRef.current;
    if (inside === null || inside.isConnected) return;
    insideRef.current = null;
    const { activeElement, body } = inside.ownerDocument;
    if (activeElement === body && outsideRef.current?.isConnected === true) {
      outsideRef.current.focus({ preventScroll: true });
    }
  });
}
