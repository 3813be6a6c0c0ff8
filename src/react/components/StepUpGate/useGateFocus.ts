'use client';
/**
 * Keeps the focus in its place while what is shown in the gate changes under it (WCAG 2.4.3). The prompt gives the focus back to
 * what had it when it opened, so that is made the gate itself, which stays: whoever confirmed is at what they wanted to see.
 */
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** @returns puts the focus on the gate; to be called before proof is asked for */
export function useGateFocus(rootRef: RefObject<HTMLElement | null>, isOpen: boolean): () => void {
  const lastRef = useRef<EventTarget | null>(null);
  const isLeavingRef = useRef(false);
  const isOpenRef = useRef(isOpen);

  useEffect(() => {
    const root = rootRef.current;
    if (root === null) return undefined;
    const hear = ({ target }: FocusEvent): void => {
      lastRef.current = target;
      const isBack = target === root && !isLeavingRef.current;
      // The prompt was closed, and here is nothing to read yet.
      if (isBack && !isOpenRef.current) root.querySelector('button')?.focus({ preventScroll: true });
    };
    root.addEventListener('focusin', hear);
    return () => root.removeEventListener('focusin', hear);
  }, [rootRef]);

  useLayoutEffect(() => {
    if (isOpenRef.current === isOpen) return;
    isOpenRef.current = isOpen;
    const last = lastRef.current;
    const root = rootRef.current;
    if (
      !(last instanceof Element) ||
      last.isConnected ||
      root?.ownerDocument.activeElement !== root?.ownerDocument.body
    ) {
      return;
    }
    (isOpen ? root : root?.querySelector('button'))?.focus({ preventScroll: true });
  }, [rootRef, isOpen]);

  return useCallback(() => {
    isLeavingRef.current = true;
    rootRef.current?.focus({ preventScroll: true });
    isLeavingRef.current = false;
  }, [rootRef]);
}
