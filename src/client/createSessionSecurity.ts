/**
 * The client: how a browser talks to the back end, without React. One per application; hand it to
 * `<SessionSecurityProvider client>` or use it alone in stores, routers and workers.
 */
import { createTRPCUntypedClient } from '@trpc/client';
import { systemClock } from '../contract/clock';
import type { Cancel, Clock } from '../contract/clock';
import type { SessionSecurityErrorCause } from '../contract/errors';
import { isQueryPath } from '../contract/procedures';
import { requestHeader, transportHeader } from '../contract/requestHeader';
import type { ProcedureInput, ProcedureOutput, ProcedurePath } from '../contract/procedures';
import type { SessionEngineOptions } from '../engine/SessionEngine';
import { createRequestGate } from '../engine/createRequestGate';
import type { EnginePorts } from '../engine/EnginePorts';
import { defaultName, pendingKey, storageName } from '../engine/storageNames';
import { tabStorage } from '../engine/tabStorage';
import { composeLinks } from './composeLinks';
import { createDeferredEngine } from './createDeferredEngine';
import type { ClientEngine } from './createDeferredEngine';
import { createSessionFetch } from './createSessionFetch';
import { createSessionWatch } from './createSessionWatch';
import type { SessionEvent, SessionKnowledge } from './createSessionWatch';
import { gateLink } from './gateLink';
import { httpLink } from './httpLink';
import type { HttpLinkOptions } from './httpLink';
import { joinEngine } from './joinEngine';
import type { SessionSecurityLink, SessionSecurityLinkRouter } from './links';
import { createDeferredPendingActions } from './proofs/createDeferredPendingActions';
import { createDeferredProofs } from './proofs/createDeferredProofs';
import type { SessionSecurityProofs } from './proofs/createDeferredProofs';
import { proofLink } from './proofs/proofLink';
import type { Ask } from './sessionTransport';
import { pageUrl, trustIn } from './trustIn';
import { UnreadableAnswerError } from './UnreadableAnswerError';

interface CommonOptions {
  /** @default the machine's clock */
  readonly clock?: Clock;
  /**
   * What the engine's storage keys, channel and locks begin with. Clients of one name on one origin keep one session:
   * give a second back end on the same origin another. @default 'react-session-security'
   */
  readonly name?: string | undefined;
  /**
   * `cookie`: the session's secret lies in an HttpOnly cookie, and there is nothing to renew. `bearer`: an access token
   * in this page's memory, renewed for a refresh token in an HttpOnly cookie (SPEC G3). @default 'cookie'
   */
  readonly transport?: 'cookie' | 'bearer' | undefined;
  /** How the session is kept over time. */
  readonly engine?: Pick<SessionEngineOptions, 'inputExtends' | 'validateEveryMs'> | undefined;
  /** Besides the page's own and that of `url`: origins that `fetch` may send cookies and tokens to. @default [] */
  readonly trustedOrigins?: readonly string[] | undefined;
  /**
   * Where the token of a step-up page lies until its action goes on (SPEC F11, R43). `memory` holds as long as the document:
   * where the step-up page is reached without your router, it is gone before it is used, and the action asks again.
   * `sessionStorage` outlives that, for scripts on the page to read: ten minutes at most, and until it is used. @default 'memory'
   */
  readonly stepUpTokens?: 'memory' | 'sessionStorage' | undefined;
  /** The browser as ports, for tests. @default the real one */
  readonly ports?: EnginePorts | undefined;
  /** The back end ended the session. Called once, however many calls are refused; the same as an `ended` event. */
  readonly onSessionEnded?: ((cause: SessionSecurityErrorCause) => void) | undefined;
}

/** Either the options of {@link httpLink}, for our own server, or a `link` to any other back end. */
export type SessionSecurityOptions = CommonOptions &
  (
    | HttpLinkOptions
    | {
        /** The terminating link: `restLink`, `handlersLink`, or one of your own. */
        readonly link: SessionSecurityLink;
        readonly url?: never;
      }
  );

/** How one call is made. */
export interface CallOptions {
  /** Aborting it rejects the call at once; a request under way is cancelled. */
  readonly signal?: AbortSignal;
}

/** What `createSessionSecurity` gives. Its functions need no `this`. */
export interface SessionSecurityClient {
  /** The one it was made with; the provider reads time by it. */
  readonly clock: Clock;
  /**
   * The session over time: its status, its warnings, and what tabs do together (SPEC 5). Asks nothing until started; its
   * code is fetched then, too.
   */
  readonly engine: ClientEngine;
  /**
   * `fetch`, with the guard's header and the session's credentials for trusted origins, waiting and repeating as needed. What
   * is refused until there is proof has it given, and rejects where it isn't: with `ChallengeUnavailableError`, whose cause is
   * the refused `Response`, where nothing on the page can ask.
   */
  readonly fetch: typeof fetch;
  /** What the terminating link of a tRPC client of your own has to send: the guard's header, and the token if there is one. */
  headers(): Record<string, string>;
  /**
   * Prompts for proof: of calls that were refused until there is a second factor or a step-up, by whichever way they came.
   * For a user interface of your own; `run` is for calls that are neither tRPC nor `fetch`.
   */
  readonly proofs: SessionSecurityProofs;
  /** See `sessionSecurityLink`, which gives it its name in a chain. */
  readonly guard: SessionSecurityLink;
  /** The whole link chain, for a tRPC client of your own. The session is watched in calls through it too. */
  links(): SessionSecurityLink[];
  /**
   * Whether the back end answers `path` at all: `false` only where `restLink`, `handlersLink` or a link with a
   * `supports` of its own has no entry for it. A call to such a path fails with `UnmappedProcedureError`.
   */
  supports(path: ProcedurePath): boolean;
  /**
   * What the answers so far tell about the session; nothing is asked. With `subscribe` it is a store as
   * `useSyncExternalStore` takes it.
   */
  session(): SessionKnowledge;
  /**
   * Runs `listener` when a session starts, ends or is signed out of, whoever made the call that told: `call`, the
   * provider, or a tRPC client over `links()`. It runs before that call settles. Returns how to stop.
   */
  subscribe(listener: (event: SessionEvent) => void): Cancel;
  /**
   * Calls one procedure and returns its `data`.
   *
   * @throws {TRPCClientError} whose code `getSessionSecurityError` reads; `isNoAnswer` knows when there was none.
   * @throws {UnreadableAnswerError} for an answer that is not `{ success: true, data }`.
   */
  call<Path extends ProcedurePath>(
    path: Path,
    ...rest: undefined extends ProcedureInput<Path>
      ? [input?: ProcedureInput<Path>, options?: CallOptions]
      : [input: ProcedureInput<Path>, options?: CallOptions]
  ): Promise<ProcedureOutput<Path>['data']>;
}

/**
 * Makes the client: one per application (ARCHITECTURE 3.1: the wire is a link chain). Does nothing until it is called, or
 * its engine is started.
 *
 * @throws {TypeError} without `url` and without `link`.
 * @example
 * const client = createSessionSecurity({ url: '/api/trpc' });
 * const { sessions } = await client.call('session.getSessions', { limit: 50 });
 * const stop = client.subscribe((event) => {
 *   if (event.type === 'ended') router.push('/sign-in');
 * });
 */
export function createSessionSecurity(options: SessionSecurityOptions): SessionSecurityClient {
  const clock = options.clock ?? systemClock;
  const { name = defaultName, ports } = options;
  const headers = (): Record<string, string> => {
    const token = engine.tokens?.usable()?.value;
    return {
      [requestHeader.name]: requestHeader.value,
      ...(isBearer && { [transportHeader.name]: transportHeader.value }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
  };
  const terminating = terminatingLinkOf(options, headers);
  const bare = createTRPCUntypedClient<SessionSecurityLinkRouter>({ links: [terminating] });
  const ask: Ask = async (path, { signal, attemptId }) => {
    const context = attemptId === undefined ? {} : { attemptId };
    const answer = isQueryPath(path)
      ? await bare.query(path, undefined, { signal, context })
      : await bare.mutation(path, path === 'session.updateActivity' ? {} : undefined, { signal, context });
    return dataOf(path, answer);
  };
  const isBearer = options.transport === 'bearer';
  const engine = createDeferredEngine({
    clock,
    hasTokens: isBearer,
    async load() {
      const { makeEngine } = await import('./makeEngine');
      return makeEngine({ clock, ports, ask, isBearer, run: (call) => gate.run(call), ...options.engine, name });
    },
  });
  const gate = createRequestGate({ tokens: engine.tokens, clock });
  const isWatching = (): boolean => engine.getSnapshot().status !== 'unknown';
  const onDoubt = (): void => {
    if (isWatching()) void engine.validate();
  };
  const watch = createSessionWatch({
    epoch: engine.epoch,
    onAnswered: engine.answered,
    onRefused: ({ errorCode, reason }, epoch) => engine.refused(errorCode, reason, epoch),
    onDoubt,
    onToken: (answer) => engine.tokens?.keep(answer),
  });
  joinEngine(engine, watch);
  const proofs = createDeferredProofs(async () => {
    const { makeProofs } = await import('./proofs/makeProofs');
    return makeProofs({ clock, now: engine.now, call });
  });
  const pendingActions = createDeferredPendingActions(
    async () => {
      const { makePendingActions } = await import('./proofs/makePendingActions');
      return makePendingActions({ ...options, clock, name, engine, call });
    },
    () => (ports === undefined ? tabStorage() : ports.tabStorage?.()),
    storageName(name, pendingKey),
  );
  watch.subscribe((event) => {
    // Whoever was asked for proof is gone, or is somebody else by now.
    if (event.type === 'started' && event.after !== 'active') return;
    proofs.end();
    pendingActions.forget();
  });
  const guard = composeLinks(proofLink(proofs), composeLinks(watch.link, gateLink(gate)));
  const links = (): SessionSecurityLink[] => [guard, terminating];
  const client = createTRPCUntypedClient<SessionSecurityLinkRouter>({ links: links() });
  const call: SessionSecurityClient['call'] = async (path, ...rest) => {
    const [input, { signal } = {}] = rest;
    const callOptions = signal === undefined ? {} : { signal };
    const answer = isQueryPath(path)
      ? await client.query(path, input, callOptions)
      : await client.mutation(path, input, callOptions);
    return dataOf(path, answer);
  };
  const { onSessionEnded } = options;
  if (onSessionEnded !== undefined) {
    watch.subscribe((event) => {
      if (event.type === 'ended') onSessionEnded(event.cause);
    });
  }
  return {
    clock,
    engine,
    guard,
    headers,
    fetch: createSessionFetch({
      gate,
      baseUrl: pageUrl,
      credentialsFor: trustIn(options.url, options.trustedOrigins),
      send: (input, init) => (sendOf(options) ?? fetch)(input, init),
      sendPassed: (input, init) => fetch(input, init),
      epoch: engine.epoch,
      onAnswered: engine.answered,
      onRefused(cause, epoch) {
        engine.refused(cause.errorCode, cause.reason, epoch);
        // Else about a session that another has replaced meanwhile: no news.
        if (!isWatching() || epoch === engine.epoch()) watch.hear({ type: 'ended', cause });
      },
      onDoubt,
      run: proofs.run,
    }),
    links,
    proofs: { ...proofs, ...pendingActions },
    supports: (path) => terminating.supports?.(path) ?? true,
    session: watch.known,
    subscribe: watch.subscribe,
    call,
  };
}

function dataOf<Path extends ProcedurePath>(path: Path, answer: unknown): ProcedureOutput<Path>['data'] {
  if (typeof answer === 'object' && answer !== null && 'data' in answer) {
    return (answer as ProcedureOutput<Path>).data;
  }
  throw new UnreadableAnswerError(
    200,
    `"${path}" without { success: true, data }, so there is nothing to return. Check that the url is that of the ` +
      'session security router.',
  );
}

function terminatingLinkOf(
  options: SessionSecurityOptions,
  headers: () => Record<string, string>,
): SessionSecurityLink {
  if ('link' in options && options.link !== undefined) return options.link;
  if (typeof options.url === 'string' && options.url !== '') {
    return httpLink({ ...options, headers: () => ({ ...options.headers?.(), ...headers() }) });
  }
  throw new TypeError(
    'react-session-security: createSessionSecurity() was given neither a url nor a link, so it has no back end to ' +
      "talk to. Pass { url: '/api/trpc' } for our server, or { link: restLink({ … }) } for yours.",
  );
}

function sendOf(options: SessionSecurityOptions): typeof fetch | undefined {
  return 'fetch' in options ? options.fetch : undefined;
}
