/** Moves focus to a page's title when the page changes, as a browser's own navigation would start it anew. */
import { useEffect, useRef, type RefObject } from 'react';

export function useFocusOnArrival(mainRef: RefObject<HTMLElement | null>, path: string): void {
  const lastPath = useRef(path);
  useEffect(() => {
    if (lastPath.current === path) return;
    lastPath.current = path;
    const main = mainRef.current;
    (main?.querySelector<HTMLElement>('h1[tabindex]') ?? main)?.focus({ preventScroll: true });
  }, [mainRef, path]);
}
