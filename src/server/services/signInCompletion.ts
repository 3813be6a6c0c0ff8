/** Everything was proved: the session begins. The secret is returned beside the answer, for the cookie only. */
import { isBrandedSessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { Location, SignInMethod } from '../../contract/session';
import type { VerificationMethod } from '../../contract/verification';
import type { DeviceRegistration } from '../../contract/signIn';
import { describeDevice } from '../device/describeDevice';
import type { UserAccount } from '../ports/users';
import type { ServiceDeps } from './deps';
import { knownBrowserMs, rememberBrowser } from './knownBrowser';
import { cleanRegistration } from './registration';
import { recordSecurityEvents } from './securityEvent';
import { type IssuedSecret, type StartedSession, startSession } from './sessionStart';
import type { SignInCaller } from './signInCaller';
import { limitWarning } from './warning';

export interface SessionOptionsInput {
  readonly rememberMe?: boolean | undefined;
  readonly replaceOldestSession?: boolean | undefined;
  readonly device?: DeviceRegistration | undefined;
}

export interface SignedInOutcome {
  readonly status: 'signed_in';
  readonly answer: Awaited<ReturnType<typeof toSignedIn>>;
  readonly secret: IssuedSecret;
  /** Undefined: the cookie ends with the browser. */
  readonly cookieMaxAgeMs: number | undefined;
  /** The cookie that this browser is known by from now on. */
  readonly browserSecret: string;
  readonly browserCookieMaxAgeMs: number;
}

export interface CompleteSignInInput {
  readonly user: UserAccount;
  readonly signInMethod: SignInMethod;
  /** Which second factor was given; absent where none was. */
  readonly secondFactorMethod?: VerificationMethod | undefined;
  readonly options: SessionOptionsInput;
  readonly caller: SignInCaller;
  /**
   * Consumes what was proved, in the transaction of the effect and under the lock of the user. Throws when somebody else was
   * first, or credentials changed meanwhile.
   */
  readonly consume: (deps: ServiceDeps) => Promise<void>;
}

export async function completeSignIn(deps: ServiceDeps, input: CompleteSignInInput): Promise<SignedInOutcome> {
  const { user, signInMethod, options, caller } = input;
  const { started, browserSecret } = await beginSession(deps, input).catch(async (error: unknown) => {
    // The transaction took its records with it. What was proved was right, so a fault must leave a trace too.
    const reason = isBrandedSessionSecurityError(error) ? error.errorCode.toLowerCase() : 'fault';
    await recordSecurityEvents(deps, caller.origin, [
      { type: 'sign_in_failed', success: false, userId: user.id, method: signInMethod, reason },
    ]);
    throw error;
  });
  for (const notice of started.notices) deps.background.run('notify_failed', () => deps.notify.send(notice));
  return {
    status: 'signed_in',
    answer: await toSignedIn(deps, user, started),
    secret: started.secret,
    cookieMaxAgeMs: options.rememberMe === true ? deps.policy.session.absoluteTimeoutMs : undefined,
    browserSecret,
    browserCookieMaxAgeMs: knownBrowserMs,
  };
}

async function beginSession(deps: ServiceDeps, input: CompleteSignInInput) {
  const { user, signInMethod, options, caller } = input;
  const { origin } = caller;
  const registration = cleanRegistration(options.device ?? {});
  const device = describeDevice(origin.headers, registration);
  const location = await locate(deps, origin.ipAddress);
  return deps.database.transaction(async (database) => {
    const inTransaction = { ...deps, database };
    const started = await startSession(inTransaction, {
      userId: user.id,
      signInMethod,
      secondFactorMethod: input.secondFactorMethod,
      rememberMe: options.rememberMe ?? false,
      replaceOldestSession: options.replaceOldestSession ?? false,
      registration,
      device,
      caller,
      location,
      consume: input.consume,
    });
    return { started, browserSecret: await rememberBrowser(inTransaction, user.id, caller) };
  });
}

async function toSignedIn(deps: ServiceDeps, user: UserAccount, started: StartedSession) {
  const { clock, policy } = deps;
  const { createdAt, evictedCount, liveCount } = started;
  const now = clock.now();
  return {
    status: 'signed_in' as const,
    userId: user.id,
    userRoles: [...user.roles],
    sessionId: started.sessionId,
    expiresIn: Math.max(0, Math.floor((started.expiresAt - now) / 1000)),
    evictedCount,
    warnings:
      liveCount >= policy.session.maxSessions
        ? [limitWarning(policy, { liveCount, newestAt: createdAt, evictedCount })]
        : [],
    ...(started.secret.kind === 'refresh' && (await accessTokenFor(deps, user, started))),
    serverTime: toIso(now),
  };
}

async function accessTokenFor(deps: ServiceDeps, { id }: UserAccount, started: StartedSession) {
  const subject = { userId: id, sessionId: started.sessionId };
  const { accessToken, expiresIn } = await deps.accessTokens.mint(subject, started.absoluteExpiresAt);
  return { accessToken, tokenType: 'Bearer' as const, expiresIn };
}

const locateTimeoutMs = 1_000;

/** A place is nice to have: neither a failing nor a silent look-up may keep anybody from signing in. */
async function locate({ locate: port, clock }: ServiceDeps, ipAddress: string | null): Promise<Location | null> {
  if (ipAddress === null) return null;
  let cancel = (): void => {};
  const tooLate = new Promise<null>((resolve) => {
    cancel = clock.schedule(() => resolve(null), locateTimeoutMs);
  });
  try {
    return await Promise.race([port.locate(ipAddress), tooLate]);
  } catch {
    return null;
  } finally {
    cancel();
  }
}
