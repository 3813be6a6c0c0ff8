/** What hosts hold in their hands: the server's handler, its parts, and the guards for routes of their own. */
import type { SessionSecurityContext } from './context';
import type { FormatTrpcErrorOptions, RefusedTrpcErrorShape } from './formatTrpcError';
import type { DefaultUsers } from './ports/defaultUsers';
import type { SessionSecurityRouter } from './router';
import type { HostAction, ProvedHostAction } from './services/hostAction';
import type { HostRevocation } from './services/revocation';

/** What the host knows of a request beyond its headers. */
export interface RequestInfo {
  /** The peer's address as the host's socket knows it. Without it, all callers share the limits of one address. */
  readonly remoteAddress?: string;
}

/** What a host that mounts the router itself passes along with each request. */
export interface ContextInfo extends RequestInfo {
  /** Takes the cookies of the answer; pass tRPC's `resHeaders`. */
  readonly responseHeaders: Headers;
}

/** For the host's own routes. Instants are epoch milliseconds. */
export interface AuthenticatedSession {
  /** Public handle. */
  readonly sessionId: string;
  readonly userId: string;
  readonly signInMethod: string;
  readonly createdAt: number;
  readonly lastActivityAt: number;
  readonly authenticatedAt: number;
  readonly secondFactorAt: number | null;
  readonly expiresAt: number;
}

/** The reference back end (SPEC 9): one handler, or its parts for hosts that mount them. */
export interface SessionSecurityServer {
  /** To be mounted in a host's own tRPC app, behind `createHttpGuard`: tRPC alone doesn't stop forged requests. */
  readonly router: SessionSecurityRouter;
  /** The whole server as one fetch-standard function, guard included. */
  handler(request: Request, info?: RequestInfo): Promise<Response>;
  /** For hosts that mount `router` themselves. */
  createContext(request: Request, info: ContextInfo): Promise<SessionSecurityContext>;
  /**
   * Who calls one of the host's own routes, by whichever transport the server has. Where that is a cookie, a route that
   * changes something needs its own CSRF check.
   *
   * @throws {SessionSecurityError} `UNAUTHENTICATED`, `SESSION_REVOKED` or `SESSION_EXPIRED`.
   */
  authenticate(request: Request, info?: RequestInfo): Promise<AuthenticatedSession>;
  /**
   * A sensitive action that is a route of the host's own (F4): who calls, whether they may, whether enough was proved, and
   * then `effect`, whose result is passed on. A step-up token that is shown, needed or not, is used up first, so the effect
   * happens once. Every attempt is on record (R83): a success after the effect; a failure is what the effect throws. After
   * a fault, `INVALID_REQUEST` or `INVALID_CREDENTIALS` the token is good once more, so throw before anything is done or undo
   * it. Where the transport is a cookie, the route needs its own CSRF check.
   *
   * @throws {SessionSecurityError} as {@link authenticate}; `FORBIDDEN`, `2FA_REQUIRED`, `STEP_UP_REQUIRED`, or what is wrong
   * with the token. And what `effect` throws.
   * @example
   * async function payout(request: Request): Promise<Response> {
   *   const parameters = await request.clone().json();
   *   const action = { actionType: 'payment_settings', parameters } as const;
   *   try {
   *     return await server.withProof(request, action, async ({ userId }) => Response.json(await payOut(userId, parameters)));
   *   } catch (error) {
   *     return server.refusalResponse(error);
   *   }
   * }
   */
  withProof<Result>(
    request: Request,
    action: HostAction,
    effect: (proved: ProvedHostAction) => Promise<Result> | Result,
    info?: RequestInfo,
  ): Promise<Result>;
  /**
   * The guard of {@link withProof} alone, for where the effect can't be wrapped (a middleware). What becomes of it is not
   * known here: the record says that it was allowed, and a token is used up whatever follows.
   *
   * @throws {SessionSecurityError} as {@link withProof}.
   */
  requireProof(request: Request, action: HostAction, info?: RequestInfo): Promise<ProvedHostAction>;
  /**
   * A refusal that was thrown in a route of the host's own, as this server answers its own: JSON that
   * `getSessionSecurityError` reads, the status of the code, `Retry-After`, and the challenge of RFC 9470.
   *
   * @throws what was handed in, where it is no `SessionSecurityError`: the fault is the host's to answer.
   */
  refusalResponse(error: unknown): Response;
  /**
   * The `errorFormatter` of a tRPC app of the host's own, whose procedures call {@link withProof}: a refusal leaves with its
   * code, its message and its status, where it would be a fault (500). What is no refusal stays as tRPC shaped it.
   *
   * @example
   * const t = initTRPC.context<Context>().create({ errorFormatter: server.formatTrpcError });
   */
  formatTrpcError(this: void, options: FormatTrpcErrorOptions): RefusedTrpcErrorShape;
  /**
   * Ends sessions of a user for a reason of the host's own: all of them, some, or those from before a moment. Holds from
   * their next request on, access tokens included; their pages are told `SESSION_REVOKED`. Call it only for somebody who
   * may: nothing is asked here.
   */
  revokeSessions(which: HostRevocation): Promise<{ readonly revokedCount: number }>;
  /**
   * Wrong codes of a user are forgotten: what they locked or disabled is asked for again. What is already disabled comes back
   * by this, or by a right code in a browser that the account has signed in with. Call it only for somebody who may, and who
   * has made sure of the user; nothing is asked here.
   */
  unlockSecondFactors(of: { readonly userId: string }): Promise<void>;
  /** The default accounts. @throws when the app brought its own. */
  readonly users: DefaultUsers;
  /** Makes or updates the tables. Idempotent, and safe when several instances start at once. */
  migrate(): Promise<void>;
  /** Waits for texts and notices that are under way, then lets go of the database. */
  close(): Promise<void>;
}
