/** Theme and language of the demo, kept for the next visit. The browser's language decides the first one. */
import { useLayoutEffect, useState } from 'react';

export type Theme = 'system' | 'light' | 'dark';
export type Language = 'en' | 'ar';

export interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
  setTheme(theme: Theme): void;
  setLanguage(language: Language): void;
}

export function usePreferences(): Preferences {
  const [theme, setTheme] = useState<Theme>(() => read('theme', ['system', 'light', 'dark']));
  const [language, setLanguage] = useState<Language>(() =>
    read('language', navigator.language.startsWith('ar') ? ['ar', 'en'] : ['en', 'ar']),
  );

  useLayoutEffect(() => {
    document.documentElement.dataset['rssTheme'] = theme;
    localStorage.setItem('demo:theme', theme);
  }, [theme]);

  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
    localStorage.setItem('demo:language', language);
  }, [language]);

  return { theme, language, setTheme, setLanguage };
}

/** @returns the first of `allowed` where nothing valid was kept. */
function read<const Value extends string>(name: string, allowed: readonly [Value, ...Value[]]): Value {
  const stored = localStorage.getItem(`demo:${name}`);
  return allowed.find((value) => value === stored) ?? allowed[0];
}
