/**
 * The reference server behind a socket, for pages: counts what it is asked, can be made to wait at will, and has a clock
 * that a test moves. Loaded by Vite, because it imports the source.
 */
import { systemClock } from 'react-session-security/contract';
import type { PolicyOptions } from 'react-session-security/contract';
import { toNodeListener } from 'react-session-security/server';
import type { FetchHandler } from 'react-session-security/server';
import { ada, bob } from '../../../support/server/accounts';
import { createTestServer } from '../../../support/server/createTestServer';

export interface LoggedRequest {
  /** `session.getStatus` … */
  readonly path: string;
  /** By the server's clock. */
  readonly at: number;
  /** The name of the page that sent it. */
  readonly tab: string;
  readonly cookie: string;
  readonly authorization: string | undefined;
  /** `undefined` while it is under way. */
  status: number | undefined;
}

export interface Hold {
  /** Resolves when a request has arrived and waits. */
  readonly caught: Promise<void>;
  /** Lets it go on, and all later ones. */
  release(): void;
}

export interface BeginOptions {
  readonly transport?: 'cookie' | 'bearer' | 'both';
  readonly policy?: PolicyOptions;
}

export type Backend = Awaited<ReturnType<typeof createBackend>>;

export async function createBackend(origin: string) {
  let offsetMs = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + offsetMs };
  const test = await createTestServer({ origins: [origin], clock });
  const requests: LoggedRequest[] = [];
  const most = new Map<string, number>();
  const holds = new Map<string, (when: 'request' | 'answer') => Promise<void>>();
  let handler: FetchHandler = () => new Response(null, { status: 503 });

  const listener = toNodeListener(async (request, info) => {
    const path = new URL(request.url).pathname.replace('/api/trpc/', '');
    const tab = new URL(request.headers.get('referer') ?? origin).searchParams.get('name') ?? '';
    const logged: LoggedRequest = {
      path,
      at: clock.now(),
      tab,
      cookie: request.headers.get('cookie') ?? '',
      authorization: request.headers.get('authorization') ?? undefined,
      status: undefined,
    };
    requests.push(logged);
    const underWay = requests.filter((other) => other.path === path && other.status === undefined).length;
    most.set(path, Math.max(most.get(path) ?? 0, underWay));
    await holds.get(path)?.('request');
    const response = await handler(request, info);
    await holds.get(path)?.('answer');
    logged.status = response.status;
    return response;
  });

  return {
    requests,
    accounts: { ada, bob },
    listener,
    /** A server without sessions, at the machine's time. */
    async begin({ transport = 'cookie', policy = {} }: BeginOptions): Promise<void> {
      await test.reset();
      offsetMs = 0;
      requests.length = 0;
      holds.clear();
      most.clear();
      const { server } = test.variant({ transport, policy });
      await Promise.all([ada, bob].map((account) => server.users.createUser(account)));
      handler = (request, info) => server.handler(request, info);
    },
    /** Only the server's time: the pages have their own. */
    pass(ms: number): void {
      offsetMs += ms;
    },
    /** Counting begins anew. */
    forget(): void {
      requests.length = 0;
      most.clear();
    },
    isIdle: (): boolean => requests.every(({ status }) => status !== undefined),
    count: (path: string): number => requests.filter((request) => request.path === path).length,
    /** The most requests to `path` that were under way together. */
    mostAtOnce: (path: string): number => most.get(path) ?? 0,
    /** The first request to `path` waits: before it is carried out, or with its answer ready. */
    hold(path: string, when: 'request' | 'answer' = 'request'): Hold {
      let release = (): void => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      let isCaught = false;
      const caught = new Promise<void>((resolve) => {
        holds.set(path, async (at) => {
          if (at !== when || isCaught) return;
          isCaught = true;
          resolve();
          await released;
        });
      });
      return { caught, release };
    },
    close: () => test.close(),
  };
}
