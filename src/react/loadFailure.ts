/** What became of a load: the session is over, it failed, or what is shown is old. The same for everything that is loaded. */
import { readEnd } from './createSessionPhase';
import type { SessionEnd } from './createSessionPhase';
import { readFailure } from './sessionFailure';
import type { SessionFailure } from './sessionFailure';

/** Why it failed. A session that is over is told as a refusal, where the server said so. */
export function loadFailure(end: SessionEnd | undefined, error: unknown): SessionFailure | undefined {
  if (end?.cause !== undefined) return { kind: 'refused', cause: end.cause };
  return error === null || end !== undefined ? undefined : readFailure(error);
}

/** The end of the session that an error of a query tells of. */
export function endIn(error: unknown): SessionEnd | undefined {
  return error === null ? undefined : readEnd(readFailure(error).cause);
}

/** Why what is shown may be old. */
export function staleReasonOf(isOnline: boolean, error: SessionFailure | undefined): 'offline' | 'error' | undefined {
  if (!isOnline || error?.kind === 'offline') return 'offline';
  return error === undefined ? undefined : 'error';
}
