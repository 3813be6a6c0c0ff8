/**
 * Which procedures a request asks for, read from its URL exactly as tRPC will read it: whatever the two read
 * differently would be a way round the guard.
 */

export type Calls =
  | { readonly status: 'elsewhere' }
  | { readonly status: 'malformed' }
  | {
      readonly status: 'calls';
      readonly paths: readonly string[];
      readonly isBatch: boolean;
      /** The query's `input`, for GET. */
      readonly input: string | null;
    };

/** `basePath` has no slash at its end. */
export function readCalls(requestUrl: string, basePath: string): Calls {
  const { pathname, searchParams } = new URL(requestUrl);
  if (!pathname.startsWith(`${basePath}/`)) return { status: 'elsewhere' };
  const encoded = pathname.slice(basePath.length + 1);
  // tRPC trims slashes before it looks a path up, so `//auth.signIn` would be another spelling of a known path.
  if (encoded === '' || encoded.startsWith('/') || encoded.endsWith('/')) return { status: 'elsewhere' };
  const path = decode(encoded);
  if (path === null) return { status: 'malformed' };
  const isBatch = searchParams.get('batch') === '1';
  return { status: 'calls', paths: isBatch ? path.split(',') : [path], isBatch, input: searchParams.get('input') };
}

function decode(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}
