/** What the user reads about a change of second factors that failed: what happened, and what to do. Never a code (R107). */
import { failureText } from '../../failureText';
import type { Messages } from '../../messages/Messages';
import type { TwoFactorFailure } from '../../twoFactorFailure';

export function twoFactorFailureText(failure: TwoFactorFailure, messages: Messages): string {
  const words = messages.twoFactorSetup;
  switch (failure.kind) {
    case 'passkeyNotGiven':
    case 'passkeyUnsupported':
    case 'passkeyKnown':
      return words[failure.kind];
    case 'refused': {
      const { errorCode, reason, attemptsRemaining } = failure.cause;
      if (errorCode === 'INVALID_2FA_CODE' && attemptsRemaining !== undefined) {
        return `${messages.errors[errorCode]} ${messages.twoFactor.attemptsLeft(attemptsRemaining)}`;
      }
      if (reason === 'passkey_known') return words.passkeyKnown;
      if (reason === 'passkey_limit') return words.passkeysFull;
      if (reason === 'passkey_not_found') return words.passkeyGone;
      if (reason?.startsWith('passkey_') === true && errorCode === 'INVALID_CREDENTIALS') return words.passkeyRefused;
      if (errorCode === 'FORBIDDEN' || errorCode === 'METHOD_NOT_ALLOWED') return words.notHere;
      return failureText(failure, messages);
    }
    case 'offline':
    case 'unreachable':
    case 'unknown':
    case 'unconfirmed':
    case 'stillRefused':
    case 'remained':
      return failureText(failure, messages);
    default:
      return failure satisfies never;
  }
}
