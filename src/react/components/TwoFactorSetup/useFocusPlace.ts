'use client';
/**
 * Where the focus goes when a step is over, or what had it is gone (WCAG 2.4.3). A dialog that is still open keeps it until it
 * closes: its opener may not be there any more to take it back, and the focus would fall to the page's start.
 */
import { useCallback, useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useLatest } from '../../hooks/useLatest';

/**
 * @param place the best one now
 * @returns moves the focus there, now or as soon as a dialog gives it free
 */
export function useFocusPlace(
  rootRef: RefObject<HTMLElement | null>,
  place: () => HTMLElement | null | undefined,
): () => void {
  const latest = useLatest(place);
  const lastRef = useRef<Element | null>(null);
  const isWantedRef = useRef(false);

  const settle = useCallback(() => {
    const { activeElement, body } = document;
    const isNowhere = activeElement === null || activeElement === body;
    const isLost = lastRef.current?.isConnected === false;
    if (!isNowhere || !(isLost || isWantedRef.current)) return;
    isWantedRef.current = false;
    lastRef.current = null;
    latest.current()?.focus();
  }, [latest]);

  useEffect(() => {
    const remember = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element)) return;
      if (rootRef.current?.contains(target) === true) lastRef.current = target;
      else if (!isInDialog(target)) forget();
    };
    /** A click beside everything takes the focus away on purpose. */
    const press = ({ target }: PointerEvent): void => {
      if (target instanceof Element && rootRef.current?.contains(target) === false && !isInDialog(target)) forget();
    };
    const forget = (): void => {
      lastRef.current = null;
      isWantedRef.current = false;
    };
    const observer = new MutationObserver(settle);
    document.addEventListener('focusin', remember);
    document.addEventListener('pointerdown', press);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', remember);
      document.removeEventListener('pointerdown', press);
      observer.disconnect();
    };
  }, [rootRef, settle]);

  return useCallback(() => {
    const target = latest.current();
    target?.focus();
    isWantedRef.current = target !== null && document.activeElement !== target;
  }, [latest]);
}

function isInDialog(element: Element): boolean {
  return element.closest('[role=dialog], [role=alertdialog], [data-slot=dialog-overlay]') !== null;
}
