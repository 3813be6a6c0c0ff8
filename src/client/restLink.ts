/**
 * A REST back end behind the same hooks: each procedure is mapped to a method, a path and two functions. Keys may be
 * `snake_case` on the wire; then they are converted both ways.
 */
import { SessionSecurityError } from '../contract/errors';
import { isQueryPath } from '../contract/procedures';
import type { ProcedureInput, ProcedureOutput, ProcedurePath } from '../contract/procedures';
import { requestHeader } from '../contract/requestHeader';
import { convertKeys, toCamelCase, toSnakeCase } from './convertKeys';
import { credentialsFor } from './credentialsFor';
import { getSessionSecurityError } from './getSessionSecurityError';
import { mappedLink } from './links';
import type { SessionSecurityLink } from './links';
import { orNoAnswer } from './NoAnswerError';
import { UnreadableAnswerError } from './UnreadableAnswerError';

/** How one procedure is asked of a REST back end, and how its answer becomes the contract's `data`. */
export interface RestRoute<Path extends ProcedurePath> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Appended to `baseUrl`. Encode what you interpolate. */
  readonly path: string | ((input: ProcedureInput<Path>) => string);
  /** The JSON body. @default the input for POST, PUT and PATCH, else none (RFC 9110 §9.3.5) */
  readonly body?: (input: ProcedureInput<Path>) => unknown;
  /**
   * From the answer's JSON (camelCased if `casing` is `snake`) to the contract's data. Where a mutation's answer may be
   * empty (204), this is needed and gets `undefined`. @default its `data`, or itself
   */
  readonly data?: (json: never, input: ProcedureInput<Path>) => ProcedureOutput<Path>['data'];
}

/** A REST back end: where it is, and how each procedure that it has is asked for. */
export interface RestLinkOptions {
  /** Stands before every path: `/api/auth`, or an absolute URL. Cookies go there, and only there (R65). */
  readonly baseUrl: string;
  /** What is left out is not offered. */
  readonly routes: { readonly [Path in ProcedurePath]?: RestRoute<Path> };
  /** Spelling of keys on the wire. @default 'camel' */
  readonly casing?: 'camel' | 'snake';
  /** Added to every request. Called for each, so what it returns may change. @default none */
  readonly headers?: () => Record<string, string>;
  /** @default the global fetch */
  readonly fetch?: typeof fetch;
}

interface AnyRoute {
  readonly method: string;
  readonly path: string | ((input: unknown) => string);
  readonly body?: (input: unknown) => unknown;
  readonly data?: (json: unknown, input: unknown) => unknown;
}

/**
 * Any REST back end (SPEC 0, ways to have a back end). Sends JSON, cookies, and the header that a cross-site form
 * can't set (R62). A refusal is read out of an error's body or its `WWW-Authenticate`; what else can go wrong is the
 * `cause` of the `TRPCClientError`: `NoAnswerError`; `UnreadableAnswerError` for HTML, cut-off JSON, an empty answer
 * that nothing was mapped for, or an HTTP error without a code; `UnmappedProcedureError`.
 *
 * @example
 * createSessionSecurity({
 *   link: restLink({
 *     baseUrl: '/api/auth',
 *     casing: 'snake',
 *     routes: {
 *       'session.getSessions': { method: 'GET', path: '/sessions' },
 *       'session.revokeSession': {
 *         method: 'DELETE',
 *         path: ({ sessionId }) => `/sessions/${encodeURIComponent(sessionId)}`,
 *         data: (_, { sessionId }) => ({ revokedId: sessionId }), // the answer is an empty 204
 *       },
 *     },
 *   }),
 * });
 */
export function restLink({
  baseUrl,
  routes,
  casing = 'camel',
  headers,
  fetch: send,
}: RestLinkOptions): SessionSecurityLink {
  return mappedLink({
    entries: routes as unknown as { readonly [Path in ProcedurePath]?: AnyRoute },
    names: { link: 'restLink', entries: 'routes' },
    async answer(route, { path, input }, signal) {
      const url = baseUrl + (typeof route.path === 'string' ? route.path : route.path(input));
      const body = bodyOf(route, input);
      const asked = (send ?? fetch)(url, {
        method: route.method,
        signal,
        credentials: credentialsFor(url),
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers?.(),
          [requestHeader.name]: requestHeader.value,
        },
        ...(body !== undefined && {
          body: JSON.stringify(casing === 'snake' ? convertKeys(body, toSnakeCase) : body),
        }),
      });
      const response = await orNoAnswer(asked, signal);
      if (!response.ok) throw await failure(response);
      const text = await orNoAnswer(response.text(), signal);
      const mayBeEmpty = route.data !== undefined && !isQueryPath(path);
      const raw = text.trim() === '' && mayBeEmpty ? undefined : parse(text, response.status);
      const json = casing === 'snake' ? convertKeys(raw, toCamelCase) : raw;
      const data = route.data === undefined ? unwrap(json) : route.data(json, input);
      return { success: true, data: requireObject(data, response.status) };
    },
  });
}

function bodyOf(route: AnyRoute, input: unknown): unknown {
  if (route.body !== undefined) return route.body(input);
  return route.method === 'GET' || route.method === 'DELETE' ? undefined : (input ?? {});
}

/** HTML where JSON was due is a captive portal, a sign-in page behind a redirect, or a wrong `baseUrl`. */
function parse(text: string, status: number): unknown {
  if (text.trim() === '') {
    throw new UnreadableAnswerError(
      status,
      'with an empty body, so nothing could be read. If that is how it answers this mutation, give the route of restLink a `data` function.',
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new UnreadableAnswerError(
      status,
      'without JSON, so nothing could be read. Check the baseUrl of restLink, or whether a sign-in page of the network stands in between.',
      { cause },
    );
  }
}

/** The data of every procedure is an object. */
function requireObject(data: unknown, status: number): object {
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data;
  throw new UnreadableAnswerError(
    status,
    'with JSON that is not an object, so it holds no data. Give the route of restLink a `data` function that makes one of it.',
  );
}

async function failure(response: Response): Promise<Error> {
  const cause = await getSessionSecurityError(response);
  return cause === undefined
    ? new UnreadableAnswerError(response.status, 'without a known error code.')
    : new SessionSecurityError(cause.errorCode, cause);
}

function unwrap(json: unknown): unknown {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, 'data')
    ? (json as { data: unknown }).data
    : json;
}
