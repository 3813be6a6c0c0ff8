/** The record of every attempt at a sensitive action (R83, C19), in the transaction of its effect where it has one. */
import { SessionSecurityError } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import { toIso } from '../../contract/instant';
import type { VerificationMethod } from '../../contract/verification';
import { createHandle } from '../crypto/secretHash';
import { sensitiveActionLogs } from '../database/schema';
import type { RequestOrigin, ServiceDeps } from './deps';
import type { SessionRow } from './sessionRow';

export interface SensitiveAttempt {
  readonly session: SessionRow;
  readonly origin: RequestOrigin;
  readonly actionType: SensitiveActionType;
  /** What the policy asked for, and how it was given. @default nothing was */
  readonly proof?: ActionProof;
  /** `null` for success, else one machine-readable word. */
  readonly failureReason: string | null;
  /** Facts from an allow-list of the action; never a password, code, token or address (R84). */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/** How a sensitive action came to be allowed. */
export interface ActionProof {
  readonly required2fa: boolean;
  readonly requiredStepUp: boolean;
  /** `authenticated`: the live session was enough. */
  readonly method: VerificationMethod | null;
}

export async function recordSensitiveAction(deps: ServiceDeps, attempt: SensitiveAttempt): Promise<void> {
  const { database, clock, random, keyring, log } = deps;
  const { session, origin, actionType, proof, failureReason, details } = attempt;
  const now = clock.now();
  await database.insert(sensitiveActionLogs).values({
    id: createHandle(random),
    userId: session.userId,
    sessionId: session.id,
    actionType,
    actionDetails: details ?? null,
    required2fa: proof?.required2fa ?? false,
    requiredStepUp: proof?.requiredStepUp ?? false,
    verificationMethod: proof?.method ?? null,
    ipAddress: origin.ipAddress,
    userAgent: origin.userAgent,
    location: session.location,
    success: failureReason === null,
    failureReason,
    createdAt: now,
  });
  log.write({
    level: 'info',
    event: actionType,
    at: toIso(now),
    userId: session.userId,
    sessionRef: keyring.mac('log', session.id).slice(0, 16),
    reason: failureReason ?? 'success',
    ipAddress: origin.ipAddress,
    userAgent: origin.userAgent,
  });
}

/** One machine-readable word for the record; of an unknown error nothing is said. */
export function failureReasonOf(error: unknown): string {
  return error instanceof SessionSecurityError ? error.errorCode.toLowerCase() : 'fault';
}
