/**
 * `fetch` with the session's manners, for REST calls of the host (SPEC A8, F4; ENGINE T-38 … T-48). A step-up token for it is
 * bound to its action and to no parameters: what of a request the route hands to `withProof` can't be seen from here, and a
 * token for anything else would be refused. `useSensitiveAction` binds.
 */
import { requestHeader, stepUpTokenHeader } from '../contract/requestHeader';
import { NotReplayableError } from '../contract/outcomeErrors';
import { errorTable } from '../contract/errors';
import type { SessionSecurityErrorCause } from '../contract/errors';
import type { AccessToken } from '../engine/AccessToken';
import type { Proof } from '../engine/proof/ProofNeed';
import type { RequestGate } from '../engine/createRequestGate';
import { getSessionSecurityError } from './getSessionSecurityError';
import { isRefusedToken } from './isTokenRefusal';
import { hasPassedGate, passedGate } from './passedGate';
import type { SessionSecurityProofs } from './proofs/createDeferredProofs';
import { proofNeedOf } from './proofs/proofNeedOf';

export interface SessionFetchOptions {
  readonly gate: RequestGate;
  /** For origins that are trusted with the token and the cookie. Others are fetched as if this did not exist. */
  readonly credentialsFor: (url: URL) => RequestCredentials | undefined;
  readonly baseUrl: () => string | undefined;
  readonly send: typeof fetch;
  /** For what has been through the gate already: `send` might lead back here. */
  readonly sendPassed: typeof fetch;
  readonly epoch: () => number;
  readonly onAnswered: () => void;
  readonly onRefused: (cause: SessionSecurityErrorCause, epoch: number) => void;
  /** A 401 in words that are not ours. */
  readonly onDoubt: () => void;
  /** Has proof given for what is refused until there is some. */
  readonly run: SessionSecurityProofs['run'];
}

export function createSessionFetch(options: SessionFetchOptions): typeof fetch {
  const { gate, credentialsFor, baseUrl, send, sendPassed, epoch, onAnswered, onRefused, onDoubt, run } = options;

  return async (input, init) => {
    if (hasPassedGate(init)) return sendPassed(input, init);
    const request = input instanceof Request ? input : undefined;
    const url = new URL(request?.url ?? (input as string | URL).toString(), baseUrl());
    const trusted = credentialsFor(url);
    if (trusted === undefined) return send(input, init);
    const body = init?.body ?? request?.body;
    const isStream = typeof ReadableStream !== 'undefined' && init?.body instanceof ReadableStream;
    const signal = init?.signal ?? request?.signal;
    const epochAtStart = epoch();

    const sendWith = (token: AccessToken | undefined, proof: Proof | undefined): Promise<Response> => {
      const headers = new Headers(init?.headers ?? request?.headers);
      headers.set(requestHeader.name, requestHeader.value);
      if (token?.value !== undefined) headers.set('authorization', `Bearer ${token.value}`);
      const { stepUpToken } = proof ?? {};
      if (stepUpToken !== undefined) headers.set(stepUpTokenHeader.name, stepUpToken.token);
      // A `Request` gives its body away once; the clone keeps one for a repetition.
      const target = request !== undefined && body !== null ? request.clone() : input;
      const credentials = init?.credentials ?? trusted;
      const passed = { ...init, [passedGate]: true, headers, credentials };
      return send(target, passed);
    };
    const causes = new WeakMap<Response, SessionSecurityErrorCause | undefined>();
    const sendOnce = async (token: AccessToken | undefined, proof: Proof | undefined): Promise<Response> => {
      const response = await sendWith(token, proof);
      onAnswered();
      if (response.status === 401 || response.status === 403)
        causes.set(response, await getSessionSecurityError(response));
      return response;
    };
    const isTokenRefused = (response: Response): boolean => {
      const cause = causes.get(response);
      return isRefusedToken({ status: response.status, code: cause?.errorCode, reason: cause?.reason });
    };

    const assertReplayable = (cause: unknown): void => {
      if (isStream) throw new NotReplayableError({ cause });
    };
    const sendGated = (proof: Proof | undefined): Promise<Response> =>
      gate.run<Response>({
        send: (token) => sendOnce(token, proof),
        isTokenRefused: (result) => 'answer' in result && isTokenRefused(result.answer),
        assertReplayable: (result) => assertReplayable('answer' in result ? result.answer : result.error),
        signal,
      });

    const response = await run<Response>({
      send: sendGated,
      needOf(result) {
        const need = 'answer' in result ? proofNeedOf(causes.get(result.answer)) : undefined;
        if (need !== undefined) assertReplayable('answer' in result ? result.answer : undefined);
        return need;
      },
      ...(signal !== undefined && signal !== null && { signal }),
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
