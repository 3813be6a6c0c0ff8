/**
 * What stands before tRPC (SPEC V7). tRPC alone runs input-less mutations from any origin's multipart form and 500
 * calls in one batch; here a request is let through only if a page of this app, or a listed origin, can have sent it.
 */
import { procedureTypes } from '../../contract/procedureTypes';
import { requestHeader } from '../../contract/requestHeader';
import type { SessionSecurityErrorCause } from '../../contract/errors';
import { isStrictJson } from './isStrictJson';
import { allowedMethods, preflight } from './preflight';
import { readBody } from './readBody';
import { type Calls, readCalls } from './readCalls';
import type { Transport } from './readCredential';
import { type Refusal, csrfRefusal, malformedRefusal, refuse } from './refuse';
import { applySecurityHeaders } from './securityHeaders';

/** Who may call, where, and how much at once. Sizes in bytes. */
export interface HttpGuardOptions {
  /** Exact origins (`https://app.example.com`) that may call. */
  readonly origins: readonly string[];
  /** @default '/api/trpc' */
  readonly basePath?: string | undefined;
  /** Which headers a preflight allows: `Authorization` and its kin in bearer transport only. @default 'cookie' */
  readonly transport?: Transport | undefined;
  /** @default 65_536 */
  readonly maxBodyBytes?: number | undefined;
  /** Calls in one batch. @default 10 */
  readonly maxBatch?: number | undefined;
}

/** What the guard decided. Only `allowed` may reach tRPC. */
export type GuardDecision =
  /** Hand `request` on: its body, if any, was read to be checked and can be read once more. */
  | { readonly status: 'allowed'; readonly request: Request; readonly paths: readonly string[] }
  /** A preflight. `response` is complete. */
  | { readonly status: 'answered'; readonly response: Response }
  /** `response` is complete, headers included; `cause` is for the log. */
  | { readonly status: 'refused'; readonly response: Response; readonly cause: SessionSecurityErrorCause };

const maxUserAgentLength = 4096;
/** Node refuses the same by itself at its default `--max-http-header-size`; other hosts don't. */
const maxHeaderLength = 16_384;

/**
 * The check before tRPC (SPEC V7): request header, Fetch Metadata and origin (OWASP CSRF, R62, R64), strict JSON, sizes, batches.
 * A refusal is an answer with `CSRF_REJECTED` or `INVALID_REQUEST`; nothing is thrown for a request.
 *
 * @throws {TypeError} for origins or a base path that could never match.
 */
export function createHttpGuard(options: HttpGuardOptions): (request: Request) => Promise<GuardDecision> {
  const { maxBodyBytes = 65_536, maxBatch = 10, transport = 'cookie' } = options;
  const origins = checkedOrigins(options.origins);
  const basePath = checkedBasePath(options.basePath ?? '/api/trpc');

  return async function guard(request) {
    const calls = readCalls(request.url, basePath);
    const refused = (refusal: Refusal): GuardDecision => {
      // A streaming client reads a refusal as one object, also of a batch.
      const isWorthListing =
        calls.status === 'calls' && calls.isBatch && calls.paths.length <= maxBatch && !asksForStream(request);
      const response = refuse(refusal, isWorthListing ? calls.paths : undefined);
      applySecurityHeaders(response.headers, request, origins);
      if (refusal.httpStatus === 405) response.headers.set('allow', allowedMethods);
      return { status: 'refused', response, cause: refusal.cause };
    };

    const oversize = refusalOfSize(request);
    if (oversize !== null) return refused(oversize);
    const { method } = request;
    if (method === 'OPTIONS') {
      if (!origins.includes(request.headers.get('origin') ?? '')) return refused(csrfRefusal('origin'));
      const response = preflight(transport);
      applySecurityHeaders(response.headers, request, origins);
      return { status: 'answered', response };
    }
    const refusal =
      refusalOfMethod(method) ?? refusalOfSender(request, method, origins) ?? refusalOfCalls(calls, method, maxBatch);
    if (refusal !== null) return refused(refusal);
    if (asksForStream(request)) return refused(malformedRefusal('streaming'));
    // Narrows only: `refusalOfCalls` has refused everything else.
    if (calls.status !== 'calls') return refused(malformedRefusal('path', 404));

    const contentType = request.headers.get('content-type');
    if ((method === 'POST' || contentType !== null) && !isJson(contentType)) {
      return refused(malformedRefusal('content_type', 415));
    }
    if (calls.input !== null && !isStrictJson(calls.input)) return refused(malformedRefusal('json'));
    if (method !== 'POST') return { status: 'allowed', request, paths: calls.paths };

    const body = await readBody(request, maxBodyBytes);
    if (body.status === 'tooLarge') return refused(malformedRefusal('body_size', 413));
    if (body.status === 'unreadable') return refused(malformedRefusal('json'));
    // The contract takes no input and `{}` for the same; tRPC fails on a JSON request without a body.
    const text = body.text === '' ? '{}' : body.text;
    if (!isStrictJson(text)) return refused(malformedRefusal('json'));
    return { status: 'allowed', request: withBody(request, text), paths: calls.paths };
  };
}

function refusalOfSize({ headers, url }: Request): Refusal | null {
  if ((headers.get('user-agent')?.length ?? 0) > maxUserAgentLength) return malformedRefusal('user_agent_size', 431);
  let length = url.length;
  headers.forEach((value, name) => {
    length += name.length + value.length + 4;
  });
  return length > maxHeaderLength ? malformedRefusal('header_size', 431) : null;
}

function refusalOfMethod(method: string): Refusal | null {
  return method === 'GET' || method === 'HEAD' || method === 'POST' ? null : malformedRefusal('http_method', 405);
}

/**
 * R62, R64: the custom header forces a preflight on any other origin; Fetch Metadata, or an exact `Origin` where it
 * is absent or says cross-site, must agree. Before sign-in too: login CSRF puts a victim into an attacker's account.
 */
function refusalOfSender({ headers }: Request, method: string, origins: readonly string[]): Refusal | null {
  if (headers.get(requestHeader.name) !== requestHeader.value) return csrfRefusal('request_header');
  if (headers.get('sec-fetch-site') === 'same-origin') return null;
  const origin = headers.get('origin');
  // A same-origin GET carries neither header in older browsers, and what it reads nobody else can.
  if (origin === null) return method === 'POST' ? csrfRefusal('origin') : null;
  return origins.includes(origin) ? null : csrfRefusal('origin');
}

function refusalOfCalls(calls: Calls, method: string, maxBatch: number): Refusal | null {
  if (calls.status === 'elsewhere') return malformedRefusal('path', 404);
  if (calls.status === 'malformed') return malformedRefusal('path');
  if (calls.paths.length > maxBatch) return malformedRefusal('batch_size');
  // R33: one request, one guess. A batch would multiply attempts per request.
  if (calls.paths.length > 1 && calls.paths.some((path) => path.startsWith('auth.'))) {
    return malformedRefusal('batched_auth');
  }
  // Links, prefetchers and image tags send GET; tRPC would refuse too, unless its method override is switched on.
  if (method !== 'POST' && calls.paths.some(isMutation)) return malformedRefusal('http_method', 405);
  return null;
}

/**
 * A streamed answer (`httpBatchStreamLink`) sends its headers before a procedure runs: the session's cookie would be
 * lost, and with it a session that nobody holds would take the place of a real one. Refused and not answered in one
 * piece, because that link can't read such an answer: the call would have its effect and look failed.
 */
function asksForStream({ headers }: Request): boolean {
  return [headers.get('trpc-accept'), headers.get('accept')].some((accept) => accept?.includes('application/jsonl'));
}

function isMutation(path: string): boolean {
  return Object.hasOwn(procedureTypes, path) && procedureTypes[path as keyof typeof procedureTypes] === 'mutation';
}

function isJson(contentType: string | null): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

function withBody({ url, method, headers, signal }: Request, body: string): Request {
  return new Request(url, { method, headers, body, signal });
}

function checkedOrigins(origins: readonly string[]): readonly string[] {
  if (origins.length === 0) {
    throw new TypeError(
      'react-session-security: `origins` is empty, so no page could call the server. ' +
        'List the exact origins of your app, e.g. ["https://app.example.com"].',
    );
  }
  for (const origin of origins) {
    if (originOf(origin) !== origin) {
      throw new TypeError(
        `react-session-security: "${origin}" is not an origin, so it could never match a request. ` +
          'Write scheme, host and port as a browser sends them: lower case, no path, no final slash, no default port.',
      );
    }
  }
  return [...origins];
}

function originOf(text: string): string | null {
  try {
    const { origin, protocol } = new URL(text);
    return protocol === 'https:' || protocol === 'http:' ? origin : null;
  } catch {
    return null;
  }
}

function checkedBasePath(basePath: string): string {
  const path = basePath.replace(/\/$/u, '');
  if (!path.startsWith('/') || new URL(path, 'http://localhost').pathname !== path) {
    throw new TypeError(
      `react-session-security: basePath "${basePath}" is not an absolute path, so no request would match it. ` +
        'Write it as it stands in the URL, e.g. "/api/trpc".',
    );
  }
  return path;
}
