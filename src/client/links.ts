/** Names for the link types that every back end shares, so that no other file spells out tRPC's generics. */
import type { Operation, TRPCLink } from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import { toClientError, toFailure } from './toClientError';

/** Links are typed for any router: the server's own type reaches only `react/trpc.ts`. */
export type SessionSecurityLinkRouter = AnyTRPCRouter;
export type SessionSecurityLink = TRPCLink<SessionSecurityLinkRouter>;

/** A terminating link from one function. Its signal aborts when the caller loses interest; the call then fails at once. */
export function terminatingLink(
  answer: (operation: Operation, signal: AbortSignal) => Promise<unknown>,
): SessionSecurityLink {
  return () =>
    ({ op }) =>
      observable((observer) => {
        const controller = new AbortController();
        const abort = (): void => {
          controller.abort(op.signal?.reason);
          observer.error(toFailure(op.signal?.reason, op.path));
        };
        if (op.signal?.aborted) {
          abort();
          return undefined;
        }
        op.signal?.addEventListener('abort', abort, { once: true });
        answer(op, controller.signal).then(
          (data) => {
            observer.next({ result: { type: 'data', data } });
            observer.complete();
          },
          async (error: unknown) => observer.error(await toClientError(error, op.path)),
        );
        return () => {
          op.signal?.removeEventListener('abort', abort);
          controller.abort();
        };
      });
}
