/** A few pages need no router library. */
import { useMemo, useSyncExternalStore } from 'react';

const changed = 'demo:navigated';

export interface Place {
  readonly path: string;
  /** With its question mark, or empty. */
  readonly search: string;
}

/** `replace` where the Back button should not lead to the place that is left. */
export function navigate(href: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (currentHref() === href) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  dispatchEvent(new Event(changed));
}

/** For links: plain clicks stay in the app, all others are the browser's. */
export function follow(href: string) {
  return (event: React.MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(href);
  };
}

export function usePlace(): Place {
  const href = useSyncExternalStore(subscribe, currentHref);
  return useMemo(() => {
    const { pathname, search } = new URL(href, location.origin);
    return { path: pathname, search };
  }, [href]);
}

function currentHref(): string {
  return location.pathname + location.search;
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener(changed, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(changed, listener);
  };
}
