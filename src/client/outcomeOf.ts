/** How a call ended on the client, wherever in its error that stands: tRPC wraps what our links reject with. */
import { isOutcomeError } from '../contract/outcomeErrors';
import type { AnyOutcomeError } from '../contract/outcomeErrors';

const maxDepth = 5;

/** The outcome among `error` and its causes; `undefined` where it is an answer of the back end, or none. */
export function outcomeOf(error: unknown): AnyOutcomeError | undefined {
  let current = error;
  for (let depth = 0; depth < maxDepth && current instanceof Error; depth += 1) {
    if (isOutcomeError(current)) return current;
    current = current.cause;
  }
  return undefined;
}
