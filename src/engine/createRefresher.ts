/**
 * Access tokens of the bearer transport: kept in memory, renewed a little before they end, by one exchange at a time.
 * One shared promise in the tab stands above the lock that tabs share, and the commit guard below it, so a refresh
 * that comes late brings nothing back (SPEC A7; ENGINE T-01 … T-17). Answers without a token (the back end keeps it
 * in a cookie) are shared by all tabs; a token itself is this tab's own.
 *
 * An era is the time between two sign-ins as this tab hears of them. What was asked for in one is not answered with the
 * token of another, and what a refresh of an earlier one still brings is thrown away.
 */
import type { Clock } from '../contract/clock';
import { SessionSecurityError } from '../contract/errors';
import { RequestTimeoutError, SessionEndedError } from '../contract/outcomeErrors';
import { accessTokenOf, sharedTokenOf } from './AccessToken';
import type { AccessToken } from './AccessToken';
import type { Exchanger } from './createExchanger';
import { exchangeTimeoutMs } from './createExchanger';
import { createRefreshAttempt } from './createRefreshAttempt';
import type { SharedStore } from './createSharedStore';
import type { SharedJobs } from './createSharedJobs';
import type { TabLock } from './createTabLock';
import type { EngineNotice } from './EngineNotice';
import type { Failure } from './Outcome';
import { refreshLeadMs, takeFromBudget } from './refreshBudget';
import type { SessionRecord } from './SessionRecord';
import type { RefreshAnswer, SessionTransport } from './SessionTransport';

export interface RefresherOptions {
  readonly clock: Clock;
  readonly now: () => number;
  readonly random: () => number;
  readonly store: SharedStore;
  readonly jobs: SharedJobs;
  readonly lock: TabLock;
  readonly exchanger: Exchanger;
  readonly refresh: NonNullable<SessionTransport['refresh']>;
  /** The newest record, after a look at what other tabs did. */
  readonly record: () => SessionRecord | undefined;
  /** Writes the new generation, unless the epoch is over. Returns what is current afterwards. */
  readonly commit: (basis: SessionRecord | undefined, answer: RefreshAnswer) => SessionRecord | undefined;
  readonly onRejected: (failure: Extract<Failure, { kind: 'rejected' }>, basis: SessionRecord | undefined) => void;
  /** The refresh brought the token of another session: somebody should ask whose. */
  readonly onForeign: () => void;
  readonly onNotice: (notice: EngineNotice) => void;
}

export interface Refresher {
  /** The token if it can be used as it is; costs nothing. */
  usable(): AccessToken | undefined;
  /**
   * A token that can be used, after a refresh where that is needed.
   *
   * @param refused the token that the back end has just refused: it is not used again
   * @throws {SessionEndedError} when the session is over
   * @throws {SessionSecurityError} `RATE_LIMITED` when this browser has refreshed too often
   */
  get(refused?: AccessToken): Promise<AccessToken>;
  /** Before it is needed: what is in hand stays in use until there is another. */
  renew(): Promise<AccessToken>;
  /** When the next refresh should start by itself; server time. */
  dueAt(): number;
  isRefreshing(): boolean;
  /** From a sign-in, which answers with a token too. */
  keep(answer: RefreshAnswer): void;
  /** The browser's session has changed or ended: a token of another one is let go. */
  follow(current: SessionRecord): void;
}

/** Not used in its last seconds: it would be late by the time it arrives. */
const arrivalMs = 2000;
/** Between two that nobody asked for, whatever went wrong. */
const minGapMs = 2000;
/** A back end whose tokens are dead on arrival is not asked in a loop (ENGINE T-08). */
const uselessPauseMs = 20_000;
/** Longer than any exchange: whoever still holds the lock is frozen. */
const lockWaitMs = exchangeTimeoutMs + 1000;

export function createRefresher(options: RefresherOptions): Refresher {
  const { clock, now, random, store, jobs, lock, exchanger, record, commit, onRejected, onForeign, onNotice } = options;
  const attempt = createRefreshAttempt(store, random);
  let token: AccessToken | undefined;
  let era = 0;
  /** The epoch of the record that a sign-in here has outdated, until the next one is written. */
  let outdatedEpoch: number | undefined;
  let flight: Promise<AccessToken> | undefined;
  let lastFailure: Error | undefined;
  let lastWord: LastWord | undefined;
  /** The back end has refused it, whatever its time says. */
  let refusedToken: AccessToken | undefined;
  let budgetReturnsAt = 0;
  let startedAt = 0;

  const drop = (): void => {
    token = undefined;
    attempt.forget();
    lastWord = undefined;
  };

  const beginEra = (): void => {
    era += 1;
    drop();
    flight = undefined;
  };
  /** @throws {SessionEndedError} where another era than `asked` has begun */
  const assertStill = (asked: number, cause?: unknown): void => {
    if (era !== asked) throw new SessionEndedError({ cause });
  };

  const isUsable = (candidate: AccessToken | undefined): candidate is AccessToken =>
    candidate !== undefined && candidate !== refusedToken && now() < candidate.expiresAt - arrivalMs;

  /** Another tab may have done it while this one waited. */
  const adopted = (current: SessionRecord | undefined, known: AccessToken | undefined): AccessToken | undefined => {
    const candidate = sharedTokenOf(current, clock.monotonic());
    return isUsable(candidate) && candidate.issuedAt > (known?.issuedAt ?? 0) ? candidate : undefined;
  };

  const exchange = async ({ known, asked }: Errand): Promise<AccessToken> => {
    assertStill(asked);
    if (lastWord !== undefined) return end(lastWord);
    const basis = record();
    assertStill(asked);
    if (basis?.ended !== undefined) {
      drop();
      throw new SessionEndedError();
    }
    const found = adopted(basis, known);
    if (found !== undefined) return found;
    const retryAfterMs = takeFromBudget(store, now());
    if (retryAfterMs > 0) {
      budgetReturnsAt = now() + retryAfterMs;
      onNotice({ type: 'budgetExhausted' });
      throw rateLimited(retryAfterMs);
    }
    const attemptId = attempt.id();
    jobs.claim('refresh');
    const outcome = await exchanger.run('refresh', ({ signal }) => options.refresh({ signal, attemptId }));
    if (era !== asked) {
      if (outcome.kind === 'throttled') jobs.throttle(outcome.retryAfterMs);
      // Its cookie may have replaced the newer one.
      if (outcome.kind === 'ok') onForeign();
      throw new SessionEndedError({ cause: outcome.kind === 'ok' ? undefined : outcome.cause });
    }
    if (outcome.kind === 'ok') {
      if (outcome.value.expiresInMs <= arrivalMs) {
        return fail({ kind: 'transient', cause: new TypeError('The new token has already expired.') }, uselessPauseMs);
      }
      attempt.forget();
      jobs.settle('refresh');
      const current = commit(basis, outcome.value);
      if (current?.ended !== undefined) {
        drop();
        throw new SessionEndedError();
      }
      onNotice({ type: 'refreshed', expiresAt: outcome.value.serverTime + outcome.value.expiresInMs });
      if (current !== undefined && current.sessionId !== outcome.value.sessionId) {
        // Signed in elsewhere: whoever waits asked for the old session, and gets nobody else's token. Where the record
        // has changed meanwhile, the answer is the one that may be old.
        if (current.epoch === basis?.epoch) {
          beginEra();
          token = accessTokenOf(outcome.value, clock.monotonic());
        }
        onForeign();
        throw new SessionEndedError();
      }
      return accessTokenOf(outcome.value, clock.monotonic());
    }
    if (outcome.kind !== 'rejected') return fail(outcome);
    attempt.forget();
    // Refused as used twice: another tab's success explains that better than a theft (ENGINE T-14).
    const late = adopted(record(), known);
    assertStill(asked, outcome.cause);
    if (late !== undefined) return late;
    // What is in hand stays good until its end, unless somebody took the session away (ENGINE T-37).
    const isTakenAway = outcome.code === 'SESSION_REVOKED' || outcome.code === 'REFRESH_TOKEN_REUSED';
    if (isTakenAway || !isUsable(known)) return end({ failure: outcome, basis });
    lastWord = { failure: outcome, basis };
    return known;
  };

  const end = ({ failure, basis }: LastWord): never => {
    drop();
    onRejected(failure, basis);
    throw new SessionEndedError({ cause: failure.cause });
  };

  const fail = (failure: Exclude<Failure, { kind: 'rejected' }>, leastMs = 0): never => {
    if (failure.kind === 'throttled') jobs.throttle(failure.retryAfterMs);
    jobs.fail('refresh', { leastMs });
    lastFailure = failure.cause instanceof Error ? failure.cause : new TypeError('The token could not be refreshed.');
    throw lastFailure;
  };

  /** Whoever asks between two attempts is told what came of the last one. */
  const refuseWhilePausing = (): void => {
    const { refresh, throttledUntil } = jobs.read();
    const waitMs = Math.max(throttledUntil, budgetReturnsAt) - now();
    if (waitMs > 0) throw rateLimited(waitMs);
    if (refresh.failures > 0 && refresh.retryAt > now()) throw lastFailure ?? new RequestTimeoutError();
  };

  /**
   * In turn with the other tabs. Where nobody began anything during a wait that outlasts every exchange, the one whose
   * turn it is must be frozen, and is passed over. Told by claims and not by the clock, which a sleep moves.
   */
  const exchangeInTurn = async (errand: Errand): Promise<AccessToken> => {
    const claimBefore = jobs.lastClaim('refresh');
    const locked = await lock.run('refresh', lockWaitMs, () => exchange(errand));
    if (locked.status === 'held') return locked.result;
    return jobs.lastClaim('refresh') === claimBefore ? exchange(errand) : exchangeInTurn(errand);
  };

  const start = async (): Promise<AccessToken> => {
    refuseWhilePausing();
    const errand = { known: token, asked: era };
    startedAt = now();
    // Without a wait for the others, where one of them has brought what is needed.
    const found = adopted(record(), errand.known);
    assertStill(errand.asked);
    const next = found ?? (await exchangeInTurn(errand));
    assertStill(errand.asked);
    token = next;
    return next;
  };

  const fly = (): Promise<AccessToken> => {
    if (flight !== undefined) return flight;
    const own = start().finally(() => {
      if (flight === own) flight = undefined;
    });
    flight = own;
    return own;
  };

  return {
    usable: () => (isUsable(token) ? token : undefined),
    isRefreshing: () => flight !== undefined,
    async get(refused) {
      if (refused !== undefined && refused === token) refusedToken = refused;
      if (flight === undefined && isUsable(token)) return token;
      const asked = era;
      const sessionId = token?.sessionId;
      try {
        return await fly();
      } catch (error) {
        // Renewing failed, but what is in hand is still good, or there is a newer one of the same session.
        if (isUsable(token) && (era === asked || token.sessionId === sessionId)) return token;
        throw era === asked || error instanceof SessionEndedError ? error : new SessionEndedError({ cause: error });
      }
    },
    renew: fly,
    dueAt() {
      if (flight !== undefined || token === undefined) return Number.POSITIVE_INFINITY;
      const { refresh, throttledUntil } = jobs.read();
      if (lastWord !== undefined) return token.expiresAt - arrivalMs;
      const dueAt = token.expiresAt - refreshLeadMs(token.expiresAt - token.issuedAt);
      return Math.max(
        dueAt,
        refresh.failures > 0 ? refresh.retryAt : 0,
        throttledUntil,
        budgetReturnsAt,
        startedAt + minGapMs,
      );
    },
    keep(answer) {
      const current = record();
      beginEra();
      outdatedEpoch = current?.epoch;
      token = accessTokenOf(answer, clock.monotonic());
    },
    follow(current) {
      if (current.epoch === outdatedEpoch) return;
      outdatedEpoch = undefined;
      if (token !== undefined && (current.ended !== undefined || current.sessionId !== token.sessionId)) beginEra();
    },
  };
}

/** A refresh on its way. */
interface Errand {
  /** The token that was in hand. */
  readonly known: AccessToken | undefined;
  /** The era in which it began. */
  readonly asked: number;
}

/** The back end will give no other token; the one in hand may still be good. */
interface LastWord {
  readonly failure: Extract<Failure, { kind: 'rejected' }>;
  readonly basis: SessionRecord | undefined;
}

function rateLimited(waitMs: number): SessionSecurityError {
  return new SessionSecurityError('RATE_LIMITED', { retryAfter: Math.ceil(waitMs / 1000) });
}
