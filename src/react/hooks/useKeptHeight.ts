'use client';
/** Keeps an element as high as it was when its contents become less, so that nothing comes under the pointer (DESIGN: banners). */
import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

export function useKeptHeight(ref: RefObject<HTMLElement | null>, isKept: boolean): void {
  const heightRef = useRef(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    /** Set on the element, not as an attribute, which a strict CSP refuses. */
    element.style.minHeight = isKept && heightRef.current > 0 ? `${String(heightRef.current)}px` : '';
    if (!isKept) heightRef.current = element.offsetHeight;
  });
}
