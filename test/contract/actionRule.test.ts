/** The policy table as data, and the rule that reads it (SPEC F1). */
import { definePolicy, missingProof, policyPresets } from 'react-session-security/contract';
import type { ActionRule } from 'react-session-security/contract';
import { describe, expect, it } from 'vitest';

const minutes = 60_000;
const recent: ActionRule = { proof: 'recent', graceMs: 15 * minutes };
const standing = (secondFactorAgeMs: number | null, hasSecondFactor = true) => ({
  hasSecondFactor,
  secondFactorAgeMs,
  longestGraceMs: 15 * minutes,
});

describe('missingProof', () => {
  it('asks for a second factor that was never given, or too long ago, and for no other', () => {
    const ages = [null, 0, 15 * minutes - 1, 15 * minutes];
    expect(ages.map((age) => missingProof(recent, standing(age)))).toEqual([
      'second_factor',
      'nothing',
      'nothing',
      'second_factor',
    ]);
  });

  it('asks users without a second factor for a step-up, however recent anything was', () => {
    expect(missingProof(recent, standing(0, false))).toBe('step_up');
  });

  it('knows no grace where proof must be fresh, and asks for nothing where there is no rule', () => {
    expect(missingProof({ proof: 'fresh', graceMs: 15 * minutes }, standing(0))).toBe('step_up');
    expect(missingProof({ proof: 'none', graceMs: 0 }, standing(null))).toBe('nothing');
  });

  it('takes the shorter of the action’s grace and the session’s', () => {
    expect(missingProof({ proof: 'recent', graceMs: 5 * minutes }, standing(5 * minutes))).toBe('second_factor');
    const short = { ...standing(5 * minutes), longestGraceMs: 5 * minutes };
    expect(missingProof(recent, short)).toBe('second_factor');
  });
});

describe('the table', () => {
  it('asks for what SPEC F1 says, and strict never lets an account be deleted by grace', () => {
    const proofs = Object.entries(policyPresets.consumer.actions).map(([name, { proof }]) => [name, proof]);
    expect(Object.fromEntries(proofs)).toEqual({
      password_change: 'recent',
      email_change: 'recent',
      security_settings: 'recent',
      account_deletion: 'recent',
      role_change: 'fresh',
      admin_action: 'fresh',
      payment_settings: 'none',
    });
    expect(policyPresets.strict.actions.account_deletion.proof).toBe('fresh');
  });

  it.each([
    [{ actions: { email_change: { proof: 'maybe', graceMs: 900_000 } } }, 'actions.email_change.proof must be'],
    [{ actions: { email_change: { proof: 'recent', graceMs: 0 } } }, 'where no grace is wanted, use fresh'],
    [{ secondFactor: { graceMs: 1000 } }, 'where no grace is wanted, use fresh'],
    [{ secondFactor: { graceMs: 61 * minutes } }, 'secondFactor.graceMs must be from 0 to 3600000 (NIST SP 800-63B-4'],
    [{ actions: { role_change: { proof: 'none', graceMs: 0 } } }, 'actions.role_change.proof must be fresh'],
    [{ actions: { admin_action: { proof: 'recent', graceMs: 900_000 } } }, 'actions.admin_action.proof must be fresh'],
    [{ actions: { sabotage: { proof: 'none', graceMs: 0 } } }, 'there is no figure "actions.sabotage"'],
    [{ actions: { email_change: { proof: 'recent' } } }, 'actions.email_change.graceMs must be'],
  ])('is refused where it could not be carried out or means nothing: %j', (options, problem) => {
    expect(() => definePolicy(options as never)).toThrow(problem);
  });
});
