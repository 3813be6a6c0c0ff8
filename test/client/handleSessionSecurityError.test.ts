import { handleSessionSecurityError } from 'react-session-security/client';
import { errorTable, SessionSecurityError, sessionSecurityErrorCodes } from 'react-session-security/contract';
import { describe, expect, it, vi } from 'vitest';

const handlers = () => ({
  signIn: vi.fn(),
  notify: vi.fn(),
  verify2fa: vi.fn(),
  stepUp: vi.fn(),
  refetchSessions: vi.fn(),
  unknown: vi.fn(),
});

const expected = {
  verify2fa: 'verify2fa',
  restartChallenge: 'verify2fa',
  stepUp: 'stepUp',
  restartStepUp: 'stepUp',
  signIn: 'signIn',
  refetchSessions: 'refetchSessions',
  retryInput: 'notify',
  wait: 'notify',
  inform: 'notify',
} as const;

describe('handleSessionSecurityError', () => {
  it.each(sessionSecurityErrorCodes)('runs exactly one handler for %s', (code) => {
    const all = handlers();
    const cause = handleSessionSecurityError(new SessionSecurityError(code), all);
    const called = Object.entries(all).filter(([, handler]) => handler.mock.calls.length > 0);
    expect(called.map(([name]) => name)).toEqual([expected[errorTable[code].reaction]]);
    expect(called[0]?.[1]).toHaveBeenCalledExactlyOnceWith(cause);
  });

  it('tells the user when there is no handler for proof', () => {
    const { signIn, notify } = handlers();
    for (const code of ['2FA_REQUIRED', 'STEP_UP_REQUIRED', 'SESSION_NOT_FOUND'] as const) {
      handleSessionSecurityError(new SessionSecurityError(code), { signIn, notify });
    }
    expect(notify).toHaveBeenCalledTimes(3);
    expect(signIn).not.toHaveBeenCalled();
  });

  it('prefers the handler of the code', () => {
    const all = handlers();
    const expired = vi.fn();
    handleSessionSecurityError(new SessionSecurityError('SESSION_EXPIRED'), {
      ...all,
      codes: { SESSION_EXPIRED: expired },
    });
    expect(expired).toHaveBeenCalledOnce();
    expect(all.signIn).not.toHaveBeenCalled();
  });

  it('signs nobody out for an error of another kind', () => {
    const all = handlers();
    const error = new TypeError('fetch failed');
    expect(handleSessionSecurityError(error, all)).toBeUndefined();
    expect(all.unknown).toHaveBeenCalledExactlyOnceWith(error);
    expect(all.signIn).not.toHaveBeenCalled();
    expect(() => handleSessionSecurityError(error, { signIn: all.signIn, notify: all.notify })).not.toThrow();
  });

  it('reads a Response first', async () => {
    const all = handlers();
    const response = Response.json({ errorCode: 'SESSION_REVOKED' }, { status: 401 });
    await expect(handleSessionSecurityError(response, all)).resolves.toMatchObject({ errorCode: 'SESSION_REVOKED' });
    expect(all.signIn).toHaveBeenCalledOnce();
  });
});
