/** The error table against SPEC E1: the names and statuses that applications already rely on must not move. */
import {
  errorTable,
  isSessionSecurityErrorCode,
  SessionSecurityError,
  sessionSecurityErrorCodes,
  trpcCodes,
} from 'react-session-security/contract';
import { describe, expect, it } from 'vitest';

const statuses = {
  '2FA_REQUIRED': 403,
  INVALID_2FA_CODE: 400,
  CHALLENGE_EXPIRED: 400,
  CHALLENGE_NOT_FOUND: 404,
  STEP_UP_REQUIRED: 403,
  STEP_UP_TOKEN_INVALID: 400,
  STEP_UP_TOKEN_EXPIRED: 400,
  STEP_UP_TOKEN_ALREADY_USED: 400,
  STEP_UP_TOKEN_ACTION_MISMATCH: 400,
  SESSION_LIMIT_REACHED: 429,
  SESSION_NOT_FOUND: 404,
  SESSION_REVOKED: 401,
  SESSION_EXPIRED: 401,
};
const added = [
  'INVALID_CREDENTIALS',
  'TOO_MANY_ATTEMPTS',
  'RATE_LIMITED',
  'TWO_FA_NOT_ENABLED',
  'METHOD_NOT_ALLOWED',
  'REFRESH_TOKEN_REUSED',
  'CSRF_REJECTED',
  'FORBIDDEN',
];
const statusOfTrpcCode = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_MANY_REQUESTS: 429,
};

describe('error table', () => {
  it('keeps the thirteen codes of the field with their statuses', () => {
    expect(errorTable).toMatchObject(
      Object.fromEntries(Object.entries(statuses).map(([code, status]) => [code, { status }])),
    );
  });

  it('has every code that was added, and no other than the two for requests that never reached a procedure', () => {
    const known = new Set([...Object.keys(statuses), ...added]);
    expect(added.filter((code) => !isSessionSecurityErrorCode(code))).toEqual([]);
    expect(sessionSecurityErrorCodes.filter((code) => !known.has(code))).toEqual([
      'UNAUTHENTICATED',
      'INVALID_REQUEST',
    ]);
  });

  it.each(sessionSecurityErrorCodes)('%s has a tRPC code of the same status and a sentence for people', (code) => {
    const { status, message } = errorTable[code];
    expect(statusOfTrpcCode[trpcCodes[status]]).toBe(status);
    expect(message).toMatch(/^[A-Z].*\.$/);
  });

  it('knows no code from the prototype', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '', 0, null, {}]) {
      expect(isSessionSecurityErrorCode(name)).toBe(false);
    }
  });
});

describe('SessionSecurityError', () => {
  it('carries its facts and writes nothing else on the wire', () => {
    const error = new SessionSecurityError(
      'RATE_LIMITED',
      { retryAfter: 30, reason: 'sign_in', password: 'hunter2' } as never,
      { cause: new Error('select secret from sessions') },
    );
    expect(error).toBeInstanceOf(Error);
    expect(error.toCause()).toEqual({
      errorCode: 'RATE_LIMITED',
      message: errorTable.RATE_LIMITED.message,
      retryAfter: 30,
      reason: 'sign_in',
    });
    expect(JSON.stringify(error.toCause())).not.toMatch(/hunter2|select/);
  });
});
