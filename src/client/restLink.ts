/**
 * A REST back end behind the same hooks: each procedure is mapped to a method, a path and two functions. Keys may be
 * `snake_case` on the wire; then they are converted both ways.
 */
import { SessionSecurityError } from '../contract/errors';
import type { ProcedureInput, ProcedureOutput, ProcedurePath } from '../contract/procedures';
import { requestHeader } from '../contract/requestHeader';
import { credentialsFor } from './credentialsFor';
import { convertKeys, toCamelCase, toSnakeCase } from './convertKeys';
import { getSessionSecurityError } from './getSessionSecurityError';
import { terminatingLink } from './links';
import type { SessionSecurityLink } from './links';
import { unmappedProcedure } from './toClientError';

export interface RestRoute<Path extends ProcedurePath> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Appended to `baseUrl`. Encode what you interpolate. */
  readonly path: string | ((input: ProcedureInput<Path>) => string);
  /** The JSON body. @default the input for POST, PUT and PATCH, else none (RFC 9110 §9.3.5) */
  readonly body?: (input: ProcedureInput<Path>) => unknown;
  /** From the answer's JSON (camelCased if `casing` is `snake`) to the contract's data. @default its `data`, or itself */
  readonly data?: (json: never, input: ProcedureInput<Path>) => ProcedureOutput<Path>['data'];
}

export interface RestLinkOptions {
  readonly baseUrl: string;
  readonly routes: { readonly [Path in ProcedurePath]?: RestRoute<Path> };
  /** Spelling of keys on the wire. @default 'camel' */
  readonly casing?: 'camel' | 'snake';
  /** Added to every request. */
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

export function restLink({
  baseUrl,
  routes,
  casing = 'camel',
  headers,
  fetch: send,
}: RestLinkOptions): SessionSecurityLink {
  return terminatingLink(async ({ path, input }, signal) => {
    const route = Object.hasOwn(routes, path)
      ? (routes[path as ProcedurePath] as unknown as AnyRoute | undefined)
      : undefined;
    if (route === undefined) throw unmappedProcedure(path, 'restLink');
    const url = baseUrl + (typeof route.path === 'string' ? route.path : route.path(input));
    const body = bodyOf(route, input);
    const response = await (send ?? fetch)(url, {
      method: route.method,
      signal,
      credentials: credentialsFor(url),
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers?.(),
        [requestHeader.name]: requestHeader.value,
      },
      ...(body !== undefined && { body: JSON.stringify(casing === 'snake' ? convertKeys(body, toSnakeCase) : body) }),
    });
    if (!response.ok) throw await failure(response);
    const raw = await readJson(response);
    const json = casing === 'snake' ? convertKeys(raw, toCamelCase) : raw;
    return { success: true, data: route.data === undefined ? unwrap(json) : route.data(json, input) };
  });
}

function bodyOf(route: AnyRoute, input: unknown): unknown {
  if (route.body !== undefined) return route.body(input);
  return route.method === 'GET' || route.method === 'DELETE' ? undefined : (input ?? {});
}

/** An empty answer is an empty object. HTML where JSON was due is a captive portal or a wrong `baseUrl`. */
async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Error(
      `react-session-security: the back end answered ${response.status} without JSON, so nothing could be read. ` +
        'Check the baseUrl of restLink, or whether a sign-in page of the network stands in between.',
      { cause },
    );
  }
}

async function failure(response: Response): Promise<Error> {
  const cause = await getSessionSecurityError(response);
  return cause === undefined
    ? new Error(`react-session-security: the back end answered ${response.status} without a known error code.`)
    : new SessionSecurityError(cause.errorCode, cause);
}

function unwrap(json: unknown): unknown {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, 'data')
    ? (json as { data: unknown }).data
    : json;
}
