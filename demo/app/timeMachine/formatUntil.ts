/** How long until a moment: "in 1:05", or its date where that is more than an hour off. */
import type { Language } from '../usePreferences';

const hour = 60 * 60_000;

/** @param at epoch milliseconds, as is `now` */
export function formatUntil(at: number, now: number, language: Language): string {
  const left = Math.max(0, at - now);
  if (left > hour) return new Date(at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  const seconds = Math.round(left / 1000);
  const digits = new Intl.NumberFormat(language, { minimumIntegerDigits: 2 });
  return `${Intl.NumberFormat(language).format(Math.floor(seconds / 60))}:${digits.format(seconds % 60)}`;
}
