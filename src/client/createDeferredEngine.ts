/**
 * The engine before its code is here. It is loaded when somebody starts or asks it, so that a page which only makes
 * calls, or has not painted yet, doesn't wait for it (SPEC K10). Until then nothing is known, and what is asked waits.
 */
import type { Cancel, Clock } from '../contract/clock';
import { backoff } from '../engine/backoff';
import { reportFault } from '../engine/createEmitter';
import type { EngineTokens, SessionEngine } from '../engine/SessionEngine';
import { unknownSession } from '../engine/SessionSnapshot';
import { deferred } from './deferred';

/** Of a call that was sent before the engine was here: nobody knows which session it was about. */
const epochBefore = -1;

export interface DeferredEngineOptions {
  /** Loads the code and makes the engine. */
  readonly load: () => Promise<SessionEngine>;
  readonly clock: Clock;
  /** Whether it will keep access tokens: whoever carries them has to know before it is here. */
  readonly hasTokens: boolean;
}

/** The engine as applications have it: what the client tells it about calls and tokens is the client's own. */
export interface ApplicationEngine extends Omit<
  SessionEngine,
  'answered' | 'epoch' | 'refused' | 'signedOut' | 'tokens'
> {
  /** Bearer transport: the access tokens. `undefined` where the transport has none. */
  readonly tokens: Omit<EngineTokens, 'keep'> | undefined;
}

/** The client's engine. Its code is fetched with the first use of it. */
export interface ClientEngine extends ApplicationEngine {
  /**
   * Fetches the code ahead of its first use, while the page is idle say, and in tests before time is moved. Resolves
   * when it is here. Nothing is started by it.
   *
   * @throws {Error} when the file can't be had; the next use tries again
   */
  load(): Promise<void>;
}

export type DeferredEngine = ClientEngine & SessionEngine;

export function createDeferredEngine({ load, clock, hasTokens }: DeferredEngineOptions): DeferredEngine {
  const part = deferred('session engine', async () => {
    const engine = await load();
    if (isDisposed) engine.dispose();
    // What was refused meanwhile may be what the tabs still share: nothing is told of it before the server has been asked.
    else if (isDoubted) await engine.validate();
    return engine;
  });
  const { attach } = part;
  let cancelRetry: Cancel = () => {};
  let isDisposed = false;
  let isDoubted = false;

  /** Whoever watches need not ask again: a file may be missing for the length of a deployment. */
  const loadForStarts = (failures = 0): void => {
    if (part.waiting === 0) return;
    part.load().catch((error: unknown) => {
      if (failures === 0) reportFault(error);
      cancelRetry();
      cancelRetry = clock.schedule(
        () => loadForStarts(failures + 1),
        backoff(failures + 1, () => 1),
      );
    });
  };

  return {
    async load() {
      await part.load();
    },
    getSnapshot: () => part.current()?.getSnapshot() ?? unknownSession,
    subscribe: (listener) => attach((arrived) => arrived.subscribe(listener)),
    onNotice: (listener) => attach((arrived) => arrived.onNotice(listener)),
    onRecovered: (hook) => attach((arrived) => arrived.onRecovered(hook)),
    onActivity: (listener) => attach((arrived) => arrived.onActivity(listener)),
    heartbeatEvery: (ms) => attach((arrived) => arrived.heartbeatEvery(ms)),
    limits: () => part.current()?.limits(),
    lastActivityAt: () => part.current()?.lastActivityAt(),
    now: () => part.current()?.now() ?? clock.now(),
    epoch: () => part.current()?.epoch() ?? epochBefore,
    start() {
      const cancel = part.attachLast((arrived) => arrived.start());
      loadForStarts();
      return cancel;
    },
    validate: async () => (await part.load()).validate(),
    extend: async () => (await part.load()).extend(),
    signOut: async () => (await part.load()).signOut(),
    refused(code, reason, epoch) {
      const engine = part.current();
      if (engine === undefined) isDoubted = true;
      else if (epoch !== epochBefore) engine.refused(code, reason, epoch);
      else if (engine.getSnapshot().status !== 'unknown') void engine.validate();
    },
    /** Other tabs may be watching, even where nobody does here. By then somebody else may be signed in: the server knows. */
    signedOut() {
      const engine = part.current();
      if (engine === undefined)
        part.load().then(
          (arrived) => arrived.validate(),
          () => {},
        );
      else engine.signedOut();
    },
    answered: () => part.current()?.answered(),
    tokens: hasTokens
      ? {
          usable: () => part.current()?.tokens?.usable(),
          isRefreshing: () => part.current()?.tokens?.isRefreshing() ?? false,
          async get(refused) {
            const { tokens } = await part.load();
            if (tokens === undefined) throw new TypeError('react-session-security: this engine has no tokens.');
            return tokens.get(refused);
          },
          keep: (answer) =>
            void part.load().then(
              ({ tokens }) => tokens?.keep(answer),
              () => {},
            ),
        }
      : undefined,
    dispose() {
      isDisposed = true;
      part.forget();
      cancelRetry();
      part.current()?.dispose();
    },
  };
}
