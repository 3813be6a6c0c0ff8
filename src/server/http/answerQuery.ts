/**
 * One query by GET, answered as tRPC's fetch adapter answers it (`test/server/http/answerQuery.test.ts` compares the
 * two), without what the adapter prepares for batches, streams and other content types: that is a fifth of what
 * validating a session costs (`npm run bench -- validation`). Everything else goes to the adapter.
 */
import { callTRPCProcedure, getTRPCErrorFromUnknown } from '@trpc/server';
import { getHTTPStatusCode } from '@trpc/server/http';
import { getErrorShape } from '@trpc/server/shared';
import { procedureTypes } from '../../contract/procedureTypes';
import type { SessionSecurityContext } from '../context';
import type { SessionSecurityRouter } from '../router';
import { wholeResponse } from './wholeBody';

export interface PlainQuery {
  readonly path: string;
  /** The query's `input`, still as text. */
  readonly input: string | null;
}

/** `undefined` where the adapter must answer. The request must have passed the guard. */
export function readPlainQuery({ method, url }: Request, paths: readonly string[]): PlainQuery | undefined {
  const [path, ...more] = paths;
  if (method !== 'GET' || path === undefined || more.length > 0) return undefined;
  if (!Object.hasOwn(procedureTypes, path) || procedureTypes[path as keyof typeof procedureTypes] !== 'query') {
    return undefined;
  }
  const { searchParams } = new URL(url);
  const isPlain = searchParams.size === 0 || (searchParams.size === 1 && searchParams.has('input'));
  return isPlain ? { path, input: searchParams.get('input') } : undefined;
}

/** `createContext` gets the headers of the answer, to add cookies to. */
export async function answerQuery(
  router: SessionSecurityRouter,
  { path, input }: PlainQuery,
  createContext: (responseHeaders: Headers) => SessionSecurityContext,
): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json' });
  const ctx = createContext(headers);
  const rawInput: unknown = input === null ? undefined : JSON.parse(input);
  const result = await callTRPCProcedure({
    router,
    path,
    type: 'query',
    ctx,
    getRawInput: () => Promise.resolve(rawInput),
    signal: undefined,
    batchIndex: 0,
  }).then(
    (data: unknown) => ({ result: { data } }),
    (cause: unknown) => {
      const error = getTRPCErrorFromUnknown(cause);
      // oxlint-disable-next-line no-underscore-dangle -- where tRPC's adapters read it too
      const { _config: config } = router._def;
      return { error: getErrorShape({ config, error, type: 'query', path, input: rawInput, ctx }) };
    },
  );
  return wholeResponse(JSON.stringify(result), { status: getHTTPStatusCode(result), headers });
}
