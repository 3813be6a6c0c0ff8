/**
 * A fetch-standard handler as a listener for `node:http` and what is built on it (Express, Fastify, Next's custom
 * server). Bodies stream both ways and a client that goes away aborts `request.signal`. Requests that Node's own
 * parser refuses (broken header lines, header blocks over `--max-http-header-size`) never arrive here: Node answers
 * those with a bare 400 or 431, unless the host listens to `clientError`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toFetchRequest } from './toFetchRequest';
import { malformedRefusal, refuse } from './refuse';
import { securityHeaders } from './securityHeaders';
import { wholeBodyOf } from './wholeBody';

/** A fetch-standard handler, as `server.handler` is one. `remoteAddress` is the peer of the socket. */
export type FetchHandler = (
  request: Request,
  info: { readonly remoteAddress?: string },
) => Response | Promise<Response>;

/** What may be set on {@link toNodeListener}. */
export interface NodeListenerOptions {
  /** Told what the handler threw; the client gets a bare 500. Our own handler reports through the log port and throws nothing. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * Makes a fetch-standard handler a listener for `http.createServer`. Bodies stream both ways with back-pressure, and a client that
 * leaves aborts `request.signal`. Malformed requests are answered `INVALID_REQUEST` (400, 405); a handler that throws, 500.
 */
export function toNodeListener(
  handler: FetchHandler,
  options: NodeListenerOptions = {},
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  return (incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch((error: unknown) => {
      options.onError?.(error);
      // Once the status line is out, a broken connection is the only way left to say that the answer is incomplete.
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500, { ...securityHeaders, 'content-type': 'application/json' }).end(unexpected);
    });
  };
}

const unexpected = JSON.stringify({
  error: { message: 'Internal server error', code: -32603, data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500 } },
});

async function answer(handler: FetchHandler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const client = watchClient(outgoing);
  const request = toFetchRequest(incoming, client.signal);
  if (request.status === 'refused') {
    const response = refuse(malformedRefusal(request.reason, request.httpStatus));
    for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
    return send(response, incoming, outgoing, client);
  }
  const { remoteAddress } = incoming.socket;
  try {
    const response = await handler(request.request, remoteAddress === undefined ? {} : { remoteAddress });
    await send(response, incoming, outgoing, client);
  } finally {
    request.discardBody();
  }
}

interface Client {
  readonly hasLeft: boolean;
  /** Aborts when the client leaves before it has the whole answer. Made for whoever asks, which few handlers do. */
  signal(): AbortSignal;
}

function watchClient(outgoing: ServerResponse): Client {
  let hasLeft = false;
  let controller: AbortController | undefined;
  outgoing.once('close', () => {
    if (outgoing.writableFinished) return;
    hasLeft = true;
    controller?.abort();
  });
  return {
    get hasLeft() {
      return hasLeft;
    },
    signal() {
      controller ??= new AbortController();
      if (hasLeft) controller.abort();
      return controller.signal;
    },
  };
}

async function send(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  client: Client,
): Promise<void> {
  if (client.hasLeft) return response.body?.cancel();
  const headers: string[] = [];
  // `forEach` gives each Set-Cookie by itself, and the flat form lets Node keep them apart.
  response.headers.forEach((value, name) => headers.push(name, value));
  const text = wholeBodyOf(response);
  if (text !== undefined && incoming.method !== 'HEAD') {
    if (!response.headers.has('content-length')) headers.push('content-length', String(Buffer.byteLength(text)));
    outgoing.writeHead(response.status, headers).end(text);
    return;
  }
  outgoing.writeHead(response.status, headers);
  const { body } = response;
  if (body === null || incoming.method === 'HEAD') {
    outgoing.end();
    return body?.cancel();
  }
  // An event stream opens before its first event.
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) outgoing.flushHeaders();
  await pipe(body.getReader(), outgoing, client.signal());
}

async function pipe(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  outgoing: ServerResponse,
  gone: AbortSignal,
): Promise<void> {
  const stop = (): void => void reader.cancel().catch(() => undefined);
  gone.addEventListener('abort', stop, { once: true });
  for (;;) {
    const { done, value } = await reader.read();
    if (gone.aborted) return;
    if (done) break;
    if (!outgoing.write(value)) await drained(outgoing);
  }
  outgoing.end();
}

/** Resolves when there is room again, or nobody left to write to. */
function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off('drain', done).off('close', done);
      resolve();
    };
    outgoing.on('drain', done).on('close', done);
  });
}
