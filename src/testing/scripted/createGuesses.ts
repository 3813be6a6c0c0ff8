/** Wrong codes of one user by method, over all prompts (R33): a new prompt brings no new guesses. */
import type { Clock } from '../../contract/clock';
import { SessionSecurityError } from '../../contract/errors';
import type { VerificationMethod } from '../../contract/verification';

export interface Guesses {
  /** How many there are, and the seconds until there are all of them again where there is none. */
  standing(method: VerificationMethod): { readonly left: number; readonly retryAfter: number };
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
  const standing: Guesses['standing'] = (method) => {
    const { startedAt, count } = open(method) ?? { startedAt: 0, count: 0 };
    const left = max - count;
    return { left, retryAfter: left > 0 ? 0 : Math.ceil((startedAt + windowMs - clock.now()) / 1000) };
  };
  return {
    standing,
    remaining(method) {
      const { left, retryAfter } = standing(method);
      if (left > 0) return left;
      throw new SessionSecurityError('TOO_MANY_ATTEMPTS', { attemptsRemaining: 0, retryAfter });
    },
    take(method) {
      const { left, retryAfter } = standing(method);
      if (left <= 0) throw new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter });
      const window = open(method) ?? { startedAt: clock.now(), count: 0 };
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
