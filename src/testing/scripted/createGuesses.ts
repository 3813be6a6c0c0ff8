/** Wrong codes of one user by method, over all prompts (R33): a new prompt brings no new guesses. */
import type { Clock } from '../../contract/clock';
import { SessionSecurityError } from '../../contract/errors';
import type { VerificationMethod } from '../../contract/verification';

export interface Guesses {
  /** @throws {SessionSecurityError} `TOO_MANY_ATTEMPTS` while there are none left. */
  remaining(method: VerificationMethod): number;
  /** Returns how many are left after this one. @throws {SessionSecurityError} `TOO_MANY_ATTEMPTS` */
  take(method: VerificationMethod): number;
  giveBack(method: VerificationMethod): void;
}

interface Window {
  readonly startedAt: number;
  count: number;
}

export function createGuesses(clock: Clock, max: number, windowMs: number): Guesses {
  const windows = new Map<VerificationMethod, Window>();
  const open = (method: VerificationMethod): Window | undefined => {
    const window = windows.get(method);
    return window === undefined || clock.now() >= window.startedAt + windowMs ? undefined : window;
  };
  const retryAfterOf = ({ startedAt }: Window): number => Math.ceil((startedAt + windowMs - clock.now()) / 1000);
  return {
    remaining(method) {
      const window = open(method);
      if (window === undefined || window.count < max) return max - (window?.count ?? 0);
      throw new SessionSecurityError('TOO_MANY_ATTEMPTS', { attemptsRemaining: 0, retryAfter: retryAfterOf(window) });
    },
    take(method) {
      const window = open(method) ?? { startedAt: clock.now(), count: 0 };
      if (window.count >= max)
        throw new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: retryAfterOf(window) });
      window.count += 1;
      windows.set(method, window);
      return max - window.count;
    },
    giveBack(method) {
      const window = open(method);
      if (window !== undefined) window.count -= 1;
    },
  };
}
