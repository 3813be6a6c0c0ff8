/**
 * What the rest of the program sees of the session, for `useSyncExternalStore`: a new object only when something
 * changed. Deadlines that move with every input are left out on purpose, so that activity renders nothing; see
 * `SessionEngine.expiry` (SPEC A3; ENGINE T-60, T-67).
 */
import type { EndReason, ServerWarning } from './SessionRecord';

/** Where a session stands (SPEC A3). The last three are ends. */
export type SessionPhase =
  /** Nothing is known yet. */
  | 'unknown'
  /** The server is being asked, and nothing can be said before it answers. */
  | 'validating'
  | 'active'
  /** It will end soon. */
  | 'warning'
  | 'expired'
  | 'revoked'
  | 'signedOut';

/** Whether the back end can be reached, beside what the session is. */
export type LinkState =
  | 'online'
  /** Answers fail, though the network seems to be there. */
  | 'degraded'
  | 'offline';

/** The session will end at `expiresAt`, and why. */
export interface TimeoutWarning {
  /** Another deadline is another warning, so a dismissal never outlives it. */
  readonly id: string;
  readonly reason: 'idle' | 'absolute';
  /** By the server's clock, epoch milliseconds. */
  readonly expiresAt: number;
}

/** What is known now. Another object whenever, and only when, something in it changed. */
export interface SessionSnapshot {
  readonly status: SessionPhase;
  /** Why it is over; for `signedOut`, absent where nobody had signed in. */
  readonly reason: EndReason | undefined;
  readonly link: LinkState;
  readonly userId: string | undefined;
  readonly sessionId: string | undefined;
  /** The server has answered for this session lately. */
  readonly isVerified: boolean;
  /** Whether it is worth offering changes: signed in, verified, and not offline. The server decides anyway. */
  readonly canMutate: boolean;
  /** While `status` is `warning`. */
  readonly warning: TimeoutWarning | undefined;
  /** What else the back end warns of. The same array until it changes. */
  readonly warnings: readonly ServerWarning[];
}

/** On the server, and before the engine has started. */
export const unknownSession: SessionSnapshot = {
  status: 'unknown',
  reason: undefined,
  link: 'online',
  userId: undefined,
  sessionId: undefined,
  isVerified: false,
  canMutate: false,
  warning: undefined,
  warnings: [],
};
