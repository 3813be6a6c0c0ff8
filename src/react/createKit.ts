/**
 * What one provider owns: the tRPC client over the session client's links, the query cache, the server's time, and the
 * news that the session has ended. Made once per client; nothing starts before a component asks.
 */
import { QueryClient } from '@tanstack/react-query';
import type { SessionSecurityClient } from '../client/createSessionSecurity';
import { getSessionSecurityError } from '../client/getSessionSecurityError';
import { observingLink } from '../client/observingLink';
import type { Cancel } from '../contract/clock';
import { errorTable } from '../contract/errors';
import type { SessionSecurityErrorCause } from '../contract/errors';
import type { Instant } from '../contract/instant';
import { createServerClock } from './createServerClock';
import type { ServerClock } from './createServerClock';
import { trpc } from './trpc';

type EndedListener = (cause: SessionSecurityErrorCause) => void;

export interface Kit {
  readonly client: SessionSecurityClient;
  readonly trpcClient: ReturnType<typeof trpc.createClient>;
  /** Used unless the host shares its own. */
  readonly queryClient: QueryClient;
  readonly serverClock: ServerClock;
  /** Once per ended session, however many calls are refused. */
  onSessionEnded(listener: EndedListener): Cancel;
  /** The user signed out on purpose: the refusals that follow are no news. */
  expectEnd(): void;
}

export function createKit(client: SessionSecurityClient): Kit {
  const serverClock = createServerClock(client.clock);
  const listeners = new Set<EndedListener>();
  let isEnded = false;
  /** An answer to a call made before the end must not be taken for a new session. */
  let era = 0;

  const end = (cause: SessionSecurityErrorCause): void => {
    if (isEnded) return;
    isEnded = true;
    era += 1;
    for (const listener of listeners) listener(cause);
  };
  const observe = observingLink({
    start() {
      const startedIn = era;
      return {
        answered(data) {
          if (startedIn === era) isEnded = false;
          const serverTime = serverTimeOf(data);
          if (serverTime !== undefined) serverClock.sync(serverTime);
        },
        failed(error) {
          const cause = getSessionSecurityError(error);
          if (startedIn === era && cause !== undefined && errorTable[cause.errorCode].reaction === 'signIn') end(cause);
        },
      };
    },
  });

  return {
    client,
    trpcClient: trpc.createClient({ links: [observe, ...client.links()] as never }),
    queryClient: new QueryClient(),
    serverClock,
    onSessionEnded(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    expectEnd() {
      isEnded = true;
      era += 1;
    },
  };
}

function serverTimeOf(answer: unknown): Instant | undefined {
  const data = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : undefined;
  if (typeof data !== 'object' || data === null || !('serverTime' in data)) return undefined;
  const { serverTime } = data;
  return typeof serverTime === 'string' || typeof serverTime === 'number' || serverTime instanceof Date
    ? serverTime
    : undefined;
}
