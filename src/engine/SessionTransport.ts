/**
 * How the engine talks to the back end: four calls, handed in. Their answers have been checked for shape; instants are
 * epoch milliseconds. Each resolves with what happened and never rejects.
 */
import type { Outcome } from './Outcome';
import type { ServerWarning } from './SessionRecord';

export interface ExchangeOptions {
  readonly signal: AbortSignal;
}

export interface StatusAnswer {
  readonly serverTime: number;
  readonly userId: string;
  readonly sessionId: string;
  readonly lastActivityAt: number;
  readonly absoluteExpiresAt: number;
  readonly idleTimeoutMs: number;
  readonly warnBeforeMs: number;
  readonly heartbeatIntervalMs: number;
  readonly warnings: readonly ServerWarning[];
}

export interface BeatAnswer {
  readonly serverTime: number;
  readonly lastActivityAt: number;
}

export interface RefreshAnswer {
  readonly serverTime: number;
  readonly userId: string;
  readonly sessionId: string;
  readonly expiresInMs: number;
  /** `undefined` where the back end keeps it in a cookie. */
  readonly accessToken: string | undefined;
}

export interface RefreshOptions extends ExchangeOptions {
  /** The same until there is an answer, so that the back end can tell a repetition from a theft. */
  readonly attemptId: string;
}

export interface SessionTransport {
  /** C2. Never extends the session. */
  validate(options: ExchangeOptions): Promise<Outcome<StatusAnswer>>;
  /** C4. The only call that does. */
  heartbeat(options: ExchangeOptions): Promise<Outcome<BeatAnswer>>;
  /** Bearer transport only: another access token for the refresh token that lies in a cookie. */
  refresh?(options: RefreshOptions): Promise<Outcome<RefreshAnswer>>;
  /** Ends the session on the server. Safe to repeat. */
  signOut(options: ExchangeOptions): Promise<Outcome<{ readonly serverTime?: number }>>;
}
