/**
 * Our own server over HTTP. Reads are batched; everything under `auth.` goes alone, because the server refuses to
 * take credentials and codes in batches (R33: a batch would multiply guesses).
 */
import { httpBatchLink, httpLink as trpcHttpLink, splitLink } from '@trpc/client';
import { requestHeader } from '../contract/requestHeader';
import { credentialsFor } from './credentialsFor';
import type { SessionSecurityLink } from './links';

export interface HttpLinkOptions {
  /** Where the server's tRPC handler is mounted: `/api/trpc`, or an absolute URL. */
  readonly url: string;
  /** Added to every request. */
  readonly headers?: (() => Record<string, string>) | undefined;
  /** @default the global fetch */
  readonly fetch?: typeof fetch | undefined;
}

const maxBatch = 10;

export function httpLink({ url, headers, fetch: send }: HttpLinkOptions): SessionSecurityLink {
  const credentials = credentialsFor(url);
  const options = {
    url,
    headers: () => ({ ...headers?.(), [requestHeader.name]: requestHeader.value }),
    fetch: (input: RequestInfo | URL | string, init?: RequestInit) => (send ?? fetch)(input, { ...init, credentials }),
  };
  return splitLink({
    condition: ({ path }) => path.startsWith('auth.'),
    true: trpcHttpLink(options as never),
    false: httpBatchLink({ ...options, maxItems: maxBatch } as never),
  });
}
