/** A 401 for the token alone: not carried out, and no word that the session is over (R60: those codes say so). */
import { failureFacts } from './failureFacts';

export function isTokenRefusal(error: unknown): boolean {
  const { status, code, reason } = failureFacts(error, 0);
  return code === undefined ? status === 401 : code === 'UNAUTHENTICATED' && reason === 'access_token';
}
