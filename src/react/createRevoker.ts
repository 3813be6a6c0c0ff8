/**
 * Ending sessions in whatever way the back end has: each in few calls where it can, one by one where it can't. Never rejects:
 * the outcome tells each session's fate.
 */
import { isSessionSecurityError } from '../client/getSessionSecurityError';
import type { SessionSecurityClient } from '../client/createSessionSecurity';
import type { RevokeSessionsResult } from '../contract/session';
import { readFailure } from './sessionFailure';
import type { SessionFailure } from './sessionFailure';
import type { trpc } from './trpc';
import { usableAnswer } from './usableAnswer';

/** How a revocation went, session by session. */
export interface RevokeOutcome {
  readonly revokedIds: readonly string[];
  /** As the server counts them: `revokeOthers` also ends sessions that are not loaded. */
  readonly revokedCount: number;
  readonly failures: readonly { readonly sessionId: string; readonly failure: SessionFailure }[];
  /** Why a call failed, also where no session is loaded that could show it. */
  readonly failure: SessionFailure | undefined;
}

export interface RevokerOptions extends Pick<SessionSecurityClient, 'supports'> {
  readonly client: ReturnType<typeof trpc.useUtils>['client'];
  readonly signOut: () => Promise<void>;
}

export interface Revoker {
  /** Those in `ownIds` by signing out (SPEC S4), and last, because nothing else can be asked afterwards. */
  readonly revoke: (sessionIds: readonly string[], ownIds: ReadonlySet<string>) => Promise<RevokeOutcome>;
  /** All but the caller's own, also those that are not loaded. `shownIds` are only the rows that show how it goes. */
  readonly revokeOthers: (shownIds: readonly string[]) => Promise<RevokeOutcome>;
}

/** SPEC C6 */
const maxIdsPerCall = 100;
export const nothingRevoked: RevokeOutcome = { revokedIds: [], revokedCount: 0, failures: [], failure: undefined };

export function createRevoker({ client, supports, signOut }: RevokerOptions): Revoker {
  const revokeOne = (sessionId: string): Promise<RevokeOutcome> =>
    settle([sessionId], async () =>
      usableAnswer('session.revokeSession', await client.session.revokeSession.mutate({ sessionId })),
    );
  const revokeSeveral = (sessionIds: readonly string[]): Promise<RevokeOutcome> =>
    settleEach(sessionIds, async () =>
      usableAnswer(
        'session.revokeSessions',
        await client.session.revokeSessions.mutate({ sessionIds: [...sessionIds] }),
      ),
    );
  /** Each in the way that the back end has, in few calls where it can. */
  const revokeListed = async (sessionIds: readonly string[]): Promise<RevokeOutcome> => {
    const [only, ...rest] = sessionIds;
    const isOne = only !== undefined && rest.length === 0;
    if (isOne && supports('session.revokeSession')) return revokeOne(only);
    if (supports('session.revokeSessions')) return merge(await Promise.all(inChunks(sessionIds).map(revokeSeveral)));
    const outcomes: RevokeOutcome[] = [];
    // oxlint-disable-next-line no-await-in-loop -- one by one, so as not to run into a rate limit
    for (const sessionId of sessionIds) outcomes.push(await revokeOne(sessionId));
    return merge(outcomes);
  };
  /** Also those that are not loaded. */
  const allOtherIds = async (): Promise<readonly string[]> => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const input = { limit: maxIdsPerCall, ...(cursor !== undefined && { cursor }) };
      // oxlint-disable-next-line no-await-in-loop -- each page tells where the next one begins
      const { data } = usableAnswer('session.getSessions', await client.session.getSessions.query(input));
      ids.push(...data.sessions.filter(({ isCurrent }) => !isCurrent).map(({ id }) => id));
      cursor = data.nextCursor;
    } while (cursor !== undefined);
    return ids;
  };

  return {
    async revoke(sessionIds, ownIds) {
      const others = sessionIds.filter((id) => !ownIds.has(id));
      const own = sessionIds.filter((id) => ownIds.has(id));
      const outcomes = others.length > 0 ? [await revokeListed(others)] : [];
      if (own.length > 0) outcomes.push(await settle(own, signOut));
      return merge(outcomes);
    },
    async revokeOthers(shownIds) {
      if (supports('session.revokeAllOtherSessions')) {
        return settleOthers(shownIds, async () =>
          usableAnswer('session.revokeAllOtherSessions', await client.session.revokeAllOtherSessions.mutate()),
        );
      }
      try {
        return await revokeListed(await allOtherIds());
      } catch (error) {
        return failed(shownIds, error);
      }
    },
  };
}

/** A session that is not there any more is as signed out as can be; if it is listed again, the row says so. */
async function settle(sessionIds: readonly string[], call: () => Promise<unknown>): Promise<RevokeOutcome> {
  try {
    await call();
    return revoked(sessionIds);
  } catch (error) {
    return isSessionSecurityError(error, 'SESSION_NOT_FOUND') ? revoked(sessionIds) : failed(sessionIds, error);
  }
}

/** What the server says of each one; of which it says nothing, it was not ended. */
async function settleEach(
  sessionIds: readonly string[],
  call: () => Promise<{ readonly data: RevokeSessionsResult }>,
): Promise<RevokeOutcome> {
  try {
    const { results } = (await call()).data;
    const fates = new Map(results.map((result) => [result.sessionId, result]));
    return merge(
      sessionIds.map((id) => {
        const status = fates.get(id)?.status;
        return status === 'revoked' || status === 'not_found' ? revoked([id]) : failed([id], fates.get(id));
      }),
    );
  } catch (error) {
    return failed(sessionIds, error);
  }
}

async function settleOthers(
  sessionIds: readonly string[],
  call: () => Promise<{ readonly data: { readonly revokedCount: number } }>,
): Promise<RevokeOutcome> {
  try {
    return { ...revoked(sessionIds), revokedCount: (await call()).data.revokedCount };
  } catch (error) {
    return failed(sessionIds, error);
  }
}

function revoked(sessionIds: readonly string[]): RevokeOutcome {
  return { ...nothingRevoked, revokedIds: sessionIds, revokedCount: sessionIds.length };
}

function failed(sessionIds: readonly string[], error: unknown): RevokeOutcome {
  const failure = readFailure(error);
  return { ...nothingRevoked, failures: sessionIds.map((sessionId) => ({ sessionId, failure })), failure };
}

function merge(outcomes: readonly RevokeOutcome[]): RevokeOutcome {
  return {
    revokedIds: outcomes.flatMap(({ revokedIds }) => revokedIds),
    revokedCount: outcomes.reduce((sum, { revokedCount }) => sum + revokedCount, 0),
    failures: outcomes.flatMap(({ failures }) => failures),
    failure: outcomes.find(({ failure }) => failure !== undefined)?.failure,
  };
}

function inChunks(sessionIds: readonly string[]): string[][] {
  const chunks: string[][] = [];
  for (let start = 0; start < sessionIds.length; start += maxIdsPerCall) {
    chunks.push(sessionIds.slice(start, start + maxIdsPerCall));
  }
  return chunks;
}
