/** Step-up tokens in memory: for one action and, where they were given, its parameters; once, ten minutes (R43–R45). */
import type { Clock } from '../../contract/clock';
import { SessionSecurityError } from '../../contract/errors';
import { policyPresets } from '../../contract/policy';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { VerificationMethod } from '../../contract/verification';
import type { CredentialChanges } from './createCredentialChanges';

export interface NewStepUpToken {
  readonly actionType: SensitiveActionType;
  readonly method: VerificationMethod;
  readonly parametersDigest: string | undefined;
}

export interface ConsumedToken {
  readonly method: VerificationMethod;
  /** The action came to nothing by a mistyped input: its proof was not used. Not where credentials changed meanwhile. */
  giveBack(): void;
}

export interface StepUpTokens {
  issue(token: NewStepUpToken): { token: string; expiresAt: number };
  /** @throws {SessionSecurityError} one of `STEP_UP_TOKEN_…` */
  consume(token: string, actionType: SensitiveActionType, parametersDigest: string | undefined): ConsumedToken;
}

interface Issued extends NewStepUpToken {
  readonly expiresAt: number;
  isUsed: boolean;
  isVoid: boolean;
}

export function createStepUpTokens(clock: Clock, credentials: CredentialChanges): StepUpTokens {
  const tokens = new Map<string, Issued>();
  credentials.onChange(() => {
    for (const issued of tokens.values()) if (clock.now() < issued.expiresAt) issued.isVoid = true;
  });
  return {
    issue(issued) {
      const token = (tokens.size + 1).toString(16).padStart(64, '0');
      const expiresAt = clock.now() + policyPresets.consumer.stepUp.ttlMs;
      tokens.set(token, { ...issued, expiresAt, isUsed: false, isVoid: false });
      return { token, expiresAt };
    },
    consume(token, action, parametersDigest) {
      const found = tokens.get(token);
      if (found === undefined) throw new SessionSecurityError('STEP_UP_TOKEN_INVALID', { action });
      if (found.isUsed) throw new SessionSecurityError('STEP_UP_TOKEN_ALREADY_USED', { action });
      if (found.isVoid) {
        throw new SessionSecurityError('STEP_UP_TOKEN_INVALID', { action, reason: 'credentials_changed' });
      }
      if (clock.now() >= found.expiresAt) throw new SessionSecurityError('STEP_UP_TOKEN_EXPIRED', { action });
      if (found.actionType !== action) {
        throw new SessionSecurityError('STEP_UP_TOKEN_ACTION_MISMATCH', { action, reason: 'action' });
      }
      if (found.parametersDigest !== undefined && found.parametersDigest !== parametersDigest) {
        throw new SessionSecurityError('STEP_UP_TOKEN_ACTION_MISMATCH', { action, reason: 'parameters' });
      }
      found.isUsed = true;
      return {
        method: found.method,
        giveBack() {
          if (!found.isVoid) found.isUsed = false;
        },
      };
    },
  };
}
