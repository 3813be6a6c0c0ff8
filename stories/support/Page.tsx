/** The page around a story: it takes the toolbar's theme, direction and motion, as a host's page would. */
import { useLayoutEffect } from 'react';
import type { ReactNode } from 'react';

export interface PageProps {
  readonly globals: Readonly<Record<string, unknown>>;
  /** The story draws its own page. */
  readonly isBare: boolean;
  readonly children: ReactNode;
}

export function Page({ globals: { theme, locale, motion }, isBare, children }: PageProps) {
  useLayoutEffect(() => {
    const page = document.documentElement;
    page.dataset['theme'] = String(theme);
    page.dir = locale === 'ar' ? 'rtl' : 'ltr';
    page.lang = String(locale);
    page.classList.toggle('reduced-motion', motion === 'reduced');
  }, [theme, locale, motion]);
  return isBare ? children : <main className="story-page">{children}</main>;
}
