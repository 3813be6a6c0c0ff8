/** The cookies of one browser and one origin, as far as RFC 6265 matters to a server that sets `Path=/` and no `Domain`. */
import type { Clock } from '../contract/clock';

export interface CookieJar {
  /** The `Cookie` header for the next request; `undefined` when there is nothing to send. */
  header(): string | undefined;
  /** Takes the `Set-Cookie` lines of an answer. */
  keep(lines: readonly string[]): void;
  /** What closing the browser does: cookies without `Max-Age` are gone. */
  close(): void;
}

interface Cookie {
  readonly value: string;
  /** Epoch milliseconds; `undefined` until the browser closes. */
  readonly expiresAt: number | undefined;
}

export function createCookieJar(clock: Pick<Clock, 'now'>, isSecure: boolean): CookieJar {
  const cookies = new Map<string, Cookie>();

  const keepLine = (line: string): void => {
    const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
    const attributes = new Map(rest.map((part) => [nameOf(part).toLowerCase(), valueOf(part)]));
    const name = nameOf(pair);
    if (attributes.has('secure') && !isSecure) return;
    const maxAge = attributes.get('max-age');
    // With a `Max-Age` of 0 it is over at once, which is how it is removed.
    const expiresAt = maxAge === undefined ? undefined : clock.now() + Number(maxAge) * 1000;
    cookies.set(name, { value: valueOf(pair), expiresAt });
  };

  return {
    header() {
      const now = clock.now();
      const live = [...cookies].filter(([, { expiresAt }]) => expiresAt === undefined || now < expiresAt);
      return live.length === 0 ? undefined : live.map(([name, { value }]) => `${name}=${value}`).join('; ');
    },
    keep: (lines) => lines.forEach(keepLine),
    close() {
      for (const [name, { expiresAt }] of cookies) if (expiresAt === undefined) cookies.delete(name);
    },
  };
}

function nameOf(pair: string): string {
  return pair.split('=', 1)[0] ?? '';
}

function valueOf(pair: string): string {
  return pair.slice(nameOf(pair).length + 1);
}
