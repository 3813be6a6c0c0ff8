/** Theme and language of the demo, kept for the next visit. */
import { useEffect, useState } from 'react';

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
  const [language, setLanguage] = useState<Language>(() => read('language', ['en', 'ar']));

  useEffect(() => {
    document.documentElement.dataset['rssTheme'] = theme;
    localStorage.setItem('demo:theme', theme);
  }, [theme]);

  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
    localStorage.setItem('demo:language', language);
  }, [language]);

  return { theme, language, setTheme, setLanguage };
}

function read<const Value extends string>(name: string, allowed: readonly [Value, ...Value[]]): Value {
  const stored = localStorage.getItem(`demo:${name}`);
  return allowed.find((value) => value === stored) ?? allowed[0];
}
