/**
 * Our own server over HTTP. Reads are batched; everything under `auth.` goes alone, because the server refuses to
 * take credentials and codes in batches (R33: a batch would multiply guesses).
 */
import { httpBatchLink, httpLink as trpcHttpLink, splitLink } from '@trpc/client';
import { attemptHeader, requestHeader } from '../contract/requestHeader';
import { credentialsFor } from './credentialsFor';
import type { SessionSecurityLink } from './links';
import { orNoAnswer } from './NoAnswerError';
import { passedGate } from './passedGate';
import { UnreadableAnswerError } from './UnreadableAnswerError';

/** How to reach our own server. `url` alone will do; it is also what `createSessionSecurity` takes instead of a link. */
export interface HttpLinkOptions {
  /** Where the server's tRPC handler is mounted: `/api/trpc`, or an absolute URL. Cookies go there, and only there (R65). */
  readonly url: string;
  /** Added to every request. Called for each, so what it returns may change. @default none */
  readonly headers?: (() => Record<string, string>) | undefined;
  /** @default the global fetch */
  readonly fetch?: typeof fetch | undefined;
}

const maxBatch = 10;

interface HeaderOptions {
  readonly op?: { readonly context: { readonly attemptId?: unknown } };
}

/** Only `auth.refresh` carries one, and everything under `auth.` goes alone. */
function idempotencyOf({ op }: HeaderOptions): Record<string, string> {
  const attemptId = op?.context.attemptId;
  return typeof attemptId === 'string' ? { [attemptHeader.name]: attemptId } : {};
}

/**
 * The terminating link to our own server: reads of one moment share a request of at most ten, `auth.*` goes alone.
 * Sends the header that the server's guard demands (R62), and cookies. Calls fail with a `TRPCClientError`: read its
 * code with `getSessionSecurityError`; its `cause` is a `NoAnswerError` or an `UnreadableAnswerError` where no refusal
 * was read.
 *
 * @example
 * createSessionSecurity({ link: httpLink({ url: '/api/trpc' }) }) // the same as { url: '/api/trpc' }
 */
export function httpLink({ url, headers, fetch: send }: HttpLinkOptions): SessionSecurityLink {
  const credentials = credentialsFor(url);
  const options = {
    url,
    headers: (sent: HeaderOptions) => ({
      ...headers?.(),
      ...idempotencyOf(sent),
      [requestHeader.name]: requestHeader.value,
    }),
    fetch: async (input: RequestInfo | URL | string, init?: RequestInit) => {
      // Besides being fresh: a browser's cache makes equal reads wait for one another, in other tabs too (ENGINE T-58).
      const passed = { ...init, credentials, cache: 'no-store' as const, [passedGate]: true };
      const response = await orNoAnswer((send ?? fetch)(input, passed), init?.signal);
      return withMarkedJson(response, init?.signal);
    },
  };
  return splitLink({
    condition: ({ path }) => path.startsWith('auth.'),
    true: trpcHttpLink(options as never),
    false: httpBatchLink({ ...options, maxItems: maxBatch } as never),
  });
}

/** tRPC reads an answer by `json()`, where a connection that broke off and a page of HTML look like any other error. */
function withMarkedJson(response: Response, signal: AbortSignal | null | undefined): Response {
  const json = async (): Promise<unknown> => {
    const text = await orNoAnswer(response.text(), signal);
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      throw new UnreadableAnswerError(
        response.status,
        'without JSON, so nothing could be read. Check the url, or whether a sign-in page of the network stands in between.',
        { cause },
      );
    }
  };
  return Object.defineProperty(response, 'json', { value: json });
}
