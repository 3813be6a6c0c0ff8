/** How long there is left, in the reader's digits and words. */

/** "4:32", from an hour "1:04:32". Never below zero. */
export function formatCountdown(seconds: number, locale: string): string {
  const left = Math.max(0, seconds);
  const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  const [first, ...others] = left >= 3600 ? parts : parts.slice(1);
  const whole = new Intl.NumberFormat(locale, { useGrouping: false });
  const padded = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  return [whole.format(first ?? 0), ...others.map((part) => padded.format(part))].join(':');
}

/** "5 minutes", "20 seconds": whole units, never more than there is. */
export function formatTimeLeft(ms: number, locale: string): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [count, unit] = seconds >= 60 ? [Math.floor(seconds / 60), 'minute'] : [seconds, 'second'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
