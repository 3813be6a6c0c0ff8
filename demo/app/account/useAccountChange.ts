/** One change of the account, from the press to its result. That it may need proof first is the kit's business, not this one's. */
import { useState } from 'react';
import { isOutcomeError } from 'react-session-security';

export type AccountChange<Result> =
  | { readonly status: 'idle' | 'pending' }
  /** The user thought better of it at the prompt. */
  | { readonly status: 'cancelled' }
  | { readonly status: 'done'; readonly result: Result }
  | { readonly status: 'failed'; readonly error: unknown };

export interface UseAccountChangeResult<Result> {
  readonly change: AccountChange<Result>;
  /** `then` runs once it is done. Never rejects. */
  run(call: () => Promise<Result>, then?: (result: Result) => void): Promise<void>;
  /** What was said last is about what was typed then. */
  forget(): void;
}

export function useAccountChange<Result>(): UseAccountChangeResult<Result> {
  const [change, setChange] = useState<AccountChange<Result>>({ status: 'idle' });
  return {
    change,
    async run(call, then) {
      if (change.status === 'pending') return;
      setChange({ status: 'pending' });
      try {
        const result = await call();
        setChange({ status: 'done', result });
        then?.(result);
      } catch (error) {
        setChange(wasLeft(error) ? { status: 'cancelled' } : { status: 'failed', error });
      }
    },
    forget: () => setChange((last) => (last.status === 'pending' ? last : { status: 'idle' })),
  };
}

function wasLeft(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : {};
  return [error, cause].some(
    (found) => isOutcomeError(found, 'CHALLENGE_CANCELLED') || isOutcomeError(found, 'CHALLENGE_TIMEOUT'),
  );
}
