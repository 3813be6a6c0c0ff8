/**
 * Why the sign-in page is shown and where it leads afterwards, as its address says it: so a reload and the Back button
 * keep both. Whoever writes the address decides nothing: a reason is one of ours, a place is a page of ours (R70).
 */
import type { SessionSecurityErrorCause } from 'react-session-security';
import { findPage, homePath, signInPath } from '../pages';

const reasons = ['signedOut', 'revoked', 'limit', 'idle', 'absolute', 'ended', 'proof', 'deleted'] as const;
export type SignInReason = (typeof reasons)[number];

export interface SignInRequest {
  readonly reason?: SignInReason | undefined;
  /** A path of this app. @default the first page */
  readonly returnTo?: string | undefined;
}

export function signInHref({ reason, returnTo = homePath }: SignInRequest): string {
  const search = new URLSearchParams();
  if (reason !== undefined) search.set('reason', reason);
  if (returnTo !== homePath) search.set('returnTo', returnTo);
  return search.size === 0 ? signInPath : `${signInPath}?${search}`;
}

export function readSignInRequest(search: string): SignInRequest & { readonly returnTo: string } {
  const given = new URLSearchParams(search);
  return {
    reason: reasons.find((reason) => reason === given.get('reason')),
    returnTo: safePath(given.get('returnTo')),
  };
}

/** Parsed as the browser will, then put together again from parts that are ours: `//host`, `/\host` and schemes fall out. */
function safePath(value: string | null): string {
  const base = 'http://demo.invalid';
  if (value === null || !URL.canParse(value, base)) return homePath;
  const { origin, pathname, search } = new URL(value, base);
  return origin === base && findPage(pathname) !== undefined ? pathname + search : homePath;
}

/** @returns nothing to say to somebody who only comes by without being signed in. */
export function reasonOfEnd({ errorCode, reason }: SessionSecurityErrorCause): SignInReason | undefined {
  if (errorCode === 'UNAUTHENTICATED') return undefined;
  if (errorCode === 'SESSION_EXPIRED') return reason === 'idle' || reason === 'absolute' ? reason : 'ended';
  if (errorCode !== 'SESSION_REVOKED') return 'ended';
  if (reason === 'session_limit') return 'limit';
  return reason === 'signed_out' || reason === 'replaced' ? 'signedOut' : 'revoked';
}
