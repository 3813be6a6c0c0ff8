/** Names for the link types that every back end shares, so that no other file spells out tRPC's generics. */
import type { Operation, TRPCLink } from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import type { ProcedurePath } from '../contract/procedures';
import { toClientError, toFailure } from './toClientError';
import { UnmappedProcedureError } from './UnmappedProcedureError';

/** Links are typed for any router: the server's own type reaches only `react/trpc.ts`. */
export type SessionSecurityLinkRouter = AnyTRPCRouter;

/**
 * A tRPC link of any router, one that ends a chain or one that stands in it. A terminating link that does not answer
 * every procedure says so by `supports`; `client.supports` reads it. Without it, everything counts as answered.
 *
 * @example
 * const link: SessionSecurityLink = Object.assign(myLink, { supports: (path) => path !== 'session.renameSession' });
 */
export type SessionSecurityLink = TRPCLink<SessionSecurityLinkRouter> & {
  readonly supports?: (path: ProcedurePath) => boolean;
};

/** A back end of which each procedure is an entry of its own. Entries may be missing. */
export interface MappedBackend<Entry> {
  readonly entries: { readonly [Path in ProcedurePath]?: Entry };
  /** For the error that a missing entry is. */
  readonly names: { readonly link: string; readonly entries: string };
  answer(entry: Entry, operation: Operation, signal: AbortSignal): Promise<unknown>;
}

/** A terminating link over entries. Its signal aborts when the caller loses interest; the call then fails at once. */
export function mappedLink<Entry>({ entries, names, answer }: MappedBackend<Entry>): SessionSecurityLink {
  const entryOf = (path: string): Entry | undefined =>
    Object.hasOwn(entries, path) ? entries[path as ProcedurePath] : undefined;
  const link = terminatingLink(async (operation, signal) => {
    const entry = entryOf(operation.path);
    if (entry === undefined) throw new UnmappedProcedureError(operation.path, names);
    return answer(entry, operation, signal);
  });
  return Object.assign(link, { supports: (path: ProcedurePath) => entryOf(path) !== undefined });
}

/** A terminating link from one function. */
function terminatingLink(answer: (operation: Operation, signal: AbortSignal) => Promise<unknown>): SessionSecurityLink {
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
