/** From what is known of a failed exchange to what it means (SPEC A4; ENGINE T-28 … T-31). */
import { errorTable } from '../contract/errors';
import type { SessionSecurityErrorCode } from '../contract/errors';
import type { Failure } from './Outcome';

/** Neutral facts, so that tRPC, REST and anything else are judged alike. All are absent where nothing answered. */
export interface FailureFacts {
  readonly status?: number | undefined;
  /** Our code, read from a body of our shape. Never guessed from a status. */
  readonly code?: SessionSecurityErrorCode | undefined;
  /** `idle`, `absolute`, … */
  readonly reason?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Guesses left, where one was wrong. */
  readonly attemptsRemaining?: number | undefined;
  readonly cause: unknown;
}

/** What a rate limit without `Retry-After` costs. */
const defaultThrottleMs = 60_000;
/** A server can't put a browser to sleep for longer than this. */
const longestThrottleMs = 60 * 60_000;

export function classify({ status, code, reason, retryAfterMs, cause }: FailureFacts): Failure {
  if (code !== undefined && errorTable[code].reaction === 'signIn') return { kind: 'rejected', code, reason, cause };
  if (status === 429 || code === 'RATE_LIMITED' || (status === 503 && retryAfterMs !== undefined)) {
    return { kind: 'throttled', retryAfterMs: boundedThrottle(retryAfterMs), cause };
  }
  return status === 401 ? { kind: 'ambiguous', cause } : { kind: 'transient', cause };
}

/**
 * `Retry-After` as milliseconds (RFC 9110 §10.2.3): seconds, or a date.
 *
 * @param now by the server's clock, epoch milliseconds
 * @returns `undefined` where it says nothing of use
 */
export function parseRetryAfter(header: string | null | undefined, now: number): number | undefined {
  if (header === null || header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  if (!/^[A-Za-z]{3},/.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function boundedThrottle(retryAfterMs: number | undefined): number {
  if (retryAfterMs === undefined || !Number.isFinite(retryAfterMs) || retryAfterMs < 0) return defaultThrottleMs;
  return Math.min(retryAfterMs, longestThrottleMs);
}
