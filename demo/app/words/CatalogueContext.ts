/** The demo's words and the kit's, in the language that the reader chose. */
import { createContext, useContext } from 'react';
import { messagesAr, messagesEn, type Messages } from 'react-session-security';
import type { Language } from '../usePreferences';
import type { Words } from './Words';
import { wordsAr } from './wordsAr';
import { wordsEn } from './wordsEn';

export interface Catalogue {
  readonly language: Language;
  readonly words: Words;
  /** What the kit says about refusals is as true in the demo's own forms. */
  readonly messages: Messages;
}

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: { language: 'en', words: wordsEn, messages: messagesEn },
  ar: { language: 'ar', words: wordsAr, messages: messagesAr },
};

export const CatalogueContext = createContext<Catalogue>(catalogues.en);

export function useCatalogue(): Catalogue {
  return useContext(CatalogueContext);
}

export function useWords(): Words {
  return useCatalogue().words;
}
