/** The answer to a CORS preflight from a listed origin. Credentials and the origin itself: `applySecurityHeaders`. */
import { attemptHeader, requestHeader, stepUpTokenHeader, transportHeader } from '../../contract/requestHeader';
import type { Transport } from './readCredential';

export const allowedMethods = 'GET, HEAD, POST, OPTIONS';

/**
 * What the tRPC links send. `Authorization` is among them in bearer transport only (R7); `trpc-accept`, which asks for a
 * streamed answer, never is (see `createHttpGuard`).
 */
const allowedHeaders = ['content-type', requestHeader.name, stepUpTokenHeader.name, 'x-trpc-source'];
const bearerHeaders = [...allowedHeaders, 'authorization', transportHeader.name, attemptHeader.name];

/** Browsers cap it themselves (Chromium at two hours). */
const maxAgeSeconds = '600';

export function preflight(transport: Transport): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': allowedMethods,
      'access-control-allow-headers': (transport === 'cookie' ? allowedHeaders : bearerHeaders).join(', '),
      'access-control-max-age': maxAgeSeconds,
    },
  });
}
