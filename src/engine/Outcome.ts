/**
 * What an answer means to the session (SPEC A4). Only `rejected` ends one: a dead network, a captive portal, a proxy's
 * page, a rate limit or a broken server never signs anybody out.
 */
import type { SessionSecurityErrorCode } from '../contract/errors';

export type Outcome<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  /** No usable answer. Worth another try after a pause. */
  | { readonly kind: 'transient'; readonly cause: unknown }
  /** Everybody in this browser waits: the server said so. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number; readonly cause: unknown }
  /** Refused, but not in words we know: a proxy may have said it. Needs a second opinion. */
  | { readonly kind: 'ambiguous'; readonly cause: unknown }
  /** The back end's own word that the session is over. */
  | {
      readonly kind: 'rejected';
      readonly code: SessionSecurityErrorCode;
      readonly reason?: string | undefined;
      readonly cause: unknown;
    };

export type Failure = Exclude<Outcome<never>, { kind: 'ok' }>;
