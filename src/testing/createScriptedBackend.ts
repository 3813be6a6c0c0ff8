/**
 * A back end in memory that does what it is told: answers from a list of sessions, fails or stalls on command, and
 * remembers what it was asked. For tests of your own screens and for stories (SPEC K5). Its answers and codes are those
 * of the reference server, which a test makes sure of, but for what limits and guards refuse.
 */
import { handlersLink } from '../client/handlersLink';
import type { HandlerContext } from '../client/handlersLink';
import type { SessionSecurityLink } from '../client/links';
import type { Clock } from '../contract/clock';
import type { OnLimit } from '../contract/policy';
import type { ProcedurePath } from '../contract/procedures';
import type { SessionInfo, SignedInUser } from '../contract/session';
import { createManualClock } from './createManualClock';
import { accountFixture, sessionsFixture, userFixture } from './fixtures';
import type { ScriptedAccount } from './fixtures';
import { accountHandlers } from './scripted/accountHandlers';
import { createActionGuard } from './scripted/createActionGuard';
import { createCredentialChanges } from './scripted/createCredentialChanges';
import { createPasskeyStore } from './scripted/createPasskeyStore';
import { createSecondFactors } from './scripted/createSecondFactors';
import { createSessionStore } from './scripted/createSessionStore';
import type { EndReason } from './scripted/createSessionStore';
import { createStepUpTokens } from './scripted/createStepUpTokens';
import { factorHandlers } from './scripted/factorHandlers';
import type { LiveAccount } from './scripted/LiveAccount';
import { passkeyHandlers } from './scripted/passkeyHandlers';
import { proofHandlers } from './scripted/proofHandlers';
import { sessionHandlers } from './scripted/sessionHandlers';
import { signInHandlers } from './scripted/signInHandlers';
import type { Proof } from './scripted/statusOf';

/** Who is there at the start, and what the back end is like. Durations are those of the policy preset `consumer`. */
export interface ScriptedBackendOptions {
  /**
   * Signed-in devices. The current one is this browser's; without a current one everything but `session.getStatus` is
   * answered all the same. @default the five of `sessionsFixture`
   */
  readonly sessions?: readonly SessionInfo[];
  /** @default false: this browser is signed in, if `sessions` has a current one */
  readonly isSignedOut?: boolean;
  readonly user?: SignedInUser;
  /** What signing in takes; what is left out is as in `accountFixture`. */
  readonly account?: Partial<ScriptedAccount>;
  /** When the user was last proved to be there, epoch milliseconds; good for 15 minutes (R23). @default now */
  readonly authenticatedAt?: number;
  /** @default 5 */
  readonly maxSessions?: number;
  /** What a sign-in beyond `maxSessions` does. @default 'evict-oldest' */
  readonly onLimit?: OnLimit;
  /** What `limit` means when the client sends none. @default 20 */
  readonly pageSize?: number;
  /** @default a manual clock at the fixtures' moment */
  readonly clock?: Clock;
  /** Procedures that this back end lacks, as one that was mapped in part does. @default none */
  readonly without?: readonly ProcedurePath[];
}

/** One call, as the back end got it. */
export interface ScriptedCall {
  readonly path: ProcedurePath;
  readonly input: unknown;
}

/** A back end in a test's or a story's hand. */
export interface ScriptedBackend {
  /** Give it to `createSessionSecurity({ link })`. */
  readonly link: SessionSecurityLink;
  /** Everything that was asked, oldest first. */
  readonly calls: readonly ScriptedCall[];
  /** Those that are alive now. */
  readonly sessions: readonly SessionInfo[];
  /**
   * Makes calls to `path` fail: with `SessionSecurityError` for a refusal, `NoAnswerError` for no answer, anything else
   * for an error without a code.
   *
   * @param times how many of them. @default Infinity
   */
  fail(path: ProcedurePath, error: unknown, times?: number): void;
  /** Lets calls to `path` succeed again. */
  succeed(path: ProcedurePath): void;
  /** Keeps calls to `path` waiting until the returned function is called. */
  hold(path: ProcedurePath): () => void;
  /**
   * Ends a session behind the client's back, as another device would. If it is the current one, the next call is
   * refused with `SESSION_REVOKED` and the `reason`. @param reason @default 'revoked'
   */
  removeElsewhere(sessionId: string, reason?: EndReason): void;
}

interface Failure {
  readonly error: unknown;
  left: number;
}

/**
 * A back end in memory for tests and stories: no network, no timers, the same answers every time. Each is alone and
 * stands for one browser.
 *
 * @example
 * const clock = createManualClock();
 * const backend = createScriptedBackend({ clock });
 * const client = createSessionSecurity({ link: backend.link, clock });
 * backend.fail('session.revokeSession', new SessionSecurityError('STEP_UP_REQUIRED'), 1);
 * render(<SessionSecurityProvider client={client}><SessionsList /></SessionSecurityProvider>);
 */
export function createScriptedBackend(options: ScriptedBackendOptions = {}): ScriptedBackend {
  const { sessions = sessionsFixture, user = userFixture, pageSize = 20, without = [] } = options;
  const { maxSessions = 5, onLimit = 'evict-oldest', clock = createManualClock() } = options;
  const account: LiveAccount = { ...accountFixture, ...options.account };
  const calls: ScriptedCall[] = [];
  const failures = new Map<ProcedurePath, Failure>();
  const holds = new Map<ProcedurePath, Promise<void>>();
  const store = createSessionStore({ sessions, maxSessions, onLimit, clock });
  if (options.isSignedOut === true) store.signOut();
  let proof: Proof = { authenticatedAt: options.authenticatedAt ?? clock.now(), secondFactorAt: null };

  const credentials = createCredentialChanges();
  const passkeys = createPasskeyStore(account, clock, credentials);
  const factors = createSecondFactors(account, passkeys, clock);
  const tokens = createStepUpTokens(clock, credentials);
  const onProved = (withSecondFactor: boolean): void => {
    const now = clock.now();
    proof = { authenticatedAt: now, secondFactorAt: withSecondFactor ? now : null };
  };

  const common = { store, user, maxSessions, clock, proof: () => proof };
  const guard = createActionGuard({ ...common, factors, tokens });
  const guarded = { ...common, account, factors, passkeys, tokens, guard, credentials };
  const handlers = {
    ...sessionHandlers({
      ...common,
      onLimit,
      pageSize,
      hasSecondFactor: factors.isEnrolled,
    }),
    ...signInHandlers({ ...common, account, factors, onProved }),
    ...proofHandlers({ ...guarded, onProved }),
    ...factorHandlers(guarded),
    ...passkeyHandlers(guarded),
    ...accountHandlers(guarded),
  };

  const scripted = (path: ProcedurePath, handler: (input: never, context: HandlerContext) => unknown) => {
    return async (input: never, context: HandlerContext): Promise<unknown> => {
      calls.push({ path, input });
      await holds.get(path);
      context.signal.throwIfAborted();
      const failure = failures.get(path);
      if (failure !== undefined && failure.left > 0) {
        failure.left -= 1;
        throw failure.error;
      }
      return handler(input, context);
    };
  };

  return {
    link: handlersLink(
      Object.fromEntries(
        Object.entries(handlers)
          .filter(([path]) => !without.includes(path as ProcedurePath))
          .map(([path, handler]) => [path, scripted(path as ProcedurePath, handler)]),
      ),
    ),
    calls,
    get sessions() {
      return store.live();
    },
    fail: (path, error, times = Infinity) => void failures.set(path, { error, left: times }),
    succeed: (path) => void failures.delete(path),
    hold(path) {
      const { promise, resolve } = withResolvers();
      holds.set(path, promise);
      return () => {
        holds.delete(path);
        resolve();
      };
    },
    removeElsewhere: (sessionId, reason = 'revoked') => store.endElsewhere(sessionId, reason),
  };
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
