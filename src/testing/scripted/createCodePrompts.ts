/** Prompts for a one-time code: each expires, counts its attempts, and lets one right code through. */
import type { Clock } from '../../contract/clock';
import { SessionSecurityError } from '../../contract/errors';
import type { SessionSecurityErrorFacts } from '../../contract/errors';

export interface CodePrompts {
  /** When the open prompt that has no attempts left expires, epoch milliseconds. */
  exhaustedUntil(key: string): number | undefined;
  /** A new code for the same `key` keeps the attempts that an open one has counted. */
  open(key: string, code: string, ttlMs: number): { readonly expiresAt: number };
  /**
   * @param isRight what counts instead of the prompt's own code
   * @throws {SessionSecurityError} `CHALLENGE_NOT_FOUND`, `CHALLENGE_EXPIRED`, `TOO_MANY_ATTEMPTS`, `INVALID_2FA_CODE`.
   */
  take(key: string, code: string, isRight?: (typed: string) => boolean): { giveBack(): void };
}

interface Prompt {
  readonly code: string;
  readonly expiresAt: number;
  attempts: number;
}

/** @param exhausted what is said of a prompt without attempts left, given when it expires */
export function createCodePrompts(
  clock: Clock,
  maxAttempts: number,
  exhausted: (expiresAt: number) => SessionSecurityErrorFacts,
): CodePrompts {
  const prompts = new Map<string, Prompt>();
  return {
    exhaustedUntil(key) {
      const prompt = prompts.get(key);
      if (prompt === undefined || clock.now() >= prompt.expiresAt) return undefined;
      return prompt.attempts >= maxAttempts ? prompt.expiresAt : undefined;
    },
    open(key, code, ttlMs) {
      const now = clock.now();
      const known = prompts.get(key);
      const isOpen = known !== undefined && now < known.expiresAt;
      const expiresAt = now + ttlMs;
      prompts.set(key, {
        code,
        expiresAt,
        attempts: isOpen ? known.attempts : 0,
      });
      return { expiresAt };
    },
    take(key, typed, isRight) {
      const prompt = prompts.get(key);
      if (prompt === undefined) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
      if (clock.now() >= prompt.expiresAt) throw new SessionSecurityError('CHALLENGE_EXPIRED');
      if (prompt.attempts >= maxAttempts)
        throw new SessionSecurityError('TOO_MANY_ATTEMPTS', exhausted(prompt.expiresAt));
      prompt.attempts += 1;
      if (!(isRight?.(typed) ?? typed.replace(/[\s-]/g, '') === prompt.code)) {
        throw new SessionSecurityError('INVALID_2FA_CODE', { attemptsRemaining: maxAttempts - prompt.attempts });
      }
      prompts.delete(key);
      return {
        giveBack() {
          prompt.attempts -= 1;
          prompts.set(key, prompt);
        },
      };
    },
  };
}
