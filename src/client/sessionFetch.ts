/** The `fetch` that every request of ours goes through: the guard's header, cookies only to the configured origin. */
import { requestHeader } from '../contract/requestHeader';

/** Cookies go along with a relative URL by themselves; an absolute one is the configured origin, so ask for them (R65). */
export function credentialsFor(url: string): RequestCredentials {
  return /^https?:\/\//i.test(url) ? 'include' : 'same-origin';
}

export interface SessionFetchOptions {
  readonly url: string;
  readonly headers?: (() => Record<string, string>) | undefined;
}

/** What tRPC's HTTP links take. */
export function sessionHeaders({ headers }: Pick<SessionFetchOptions, 'headers'>): Record<string, string> {
  return { ...headers?.(), [requestHeader.name]: requestHeader.value };
}
