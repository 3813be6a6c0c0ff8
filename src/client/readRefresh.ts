/** The answer that brings an access token. Hostile until checked, like every answer. */
import { isId, isObject } from '../engine/guards';
import type { RefreshAnswer } from '../engine/SessionTransport';
import { instantIn } from './answerFacts';

/** Of `auth.refresh`, and of the sign-in calls where they answer with a token. */
export function readRefresh(data: unknown): RefreshAnswer | undefined {
  if (!isObject(data)) return undefined;
  const { sessionId, userId, accessToken, expiresIn } = data;
  const serverTime = instantIn(data['serverTime']);
  if (serverTime === undefined || !isId(sessionId) || !isId(userId)) return undefined;
  if (typeof expiresIn !== 'number' || !(expiresIn > -1e9 && expiresIn < 1e9)) return undefined;
  if (accessToken !== undefined && (typeof accessToken !== 'string' || !isToken(accessToken))) return undefined;
  return { serverTime, sessionId, userId, accessToken, expiresInMs: expiresIn * 1000 };
}

/** RFC 6750 §2.1: what may stand in the header, and not more than a header holds. */
function isToken(value: string): boolean {
  return value.length <= 8192 && /^[\w.~+/-]+=*$/.test(value);
}
