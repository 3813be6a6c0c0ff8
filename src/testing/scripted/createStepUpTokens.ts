/** Step-up tokens in memory: for one action and, where they were given, its parameters; once, ten minutes (R43–R45). */
import type { Clock } from '../../contract/clock';
import { SessionSecurityError } from '../../contract/errors';
import { policyPresets } from '../../contract/policy';
import type { SensitiveActionType } from '../../contract/sensitiveAction';

export interface StepUpTokens {
  issue(actionType: SensitiveActionType, parametersDigest: string | undefined): { token: string; expiresAt: number };
  /** @throws {SessionSecurityError} one of `STEP_UP_TOKEN_…` */
  consume(token: string, actionType: SensitiveActionType, parametersDigest: string | undefined): void;
}

interface Issued {
  readonly actionType: SensitiveActionType;
  readonly parametersDigest: string | undefined;
  readonly expiresAt: number;
  isUsed: boolean;
}

export function createStepUpTokens(clock: Clock): StepUpTokens {
  const tokens = new Map<string, Issued>();
  return {
    issue(actionType, parametersDigest) {
      const token = (tokens.size + 1).toString(16).padStart(64, '0');
      const expiresAt = clock.now() + policyPresets.consumer.stepUp.ttlMs;
      tokens.set(token, { actionType, parametersDigest, expiresAt, isUsed: false });
      return { token, expiresAt };
    },
    consume(token, action, parametersDigest) {
      const found = tokens.get(token);
      if (found === undefined) throw new SessionSecurityError('STEP_UP_TOKEN_INVALID', { action });
      if (found.isUsed) throw new SessionSecurityError('STEP_UP_TOKEN_ALREADY_USED', { action });
      if (clock.now() >= found.expiresAt) throw new SessionSecurityError('STEP_UP_TOKEN_EXPIRED', { action });
      if (found.actionType !== action) {
        throw new SessionSecurityError('STEP_UP_TOKEN_ACTION_MISMATCH', { action, reason: 'action' });
      }
      if (found.parametersDigest !== undefined && found.parametersDigest !== parametersDigest) {
        throw new SessionSecurityError('STEP_UP_TOKEN_ACTION_MISMATCH', { action, reason: 'parameters' });
      }
      found.isUsed = true;
    },
  };
}
