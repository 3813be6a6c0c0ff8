/**
 * Node's incoming message as a fetch `Request`. The `Host` header completes the URL and nothing more: no decision
 * may rest on it, since the client writes it.
 */
import type { IncomingMessage } from 'node:http';

export type FetchRequest =
  | {
      readonly status: 'request';
      readonly request: Request;
      /** To be called once the answer is out: a body left half read would hold up the connection's next request. */
      readonly discardBody: () => void;
    }
  | { readonly status: 'refused'; readonly reason: 'host' | 'http_method' | 'path'; readonly httpStatus: 400 | 405 };

/** Host name or address and port. Anything else (`/`, `?`, `@`) would move the boundary between host and path. */
const hostPattern = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/iu;

/** Methods that a fetch `Request` can't have. */
const unfetchable = new Set(['CONNECT', 'TRACE', 'TRACK']);

export function toFetchRequest(incoming: IncomingMessage, signal: () => AbortSignal): FetchRequest {
  const { method = 'GET', url: target = '/', headers: parsed, rawHeaders } = incoming;
  if (unfetchable.has(method)) return { status: 'refused', reason: 'http_method', httpStatus: 405 };
  // Only HTTP/1.0 may leave it out.
  const host = parsed.host ?? 'localhost';
  if (!hostPattern.test(host)) return { status: 'refused', reason: 'host', httpStatus: 400 };
  const path = pathOf(target);
  if (path === null) return { status: 'refused', reason: 'path', httpStatus: 400 };

  const headers = new Headers();
  try {
    for (let index = 0; index < rawHeaders.length; index += 2) {
      headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
    }
    const scheme = 'encrypted' in incoming.socket ? 'https' : 'http';
    const body = method === 'GET' || method === 'HEAD' || !hasBody(incoming) ? null : bodyOf(incoming);
    // `duplex` is demanded for streams and missing from the DOM's types.
    const init: RequestInit & { duplex: 'half' } = {
      method,
      headers,
      body: body?.stream ?? null,
      duplex: 'half',
    };
    const request = new Request(`${scheme}://${host}${path}`, init);
    // Handed to the constructor, the signal would get a follower that only a finalizer frees: under load that is 300 MB
    // and a long tail of pauses (`npm run bench -- validation`).
    Object.defineProperty(request, 'signal', { get: signal });
    return { status: 'request', request, discardBody: () => body?.discard() };
  } catch {
    // The URL is not one (`http://host:99999/`).
    return { status: 'refused', reason: 'host', httpStatus: 400 };
  }
}

/** Origin form as it stands; absolute form (`GET http://host/path`, RFC 9112 §3.2.2) without its origin. */
function pathOf(target: string): string | null {
  if (target.startsWith('/')) return target;
  if (target === '*') return '/*';
  try {
    const { pathname, search } = new URL(target);
    return pathname + search;
  } catch {
    return null;
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

interface IncomingBody {
  readonly stream: ReadableStream<Uint8Array>;
  readonly discard: () => void;
}

/** Pulls only what is read, so that a body which the handler leaves alone is never held in memory. */
function bodyOf(incoming: IncomingMessage): IncomingBody {
  let release: ((reason: Error) => void) | null = null;
  const listen = (controller: ReadableStreamDefaultController<Uint8Array>): ((reason: Error) => void) => {
    const onData = (chunk: Uint8Array): void => {
      incoming.pause();
      controller.enqueue(chunk);
    };
    const onEnd = (): void => {
      off();
      controller.close();
    };
    const onClose = (): void => stop(new Error('The connection closed before the body was complete.'));
    const stop = (reason: Error): void => {
      off();
      // Nothing happens if the stream has ended already.
      controller.error(reason);
    };
    const off = (): void => {
      incoming.off('data', onData).off('end', onEnd).off('close', onClose);
    };
    // Without an `error` listener Node reports a broken connection by `close` alone.
    incoming.on('data', onData).on('end', onEnd).on('close', onClose);
    return stop;
  };
  const discard = (): void => {
    release?.(new Error('The answer was sent before the body was read.'));
    incoming.resume();
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        release ??= listen(controller);
        incoming.resume();
      },
      cancel: discard,
    },
    { highWaterMark: 0 },
  );
  return { stream, discard };
}
