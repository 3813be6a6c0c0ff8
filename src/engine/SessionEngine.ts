/** The engine as it is seen from outside: what it takes, and what can be asked of it. */
import type { Cancel } from '../contract/clock';
import type { SessionSecurityErrorCode } from '../contract/errors';
import type { RecoveredHook } from './createRecovery';
import type { AccessToken } from './AccessToken';
import type { EngineNotice } from './EngineNotice';
import type { EnginePorts } from './EnginePorts';
import type { SessionLimits } from './sessionLimits';
import type { SessionSnapshot } from './SessionSnapshot';
import type { RefreshAnswer, SessionTransport } from './SessionTransport';

/** How a session is kept. Only `inputExtends` and `validateEveryMs` are for applications; the rest is handed in by the client. */
export interface SessionEngineOptions {
  readonly ports: EnginePorts;
  readonly transport: SessionTransport;
  /** Engines with the same name on one origin keep one session. @default 'react-session-security' */
  readonly name?: string | undefined;
  /** Whether input takes back a warning, as it takes back nothing else. @default true (SPEC A12) */
  readonly inputExtends?: boolean;
  /** How often a page that is seen asks the server, all tabs together. At least 30 s. @default 300000 */
  readonly validateEveryMs?: number;
}

/**
 * A session over time (SPEC A1–A18). `getSnapshot` and `subscribe` make it a store as `useSyncExternalStore` takes it.
 * Its functions need no `this`. After `dispose` nothing happens any more.
 */
export interface SessionEngine {
  getSnapshot(): SessionSnapshot;
  subscribe(listener: () => void): Cancel;
  onNotice(listener: (notice: EngineNotice) => void): Cancel;
  /** Runs `hook` after each refresh, and when the back end answers again: in order, at most 5 s each (SPEC A15). */
  onRecovered(hook: RecoveredHook): Cancel;
  /** When the session ends as things stand, by the server's clock; `undefined` while there is none. */
  limits(): SessionLimits | undefined;
  /** The server's time as estimated here, epoch milliseconds. */
  now(): number;
  /**
   * The last input in any tab, or the sign-in: epoch milliseconds by the server's clock, up to 5 s old. `undefined` while
   * there is no session. Looks into the storage and renders nothing.
   */
  lastActivityAt(): number | undefined;
  /** Runs `listener` after input: at most once in 5 s for this tab's, and as soon as it is known for that of others. */
  onActivity(listener: () => void): Cancel;
  /**
   * Tells the server of input every `ms` only, where its policy would have it told more often (SPEC A2). Counted: of
   * several the shortest counts, until it is cancelled. Whatever it is, the server hears of input before it would warn.
   */
  heartbeatEvery(ms: number): Cancel;
  /** Begins to listen and to ask. Counted: the last cancel stops it, and it can be started again. */
  start(): Cancel;
  /** Asks the server now, whatever is due. Also after a sign-in. Resolves when it has answered or could not. */
  validate(): Promise<void>;
  /** The user wants to stay: counts as input and tells the server at once. */
  extend(): Promise<void>;
  /** Ends the session here and in all tabs at once; the server is told now or as soon as it can be reached. */
  signOut(): Promise<void>;
  /** A call of the application was refused for good. `epoch` is {@link SessionEngine.epoch} from when it was sent. */
  refused(code: SessionSecurityErrorCode, reason: string | undefined, epoch: number): void;
  /** The session was signed out by a call of the application, so the server knows: all tabs follow. */
  signedOut(): void;
  /** Something answered: the network is there. */
  answered(): void;
  epoch(): number;
  /** Bearer transport: the access tokens. `undefined` where the transport has none. */
  readonly tokens: EngineTokens | undefined;
  /** Stops for good. Nothing is written and nobody is told afterwards. */
  dispose(): void;
}

/** The access tokens of the bearer transport. */
export interface EngineTokens {
  /** A token that can be used as it is; asks nobody. */
  usable(): AccessToken | undefined;
  isRefreshing(): boolean;
  /**
   * A token that can be used, refreshed where needed; `refused` is not used again.
   *
   * @throws {SessionEndedError} when the session is over
   */
  get(refused?: AccessToken): Promise<AccessToken>;
  /** From the answer to a sign-in. */
  keep(answer: RefreshAnswer): void;
}
