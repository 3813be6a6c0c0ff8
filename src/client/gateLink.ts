/** The gate as a tRPC link: calls wait while the access token is renewed, and are sent once more when it was refused. */
import type { ProcedurePath } from '../contract/procedures';
import { observable } from '@trpc/server/observable';
import type { Unsubscribable } from '@trpc/server/observable';
import type { RequestGate } from '../engine/createRequestGate';
import type { SessionSecurityLink } from './links';
import { isTokenRefusal } from './isTokenRefusal';
import { toClientError } from './toClientError';

/** Calls that are made without a session, or to end one: none of them may wait for a token. */
const forAnybody: readonly string[] = [
  'auth.requestPhoneOtp',
  'auth.verifyPhoneOtp',
  'auth.signIn',
  'auth.verifySignIn2FA',
  'auth.refresh',
  'auth.signOut',
] satisfies readonly ProcedurePath[];

function isForAnybody(path: string): boolean {
  return forAnybody.includes(path);
}

export function gateLink(gate: RequestGate): SessionSecurityLink {
  return () =>
    ({ op, next }) => {
      // A subscription has no one answer that could be asked for again.
      if (gate.isOpen || op.type === 'subscription' || isForAnybody(op.path)) return next(op);
      return observable((observer) => {
        let current: Unsubscribable | undefined;
        let isDropped = false;
        /** The terminating link takes the token from `headers()`, at the moment it sends. */
        const send = (): Promise<void> =>
          new Promise((resolve, reject) => {
            if (isDropped) return;
            current = next(op).subscribe({
              next: (value) => observer.next(value),
              error: reject,
              complete: resolve,
            });
          });
        gate
          .run({
            send,
            isTokenRefused: (result) => 'error' in result && isTokenRefusal(result.error),
            signal: op.signal ?? undefined,
          })
          .then(
            () => observer.complete(),
            async (error: unknown) => observer.error(await toClientError(error, op.path)),
          );
        return () => {
          isDropped = true;
          current?.unsubscribe();
        };
      });
    };
}
