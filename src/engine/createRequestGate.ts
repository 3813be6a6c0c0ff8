/**
 * The way out for calls that carry an access token: they wait while it is being refreshed, are sent once more after a
 * clean refusal, and never hang (SPEC A8; ENGINE T-38 … T-48). The refresh itself doesn't pass here.
 */
import type { Cancel, Clock } from '../contract/clock';
import { QueueOverflowError, RequestTimeoutError, SessionEndedError } from '../contract/outcomeErrors';
import type { AccessToken } from './AccessToken';
import type { EngineTokens } from './SessionEngine';
import { settled, unwrap } from './settled';
import type { CallResult } from './settled';

export interface GatedCall<Answer> {
  /** Sends the call with `token`. Called at most twice. */
  readonly send: (token: AccessToken | undefined) => Promise<Answer>;
  /** Whether the back end refused the token, and nothing else. Such a call has not been carried out. */
  readonly isTokenRefused: (result: CallResult<Answer>) => boolean;
  /** Throws where the call can't be sent a second time: its body was a stream. */
  readonly assertReplayable?: (refused: CallResult<Answer>) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface RequestGate {
  /**
   * @throws {QueueOverflowError} when a hundred calls wait already
   * @throws {RequestTimeoutError} after 15 s of waiting
   * @throws {SessionEndedError} when the session is over
   * @throws the reason of `signal`, at once
   */
  run<Answer>(call: GatedCall<Answer>): Promise<Answer>;
  readonly waiting: number;
  /** Nothing ever waits here: there are no tokens. */
  readonly isOpen: boolean;
}

export interface RequestGateOptions {
  /** `undefined`: the cookie transport, where nothing stands in the way. */
  readonly tokens: EngineTokens | undefined;
  readonly clock: Clock;
}

export const queueLimit = 100;
export const queueTimeoutMs = 15_000;

export function createRequestGate({ tokens, clock }: RequestGateOptions): RequestGate {
  let waiting = 0;

  /** What `asked` brings, unless the caller loses interest or patience runs out first. */
  const wait = async (asked: () => Promise<AccessToken>, signal: AbortSignal | undefined): Promise<AccessToken> => {
    signal?.throwIfAborted();
    if (waiting >= queueLimit) throw new QueueOverflowError();
    waiting += 1;
    let cancelTimeout: Cancel = () => {};
    let stopListening: Cancel = () => {};
    const interrupted = new Promise<never>((_, reject) => {
      cancelTimeout = clock.schedule(() => reject(new RequestTimeoutError()), queueTimeoutMs);
      const abort = (): void => reject(signal?.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
      stopListening = () => signal?.removeEventListener('abort', abort);
    });
    try {
      return await Promise.race([asked(), interrupted]);
    } finally {
      waiting -= 1;
      cancelTimeout();
      stopListening();
    }
  };

  return {
    isOpen: tokens === undefined,
    get waiting() {
      return waiting;
    },
    async run({ send, isTokenRefused, assertReplayable, signal }) {
      if (tokens === undefined) return send(undefined);
      const queuedAt = clock.monotonic();
      const usable = tokens.isRefreshing() ? undefined : tokens.usable();
      const token = usable ?? (await wait(() => tokens.get(), signal));
      const result = await settled(send(token));
      if (!isTokenRefused(result)) return unwrap(result);
      const newer = tokens.usable();
      const isReplaced = newer !== undefined && newer !== token;
      // A token made for this very call was refused: another one would be too (T-41).
      if (!isReplaced && token.receivedAt >= queuedAt) return unwrap(result);
      assertReplayable?.(result);
      const next = isReplaced ? newer : await wait(() => tokens.get(token), signal);
      // Asked for in one session, it is not carried out in the next.
      if (next.sessionId !== token.sessionId) {
        throw new SessionEndedError({ cause: 'error' in result ? result.error : result.answer });
      }
      return send(next);
    },
  };
}
