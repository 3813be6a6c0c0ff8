/** Ending another device's session needs a fresh proof of who is there (ASVS 7.5.2, R23). */
import { SessionSecurityError } from '../../contract/errors';
import type { RequestOrigin, ServiceDeps } from './deps';
import { noteRefusal } from './refusal';
import { failureReasonOf, recordSensitiveAction } from './sensitiveActionLog';
import type { SessionRow } from './sessionRow';
import { shownStepUpToken } from './shownStepUpToken';
import { consumeStepUpToken, digestParameters } from './stepUpToken';

export interface RequireRecentAuthenticationInput {
  readonly session: SessionRow;
  readonly origin: RequestOrigin;
  readonly stepUpToken?: string | undefined;
  /** The call's input, as far as a token can be bound to it. */
  readonly parameters: unknown;
}

/**
 * A token that is shown is used up, whether or not it was needed.
 *
 * @throws {SessionSecurityError} `2FA_REQUIRED` or `STEP_UP_REQUIRED`, whichever the user can answer; what is wrong with
 * the token.
 */
export async function requireRecentAuthentication(
  deps: ServiceDeps,
  { session, origin, parameters, ...input }: RequireRecentAuthenticationInput,
): Promise<void> {
  const { clock, policy, users } = deps;
  const stepUpToken = shownStepUpToken(input.stepUpToken, origin);
  if (stepUpToken !== undefined) {
    const actionType = 'security_settings';
    const parametersDigest = digestParameters(parameters);
    const shown = { session, origin, token: stepUpToken, actionType, parametersDigest } as const;
    await consumeStepUpToken(deps, shown).catch(async (error: unknown) => {
      const failureReason = failureReasonOf(error);
      await recordSensitiveAction(deps, { session, origin, actionType, failureReason });
      throw error;
    });
    return;
  }
  const { requireRecentAuthForRevoke, recentAuthMs } = policy.session;
  if (!requireRecentAuthForRevoke || clock.now() < session.authenticatedAt + recentAuthMs) return;
  const reason = 'authentication_too_old';
  const factors = await users.secondFactors(session.userId);
  await noteRefusal(deps, origin, { reason, userId: session.userId, sessionId: session.id });
  throw new SessionSecurityError(factors.length > 0 ? '2FA_REQUIRED' : 'STEP_UP_REQUIRED', {
    action: 'security_settings',
    reason,
  });
}
