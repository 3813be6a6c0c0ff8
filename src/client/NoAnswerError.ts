/**
 * No answer came: told where `fetch` is called, because only there a `TypeError` means the network. A `TypeError` of
 * anybody else's code is a mistake in that code.
 */
import { isSessionSecurityError } from './getSessionSecurityError';

/** Two copies of the package must recognise each other's errors, so a brand is checked, not the class. */
const brand = Symbol.for('react-session-security.no-answer');

/**
 * The back end was asked and no answer came: no connection, a name that isn't found, a refused cross-origin call, or
 * an answer that broke off. Nobody is signed out for it (SPEC A4). Whether the back end did what it was asked is not
 * known. `cause` is what `fetch` rejected with.
 *
 * `httpLink` and `restLink` throw it themselves. Throw it from a handler of `handlersLink`, or hand it to
 * `createScriptedBackend().fail`, to say the same.
 *
 * @example
 * backend.fail('session.getSessions', new NoAnswerError());
 */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly code = 'NO_ANSWER';
  readonly [brand] = true;
  constructor(options?: ErrorOptions) {
    super('react-session-security: no answer came from the back end. Check the connection, the url and CORS.', options);
  }
}

/**
 * Whether a call failed because no answer came, or none in time (a `TimeoutError`, `RequestTimeoutError`). Looks
 * through the errors that links wrap it in. `false` for a refusal, for a call that its own caller aborted, for an
 * answer that can't be read, and for a `TypeError` of anybody's code. Never throws.
 */
export function isNoAnswer(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < maxDepth && typeof current === 'object' && current !== null; depth += 1) {
    if (brand in current) return true;
    const { name, code, cause } = current as Partial<Record<'name' | 'code' | 'cause', unknown>>;
    if (name === 'TimeoutError' || code === 'REQUEST_TIMEOUT') return true;
    current = cause;
  }
  return false;
}

const maxDepth = 5;

/** Marks what `fetch`, or the reading of its answer, rejects with. What the caller's own abort caused stays as it is. */
export async function orNoAnswer<Answer>(
  asked: Promise<Answer>,
  signal: AbortSignal | null | undefined,
): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    // A custom `fetch` may stop by a signal of its own, and may read a refusal itself.
    if (error instanceof Error && error.name === 'AbortError') throw error;
    if (isSessionSecurityError(error)) throw error;
    throw new NoAnswerError({ cause: error });
  }
}
