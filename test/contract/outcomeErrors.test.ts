import * as contract from 'react-session-security/contract';
import { describe, expect, it } from 'vitest';

const { isOutcomeError, outcomeErrorCodes } = contract;
const classes = [
  contract.ChallengeCancelledError,
  contract.ChallengeUnavailableError,
  contract.ChallengeTimeoutError,
  contract.StillRefusedError,
  contract.SessionEndedError,
  contract.RequestTimeoutError,
  contract.NotReplayableError,
  contract.QueueOverflowError,
  contract.StepUpRedirectError,
];

describe('outcome errors', () => {
  it('has one class for each code', () => {
    expect(classes.map((OutcomeError) => new OutcomeError().code)).toEqual(outcomeErrorCodes);
  });

  it.each(classes)('%o is recognised by its own code only, and keeps its cause', (OutcomeError) => {
    const cause = new Error('underneath');
    const error = new OutcomeError({ cause });
    expect(error.cause).toBe(cause);
    expect(outcomeErrorCodes.filter((code) => isOutcomeError(error, code))).toEqual([error.code]);
    expect(isOutcomeError(error)).toBe(true);
  });

  it('says what was asked for where nothing could ask, so that another page can (F10)', () => {
    const need = { kind: 'step_up', actionType: 'role_change' } as const;
    const error: unknown = new contract.ChallengeUnavailableError({ need });
    expect(isOutcomeError(error, 'CHALLENGE_UNAVAILABLE') && error.need).toEqual(need);
    expect(error).not.toHaveProperty('cause');
    expect(new contract.ChallengeUnavailableError().need).toBeUndefined();
  });

  it('is not fooled by errors of other libraries', () => {
    expect(isOutcomeError(Object.assign(new Error('nope'), { code: 'ECONNRESET' }))).toBe(false);
    expect(isOutcomeError({ code: 'SESSION_ENDED' })).toBe(false);
    expect(isOutcomeError(undefined)).toBe(false);
  });
});
