/** The kit's session handling for the host's own tRPC client, with no code at the call sites (SPEC A8, F4). */
import type { SessionSecurityClient } from './createSessionSecurity';
import type { SessionSecurityLink } from './links';

/**
 * Put it before the terminating link of your own tRPC client, and `headers: security.headers` into that one. Calls then
 * wait while the access token is renewed, are repeated once when it was refused, and tell the kit when the session is
 * over. In the cookie transport nothing waits. Subscriptions pass untouched.
 *
 * Calls fail with `QueueOverflowError`, `RequestTimeoutError` or `SessionEndedError` as the cause of a
 * `TRPCClientError` where they were never sent.
 *
 * @example
 * createTRPCClient<AppRouter>({
 *   links: [sessionSecurityLink(security), httpBatchLink({ url: '/api/trpc', headers: security.headers })],
 * });
 */
export function sessionSecurityLink(security: Pick<SessionSecurityClient, 'guard'>): SessionSecurityLink {
  return security.guard;
}
