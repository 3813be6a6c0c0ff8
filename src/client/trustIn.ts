/** Which origins see a credential: the page's own, the back end's, and what the application names; nothing else ever (T-47). */
import type { SessionFetchOptions } from './createSessionFetch';

/** @param url of the back end, also one that is relative to the page */
export function trustIn(
  url: string | undefined,
  trustedOrigins: readonly string[] = [],
): SessionFetchOptions['credentialsFor'] {
  let origins: readonly (string | undefined)[] | undefined;
  return ({ origin }) => {
    const base = pageUrl();
    origins ??= [base, url, ...trustedOrigins].map(
      (known) => known && new URL(known, base ?? 'http://localhost').origin,
    );
    if (origin === origins[0]) return 'same-origin';
    return origins.includes(origin) ? 'include' : undefined;
  };
}

/** `undefined` on a server. */
export function pageUrl(): string | undefined {
  return typeof location === 'undefined' ? undefined : location.href;
}
