/**
 * What one provider owns: the tRPC client over the session client's links, the query cache, the server's time, and
 * whether the session is over. Made once per client; nothing starts before a component asks.
 */
import { QueryClient } from '@tanstack/react-query';
import type { SessionSecurityClient } from '../client/createSessionSecurity';
import { observingLink } from '../client/observingLink';
import type { Instant } from '../contract/instant';
import { createFocusHandover } from './createFocusHandover';
import type { FocusHandover } from './createFocusHandover';
import { createPresenters } from './createPresenters';
import type { Presenters } from './createPresenters';
import { createServerClock } from './createServerClock';
import type { ServerClock } from './createServerClock';
import { createSessionEndings } from './createSessionEndings';
import type { SessionEndings } from './createSessionEndings';
import { createSessionPhase } from './createSessionPhase';
import type { SessionPhaseStore } from './createSessionPhase';
import { createSessionWarnings } from './createSessionWarnings';
import type { SessionWarningsStore } from './createSessionWarnings';
import { sessionAbilities } from './sessionAbilities';
import type { SessionAbilities } from './sessionAbilities';
import { trpc } from './trpc';

export interface Kit {
  readonly client: SessionSecurityClient;
  readonly trpcClient: ReturnType<typeof trpc.createClient>;
  /** Used unless the host shares its own. */
  readonly queryClient: QueryClient;
  readonly serverClock: ServerClock;
  readonly phase: SessionPhaseStore;
  readonly warnings: SessionWarningsStore;
  readonly endings: SessionEndings;
  readonly abilities: SessionAbilities;
  readonly presenters: Presenters;
  readonly focusHandover: FocusHandover;
}

export function createKit(client: SessionSecurityClient): Kit {
  const serverClock = createServerClock(client.clock);
  const observe = observingLink({
    start: () => ({
      answered(data) {
        const serverTime = serverTimeOf(data);
        if (serverTime !== undefined) serverClock.sync(serverTime);
      },
      failed() {},
    }),
  });
  return {
    client,
    trpcClient: trpc.createClient({ links: [observe, ...client.links()] as never }),
    queryClient: new QueryClient(),
    serverClock,
    phase: createSessionPhase(client.session()),
    warnings: createSessionWarnings(client.engine),
    endings: createSessionEndings(),
    abilities: sessionAbilities(client),
    presenters: createPresenters(),
    focusHandover: createFocusHandover(),
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
