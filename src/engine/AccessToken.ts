/** Access tokens of the bearer transport. Instants by the server's clock, epoch milliseconds. */
import type { SessionRecord } from './SessionRecord';
import type { RefreshAnswer } from './SessionTransport';

export interface AccessToken {
  /** `undefined` where the back end keeps it in a cookie. */
  readonly value: string | undefined;
  readonly sessionId: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** When this tab got it, by its monotonic clock. */
  readonly receivedAt: number;
}

/** From the answer to a refresh or a sign-in. */
export function accessTokenOf(
  { accessToken, sessionId, serverTime, expiresInMs }: RefreshAnswer,
  receivedAt: number,
): AccessToken {
  return { value: accessToken, sessionId, issuedAt: serverTime, expiresAt: serverTime + expiresInMs, receivedAt };
}

/** The one that all tabs share; `undefined` where each has its own. */
export function sharedTokenOf(record: SessionRecord | undefined, receivedAt: number): AccessToken | undefined {
  if (record?.token?.isShared !== true || record.ended !== undefined) return undefined;
  const { issuedAt, expiresAt } = record.token;
  return { value: undefined, sessionId: record.sessionId, issuedAt, expiresAt, receivedAt };
}
