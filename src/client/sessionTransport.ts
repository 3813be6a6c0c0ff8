/**
 * The engine's four calls over the client's link chain. Answers are hostile until checked: what has not the shape that
 * the contract promises is no answer, and ends nobody's session.
 */
import type { ProcedurePath } from '../contract/procedures';
import { classify } from '../engine/classify';
import { isId, isObject } from '../engine/guards';
import type { Outcome } from '../engine/Outcome';
import { serverWarningsIn } from '../engine/SessionRecord';
import type { RequestGate } from '../engine/createRequestGate';
import type {
  BeatAnswer,
  ExchangeOptions,
  RefreshOptions,
  SessionTransport,
  StatusAnswer,
} from '../engine/SessionTransport';
import { instantIn } from './answerFacts';
import { failureFacts } from './failureFacts';
import { isTokenRefusal } from './isTokenRefusal';
import { readRefresh } from './readRefresh';

/** Calls one procedure and returns its `data`. `attemptId` goes along as `Idempotency-Key`. */
export type Ask = (path: ProcedurePath, options: ExchangeOptions & Partial<RefreshOptions>) => Promise<unknown>;

export interface SessionTransportOptions {
  readonly ask: Ask;
  /** The server's time, for dates in `Retry-After`. */
  readonly now: () => number;
  readonly isBearer: boolean;
  /** The gate: these calls need a token like any other. */
  readonly run: RequestGate['run'];
}

export function sessionTransport({ ask, now, isBearer, run }: SessionTransportOptions): SessionTransport {
  const exchange =
    <Value, Options extends ExchangeOptions>(
      path: ProcedurePath,
      read: (data: unknown) => Value | undefined,
      pass: (options: Options) => Promise<unknown> = (options) =>
        run({
          send: () => ask(path, options),
          isTokenRefused: (result) => 'error' in result && isTokenRefusal(result.error),
          signal: options.signal,
        }),
    ) =>
    async (options: Options): Promise<Outcome<Value>> => {
      try {
        const data = await pass(options);
        const value = read(data);
        return value === undefined
          ? { kind: 'transient', cause: new TypeError(`The answer to ${path} has not the shape of the contract.`) }
          : { kind: 'ok', value };
      } catch (error) {
        return classify(failureFacts(error, now()));
      }
    };
  return {
    validate: exchange('session.getStatus', readStatus),
    heartbeat: exchange('session.updateActivity', readBeat),
    signOut: exchange(
      'auth.signOut',
      () => ({}),
      (options) => ask('auth.signOut', options),
    ),
    // Never through the gate, which waits for it (ENGINE T-46).
    ...(isBearer && {
      refresh: exchange('auth.refresh', readRefresh, (options: RefreshOptions) => ask('auth.refresh', options)),
    }),
  };
}

function readStatus(data: unknown): StatusAnswer | undefined {
  if (!isObject(data) || !isObject(data['user']) || !isObject(data['session']) || !isObject(data['policy'])) {
    return undefined;
  }
  const { user, session, policy } = data as Record<'user' | 'session' | 'policy', Record<string, unknown>>;
  const serverTime = instantIn(data['serverTime']);
  const lastActivityAt = instantIn(session['lastActivityAt']);
  const absoluteExpiresAt = instantIn(data['absoluteExpiresAt']);
  const { idleTimeoutMs, warnBeforeMs, heartbeatIntervalMs } = policy;
  if (serverTime === undefined || lastActivityAt === undefined || absoluteExpiresAt === undefined) return undefined;
  if (!isDuration(idleTimeoutMs) || !isDuration(warnBeforeMs) || !isDuration(heartbeatIntervalMs)) return undefined;
  if (!isId(user['id']) || !isId(session['id'])) return undefined;
  return {
    serverTime,
    userId: user['id'],
    sessionId: session['id'],
    lastActivityAt,
    absoluteExpiresAt,
    idleTimeoutMs,
    warnBeforeMs,
    heartbeatIntervalMs,
    warnings: serverWarningsIn(data['warnings']),
  };
}

function readBeat(data: unknown): BeatAnswer | undefined {
  if (!isObject(data)) return undefined;
  const serverTime = instantIn(data['serverTime']);
  const lastActivityAt = instantIn(data['lastActivityAt']);
  return serverTime === undefined || lastActivityAt === undefined ? undefined : { serverTime, lastActivityAt };
}

/** A year at most: nothing that a server says puts work off for ever or into a loop. */
function isDuration(value: unknown): value is number {
  return typeof value === 'number' && value >= 1000 && value <= 366 * 24 * 60 * 60_000;
}
