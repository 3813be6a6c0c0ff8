/** The server's refusal behind a change that failed. */
import { getSessionSecurityError, type SessionSecurityErrorCause } from 'react-session-security';
import type { AccountChange } from './useAccountChange';

export function refusalOf(change: AccountChange<unknown>): SessionSecurityErrorCause | undefined {
  return change.status === 'failed' ? getSessionSecurityError(change.error) : undefined;
}
