/** The answer to a CORS preflight from a listed origin. Credentials and the origin itself: `applySecurityHeaders`. */
import { requestHeader } from '../../contract/requestHeader';

export const allowedMethods = 'GET, HEAD, POST, OPTIONS';

/**
 * What the tRPC links send. `Authorization` is not among them: secrets come in the cookie only (R7). Neither is
 * `trpc-accept`, which asks for a streamed answer (see `createHttpGuard`).
 */
const allowedHeaders = ['content-type', requestHeader.name, 'x-trpc-source'].join(', ');

/** Browsers cap it themselves (Chromium at two hours). */
const maxAgeSeconds = '600';

export function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': allowedMethods,
      'access-control-allow-headers': allowedHeaders,
      'access-control-max-age': maxAgeSeconds,
    },
  });
}
