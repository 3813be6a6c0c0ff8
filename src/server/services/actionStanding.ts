/** What a sensitive action lacks for a session, by the policy and by what its user decided (SPEC F1). */
import { type ActionRule, missingProof, type MissingProof } from '../../contract/actionRule';
import { SessionSecurityError } from '../../contract/errors';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { UserAccount } from '../ports/users';
import { securitySettingsOf } from './accountSettings';
import type { ServiceDeps } from './deps';
import type { RequireProofInput } from './sensitiveAction';

/** What the action lacks for this session now, without a token. */
export async function standingOf(
  deps: ServiceDeps,
  {
    session,
    user,
    actionType,
    ignoreGrace,
  }: Pick<RequireProofInput, 'session' | 'user' | 'actionType' | 'ignoreGrace'>,
): Promise<{ readonly rule: ActionRule; readonly hasSecondFactor: boolean; readonly missing: MissingProof }> {
  const { clock, policy, users } = deps;
  const rule: ActionRule = ignoreGrace ? { proof: 'fresh', graceMs: 0 } : await ruleFor(deps, user, actionType);
  const hasSecondFactor = (await users.secondFactors(user.id)).length > 0;
  const secondFactorAgeMs = session.secondFactorAt === null ? null : clock.now() - session.secondFactorAt;
  const { graceMs: longestGraceMs } = policy.secondFactor;
  return { rule, hasSecondFactor, missing: missingProof(rule, { hasSecondFactor, secondFactorAgeMs, longestGraceMs }) };
}

/** A user may ask for more protection than the policy does, never for less. */
async function ruleFor(deps: ServiceDeps, { id }: UserAccount, actionType: SensitiveActionType): Promise<ActionRule> {
  const { actions, secondFactor } = deps.policy;
  const rule = actions[actionType];
  if (actionType !== 'payment_settings' || rule.proof !== 'none') return rule;
  const { protectPaymentSettings } = await securitySettingsOf(deps, id);
  return protectPaymentSettings ? { proof: 'recent', graceMs: secondFactor.graceMs } : rule;
}

export function refusalOf(
  missing: Exclude<MissingProof, 'nothing'>,
  action: SensitiveActionType,
): SessionSecurityError {
  return missing === 'second_factor'
    ? new SessionSecurityError('2FA_REQUIRED', { action, reason: 'no_recent_second_factor' })
    : new SessionSecurityError('STEP_UP_REQUIRED', { action, reason: 'no_step_up_token' });
}
