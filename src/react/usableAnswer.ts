/**
 * Whether an answer has what the hooks read of it: a captive portal, a proxy or a careless mapping must neither crash a
 * component nor count as an empty list or as a session that was ended. No schema: those are zod's, which browsers do not
 * load. Dates need no check, their reader takes anything.
 */
import { UnreadableAnswerError } from '../client/UnreadableAnswerError';
import type { ProcedurePath } from '../contract/procedures';

type Check = (data: Readonly<Record<string, unknown>>) => boolean;

/**
 * The answer of `path`, if it can be read.
 *
 * @throws {UnreadableAnswerError}
 */
export function usableAnswer<Answer>(path: ProcedurePath, answer: Answer): Answer {
  if (isRecord(answer) && isRecord(answer['data']) && (checks.get(path)?.(answer['data']) ?? true)) return answer;
  throw new UnreadableAnswerError(
    200,
    `"${path}" with something else than the contract says, so nothing can be shown. Compare its answer with the types of ` +
      'react-session-security/contract.',
  );
}

const checks: ReadonlyMap<ProcedurePath, Check> = new Map<ProcedurePath, Check>([
  [
    'session.getSessions',
    ({ sessions, totalCount, maxSessions, nextCursor }) =>
      isListOf(sessions, isSession) && isCount(totalCount) && isOptional(maxSessions, isCount) && isText(nextCursor),
  ],
  ['session.revokeSessions', ({ results }) => isListOf(results, ({ sessionId }) => typeof sessionId === 'string')],
  ['session.revokeAllOtherSessions', ({ revokedCount }) => isCount(revokedCount)],
  ['session.renameSession', ({ deviceName }) => typeof deviceName === 'string'],
  [
    'auth.getSecondFactors',
    ({ totp, canManageTotp, backupCodes, passkeys, maxPasskeys }) =>
      (totp === 'active' || totp === 'inactive') &&
      typeof canManageTotp === 'boolean' &&
      isRecord(backupCodes) &&
      isCount(backupCodes['remaining']) &&
      isListOf(passkeys, isPasskey) &&
      isCount(maxPasskeys),
  ],
  [
    'auth.beginTotpEnrolment',
    ({ enrolmentId, secret, otpauthUri, attemptsRemaining }) =>
      [enrolmentId, secret, otpauthUri].every((text) => typeof text === 'string') && isCount(attemptsRemaining),
  ],
  ['auth.confirmTotpEnrolment', hasBackupCodes],
  ['auth.regenerateBackupCodes', hasBackupCodes],
  ['auth.beginPasskeyRegistration', ({ options }) => isRecord(options) && typeof options['challenge'] === 'string'],
  ['auth.confirmPasskeyRegistration', ({ passkey }) => isRecord(passkey) && isPasskey(passkey)],
  ['auth.renamePasskey', ({ name }) => typeof name === 'string'],
]);

const isSession: Check = ({ id, deviceName, browser, os, ipAddress, appVersion, signInMethod, location }) =>
  typeof id === 'string' &&
  [deviceName, browser, os, ipAddress, appVersion, signInMethod].every(isText) &&
  isOptional(location, (place) => isRecord(place) && [place['city'], place['region'], place['country']].every(isText));

const isPasskey: Check = ({ id, name, isSynced }) =>
  typeof id === 'string' && typeof name === 'string' && typeof isSynced === 'boolean';

function hasBackupCodes({ backupCodes }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(backupCodes) && backupCodes.length > 0 && backupCodes.every((code) => typeof code === 'string');
}

/** Text, or none. */
function isText(value: unknown): boolean {
  return isOptional(value, (text) => typeof text === 'string');
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}

function isOptional(value: unknown, check: (value: unknown) => boolean): boolean {
  return value === undefined || value === null || check(value);
}

function isListOf(value: unknown, check: Check): boolean {
  return Array.isArray(value) && value.every((item: unknown) => isRecord(item) && check(item));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
