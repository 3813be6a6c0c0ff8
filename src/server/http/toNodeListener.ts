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

export type FetchHandler = (
  request: Request,
  info: { readonly remoteAddress?: string },
) => Response | Promise<Response>;

export interface NodeListenerOptions {
  /** Told what the handler threw; the client gets a bare 500. Our own handler reports through the log port and throws nothing. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

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
  const connection = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) connection.abort();
  });
  const request = toFetchRequest(incoming, connection.signal);
  if (request.status === 'refused') {
    const response = refuse(malformedRefusal(request.reason, request.httpStatus));
    for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
    return send(response, incoming, outgoing, connection.signal);
  }
  const { remoteAddress } = incoming.socket;
  try {
    const response = await handler(request.request, remoteAddress === undefined ? {} : { remoteAddress });
    await send(response, incoming, outgoing, connection.signal);
  } finally {
    request.discardBody();
  }
}

async function send(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  gone: AbortSignal,
): Promise<void> {
  if (gone.aborted) return response.body?.cancel();
  const headers: string[] = [];
  // `forEach` gives each Set-Cookie by itself, and the flat form lets Node keep them apart.
  response.headers.forEach((value, name) => headers.push(name, value));
  outgoing.writeHead(response.status, headers);
  const { body } = response;
  if (body === null || incoming.method === 'HEAD') {
    outgoing.end();
    return body?.cancel();
  }
  // An event stream opens before its first event.
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) outgoing.flushHeaders();
  await pipe(body.getReader(), outgoing, gone);
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
