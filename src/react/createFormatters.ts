/** Times, dates, counts and countries in the reader's language, all through `Intl`. */

export interface Formatters {
  /** "2 minutes ago"; under a minute, or in the future, `undefined`. */
  relative(epochMs: number, nowMs: number): string | undefined;
  /** "3 May", with the year where it is not this one. */
  date(epochMs: number, nowMs: number): string;
  /** "21 Nov 2026, 09:00" */
  dateTime(epochMs: number): string;
  /** "Germany" for `DE`; the code itself where it is unknown. */
  country(code: string): string;
}

const second = 1000;
const units = [
  ['year', 365 * 24 * 3600 * second],
  ['month', 30 * 24 * 3600 * second],
  ['week', 7 * 24 * 3600 * second],
  ['day', 24 * 3600 * second],
  ['hour', 3600 * second],
  ['minute', 60 * second],
] as const;

export function createFormatters(locale: string, timeZone: string | undefined): Formatters {
  const zone = timeZone === undefined ? {} : { timeZone };
  const { relative, day, dayAndYear, moment, year, regions } = formats(locale, zone);
  return {
    relative(epochMs, nowMs) {
      const elapsedMs = nowMs - epochMs;
      const unit = units.find(([, ms]) => elapsedMs >= ms);
      return unit === undefined ? undefined : relative.format(-Math.floor(elapsedMs / unit[1]), unit[0]);
    },
    date: (epochMs, nowMs) => (year.format(epochMs) === year.format(nowMs) ? day : dayAndYear).format(epochMs),
    dateTime: (epochMs) => moment.format(epochMs),
    country(code) {
      try {
        return regions.of(code.toUpperCase()) ?? code;
      } catch {
        return code;
      }
    },
  };
}

function formats(locale: string, zone: { readonly timeZone?: string }) {
  try {
    return {
      relative: new Intl.RelativeTimeFormat(locale, { numeric: 'always' }),
      day: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...zone }),
      dayAndYear: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...zone }),
      moment: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...zone }),
      year: new Intl.DateTimeFormat(locale, { year: 'numeric', ...zone }),
      regions: new Intl.DisplayNames(locale, { type: 'region' }),
    };
  } catch (error) {
    throw new RangeError(
      `react-session-security: <SessionSecurityProvider locale="${locale}" timeZone="${String(zone.timeZone)}"> names a ` +
        'language or time zone that this machine does not know, so no time can be shown. Use a BCP 47 tag such as ' +
        '"en-GB" and an IANA zone such as "Europe/Berlin".',
      { cause: error },
    );
  }
}
