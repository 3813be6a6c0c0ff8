/** `fetch` with the session's manners, for REST calls of the host (SPEC A8; ENGINE T-38 … T-48). */
import { requestHeader } from '../contract/requestHeader';
import { NotReplayableError } from '../contract/outcomeErrors';
import { errorTable } from '../contract/errors';
import type { SessionSecurityErrorCause } from '../contract/errors';
import type { AccessToken } from '../engine/createRefresher';
import type { RequestGate } from '../engine/createRequestGate';
import { getSessionSecurityError } from './getSessionSecurityError';
import { isRefusedToken } from './isTokenRefusal';
import { hasPassedGate, passedGate } from './passedGate';

export interface SessionFetchOptions {
  readonly gate: RequestGate;
  /** Origins that are trusted with the token and the cookie. Others are fetched as if this did not exist. */
  readonly isTrusted: (url: URL) => boolean;
  readonly baseUrl: () => string | undefined;
  readonly send: typeof fetch;
  /** For what has been through the gate already: `send` might lead back here. */
  readonly sendPassed: typeof fetch;
  readonly epoch: () => number;
  readonly onAnswered: () => void;
  readonly onRefused: (cause: SessionSecurityErrorCause, epoch: number) => void;
  /** A 401 in words that are not ours. */
  readonly onDoubt: () => void;
}

export function createSessionFetch(options: SessionFetchOptions): typeof fetch {
  const { gate, isTrusted, baseUrl, send, sendPassed, epoch, onAnswered, onRefused, onDoubt } = options;

  return async (input, init) => {
    if (hasPassedGate(init)) return sendPassed(input, init);
    const request = input instanceof Request ? input : undefined;
    const url = new URL(request?.url ?? (input as string | URL).toString(), baseUrl());
    if (!isTrusted(url)) return send(input, init);
    const body = init?.body ?? request?.body;
    const isStream = typeof ReadableStream !== 'undefined' && init?.body instanceof ReadableStream;
    const signal = init?.signal ?? request?.signal;
    const epochAtStart = epoch();

    const sendWith = (token: AccessToken | undefined): Promise<Response> => {
      const headers = new Headers(init?.headers ?? request?.headers);
      headers.set(requestHeader.name, requestHeader.value);
      if (token?.value !== undefined) headers.set('authorization', `Bearer ${token.value}`);
      // A `Request` gives its body away once; the clone keeps one for a repetition.
      const target = request !== undefined && body !== null ? request.clone() : input;
      const credentials = init?.credentials ?? credentialsFor(url, baseUrl());
      const passed = { ...init, [passedGate]: true, headers, credentials };
      return send(target, passed);
    };
    const causes = new WeakMap<Response, SessionSecurityErrorCause | undefined>();
    const send401Aware = async (token: AccessToken | undefined): Promise<Response> => {
      const response = await sendWith(token);
      onAnswered();
      if (response.status === 401) causes.set(response, await getSessionSecurityError(response));
      return response;
    };
    const isTokenRefused = (response: Response): boolean => {
      const cause = causes.get(response);
      return isRefusedToken({ status: response.status, code: cause?.errorCode, reason: cause?.reason });
    };

    const response = await gate.run<Response>({
      send: send401Aware,
      isTokenRefused: (result) => 'answer' in result && isTokenRefused(result.answer),
      assertReplayable(result) {
        if (isStream) throw new NotReplayableError({ cause: 'answer' in result ? result.answer : result.error });
      },
      signal,
    });
    if (response.status === 401) {
      const cause = causes.get(response);
      if (cause === undefined) onDoubt();
      else if (errorTable[cause.errorCode].reaction === 'signIn' && !isTokenRefused(response))
        onRefused(cause, epochAtStart);
    }
    return response;
  };
}

function credentialsFor(url: URL, base: string | undefined): RequestCredentials {
  return base !== undefined && url.origin === new URL(base).origin ? 'same-origin' : 'include';
}
