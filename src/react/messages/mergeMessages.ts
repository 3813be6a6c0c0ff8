/** A whole catalogue from the English one and whatever a host replaces. */
import type { Messages, MessagesOverride } from './Messages';

export function mergeMessages(base: Messages, override: MessagesOverride | undefined): Messages {
  if (override === undefined) return base;
  return {
    common: { ...base.common, ...override.common },
    device: { ...base.device, ...override.device },
    sessions: { ...base.sessions, ...override.sessions },
    warnings: { ...base.warnings, ...override.warnings },
    sessionEnd: { ...base.sessionEnd, ...override.sessionEnd },
    twoFactor: { ...base.twoFactor, ...override.twoFactor },
    stepUp: { ...base.stepUp, ...override.stepUp },
    twoFactorSetup: { ...base.twoFactorSetup, ...override.twoFactorSetup },
    verification: { ...base.verification, ...override.verification },
    status: { ...base.status, ...override.status },
    failures: { ...base.failures, ...override.failures },
    errors: { ...base.errors, ...override.errors },
  };
}
