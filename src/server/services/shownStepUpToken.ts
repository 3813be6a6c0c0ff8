/** Where a call carries its step-up token (C15): in its input, or else in the header, where an input has no place for it. */
import { stepUpTokenHeader } from '../../contract/requestHeader';
import type { RequestOrigin } from './deps';

/** The header belongs to a request, not to one call of a batch: the first that needs proof uses its token up. */
export function shownStepUpToken(given: string | undefined, { headers }: RequestOrigin): string | undefined {
  return given ?? headers.get(stepUpTokenHeader.name) ?? undefined;
}
